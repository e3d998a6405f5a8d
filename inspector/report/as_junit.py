"""The report as JUnit XML (`--format junit`), in the form that Jenkins and GitLab read.

There is no standard; the elements and their order are those of the schema of Jenkins' xUnit plugin
(`junit-10.xsd`, 2018), which Surefire and pytest keep to as well.  What the cases are and when one
fails is said in `inspector.report.cases`.  Times are 0, for a report of the same input is the same.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence

from inspector.language import ENGLISH, Language
from inspector.report import Report
from inspector.report.cases import Case, cases
from inspector.safe import safe

SHOWN = 100
"""Lines of findings that stand in one case; how many more there are is said."""


def render(report: Report, language: Language = ENGLISH) -> str:
    """Render the cases; ends with a newline."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *_suites(cases(report, language), language)]
    return "\n".join(lines) + "\n"


def _suites(found: Sequence[Case], language: Language) -> Iterator[str]:
    suites = dict.fromkeys(case.suite for case in found)
    yield f"<testsuites{_attributes('telemetry-inspector', found)}>"
    for suite in suites:
        inside = [case for case in found if case.suite == suite]
        yield f"  <testsuite{_attributes(suite, inside)}>"
        for case in inside:
            yield from _case(case, language)
        yield "  </testsuite>"
    yield "</testsuites>"


def _attributes(name: str, found: Sequence[Case]) -> str:
    counts = {
        "tests": len(found),
        "failures": sum(case.state == "failure" for case in found),
        "errors": sum(case.state == "error" for case in found),
        "skipped": sum(case.state == "skipped" for case in found),
    }
    pairs: list[tuple[str, object]] = [("name", name), *counts.items(), ("time", 0)]
    return _pairs(pairs)


def _pairs(pairs: Iterable[tuple[str, object]]) -> str:
    return "".join(f' {key}="{_text(str(value))}"' for key, value in pairs)


def _case(case: Case, language: Language) -> Iterator[str]:
    yield f"    <testcase{_pairs((('classname', case.suite), ('name', case.name), ('time', 0)))}>"
    if case.state != "passed":
        kind = (("type", case.kind),) if case.state != "skipped" else ()
        yield f"      <{case.state}{_pairs((('message', case.why), *kind))}/>"
    if case.lines:
        rest = len(case.lines) - SHOWN
        more = [language("and {} more", language.number(rest))] if rest > 0 else []
        shown = [*case.lines[:SHOWN], *more]
        yield f"      <system-out>{_text(shown[0])}"
        yield from map(_text, shown[1:])
        yield "      </system-out>"
    yield "    </testcase>"


def _text(text: str) -> str:
    """Escape one line; `safe` leaves no character that XML 1.0 forbids."""
    return html.escape(safe(text))
