from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from inspector.audit import Settings, audit
from inspector.contracts import shipped
from inspector.model import Finding
from inspector.report import Report, as_markdown
from inspector.report.as_markdown import code
from inspector.rules import rules
from inspector.safe import Safe
from tests.report import hostile
from tests.report.test_golden import report as golden

GITHUB = MarkdownIt("gfm-like")


def nodes(text: str) -> list[tuple[str, str]]:
    """Types and contents of all nodes, in their order."""
    found = []
    for token in GITHUB.parse(text):
        found.append((token.type, "" if token.children else token.content))
        found += [(child.type, child.content) for child in token.children or ()]
    return found


def shape(text: str) -> list[str]:
    return [kind for kind, _ in nodes(text) if kind != "text"]


def links(text: str) -> list[str]:
    tokens = [child for token in GITHUB.parse(text) for child in token.children or ()]
    return [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]


@pytest.mark.parametrize("text", hostile.HOSTILE, ids=repr)
def test_no_text_changes_what_the_report_is_made_of(text):
    harmless, seen = (as_markdown.render(hostile.report(one)) for one in (hostile.HARMLESS, text))

    assert shape(harmless) == shape(seen)


def test_no_line_of_a_log_changes_what_the_report_is_made_of():
    harmless = shape(as_markdown.render(hostile.report(hostile.HARMLESS)))

    for text in hostile.texts():
        assert harmless == shape(as_markdown.render(hostile.report(text)))


@pytest.fixture(scope="module")
def attacked(tmp_path_factory) -> str:
    log = tmp_path_factory.mktemp("log") / "hostile.log"
    log.write_bytes(b"\n".join(hostile.lines()) + b"\n")
    return as_markdown.render(audit([str(log)], Settings(shipped(), rules(), 1_800_000_000_000)))


@pytest.mark.parametrize(
    "kind", ["image", "html_inline", "html_block", "fence", "code_block", "hr"]
)
def test_a_report_holds_nothing_but_text(attacked, kind):
    for text in (attacked, as_markdown.render(golden())):
        assert kind not in shape(text)


def test_only_names_of_hosts_in_the_rules_own_words_could_be_links(attacked):
    own = " ".join(rule.text for rule in rules())

    for text in (attacked, as_markdown.render(golden())):
        assert all(link.removeprefix("http://") in own for link in links(text))


def test_what_a_forge_would_turn_into_links_stands_in_code_only(attacked):
    said = [content for kind, content in nodes(attacked) if kind == "text"]

    assert not [text for text in said if re.search(r"@\w|#\d|https?:|www\.|:[a-z_]+:", text)]


def test_every_row_of_a_table_has_the_width_of_its_head():
    text = as_markdown.render(hostile.report("a | b \\| c \\\\| d"))
    tables = re.split(r"\n\n", text)

    for table in tables:
        rows = [line for line in table.split("\n") if line.startswith("|")]
        assert len({len(re.findall(r"\|", row)) for row in rows}) <= 1


def test_no_runner_takes_a_line_for_a_command(attacked):
    for text in (attacked, as_markdown.render(hostile.report("::error::x ##[y]z"))):
        assert not re.search(r"^\s*::|##\[|##vso", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("x", "`x`"),
        ("`", "`` ` ``"),
        ("a``b", "```a``b```"),
        ("`a", "`` `a ``"),
        ("a|b", "`a\\x7cb`"),
        ("a\n\n# b", "`a\\n\\n# b`"),
        ("  ", "` `"),
        ("", "` `"),
    ],
)
def test_a_code_span_is_longer_than_what_it_holds(text, span):
    assert span == code(text)


def test_a_report_that_is_too_long_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(as_markdown, "LONGEST", 3000)

    text = as_markdown.render(golden())

    assert len(text.encode()) < 3000 + 200
    assert text.endswith(
        "**The report is cut here, for it would be too long; the JSON report holds all.**\n"
    )


def test_any_number_of_findings_fits_the_summary_of_a_step():
    report = Report()
    for number in range(5_000):
        text = Safe(f"m{number} " + "x" * 200)
        one = Finding("a/b", "violation", "high", "yes", "c", None, None, text, None)
        report.find(replace(one, value=str(number).encode()))

    text = as_markdown.render(report)

    assert len(text.encode()) < 1 << 20
    assert "The report is cut here" in text


def test_values_in_full_are_stamped():
    assert "This report holds the values themselves" in as_markdown.render(hostile.report("x"))
    assert "This report holds the values themselves" not in as_markdown.render(golden())
