"""A regular expression that a person types in, a test of a text out, that cannot hang the app.

RE2 takes time that grows with the text only, and is used where it is installed.  Python's own
engine may take for ever (``(a+)+$``): there a text is looked at up to `CAP` characters and for at
most `BUDGET` seconds, by a timer that the engine heeds between its steps.
"""

from __future__ import annotations

import re
import signal
import threading
import warnings
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from types import FrameType, ModuleType
from typing import Any, NoReturn

from inspector.safe import Safe, safe
from inspector.tui.words import say

CAP = 4096
"""Characters of one text that Python's engine looks at; RE2 looks at `CAP_RE2`."""
CAP_RE2 = 1 << 16
BUDGET = 0.05
"""Seconds for one text: a record of 1.5 kB takes some 10 microseconds."""

Test = Callable[[str], bool]


class BadExpression(ValueError):  # noqa: N818  # said of what was typed
    """It cannot be used; `at` is the character at which it stops making sense."""

    def __init__(self, text: Safe, at: int = 0) -> None:
        super().__init__(text)
        self.at = at


class TooSlow(Exception):  # noqa: N818  # the same
    """Looking through one record took longer than a person waits for a key."""


@lru_cache(maxsize=64)
def compiled(source: str) -> Test:
    """Make the test of an expression; raises `BadExpression`."""
    try:
        engine: ModuleType | None = import_module("re2")
    except ImportError:
        engine = None
    return compiled_by(engine, source)


def compiled_by(engine: ModuleType | None, source: str) -> Test:
    """Do the same with RE2, or with Python's own engine."""
    return _python(source) if engine is None else _re2(engine, source)


def ignores_case(source: str) -> bool:
    """Tell whether case does not matter: no capital stands in it, but after a backslash."""
    bare = re.sub(r"\\.", "", source, flags=re.DOTALL)
    return bare == bare.lower()


def _re2(engine: Any, source: str) -> Test:  # noqa: ANN401  # the module has no types
    options = engine.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    options.case_sensitive = not ignores_case(source)
    try:
        pattern = engine.compile(source, options)
    except engine.error as error:
        text = str(error.args[0] if error.args else "").strip("'b")
        raise BadExpression(safe(text, 80)) from error
    return lambda text: bool(pattern.search(_whole(text[:CAP_RE2])))


def _whole(text: str) -> str:
    """RE2 reads UTF-8, which a lone surrogate has none of."""
    return text.encode("utf-8", "replace").decode()


def _python(source: str) -> Test:
    if not (hasattr(signal, "setitimer") and _in_main_thread()):
        raise BadExpression(
            say("expressions need RE2 here: pip install 'telemetry-inspector[re2]'")
        )
    try:
        with warnings.catch_warnings(action="ignore"):
            pattern = re.compile(source, re.IGNORECASE if ignores_case(source) else 0)
    except re.error as error:
        raise BadExpression(safe(error.msg, 80), error.pos or 0) from error
    except (OverflowError, RecursionError) as error:
        raise BadExpression(say("it is too large")) from error
    return lambda text: _in_time(pattern, text[:CAP])


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _in_time(pattern: re.Pattern[str], text: str) -> bool:
    """Search for at most `BUDGET` seconds; raises `TooSlow`."""
    before = signal.signal(signal.SIGALRM, _stop)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, BUDGET)
            return pattern.search(text) is not None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
    except TooSlow:
        signal.signal(signal.SIGALRM, before)
        raise


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    raise TooSlow
