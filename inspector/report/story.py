"""A report in, what it says to people out: sections in the order in which a reviewer asks.

What was read, what cannot be known, what was found, what was accepted, what was covered, and how
the report was made.  The verdict stands above them; each form writes it in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from inspector.language import Language
from inspector.report import Input, Report
from inspector.report.blocks import Block, Bullets, Facts, Kind, Paragraph, Section, Table
from inspector.report.covered import Shown, covered
from inspector.report.days import vintages
from inspector.report.found import findings, known, waived
from inspector.report.provenance import Judge
from inspector.report.saying import Data, Pieces, between, listed, sentence
from inspector.report.verdict import limits

READ = ("lines", "records", "events", "remarks", "unreadable")
_COUNT: Kind = "number"
_INPUT: tuple[Kind, ...] = ("long", _COUNT, *(_COUNT for _ in READ), "long")


@dataclass(frozen=True, slots=True)
class Detail:
    """How much a form tells; what it leaves out it counts."""

    findings: int
    """Findings listed of one kind."""
    files: int
    """Inputs that are listed."""
    skipped: int
    """Files that are listed of those which were not taken for logs."""
    coverage: bool = True
    """Whether all that was shown is listed, or only what never was."""


def story(report: Report, language: Language, detail: Detail) -> list[Section]:
    """Tell all of it, in as much detail as is asked for."""
    rows = detail.findings
    sections = [
        Section("read", (language("What was read"),), tuple(_read(report, language))),
        Section(
            "limits",
            (language("What this report cannot know"),),
            (Bullets(tuple(limits(report, language))),),
        ),
        findings(report, language, rows),
        waived(report, language, rows),
        known(report, language, rows),
        vintages(report, language),
        coverage(report, language, detail),
        Section("inputs", (language("Inputs"),), tuple(inputs(report, language, detail))),
        Section("made", (language("How this report was made"),), tuple(made(report, language))),
    ]
    return [section for section in sections if section]


def _read(report: Report, language: Language) -> Iterator[Block]:
    facts = [(language("Inputs"), _sizes(report, language)), *read(report, language)]
    yield Facts(tuple(facts))


def _sizes(report: Report, language: Language) -> Pieces:
    files = language.count(len(report.inputs), "file", "files")
    size = language.count(sum(one.bytes for one in report.inputs), "byte", "bytes")
    return (f"{files}, {size}",)


def read(report: Report, language: Language) -> Iterator[tuple[str, Pieces]]:
    """Count what was read, and say what it was."""
    sums = (sum(getattr(one, key) for one in report.inputs) for key in READ)
    counts = ", ".join(
        language.count(number, word, word) for number, word in zip(sums, READ, strict=True)
    )
    every = language("every byte is in exactly one record")
    yield language("Read"), (f"{counts} ({every})",)
    if report.outside:
        left = language.number(report.outside)
        yield language("Outside"), (language("{} of them outside the period, not judged", left),)
    if report.events:
        kinds = sorted(report.events.items())
        yield language("Events"), _counted(kinds, language)
    if report.first_ms is not None:
        yield language("Time (UTC)"), (between(report.first_ms, report.last_ms),)
    if report.versions:
        yield language("Versions"), _counted(sorted(report.versions.items()), language)


def _counted(counts: list[tuple[str, int]], language: Language) -> Pieces:
    pieces: list[str] = []
    for word, count in counts:
        pieces += [", ", Data(word), f" {language.number(count)}"]
    return tuple(pieces[1:])


def coverage(report: Report, language: Language, detail: Detail) -> Section | None:
    """Say, for every contract that claimed an event, what of it the input has shown."""
    shown = covered(report.coverage)
    if not shown:
        return None
    text = "A clean report speaks of what was shown and of nothing else."
    parts = tuple(
        _contract(number, name, [*rows], report, language, detail)
        for number, (name, rows) in enumerate(groupby(shown, lambda one: one.contract), 1)
    )
    about = Paragraph(sentence(language, text))
    return Section("coverage", (language("Coverage"),), (about,), parts)


def _contract(  # noqa: PLR0913, PLR0917  # one call
    number: int, name: str, rows: list[Shown], report: Report, language: Language, detail: Detail
) -> Section:
    contract = report.coverage.contracts[name]
    blocks: list[Block] = [Paragraph((Data(language(contract.title)),)), _seen(rows, language)]
    listed_ = rows if detail.coverage else [one for one in rows if not one.times]
    if listed_:
        head = (language("Event"), language("Field"), language("Events that showed it"))
        cells = tuple(_shown(one, language) for one in listed_)
        blocks.append(Table(language("Coverage"), head, cells, ("name", "name", "number")))
    if contract.gaps and detail.coverage:
        text = "Where the page and the program are known to differ; this silences no finding."
        gaps = tuple((Data(language(gap.text)),) for gap in contract.gaps)
        blocks += [Paragraph(sentence(language, text)), Bullets(gaps)]
    # a user's contract may have any name, so its number is the anchor
    return Section(f"coverage-{number}", (Data(name),), tuple(blocks))


def _seen(rows: list[Shown], language: Language) -> Paragraph:
    events = [one.times > 0 for one in rows if one.field is None]
    fields = [one.times > 0 for one in rows if one.field is not None]
    counts = (sum(events), len(events), sum(fields), len(fields))
    text = "Documented events shown: {} of {}; documented fields shown: {} of {}."
    return Paragraph(sentence(language, text, *map(language.number, counts)))


def _shown(shown: Shown, language: Language) -> tuple[Pieces, ...]:
    event = (Data(shown.event),) if shown.event else sentence(language, "every event")
    field = (Data(shown.field),) if shown.field else ()
    times = language.number(shown.times) if shown.times else language("never")
    return event, field, (times,)


def inputs(report: Report, language: Language, detail: Detail) -> Iterator[Block]:
    """List the inputs with their digests, and what was not taken for a log."""
    head = ("File", "Bytes", *READ, "SHA-256")
    yield Table(
        language("Inputs"),
        tuple(language(one) for one in head),
        tuple(_input(one, language) for one in report.inputs[: detail.files]),
        _INPUT,
    )
    yield from _left(len(report.inputs) - detail.files, language)
    if report.skipped:
        yield Paragraph(sentence(language, "Not taken for logs, so not opened:"), leads=True)
        yield Bullets(tuple((Data(path),) for path in report.skipped[: detail.skipped]))
        yield from _left(len(report.skipped) - detail.skipped, language)


def _left(count: int, language: Language) -> Iterator[Block]:
    if count > 0:
        files = language.count(count, "file", "files")
        text = "{} more not listed here; the JSON report lists all."
        yield Paragraph(sentence(language, text, files))


def _input(source: Input, language: Language) -> tuple[Pieces, ...]:
    error = (" — ", Data(source.error)) if source.error else ()
    counts = tuple((language.number(getattr(source, key)),) for key in READ)
    size = (language.number(source.bytes),)
    return ((Data(source.path), *error), size, *counts, (Data(source.sha256),))


def made(report: Report, language: Language) -> Iterator[Block]:
    """Say by what the report was made, so that it can be made again."""
    how = report.provenance
    facts: list[tuple[str, Pieces]] = [
        (language("Program"), (f"telemetry-inspector {how.version}",)),
        (language("Rules, SHA-256"), (Data(how.rules),)),
        (language("Command"), (Data(" ".join(how.command)),)),
        (language("Values"), (language(_EVIDENCE[how.evidence]),)),
        (language("Key of the tags"), (Data(how.key),) if how.key else (language("none"),)),
    ]
    if how.as_of:
        facts.append((language("As of"), (Data(how.as_of),)))
    if report.off:
        facts.append((language("Rules switched off"), listed(report.off)))
    yield Facts(tuple(fact for fact in facts if any(fact[1])))
    if how.judges:
        yield _judges(how.judges, language)
    if how.files:
        head = (language("Option"), language("File"), "SHA-256")
        rows = tuple(((one.option,), (Data(one.path),), (Data(one.sha256),)) for one in how.files)
        yield Table(language("Files of the settings"), head, rows, ("text", "long", "long"))


_EVIDENCE = {
    "masked": "masked: their shape is shown",
    "none": "not shown",
    "full": "shown in full",
}


def _judges(judges: tuple[Judge, ...], language: Language) -> Table:
    heads = ("Contract", "Page", "Language", "Date", "Where", "SHA-256 of the contract")
    rows = [
        (
            (Data(judge.name),),
            (Data(page.title),),
            (Data(page.language),),
            (Data(page.date),),
            (Data(page.page),),
            (Data(judge.digest),),
        )
        for judge in judges
        for page in judge.sources
    ]
    return Table(
        language("Contracts and their pages"),
        tuple(language(one) for one in heads),
        tuple(rows),
        ("name", "text", "text", "time", "text", "long"),
    )
