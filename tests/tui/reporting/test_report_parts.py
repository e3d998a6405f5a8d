"""What the report screen is made of, without a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.cli.auditor import Auditor
from inspector.safe import Safe, safe
from inspector.tui.cells import text_of, width_of
from inspector.tui.places import places
from inspector.tui.reporting.asked import EVIDENCE, NAMES, Choice, Kept, Refused, command, words
from inspector.tui.reporting.choices import choices
from inspector.tui.reporting.preview import SHOWN, facts, preview
from inspector.tui.reporting.sheet import Beside, sheet, verdict
from inspector.tui.rows import divider
from inspector.tui.source import Source
from inspector.tui.states import DIVIDERS
from tests.tui.conftest import kept_of

BESIDE = Beside(runs=2, records=12, filter=Safe("flag:any"), marks=2, waivers=Safe("waivers.toml"),
                command=Safe("inspector audit -o text=x -"), why_not=Safe("pipe it in again"))  # fmt: skip


@pytest.mark.parametrize("place", ["events", "report"])
@pytest.mark.parametrize("width", [40, 60, 80, 110])
def test_the_top_line_names_all_five_screens_at_every_width(width, place):
    line = places(place, width)

    assert width_of(line) <= width
    assert ["Events", "Runs", "Fields", "Wire", "Report"] == [
        span.text.strip(" []0123456789") for span in line[-5:]
    ]
    assert ["telemetry-inspector"] * (width == 110) == [span.text.strip() for span in line[:-5]]


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("evidence", EVIDENCE)
@pytest.mark.parametrize("form", NAMES)
def test_choices_fit_and_mark_what_is_chosen(form, evidence, width):
    long = Choice(form, evidence, "ru", "/a/very/long/path/" * 9 + "name.txt")
    lines = choices(long, Safe("exists (4 B): s asks before it is overwritten"), width)

    assert all(width_of(line) <= width for line in lines)
    on = [span.text for line in lines for span in line if span.role == "on"]
    assert [f"[{form}]", f"[{evidence}]", "[ru]"] == on
    assert text_of(lines[3]).endswith("name.txt") or "name.txt  exists" in text_of(lines[3])


@given(st.text(), st.integers(2, 90))
def test_a_preview_adds_nothing_and_leaves_nothing_out(text, width):
    lines = preview(text, width)

    assert all(width_of(line) <= width for line in lines)
    said = "".join(safe(one.removesuffix("\r")) for one in text.removesuffix("\n").split("\n"))
    assert said == "".join(map(text_of, lines))


def test_a_preview_breaks_behind_a_blank():
    assert ["one two ", "three"] == [text_of(line) for line in preview("one two three\n", 9)]


def test_a_long_preview_says_how_much_more_there_is():
    lines = preview("x" * SHOWN + "yz", 80)

    assert "… and 2 characters more; the file holds all of them" == text_of(lines[-1])
    assert "7 B, 2 lines" == facts("a\nщщ\n")
    assert "1 B, 1 line" == facts("x")


def many(count: int, log: bytes) -> list[Kept]:
    return [Kept(Safe(f"part {number}"), (log,), len(log)) for number in range(count)]


@pytest.mark.parametrize("width", [39, 79, 119])
def test_a_sheet_fits_and_says_what_stands_beside_the_report(width, mixed, sent):
    made = Auditor().judge(
        ["-"], many(7, mixed + sent(data={"hostname": "x"}) * 3), lambda *_: None
    )
    lines = sheet(made, BESIDE, width)
    flat = " ".join(" ".join(map(text_of, lines)).split())

    assert all(width_of(line) <= width for line in lines)
    assert width_of(verdict(made, width)) <= width
    assert "part 4" in flat
    assert "and 2 more" in flat
    assert "part 5" not in flat
    assert "The filter flag:any is not applied" in flat
    assert "pipe it in again" in flat


def test_a_report_of_less_than_the_app_has_read_says_so(mixed):
    made = Auditor().judge(["-"], many(1, mixed), lambda *_: None)
    flat = " ".join(" ".join(map(text_of, sheet(made, BESIDE, 119))).split())

    assert "The app has read 12 records, the report 10: what came since is not in it" in flat


def test_nothing_found_is_said(sent):
    clean = ["--select", "wire", "-"]
    made = Auditor().judge(clean, many(1, sent()), lambda *_: None)
    flat = " ".join(map(text_of, sheet(made, BESIDE, 119)))

    assert ("conforms", 0) == (made.report.verdict, made.status)
    assert "nothing was found" in flat
    assert "CONFORMS" in text_of(verdict(made, 80))


def test_a_log_that_could_not_be_read_makes_the_report_of_a_run_incomplete():
    rows = [divider(Safe("the log: t.log"), Safe("")),
            divider(DIVIDERS["unreadable"], Safe("t.log: torn"))]  # fmt: skip
    (log,) = kept_of(Source("captured"), rows)

    assert ("the log: t.log", "t.log: torn", 0) == (log.name, log.trouble, log.size)


def test_the_log_of_a_rotated_source_is_never_put_together(rows, mixed):
    assert [] == kept_of(Source("path", ("t.log",)), rows(mixed))


def test_the_command_of_the_waivers_that_are_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = Source("path", ("t.log",), waivers="-w.toml")
    assert "inspector audit -o text=inspector-report.txt t.log" == command(words(Choice(), source))

    (tmp_path / "-w.toml").write_text("")
    assert "inspector audit --waivers ./-w.toml -o text=x t.log" == command(
        words(Choice(typed="x"), source)
    )


def test_what_became_unusable_meanwhile_is_told(tmp_path, monkeypatch, mixed):
    monkeypatch.chdir(tmp_path)
    made = Auditor().judge(["-"], many(1, mixed), lambda *_: None)

    with pytest.raises(Refused, match=r"the waiver file gone.toml cannot be read"):
        Auditor().write(made, ["--waivers", "gone.toml", "-"], named=True)
