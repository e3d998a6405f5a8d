"""Findings of a report in, sections of blocks out: those that count, the accepted, the known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from inspector.language import Language
from inspector.model import LEVELS, Level
from inspector.report import Report, Tally
from inspector.report.blocks import GLYPHS, Block, Cited, Facts, Kind, Paragraph, Section, Table
from inspector.report.grouped import Claim, Group, Numbered, grouped, numbered
from inspector.report.saying import Data, Pieces, between, message, sentence

LEVEL_TITLES: dict[Level, str] = {
    "violation": "Violations: a documented promise is broken",
    "review": "Reviews: a person must decide",
    "note": "Notes: worth knowing",
}
PLACES = 3
"""Places listed per finding; the JSON report lists more."""

_Column = tuple[str, Kind, Callable[[Numbered], Pieces]]
"""Its head, what it holds, and a finding's cell in it."""


def findings(report: Report, language: Language, rows: int) -> Section:
    """Say what was found and counts, at most `rows` findings of a claim, worst first."""
    groups = grouped(report, language)
    parts = tuple(
        Section(
            f"findings-{level}",
            (language(LEVEL_TITLES[level]),),
            parts=tuple(
                _group(one, report, language, rows) for one in groups if one.level == level
            ),
            level=level,
        )
        for level in LEVELS
        if any(one.level == level for one in groups)
    )
    none = Paragraph(sentence(language, "Nothing was found that counts."))
    return Section("findings", (language("Findings"),), () if parts else (none,), parts)


def _group(group: Group, report: Report, language: Language, rows: int) -> Section:
    return Section(
        f"{group.level}-{group.rule.replace('/', '-')}",
        (f"{GLYPHS[group.level]} {group.rule} ({language.number(group.size)})",),
        (*_help(group.rule, report, language), *_claims(group, report, language, rows)),
        level=group.level,
    )


def _help(rule: str, report: Report, language: Language) -> Iterator[Block]:
    what, *more = language.help(report.help.get(rule, "")) or ("",)
    if what:
        yield Paragraph((what,))
    if more:
        reason, *todo = more
        facts = [(language("Why it matters"), (reason,))]
        if todo:
            facts.append((language("What to do"), (" ".join(todo),)))
        yield Facts(tuple(facts))


def _claims(group: Group, report: Report, language: Language, rows: int) -> Iterator[Block]:
    for claim in group.claims:
        yield Paragraph(message(language, claim.findings[0][1].finding), leads=True)
        if claim.quote:
            yield Cited(claim.quote)
        yield _table(claim, report, language, rows)
        left = len(claim.findings) - rows
        if left > 0:
            text = "{} more of these are not listed here; the JSON report lists all."
            yield Paragraph(sentence(language, text, language.number(left)))


def _table(claim: Claim, report: Report, language: Language, rows: int) -> Table:
    shown = claim.findings[:rows]
    columns: list[_Column] = [
        ("No.", "number", lambda one: (str(one[0]),)),
        ("Where", "name", lambda one: where(one[1], language)),
        ("Value", "text", lambda one: value(one[1], report, language)),
        ("Times", "number", lambda one: (language.number(one[1].occurrences),)),
        ("First and last (UTC)", "time", lambda one: (_span(one[1]),)),
        ("Seen at", "long", lambda one: places(one[1], report, language, PLACES)),
        ("Sent; confidence", "text", lambda one: sure(one[1], language)),
    ]
    kept = [column for column in columns if any(any(column[2](one)) for one in shown)]
    return _tabled(language("Findings"), kept, shown, language)


def _span(tally: Tally) -> str:
    return between(tally.first_ms, tally.last_ms)


def _tabled(
    about: str, columns: list[_Column], found: Sequence[Numbered], language: Language
) -> Table:
    return Table(
        about,
        tuple(language(head) for head, _, _ in columns),
        tuple(tuple(cell(one) for _, _, cell in columns) for one in found),
        tuple(kind for _, kind, _ in columns),
        anchor="finding-",
    )


def where(tally: Tally, language: Language) -> Pieces:
    """Say which field of which event of which contract a finding is about."""
    one = tally.finding
    contract = (" [", Data(one.contract), "]") if one.contract else ()
    if one.field and one.event:
        return (*sentence(language, "{} of {}", Data(one.field), Data(one.event)), *contract)
    if one.field or one.event:
        return (Data(one.field or one.event or ""), *contract)
    said = "the record itself" if tally.places else "the whole input"
    return (*sentence(language, said), *contract)


def value(tally: Tally, report: Report, language: Language) -> Pieces:
    """Show what may be shown of the value, what disguised it, and the tag of equal ones."""
    said: Pieces = ()
    evidence, tag = report.evidence(tally), report.tag(tally)
    if evidence is not None:
        said += (Data(evidence),)
    if tally.finding.disguise:
        between = f" {language('in')} "
        said += (" ", *sentence(language, "in {}", Data(between.join(tally.finding.disguise))))
    if tag is not None and evidence is not None:
        said += ("; ", *sentence(language, "tag {}", Data(tag)))
    return said


def places(tally: Tally, report: Report, language: Language, most: int) -> Pieces:
    """Name the first places and count the others."""
    shown: list[str] = []
    for source, lines in groupby(tally.places[:most], lambda place: place[0]):
        told = ", ".join(str(line) for _, line in lines)
        shown += ["; ", Data(f"{report.inputs[source].path}:{told}")]
    left = tally.occurrences - min(len(tally.places), most)
    if shown and left > 0:
        shown.append(" ")
        shown += sentence(language, "and {} more", language.number(left))
    return tuple(shown[1:])


def sure(tally: Tally, language: Language) -> Pieces:
    """Say whether it was sent, and how sure the rule is."""
    one = tally.finding
    return (language(one.transmitted), "; ", language(one.confidence))


def waived(report: Report, language: Language, rows: int) -> Section | None:
    """Say what somebody has accepted, why and until when."""
    columns: list[_Column] = [
        ("Accepted by", "text", lambda one: (Data(one[1].waiver.owner),) if one[1].waiver else ()),
        ("Because", "text", lambda one: (Data(one[1].waiver.reason),) if one[1].waiver else ()),
        ("Until", "text", lambda one: (_until(one[1]),)),
    ]
    text = "Somebody has looked at these and accepts them for a while; they do not count."
    words = ("Accepted findings", text)
    return _brief(words, columns, report, language, status="waived", rows=rows)


def _until(tally: Tally) -> str:
    expires = tally.waiver.expires if tally.waiver else None
    return expires.isoformat() if expires else ""


def known(report: Report, language: Language, rows: int) -> Section | None:
    """Say what the baseline holds already."""
    text = "An earlier report, the baseline, tells of these; they do not count as new."
    words = ("Known from the baseline", text)
    return _brief(words, [], report, language, status="known", rows=rows)


def _brief(  # noqa: PLR0913  # what the two tables differ in, and what they show
    words: tuple[str, str],
    more: list[_Column],
    report: Report,
    language: Language,
    *,
    status: str,
    rows: int,
) -> Section | None:
    (title, text), found = words, numbered(report, status)
    if not found:
        return None
    columns: list[_Column] = [
        ("No.", "number", lambda one: (str(one[0]),)),
        ("Level", "text", lambda one: (_level(one[1].finding.level, language),)),
        ("Rule", "name", lambda one: (one[1].finding.rule,)),
        ("Where", "name", lambda one: where(one[1], language)),
        ("Value", "text", lambda one: value(one[1], report, language)),
        ("Times", "number", lambda one: (language.number(one[1].occurrences),)),
        *more,
    ]
    table = _tabled(language(title), columns, found[:rows], language)
    left: tuple[Block, ...] = ()
    if len(found) > rows:
        said = "{} more of these are not listed here; the JSON report lists all."
        left = (Paragraph(sentence(language, said, language.number(len(found) - rows))),)
    blocks = (Paragraph(sentence(language, text)), table, *left)
    return Section(status, (f"{language(title)} ({language.number(len(found))})",), blocks)


def _level(level: Level, language: Language) -> str:
    return f"{GLYPHS[level]} {language(level)}"
