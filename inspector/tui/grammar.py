"""What a person types into the filter bar in, a filter out.

A space means and, ``|`` inside a term means or, ``-`` before it means not, quotation marks keep
spaces together, slashes hold a regular expression::

    event:Stage* flag:violation|bad image=backend durationMs>5000 since:-2h -cmd:plan "two words"

A filter that does not parse changes nothing and says where it stopped.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import replace
from typing import get_args

from inspector.safe import Safe
from inspector.tui.conditions import FLAGS, ORDERS
from inspector.tui.expression import BadExpression, compiled
from inspector.tui.filter import Filter
from inspector.tui.terms import Alternative, Key, Term
from inspector.tui.words import say

KEYS: dict[str, Key] = {
    **{key: key for key in get_args(Key) if key not in {"word", "value"}},
    "level": "flag",
}
MOST = 32
"""Terms, and alternatives of a term."""
_HEAD = re.compile(r"([^\W\d][\w.\[\]-]*)(:|!=|>=|<=|=|>|<)")
_BARE = re.compile(r'[^\s"|]*')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.|\\(?="))*)"', re.DOTALL)
_REGEX = re.compile(r"/((?:[^/\\]|\\.)+)/(?=[\s|]|\Z)", re.DOTALL)
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d\Z|\d{4}-?W\d\d(?:-?\d)?\Z")
_AGO = re.compile(r"-(\d{1,6})([smhdw])\Z")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class FilterError(ValueError):
    """A filter that cannot be used; `at` is the character at which it stops making sense.

    The text is the program's own, or Python's or RE2's words for an expression, made safe.
    """

    def __init__(self, text: Safe, at: int) -> None:
        super().__init__(text)
        self.text, self.at = text, at


def parse(text: str) -> Filter:
    """Read a filter; raises `FilterError`.  Half a character, which nobody can type, is a ``?``."""
    text = text.encode("utf-8", "replace").decode()
    terms: list[Term] = []
    at = _indent(text, 0)
    while at < len(text):
        if len(terms) == MOST:
            raise _wrong(say("a filter has at most {} terms", MOST), at)
        term, at = _term(text, at)
        terms.append(term)
        at = _indent(text, at)
    return Filter(tuple(terms))


def _wrong(text: Safe, at: int) -> FilterError:
    return FilterError(text, at)


def _indent(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _term(text: str, at: int) -> tuple[Term, int]:
    start = at
    no = text.startswith("-", at) and bool(text[at + 1 : at + 2].strip())
    head = _HEAD.match(text, at + no)
    if head is None:
        of, end, _ = _alternatives(text, at + no, start)
        return Term("word", of, no), end
    name, sign = head.groups()
    of, end, places = _alternatives(text, head.end(), head.start())
    if sign != ":":
        return _compared(Term("value", of, no, name, sign), places), end
    if name.lower() not in KEYS:
        known = ", ".join(sorted({*KEYS.values()}))
        raise _wrong(
            say("only {} take a colon; quote other text that has one", known), head.start()
        )
    return _checked(Term(KEYS[name.lower()], of, no), places), end


def _alternatives(text: str, at: int, start: int) -> tuple[tuple[Alternative, ...], int, list[int]]:
    """Read what stands between bars; gives it, where it ends, and where each of it begins."""
    of: list[Alternative] = []
    places: list[int] = []
    while True:
        one, end = _alternative(text, at)
        if end == at:
            raise _wrong(say("something is missing here"), at if at < len(text) else start)
        if len(of) == MOST:
            raise _wrong(say("a term has at most {} alternatives", MOST), at)
        of.append(one)
        places.append(at)
        if not text.startswith("|", end):
            return tuple(of), _ended(text, end), places
        start, at = end, end + 1


def _ended(text: str, at: int) -> int:
    if at < len(text) and not text[at].isspace():
        raise _wrong(say("a quotation mark belongs at the beginning or the end of a text"), at)
    return at


def _alternative(text: str, at: int) -> tuple[Alternative, int]:
    if text.startswith('"', at):
        quoted = _QUOTED.match(text, at)
        if quoted is None:
            raise _wrong(say("a quotation mark is missing its partner"), at)
        if quoted[1] == "":
            raise _wrong(say("nothing stands between the quotation marks"), at)
        return Alternative(re.sub(r'\\(["\\])', r"\1", quoted[1]), "quoted"), quoted.end()
    if expression := _REGEX.match(text, at):
        try:
            compiled(expression[1])
        except BadExpression as error:
            inside = at + 1 + min(error.at, len(expression[1]) - 1)
            raise FilterError(say("not a regular expression: {}", error), inside) from error
        return Alternative(expression[1], "regex"), expression.end()
    bare = _BARE.match(text, at)
    end = bare.end() if bare else at
    return Alternative(text[at:end]), end


# --- what the keys ask for -----------------------------------------------------------------------


def _checked(term: Term, places: list[int]) -> Term:
    match term.key:
        case "flag":
            return _flag(term, places)
        case "since" | "until":
            return _time(term, places)
        case _:
            return term


def _flag(term: Term, places: list[int]) -> Term:
    for one, at in zip(term.of, places, strict=True):
        if one.text.lower() not in FLAGS:
            raise _wrong(say("a flag is one of {}", ", ".join(FLAGS)), at)
    return replace(term, of=tuple(Alternative(one.text.lower()) for one in term.of))


def _time(term: Term, places: list[int]) -> Term:
    if len(term.of) > 1:
        raise _wrong(say("one time is enough here"), places[1])
    said = "write a time as -2h (s, m, h, d, w), 2026-11-14 or 2026-11-14T09:30"
    text = term.of[0].text
    if ago := _AGO.match(text):
        return replace(term, number=-1000.0 * int(ago[1]) * _UNITS[ago[2]] or -1.0)
    try:
        found = dt.datetime.fromisoformat(text)
        if term.key == "until" and _DAY.match(text):  # it is in what is asked for, as in an audit
            found += dt.timedelta(days=1)
    except (ValueError, OverflowError):
        raise _wrong(say(said), places[0]) from None
    found = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
    milliseconds = (found - _EPOCH) // dt.timedelta(milliseconds=1)
    if milliseconds < 0:
        raise _wrong(say("that was before there were events"), places[0])
    return replace(term, number=float(milliseconds))


def _compared(term: Term, places: list[int]) -> Term:
    """Check what is compared by size: with one number."""
    if term.sign not in ORDERS:
        return term
    if len(term.of) > 1:
        raise _wrong(say("one number is enough here"), places[1])
    try:
        number = float(term.of[0].text)
    except ValueError:
        raise _wrong(say("{} is followed by a number", term.sign), places[0]) from None
    if math.isnan(number):
        raise _wrong(say("{} is followed by a number", term.sign), places[0])
    return replace(term, number=number)
