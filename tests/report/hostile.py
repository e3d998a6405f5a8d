"""One report with the same text wherever data can stand, so that two of them can be compared."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import replace

from inspector.model import Finding, Quote, Source, Waiver
from inspector.report import Input, Report
from inspector.report.provenance import File, Judge, Provenance
from inspector.report.vintage import Change, Vintage
from inspector.safe import safe
from tests.conftest import CASES

HARMLESS = "word"
HOSTILE = (
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<!--<script",
    "]]><svg onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "&lt;b&gt; &#60;b&#62; &amp;",
    "</bdi></td></table><h1>x</h1>",
    "javascript:alert(1)",
    "[x](http://a.example/)",
    "![x](http://a.example/b.png)",
    "<http://a.example/>",
    "http://a.example/ www.a.example a@a.example",
    "[x]: http://a.example/",
    "x | y || \\| \\\\| z",
    "`code` ``two`` ```",
    "`",
    "```\nx",
    "a\n\n# heading\n\n- item\n\n---\n",
    "> [!CAUTION]\n> x",
    "@user #1 GH-1 :tada: $x$ ~~x~~ **x** __x__ <u>x</u>",
    "$$x$$ \\(x\\) ```mermaid\ngraph TD\n```",
    "::error::x ##[error]x ##vso[task.x]y",
    "\x1b[2J\u202e\u200b\ufeff\x00",
    "{} {0} {x} %s",
    "   ",
)


def lines() -> list[bytes]:
    """Lines of logs that somebody made to do harm."""
    text = (CASES / "hostile-lines.jsonl").read_text()
    found = (base64.b64decode(json.loads(line)["b64"]) for line in text.splitlines())
    return [line for line in found if line]


def texts() -> list[str]:
    """Give the same as texts, some lines in each."""
    found = [line.decode("utf-8", "surrogateescape") for line in lines()]
    return [" ".join(found[at : at + 16]) for at in range(0, len(found), 16)]


def report(text: str) -> Report:
    """Build a report that shows `text` wherever a report can show data."""
    data = safe(text)
    found = Report()
    found.inputs = [Input(data, 1, 1, "0" * 64, 1, events=1, unreadable=1, error=data)]
    found.skipped = [data, data]
    found.events.update({data: 2})
    found.reasons["bad-json"] = 1
    found.versions["v1.2.3"] = 1
    found.help = {"a/b": "What.\n\nWhy.\n\nDo `this`.", "a/c": "One sentence."}
    found.first_ms = found.last_ms = 1_800_000_000_000
    page = Source(text, text, text, "2026-01-01", text)
    found.provenance = Provenance(
        judges=(Judge(data, "1" * 64, (page,)),),
        command=(data, data),
        files=(File("--waivers", data, "2" * 64),),
        evidence="full",
    )
    found.vintages = (Vintage("2026-01-01", (page,), "conforms", 1),)
    found.changes = (Change(data, data, data, ((),), page, "2026-01-01"),)
    one = Finding("a/b", "violation", "high", "yes", data, data, data, data, data, Quote(page, text),
                  b"1", ("A {} of {}.", (text, text)), data, (data,))  # fmt: skip
    found.find(one, (0, 1), (0, 2)).seen(1_800_000_000_000)
    found.find(replace(one, value=b"2", template=("", ())), (0, 1))
    found.find(replace(one, rule="a/c", level="note", raw=None, promise=None), (0, 3))
    waiver = Waiver("a/b", data, data, dt.date(2027, 1, 1), number=1)
    found.find(replace(one, value=b"3"), (0, 4)).waiver = waiver
    found.find(replace(one, value=b"4"), (0, 5)).known = True
    for number in range(3):
        found.times.add(1_800_000_000_000 + number * 60_000)
    return found
