"""The report as one HTML page (`--format html`): no script, one style, nothing from elsewhere.

The page forbids itself everything but its own style sheet, which it names by digest, so that even a
mistake in the escaping could load and run nothing.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from inspector.language import ENGLISH, Language
from inspector.model import LEVELS
from inspector.report import Report
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
from inspector.report.html.build import Html, joined, tag, written
from inspector.report.html.pictures import pictures
from inspector.report.saying import between, plain
from inspector.report.story import Detail, story
from inspector.report.verdict import MEANINGS, STAMP, VERDICTS, why

DETAIL = Detail(findings=1000, files=10_000, skipped=10_000)
"""A browser still scrolls through so much with ease."""


def render(report: Report, language: Language = ENGLISH) -> str:
    """Render the whole page; ends with a newline."""
    sections = story(report, language, DETAIL)
    title = f"{language('Telemetry report')}: {language(VERDICTS[report.verdict])}"
    body = tag(
        "body",
        tag("a", language("Skip to the findings"), href="#findings", class_="skip"),
        _banner(report, language),
        _contents(sections, language),
        tag("main", *(_section(one, 2) for one in sections)),
        tag("footer", tag("p", f"telemetry-inspector {report.provenance.version}")),
    )
    return f"<!DOCTYPE html>\n{tag('html', _head(title), body, lang=language.code)}\n"


@cache
def style() -> str:
    """Read the style sheet."""
    return files(__package__).joinpath("report.css").read_text("utf-8")


def policy() -> str:
    """Forbid everything but the style sheet of the page, named by its digest."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _head(title: str) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy()),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", Html(style())),
    )


def _banner(report: Report, language: Language) -> Html:
    """Say the verdict and why, before everything else."""
    verdict = report.verdict
    stamp = (tag("p", language(STAMP), class_="stamp", role="alert"),)
    return tag(
        "header",
        *(stamp if report.provenance.evidence == "full" else ()),
        tag("p", language("Telemetry report"), class_="over"),
        tag("h1", tag("span", language(VERDICTS[verdict]), class_="verdict"), " ",
            tag("span", f"{language(MEANINGS[verdict])}", class_="meaning")),
        tag("p", written(why(report, language)), class_="why"),
        _figures(report, language),
        pictures(report, language),
        class_=f"banner {verdict}",
    )  # fmt: skip


def _figures(report: Report, language: Language) -> Html:
    figures: list[tuple[str, str, str]] = [
        (f"{GLYPHS[level]} {language(f'{level}s')}", language.number(report.count(level)), level)
        for level in LEVELS
    ]
    figures += [
        (language(name), language.number(count), "rest")
        for name, count in (("accepted", report.waived), ("known", report.known))
        if count
    ]
    figures.append((language("events"), language.number(report.events.total()), "rest"))
    if span := between(report.first_ms, report.last_ms):
        figures.append((language("time (UTC)"), span, "rest wide"))
    cells = (
        tag("div", tag("dt", name), tag("dd", said), class_=kind) for name, said, kind in figures
    )
    return tag("dl", *cells, class_="figures")


def _contents(sections: list[Section], language: Language) -> Html:
    items = []
    for section in sections:
        link = tag("a", plain(section.title), href=f"#{section.id}")
        inner = [
            tag("li", tag("a", plain(one.title), href=f"#{one.id}"))
            for part in section.parts
            if part.level
            for one in part.parts
        ]
        items.append(tag("li", link, *((tag("ul", *inner),) if inner else ())))
    return tag(
        "nav", tag("h2", language("Contents")), tag("ul", *items), aria_label=language("Contents")
    )


def _section(section: Section, depth: int) -> Html:
    inside = (*map(_block, section.blocks), *(_section(one, depth + 1) for one in section.parts))
    heading = tag(f"h{depth}", written(section.title), id=f"{section.id}-title")
    named = f"{section.id}-title"
    kind = section.level and f"level {section.level}"
    return tag("section", heading, *inside, id=section.id, class_=kind, aria_labelledby=named)


def _block(block: Block) -> Html:
    match block:
        case Paragraph():
            return tag("p", written(block.pieces), class_="leads" if block.leads else None)
        case Bullets():
            return tag("ul", *(tag("li", written(item)) for item in block.items))
        case Facts():
            rows = (
                tag("div", tag("dt", name), tag("dd", written(said))) for name, said in block.rows
            )
            return tag("dl", *rows, class_="facts")
        case Cited():
            return _cited(block)
        case Table():
            return _table(block)


def _cited(cited: Cited) -> Html:
    source = cited.quote.source
    said = tag("p", "“", tag("bdi", cited.quote.text), "”")
    told = f"{source.title}, {source.language}, {source.date}, {source.page}"
    return tag(
        "figure",
        tag("blockquote", said, lang=source.language),
        tag("figcaption", "— ", tag("bdi", told)),
        class_="cited",
    )


def _table(table: Table) -> Html:
    head = tag("tr", *(
        tag("th", name, scope="col", class_=table.kinds[at])
        for at, name in enumerate(table.head)
    ))  # fmt: skip
    rows = (_row(row, table) for row in table.rows)
    body = (tag("caption", table.about), tag("thead", head), tag("tbody", *rows))
    return tag("table", *body)


def _row(row: tuple[tuple[str, ...], ...], table: Table) -> Html:
    cells = (
        tag("td", written(cell), data_label=table.head[at], class_=table.kinds[at])
        for at, cell in enumerate(row)
    )
    return tag("tr", *cells, id=f"{table.anchor}{plain(row[0])}" if table.anchor else None)


__all__ = ["joined", "policy", "render", "style"]
