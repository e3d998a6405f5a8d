"""Regular expressions that a person types in, on both engines."""

from __future__ import annotations

import signal
import threading

import pytest

from inspector.tui import expression as module
from inspector.tui.expression import CAP, BadExpression, TooSlow, compiled_by

re2 = pytest.importorskip("re2", reason="google-re2 is not installed")
ENGINES = pytest.mark.parametrize("engine", [re2, None], ids=["re2", "python"])
EVIL = "(a+)+$"


@ENGINES
@pytest.mark.parametrize(
    "source, text, expected",
    [
        ("b.d", "a BAD thing", True),
        ("B.D", "a bad thing", False),
        (r"\Sad", "a BAD thing", True),
        ("^bad", "a bad thing", False),
        ("ф.о", "ФОО", True),
        ("x", "\ud800x", True),
    ],
)
def test_both_engines_find_the_same(engine, source, text, expected):
    assert expected == compiled_by(engine, source)(text)


@ENGINES
@pytest.mark.parametrize("source", ["(", "[z-a]", "(" * 300, "*"])
def test_what_is_no_expression_is_refused_in_words(engine, source):
    with pytest.raises(BadExpression) as caught:
        compiled_by(engine, source)

    assert str(caught.value).isprintable()
    assert 0 <= caught.value.at <= len(source)


def test_python_refuses_what_is_too_large_for_it():
    with pytest.raises(BadExpression, match="too large"):
        compiled_by(None, "a{99999999999}")


def test_re2_takes_no_time_for_an_evil_one():
    assert not compiled_by(re2, EVIL)("a" * 5000 + "b")


def test_pythons_engine_is_stopped_and_everything_is_as_before():
    before = signal.getsignal(signal.SIGALRM)

    with pytest.raises(TooSlow):
        compiled_by(None, EVIL)("a" * 60 + "b")

    assert before == signal.getsignal(signal.SIGALRM)
    assert (0, 0) == signal.getitimer(signal.ITIMER_REAL)


def test_pythons_engine_sees_the_beginning_of_a_huge_record():
    test = compiled_by(None, "needle")

    assert test("x" * (CAP - 6) + "needle")
    assert not test("x" * CAP + "needle")


def test_without_a_timer_only_re2_is_trusted():
    caught: list[BadExpression] = []

    def elsewhere():
        try:
            compiled_by(None, "a")
        except BadExpression as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()

    assert "need RE2 here" in str(caught[0])


def test_re2_is_used_where_it_is_installed(monkeypatch):
    asked = []
    monkeypatch.setattr(module, "import_module", lambda name: asked.append(name) or re2)
    module.compiled.cache_clear()

    assert module.compiled("a.c")("abc")
    assert ["re2"] == asked


def test_pythons_own_is_used_elsewhere(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(module, "import_module", missing)
    module.compiled.cache_clear()

    assert module.compiled("(?=a)abc")("abc")  # RE2 knows no lookahead
    module.compiled.cache_clear()
