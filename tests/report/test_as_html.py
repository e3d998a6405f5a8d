from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from inspector.audit import Settings, audit
from inspector.contracts import shipped
from inspector.language import Language
from inspector.report import Report, html
from inspector.report.html.build import tag, written
from inspector.report.saying import Data
from inspector.rules import rules
from tests.report import hostile
from tests.report.test_golden import report as golden

VOID = {"meta", "rect", "line"}


class Page(HTMLParser):
    """The elements of a page, their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.shape: list[tuple[str, ...]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.comments: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.shape.append((tag, *(name for name, _ in attrs)))
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert tag == self.open.pop()

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.comments.append(data)

    def values(self, name: str) -> list[str]:
        return [value for _, one, value in self.attributes if one == name]


@pytest.mark.parametrize("text", hostile.HOSTILE, ids=repr)
def test_no_text_changes_what_the_page_is_made_of(text):
    harmless, page = (Page(html.render(hostile.report(one))) for one in (hostile.HARMLESS, text))

    assert harmless.shape == page.shape
    assert [] == page.open == page.comments


def test_no_line_of_a_log_changes_what_the_page_is_made_of():
    harmless = Page(html.render(hostile.report(hostile.HARMLESS))).shape

    for text in hostile.texts():
        assert harmless == Page(html.render(hostile.report(text))).shape


@pytest.fixture(scope="module")
def attacked(tmp_path_factory) -> Page:
    log = tmp_path_factory.mktemp("log") / "hostile.log"
    log.write_bytes(b"\n".join(hostile.lines()) + b"\n")
    return Page(html.render(audit([str(log)], Settings(shipped(), rules(), 1_800_000_000_000))))


def test_a_page_has_no_script_no_handler_and_no_style_of_its_own(attacked):
    names = {name for _, name, _ in attacked.attributes}

    assert not {"script", "iframe", "object", "img", "link", "base", "form", "a:visited"} & {
        shape[0] for shape in attacked.shape
    }
    assert not [name for name in names if name.startswith("on") or name in {"style", "src"}]


def test_nothing_in_a_page_leads_elsewhere(attacked):
    links = attacked.values("href")

    assert links
    assert {f"#{one}" for one in attacked.values("id")} >= set(links)
    assert not [value for *_, value in attacked.attributes if "http" in value or "//" in value]


@pytest.mark.parametrize(
    "report", [golden(), hostile.report("x"), Report()], ids=["golden", "every-part", "empty"]
)
def test_every_anchor_and_every_name_is_there_once(report):
    page = Page(html.render(report))
    ids = Counter(page.values("id"))

    assert {1} == set(ids.values())
    named = [*page.values("aria-labelledby"), *page.values("aria-describedby")]
    assert ids.keys() >= {*named, *(link[1:] for link in page.values("href"))}


def test_the_policy_allows_the_style_sheet_of_the_page_and_nothing_else():
    page = html.render(golden())
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    (policy,) = [value for value in Page(page).values("content") if "default-src" in value]
    assert (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        == policy
    )
    assert "</" not in style
    assert not re.search(r"url\(|@import|@font-face|expression", style)


def test_the_policy_stands_before_what_it_governs():
    page = html.render(golden())

    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert '<meta name="referrer" content="no-referrer">' in page


def test_a_quotation_is_marked_with_its_language():
    page = Page(html.render(golden(), Language("ru", {})))

    assert "ru" == page.attributes[0][2]
    assert {"en"} <= {
        value for tag, name, value in page.attributes if (tag, name) == ("blockquote", "lang")
    }


def test_every_table_has_a_caption_and_heads_with_a_scope(attacked):
    shapes = Counter(shape[0] for shape in attacked.shape)

    assert shapes["table"] == shapes["caption"] == shapes["thead"]
    assert all("scope" in shape for shape in attacked.shape if shape[0] == "th")


def test_headings_leave_out_no_step(attacked):
    depths = [int(shape[0][1]) for shape in attacked.shape if re.fullmatch(r"h\d", shape[0])]

    assert 1 == depths[0] == depths.count(1)
    assert all(after - before <= 1 for before, after in pairwise(depths))


def test_a_picture_is_told_in_words():
    page = Page(html.render(golden()))
    shapes = Counter(shape[0] for shape in page.shape)

    assert 3 == shapes["svg"] == shapes["desc"] == shapes["title"] - 1
    assert ["img"] * 3 == [
        value for tag, name, value in page.attributes if tag == "svg" and name == "role"
    ]


def test_values_in_full_are_stamped():
    assert 'class="stamp"' in html.render(hostile.report("x"))
    assert 'class="stamp"' not in html.render(golden())


def test_the_same_report_has_the_same_bytes():
    assert html.render(golden()) == html.render(golden())


def test_a_page_says_how_much_it_leaves_out(monkeypatch):
    monkeypatch.setattr(html, "DETAIL", html.Detail(findings=1, files=1, skipped=1))

    text = html.render(golden())

    assert "more of these are not listed here; the JSON report lists all." in text
    assert "3 files more not listed here" in text


def test_text_is_escaped_and_markup_is_not():
    assert '<p title="&quot;&lt;">&lt;b&gt;<b>&amp;</b></p>' == tag(
        "p", "<b>", tag("b", "&"), title='"<'
    )
    assert "<bdi>`x`</bdi> is <code>y</code>" == written((Data("`x`"), " is `y`"))


def test_an_attribute_that_is_not_there_is_left_out():
    assert "<p>x</p>" == tag("p", "x", id=None)


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["ground", "sheet"])
@pytest.mark.parametrize(
    "ink", ["ink", "soft", "violation", "review", "note", "good", "link", "stamp"]
)
@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_text_can_be_read_on_its_ground(ink, ground, scheme):
    blocks = re.findall(r":root \{(.*?)\}", html.style(), re.DOTALL)
    colors = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", blocks[scheme]))
    dark, light = sorted(luminance(colors[name]) for name in (ink, ground))

    assert (light + 0.05) / (dark + 0.05) >= 4.5
