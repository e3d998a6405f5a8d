"""A report in, its verdict in words out, why it is that, and what it cannot know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from inspector.language import Language
from inspector.report import Report, Verdict
from inspector.report.covered import covered
from inspector.report.saying import Data, Pieces, listed, sentence

VERDICTS: dict[Verdict, str] = {
    "conforms": "CONFORMS",
    "conforms-with-waivers": "CONFORMS WITH WAIVERS",
    "does-not-conform": "DOES NOT CONFORM",
    "cannot-say": "CANNOT SAY",
}
MEANINGS: dict[Verdict, str] = {
    "conforms": "nothing outside what the pages document was found",
    "conforms-with-waivers": "everything found was waived",
    "does-not-conform": "something the pages promise is not kept",
    "cannot-say": "not everything could be examined",
}
STAMP = (
    "This report holds the values themselves, secrets and personal data included: --evidence full "
    "asked for them. Do not publish it and do not pass it on."
)


def why(report: Report, language: Language) -> Pieces:
    """Say in a sentence or two why the verdict is what it is."""
    match report.verdict:
        case "does-not-conform":
            return _broken(report, language)
        case "cannot-say":
            text = "Nothing broken was found, but not everything could be examined: {}."
            lacks = [piece for one in unread(report, language) for piece in ("; ", *one)]
            return sentence(language, text, tuple(lacks[1:]))
        case "conforms-with-waivers":
            return _accepted(report, language)
        case "conforms":
            return (*_examined(report, language), *_open(report, language))


def _examined(report: Report, language: Language) -> Pieces:
    if not report.off:
        text = "Everything was read and examined, and nothing in it breaks a promise."
        return sentence(language, text)
    text = "Everything was read, and the rules that were asked found nothing; {} were switched off."
    return sentence(language, text, language.count(len(report.off), "rule", "rules"))


def _broken(report: Report, language: Language) -> Pieces:
    broken = [one for one in report.findings if one.finding.level == "violation"]
    rules = Counter(one.finding.rule for one in broken if one.waiver is None)
    count = language.count(rules.total(), "violation", "violations")
    named = listed(f"{rule} ({language.number(times)})" for rule, times in rules.items())
    said = sentence(language, "{} of what the pages promise: {}.", count, named)
    known = sum(one.status == "known" for one in broken)
    if known:
        said += (
            " ",
            *sentence(language, "Of these the baseline holds {}.", language.number(known)),
        )
    return said


def _accepted(report: Report, language: Language) -> Pieces:
    owners = sorted({tally.waiver.owner for tally in report.findings if tally.waiver})
    count = language.count(report.waived, "finding", "findings")
    text = "Everything was examined. Somebody has accepted what was found: {} by {}."
    said = sentence(language, text, count, listed(map(Data, owners)))
    return (*said, *_open(report, language))


def _open(report: Report, language: Language) -> Pieces:
    if count := report.count("review"):
        findings = language.count(count, "finding", "findings")
        return (" ", *sentence(language, "A person still has to decide about {}.", findings))
    return ()


def unread(report: Report, language: Language) -> list[Pieces]:
    """Say why nothing clean can be said; empty when everything was read."""
    return [
        (reason,) if at is None else (Data(report.inputs[at].path), ": ", Data(reason))
        for at, reason in report.missed(language)
    ]


def limits(report: Report, language: Language) -> Iterator[Pieces]:
    """List what the report cannot know, each with how much of it there is."""
    yield from _beyond(report, language)
    for lack in unread(report, language):
        yield sentence(language, "The audit is incomplete: {}.", lack)
    if report.reasons:
        reasons = (f"{reason} {language.number(n)}" for reason, n in sorted(report.reasons.items()))
        yield sentence(language, "Records that could not be read: {}.", listed(reasons))
    if report.skipped:
        files = language.count(len(report.skipped), "file", "files")
        yield sentence(language, "Not taken for logs, so not opened: {}.", files)
    if report.off:
        said = "Rules that were switched off, whose findings are not here: {}."
        yield sentence(language, said, listed(report.off))
    never = [one for one in covered(report.coverage) if not one.times]
    if never:
        events = language.number(sum(one.field is None for one in never))
        fields = language.number(sum(one.field is not None for one in never))
        said = "Never shown by the input: {} of the documented events, {} of the fields."
        yield sentence(language, said, events, fields)


def _beyond(report: Report, language: Language) -> Iterator[Pieces]:
    if report.remarks["request"]:
        text = "A captured request is what left the program; a log shows only what was queued."
    else:
        text = "The log shows what was queued to be sent; it does not prove what a server received."
    yield sentence(language, text)
    if not report.remarks["request"]:
        text = (
            "Requests carry more than the log shows (headers, the name of the program, ids): "
            "`inspector run` and `inspector compare` look at them."
        )
        yield sentence(language, text)
    if report.provenance.evidence == "masked":
        text = "Values are masked: their shape is shown, never the value. Tags tell equal values."
        yield sentence(language, text)
