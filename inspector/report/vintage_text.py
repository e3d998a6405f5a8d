"""How the verdict changed with the pages, as lines of text for people."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.language import Language
from inspector.report import Report
from inspector.report.vintage import Change


def lines(report: Report, language: Language) -> list[str]:
    """Give the section on vintages; nothing where no other pages were asked."""
    if not report.vintages:
        return []
    return ["", *_days(report, language), *_fields(report, language)]


def _days(report: Report, language: Language) -> Iterator[str]:
    yield language("How the verdict changed with the pages:")
    for one in report.vintages:
        pages = ", ".join(page.id for page in one.pages) or language("no page at all")
        count = language.count(one.violations, "violation", "violations")
        yield f"  {language('from')} {one.day}  {language(one.verdict):<22} {count} ({pages})"


def _fields(report: Report, language: Language) -> Iterator[str]:
    if not report.changes:
        yield f"  {language('No field was judged otherwise by any of these pages.')}"
        return
    yield language("Fields that some of these pages do not allow:")
    for one in report.changes:
        where = f" {language('of {}', one.event)}" if one.event else ""
        yield f"  - {one.field}{where} [{one.contract}]"
        for text in _facts(one, language):
            yield f"      {text}"
        for day, rules in zip(report.vintages, one.violations, strict=True):
            yield f"      {day.day}  {', '.join(rules) if rules else language('nothing to object')}"


def _facts(one: Change, language: Language) -> Iterator[str]:
    if one.sent_since:
        yield language("sent since {}", one.sent_since)
    if one.documented is None:
        yield language("no page documents it")
        return
    page = one.documented
    yield language("documented since {} ({}, {})", page.date, page.id, page.language)
    if one.days:
        yield language(
            "so it was sent for {} days before a page said so", language.number(one.days)
        )
