"""The findings as a table (`--format csv`), as RFC 4180 (October 2005) says, in UTF-8.

Every field is quoted, every row ends with CR LF, the first row names the columns.  A spreadsheet
takes a cell that begins with ``=``, ``+``, ``-``, ``@`` or a control character for a formula, and
one in a country that divides by ``;`` looks behind each of those as well: an apostrophe stands
before such a character then.  Programs had better read jsonl, which changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from inspector.language import ENGLISH, Language
from inspector.report import Report, as_json
from inspector.report.said import message
from inspector.safe import inert, safe

_PLAIN = (
    "rule", "level", "confidence", "transmitted", "contract", "event", "field", "message",
    "evidence", "disguise", "value_tag", "status",
)  # fmt: skip
_WAIVER = ("number", "reason", "owner", "expires")
_SEEN = ("first", "last", "occurrences", "locations", "locations_left_out", "fingerprint")
_PROMISE = ("text", "page", "language", "date")
COLUMNS = (
    *_PLAIN,
    *(f"waiver_{key}" for key in _WAIVER),
    *_SEEN,
    *(f"promise_{key}" for key in _PROMISE),
)

_TRIGGERS = "=+\\-@\t\r\n\0＝＋－＠"
_STARTS = re.compile(f"[{_TRIGGERS}]")
_AFTER = re.compile(f"(;[\\s\"']*)([{_TRIGGERS}])")


def render(report: Report, language: Language = ENGLISH) -> str:
    """Render the findings, a row each; a report without findings has the first row alone."""
    return "".join(f"{_row(cells)}\r\n" for cells in _rows(report, language))


def _rows(report: Report, language: Language) -> Iterator[list[object]]:
    yield [*COLUMNS]
    pairs = zip(report.findings, as_json.findings(report), strict=True)
    for tally, values in pairs:
        one = tally.finding
        quote = one.promise and as_json.promise(one.promise.said(language.code))
        yield _cells(values | {"message": message(one, language), "promise": quote})


def _cells(values: dict[str, Any]) -> list[object]:
    """Flatten one finding; what stands in a list is divided by ``; ``."""
    flat = values | {
        "disguise": "; ".join(values["disguise"]),
        "locations": "; ".join(f"{at['path']}:{at['line']}" for at in values["locations"]),
    }
    waiver, promise = values["waiver"] or {}, values["promise"] or {}
    return [
        *(flat[key] for key in _PLAIN),
        *(waiver.get(key) for key in _WAIVER),
        *(flat[key] for key in _SEEN),
        *(promise.get(key) for key in _PROMISE),
    ]


def _row(cells: list[object]) -> str:
    texts = ("" if cell is None else harmless(inert(safe(str(cell)))) for cell in cells)
    return ",".join('"{}"'.format(text.replace('"', '""')) for text in texts)


def harmless(text: str) -> str:
    """Keep a cell from being taken for a formula; what is left of line breaks becomes a space."""
    start = next((at for at, char in enumerate(text) if not _ignored(char)), len(text))
    if _STARTS.match(text, start):
        text = f"'{text}"
    return _AFTER.sub(r"\1'\2", text).replace("\r", " ").replace("\n", " ")


def _ignored(char: str) -> bool:
    """Tell whether a spreadsheet may skip a character before it looks for a formula."""
    return char in '"\ufeff' or char == " " or unicodedata.category(char) in {"Cf", "Zs"}
