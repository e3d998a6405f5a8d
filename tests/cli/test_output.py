from __future__ import annotations

import io
import sys

import pytest

from inspector.cli import Interrupted, UsageError, output


@pytest.mark.parametrize(
    "words, found",
    [
        ([], {}),
        (["a"], {"a": "text"}),
        (["json=a", "b"], {"a": "json", "b": "text"}),
        (["a/b=c"], {"a/b=c": "text"}),
        (["=c"], {"=c": "text"}),
    ],
)
def test_a_form_may_stand_before_a_target(words, found):
    assert found == output.outputs(words, "text", ("text", "json"))


@pytest.mark.parametrize(
    "words, said",
    [(["xml=a"], "the form xml; there are text, json"), (["a", "json=a"], "named twice")],
)
def test_what_cannot_be_meant_is_refused(words, said):
    with pytest.raises(UsageError, match=said):
        output.outputs(words, "text", ("text", "json"))


def test_no_colour_where_the_user_wants_none(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    assert output.colored("auto")
    assert not output.colored("never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not output.colored("auto")
    assert output.colored("always")


def test_who_stops_the_printing_is_told_that_it_is_not_whole(monkeypatch):
    class Stopped(io.StringIO):
        def write(self, _):
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdout", Stopped())

    with pytest.raises(Interrupted, match="not whole"):
        output.print_out("text")


def test_a_reader_that_went_away_is_no_error(monkeypatch):
    class Gone(io.StringIO):
        def write(self, _):
            raise BrokenPipeError

    called = []
    monkeypatch.setattr(sys, "stdout", Gone())
    monkeypatch.setattr(output, "unread", lambda: called.append(1))

    output.print_out("text")

    assert [1] == called


def test_nothing_can_go_to_a_closed_standard_output(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)

    with pytest.raises(UsageError, match="standard output is closed"):
        output.refuse_targets(["-"], [])


def test_a_target_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        output.refuse_targets([str(tmp_path / "no" / "such")], [])
