"""The forms of a report by their names, each one pure function from the report to text."""

from __future__ import annotations

from collections.abc import Callable

from inspector.language import ENGLISH, Language
from inspector.report import (
    Report,
    as_csv,
    as_github,
    as_gitlab,
    as_json,
    as_jsonl,
    as_junit,
    as_markdown,
    as_sarif,
    as_text,
    html,
)

Form = Callable[[Report, Language], str]

FORMS: dict[str, Form] = {
    "text": lambda report, language: as_text.render(report, language=language),
    "json": lambda report, _: as_json.render(report),
    "jsonl": lambda report, _: as_jsonl.render(report),
    "sarif": as_sarif.render,
    "junit": as_junit.render,
    "csv": as_csv.render,
    "gitlab": as_gitlab.render,
    "github": as_github.render,
    "markdown": as_markdown.render,
    "html": html.render,
}
"""In the order in which `--help` lists them."""

MASKED = frozenset({"sarif", "github", "gitlab"})
"""Forms that others than the user will read: `--evidence full` is refused for them."""


def render(report: Report, form: str, *, color: bool = False, language: Language = ENGLISH) -> str:
    """Render a report in one form; only the text for people has colour."""
    if form == "text":
        return as_text.render(report, as_text.Look(color), language)
    return FORMS[form](report, language)
