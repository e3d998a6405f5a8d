"""A term of a filter in, a test of a row out.

What a row shows is cheap to ask for.  Fields are not kept with a row: its record is read again
(some 80 microseconds), and only where its bytes hold the last step of the path at all.
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from inspector.model import Json, Value
from inspector.tui.entry import Entry
from inspector.tui.expression import CAP_RE2, compiled
from inspector.tui.shape import Shape
from inspector.tui.terms import Alternative, Term
from inspector.tui.words import say

FLAGS: dict[str, frozenset[str]] = {
    "violation": frozenset({"violation"}),
    "review": frozenset({"review"}),
    "note": frozenset({"note"}),
    "bad": frozenset({"unreadable"}),
    "any": frozenset({"violation", "review", "note", "unreadable"}),
    "ident": frozenset(),
}
"""What a filter calls the flags; `ident` asks for an event with a pseudonymous identifier."""
_SIGNS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
ORDERS = frozenset(_SIGNS)

Test = Callable[[str], bool]


class Condition(NamedTuple):
    """A test of a row, and how dear it is.

    0 asks for what rows share (a `Shape` will do), 1 for more that is in the index, 2 for the bytes
    of the record, 3 for its fields.
    """

    holds: Callable[[Entry], bool]
    dear: int = 0


def condition(term: Term, newest: int | None) -> Condition:
    """Make the test of a term; `newest` is what times are counted back from."""
    found = _condition(term, newest)
    if term.no:
        return found._replace(holds=lambda entry: not found.holds(entry))
    return found


def _condition(term: Term, newest: int | None) -> Condition:
    match term.key:
        case "word":
            return Condition(_any([_word(one) for one in term.of]), 2)
        case "flag":
            return Condition(_flag(term.values))
        case "since" | "until":
            return Condition(_time(term, newest), 1)
        case "field":
            return Condition(_field(term), 3)
        case "value":
            return Condition(_value(term), 3)
        case "rule":
            tests = [_rule(one) for one in term.of]
            return Condition(
                lambda entry: any(test(rule) for rule in entry.rules for test in tests)
            )
        case "run":
            return Condition(_shown(lambda entry: entry.run, [_run(one) for one in term.of]), 1)
        case "cmd":
            return Condition(_shown(lambda entry: entry.command, [_part(one) for one in term.of]))
        case "event":
            return Condition(_shown(lambda entry: entry.type, [_whole(one) for one in term.of]))


# --- what a row shows ----------------------------------------------------------------------------


def _any(tests: list[Callable[[Entry], bool]]) -> Callable[[Entry], bool]:
    return lambda entry: any(test(entry) for test in tests)


def _shown(text: Callable[[Entry], str], tests: list[Test]) -> Callable[[Entry], bool]:
    return lambda entry: any(test(text(entry)) for test in tests)


def _flag(names: tuple[str, ...]) -> Callable[[Entry], bool]:
    wanted = frozenset[str]().union(*(FLAGS[name] for name in names))
    ident = "ident" in names
    return lambda entry: entry.flag in wanted or (ident and entry.identifies)


def _time(term: Term, newest: int | None) -> Callable[[Entry], bool]:
    bound = term.number + (newest or 0) if term.number < 0 else term.number
    if term.key == "since":
        return lambda entry: entry.at is not None and entry.at >= bound
    return lambda entry: entry.at is not None and entry.at < bound


def _rule(one: Alternative) -> Test:
    """A rule by its id, or all of a family by its name."""
    whole = _whole(one)
    return lambda rule: whole(rule) or whole(rule.partition("/")[0])


def _run(one: Alternative) -> Test:
    """A run as the list calls it; the number alone says as much."""
    return _whole(Alternative(f"r{one.text}", one.form) if one.text.isdigit() else one)


def _part(one: Alternative) -> Test:
    """A text that stands anywhere in another."""
    wanted = one.text.casefold()
    if one.form == "quoted":  # its stars are meant
        return lambda text: wanted in text.casefold()
    return _whole(Alternative(f"*{one.text}*") if one.form == "bare" else one)


def _whole(one: Alternative) -> Test:
    """All of a text, whatever the case; ``*`` stands for anything."""
    wanted = one.text.casefold()
    match one.form:
        case "regex":
            return compiled(one.text)
        case "bare" if "*" in wanted:
            return lambda text: _glob(wanted, text.casefold())
        case _:
            return lambda text: text.casefold() == wanted


def _glob(pattern: str, text: str) -> bool:
    """Find the parts one after the other: linear, whatever the pattern is."""
    first, *middle, last = pattern.split("*")
    if not text.startswith(first):
        return False
    at = len(first)
    for part in middle:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return text.endswith(last) and len(text) - len(last) >= at


# --- what a record holds -------------------------------------------------------------------------


def _word(one: Alternative) -> Callable[[Entry], bool]:
    if one.form == "regex":
        test = compiled(one.text)
        return lambda entry: (
            test(_told(entry))
            or test(entry.raw[:CAP_RE2].decode("utf-8", "replace"))
            or (bool(entry.rules) and test(entry.row.summary))
        )
    wanted = Wanted(one.text)
    return wanted.holds


@lru_cache(maxsize=1024)
def _shared(shape: Shape) -> str:
    """What rows of a shape have in common, as the list shows it, and the rules that found it."""
    rules = " ".join(shape.rules)
    own = say(shape.type) if shape.remark else ""
    return f"{shape.type} {own} {shape.command} {rules} {rules.replace('-', ' ')}"


def _told(entry: Entry) -> str:
    """What the index says of a row."""
    if not entry.shape.loose:
        return f"{_shared(entry.shape)} {entry.run}"
    return f"{entry.type} {entry.command} {' '.join(entry.rules)} {entry.run}"


class Wanted:
    """A word to look for in what a row shows and in its record; case matters if `exact`.

    The summary of a row is made of its record: it is looked at only where everything that the word
    is made of stands in the record or in the index.
    """

    def __init__(self, word: str, *, exact: bool = False) -> None:
        self._fold: Callable[[str], str] = (lambda text: text) if exact else str.casefold
        self._word = self._fold(word)
        self._exact = exact
        self._plain = exact or self._word.isascii()
        self._spelled = [self._sought(spelling) for spelling in _spellings(self._word)]
        self._parts = [(part, self._sought(part)) for part in re.findall(r"\w+", self._word)]

    def holds(self, entry: Entry) -> bool:
        """Tell whether a row shows the word, or its record holds it."""
        told = self._fold(_told(entry))
        if self._word in told:
            return True
        raw = self._read(entry.raw)
        for spelling in self._spelled:
            if spelling in raw:
                return True
        for part, sought in self._parts:
            if sought not in raw and part not in told:
                return False
        return self._word in self._fold(entry.row.summary)

    def _sought(self, text: str) -> bytes:
        return text.encode("utf-8", "replace")

    def _read(self, raw: bytes) -> bytes:
        """Bytes in which the word would stand as it is sought."""
        if self._plain:
            return raw if self._exact else raw.lower()
        return raw.decode("utf-8", "replace").casefold().encode("utf-8", "replace")


def _spellings(word: str) -> set[str]:
    """How a word stands in a record: as it is, quoted once, or (in JSON inside a string) twice."""
    once = word.replace("\\", "\\\\").replace('"', '\\"')
    return {word, once, once.replace("\\", "\\\\").replace('"', '\\"')}


def values(entry: Entry, *steps: str) -> tuple[Value, ...]:
    """The fields of a row's event, as the breakdown shows them; none where no key is of `steps`."""
    if entry.remark or entry.flag in {"divider", "unreadable"} or not _may_hold(entry.raw, steps):
        return ()
    return entry.values


def _may_hold(raw: bytes, steps: tuple[str, ...]) -> bool:
    """Tell whether one of some keys may stand in a record: as it is, or with letters as escapes."""
    raw = raw.lower()
    there = any(step.encode("utf-8", "replace") in raw for step in steps)
    return there or b"\\u" in raw or b"\\x" in raw


def _field(term: Term) -> Callable[[Entry], bool]:
    tests = [_whole(one) for one in term.of]
    paths = [one.text if one.form != "regex" else "*" for one in term.of]
    steps = [step for path in paths for step in _last_steps(path)]

    def found(entry: Entry) -> bool:
        return any(_named(value, tests) for value in values(entry, *steps))

    return found


def _last_steps(path: str) -> tuple[str, ...]:
    """The last key of a path, as it may stand in a record; empty where a ``*`` leaves it open."""
    last = path.casefold().rpartition(".")[2].removesuffix("[]").partition("[")[0]
    return ("",) if "*" in last else (last, *_aliases().get(last, ()))


@lru_cache(maxsize=1)
def _aliases() -> dict[str, tuple[str, ...]]:
    """Other spellings that some page has of a key, by the key."""
    from inspector.contracts import shipped  # noqa: PLC0415  # behind the first paint

    found: dict[str, tuple[str, ...]] = {}
    for contract in shipped():
        for one in (*contract.fields, *(own for event in contract.events for own in event.fields)):
            if one.aliases:
                key = one.path.rpartition(".")[2].removesuffix("[]").casefold()
                spelled = (alias.casefold() for alias in one.aliases)
                found[key] = (*found.get(key, ()), *spelled)
    return found


def _named(value: Value, tests: list[Test]) -> bool:
    return any(test(name) for test in tests for name in _names(value))


def _names(value: Value) -> list[str]:
    """Everything a field may be called: its path, each of its ends, and where exactly it stands."""
    steps = value.path.split(".")
    return [value.place, *(".".join(steps[at:]) for at in range(len(steps)))]


def _value(term: Term) -> Callable[[Entry], bool]:
    path = term.path.casefold()
    last = _last_steps(path)
    tests = _tests(term)

    def found(entry: Entry) -> bool:
        return any(
            any(test(value.value) for test in tests)
            for value in values(entry, *last)
            if any(path == name.casefold() for name in _names(value))
        )

    return found


def _tests(term: Term) -> list[Callable[[Json], bool]]:
    if term.sign in _SIGNS:
        return [_ordered(_SIGNS[term.sign], term.number)]
    tests = [_whole(one) for one in term.of]
    if term.sign == "!=":
        return [lambda value: not any(test(as_text(value)) for test in tests)]
    return [lambda value: any(test(as_text(value)) for test in tests)]


def _ordered(compare: Callable[[float, float], bool], number: float) -> Callable[[Json], bool]:
    """A comparison that holds of numbers only; true and false are none."""
    return lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and compare(value, number)
    )


def as_text(value: Json) -> str:
    """A value as it is compared: strings as they are, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
