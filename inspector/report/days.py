"""What the pages of several days say of a log in, a section of a report for people out."""

from __future__ import annotations

from inspector.language import Language
from inspector.report import Report
from inspector.report.blocks import Block, Paragraph, Section, Table
from inspector.report.saying import Data, Pieces, listed, sentence
from inspector.report.vintage import Change, Vintage


def vintages(report: Report, language: Language) -> Section | None:
    """Say how the verdict changed with the pages; nothing where no other pages were asked."""
    if not report.vintages:
        return None
    days = Table(
        language("Verdicts by day"),
        tuple(map(language, ("From", "Verdict", "Violations", "Pages"))),
        tuple(_day(one, language) for one in report.vintages),
        ("text", "text", "number", "name"),
    )
    title = language("How the verdict changed with the pages")
    return Section("vintages", (title,), (days, *_fields(report, language)))


def _day(one: Vintage, language: Language) -> tuple[Pieces, ...]:
    pages = listed(Data(page.id) for page in one.pages) or (language("no page at all"),)
    count = language.number(one.violations)
    return (one.day,), (language(one.verdict),), (count,), pages


def _fields(report: Report, language: Language) -> tuple[Block, ...]:
    if not report.changes:
        text = "No field was judged otherwise by any of these pages."
        return (Paragraph(sentence(language, text)),)
    heads = ("Field", "Sent since", "Documented since", "Days without a page", "By the pages of")
    rows = tuple(_field(one, report, language) for one in report.changes)
    title = language("Fields that some of these pages do not allow")
    table = Table(
        title, tuple(map(language, heads)), rows, ("name", "text", "text", "number", "text")
    )
    return Paragraph((f"{title}:",), leads=True), table


def _field(one: Change, report: Report, language: Language) -> tuple[Pieces, ...]:
    event = (" ", *sentence(language, "of {}", Data(one.event))) if one.event else ()
    where = (Data(one.field), *event, " [", Data(one.contract), "]")
    page = one.documented
    known = (f"{page.date} (", Data(page.id), ", ", Data(page.language), ")") if page else ()
    nothing = language("nothing to object")
    days_ = zip(report.vintages, one.violations, strict=True)
    judged = listed((f"{day.day}: {', '.join(rules) or nothing}" for day, rules in days_), "; ")
    said = known or (language("no page documents it"),)
    days = (language.number(one.days),) if one.days else ()
    return where, (one.sent_since or "",), said, days, judged
