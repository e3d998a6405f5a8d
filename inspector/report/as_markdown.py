"""The report as GitHub-flavoured Markdown (`--format markdown`), also for the summary of a CI step.

Whatever is data stands in a code span whose fence is longer than any run of backticks in it, so it
is no link, no picture, no mention and no end of a table's cell.  GitHub refuses a summary of more
than a mebibyte: a report that would be longer is cut between two blocks, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.language import ENGLISH, Language
from inspector.model import LEVELS
from inspector.report import Report, told
from inspector.report.blocks import (
    GLYPHS,
    Block,
    Bullets,
    Cited,
    Facts,
    Paragraph,
    Section,
    Table,
)
from inspector.report.saying import Data, Pieces
from inspector.report.story import Detail, story
from inspector.report.verdict import MEANINGS, STAMP, VERDICTS, why

LONGEST = 1_000_000
"""Bytes; a mebibyte is what GitHub takes for the summary of one step."""
DETAIL = Detail(findings=20, files=100, skipped=20, coverage=False)

_MARKS = re.compile(r"([\\*_\[\]<>|#~&$@])")
_TICKS = re.compile(r"`+")


def render(report: Report, language: Language = ENGLISH) -> str:
    """Render the report; ends with a newline."""
    kept: list[str] = []
    size = 0
    for text in _texts(report, language):
        size += len(text.encode()) + 2
        if size > LONGEST:
            said = "The report is cut here, for it would be too long; the JSON report holds all."
            kept.append(f"**{_prose(language(said))}**")
            break
        kept.append(text)
    return "\n\n".join(kept) + "\n"


def _texts(report: Report, language: Language) -> Iterator[str]:
    """Write the blocks one after the other."""
    verdict = report.verdict
    title = f"{language('Telemetry report')}: {language(VERDICTS[verdict])}"
    yield f"# {_prose(title)}"
    if report.provenance.evidence == "full":
        yield f"> **{_prose(language(STAMP))}**"
    yield f"**{_prose(language(MEANINGS[verdict]))}.** {_written(why(report, language))}"
    yield _counts(report, language)
    for section in story(report, language, DETAIL):
        yield from _section(section, 2)


def _counts(report: Report, language: Language) -> str:
    counts = [
        *((f"{GLYPHS[one]} {language(f'{one}s')}", report.count(one)) for one in LEVELS),
        (language("accepted"), report.waived),
        (language("known"), report.known),
        (language("events"), report.events.total()),
    ]
    head = _row(_prose(name) for name, _ in counts)
    return "\n".join(
        [head, _row("--:" for _ in counts), _row(language.number(count) for _, count in counts)]
    )


def _section(section: Section, depth: int) -> Iterator[str]:
    yield f"{'#' * depth} {_written(section.title)}"
    for block in section.blocks:
        yield _block(block)
    for part in section.parts:
        yield from _section(part, depth + 1)


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            text = _written(block.pieces)
            return f"**{text}**" if block.leads else text
        case Bullets():
            return "\n".join(f"- {_written(item)}" for item in block.items)
        case Facts():
            return "\n".join(f"- **{_prose(name)}:** {_written(said)}" for name, said in block.rows)
        case Cited():
            source = block.quote.source
            page = f"{source.title}, {source.language}, {source.date}, {source.page}"
            return f"> {code(block.quote.text)}\n>\n> — {code(page)}"
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    lines = [
        _row(map(_prose, table.head)),
        _row("--:" if kind == "number" else "---" for kind in table.kinds),
        *(_row(map(_written, row)) for row in table.rows),
    ]
    return "\n".join(lines)


def _row(cells: Iterator[str] | map[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _written(pieces: Pieces) -> str:
    return "".join(code(one) if isinstance(one, Data) else _prose(one) for one in pieces)


def _prose(text: str) -> str:
    """Write the program's own text; what stands between backticks is code."""
    parts = text.split("`")
    return "".join(
        code(part) if at % 2 else _MARKS.sub(r"\\\1", part) for at, part in enumerate(parts)
    )


def code(text: str) -> str:
    r"""Put text into a code span.

    A bar is spelled ``\x7c``: in a table a bar ends the cell even in code, and a backslash before
    it does not keep it from that where the text itself holds one before it.
    """
    text = " ".join(told(text).split()).replace("|", "\\x7c") or " "
    fence = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"
