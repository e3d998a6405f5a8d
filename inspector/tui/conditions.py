"""A term of a filter in, a test of a row out.

What a row shows is cheap to ask for.  Fields are not kept with a row: its record is read again
(some 80 microseconds), and only where its bytes hold the last step of the path at all.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable
from typing import NamedTuple

from inspector.model import Event, Json, Value
from inspector.tui.expression import CAP_RE2, compiled
from inspector.tui.rows import Row
from inspector.tui.terms import Alternative, Term

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
    """A test of a row, and how dear it is: 0 looks at the row, 1 at its bytes, 2 at its fields."""

    holds: Callable[[Row], bool]
    dear: int = 0


def condition(term: Term, newest: int | None) -> Condition:
    """Make the test of a term; `newest` is what times are counted back from."""
    found = _condition(term, newest)
    if term.no:
        return found._replace(holds=lambda row: not found.holds(row))
    return found


def _condition(term: Term, newest: int | None) -> Condition:
    match term.key:
        case "word":
            return Condition(_any([_word(one) for one in term.of]), 1)
        case "flag":
            return Condition(_flag(term.values))
        case "since" | "until":
            return Condition(_time(term, newest))
        case "field":
            tests = [_whole(one) for one in term.of]
            return Condition(lambda row: any(_named(v, tests) for v in values(row, "")), 2)
        case "value":
            return Condition(_value(term), 2)
        case "rule":
            tests = [_rule(one) for one in term.of]
            return Condition(
                lambda row: any(test(found.rule) for found in row.findings for test in tests)
            )
        case "run":
            return Condition(_shown(lambda row: row.run, [_run(one) for one in term.of]))
        case "cmd":
            return Condition(_shown(lambda row: row.command, [_part(one) for one in term.of]))
        case "event":
            return Condition(_shown(lambda row: row.type, [_whole(one) for one in term.of]))


# --- what a row shows ----------------------------------------------------------------------------


def _any(tests: list[Callable[[Row], bool]]) -> Callable[[Row], bool]:
    return lambda row: any(test(row) for test in tests)


def _shown(text: Callable[[Row], str], tests: list[Test]) -> Callable[[Row], bool]:
    return lambda row: any(test(text(row)) for test in tests)


def _flag(names: tuple[str, ...]) -> Callable[[Row], bool]:
    wanted = frozenset[str]().union(*(FLAGS[name] for name in names))
    ident = "ident" in names
    return lambda row: row.flag in wanted or (ident and row.identifies)


def _time(term: Term, newest: int | None) -> Callable[[Row], bool]:
    bound = term.number + (newest or 0) if term.number < 0 else term.number
    if term.key == "since":
        return lambda row: row.at is not None and row.at >= bound
    return lambda row: row.at is not None and row.at < bound


def _rule(one: Alternative) -> Test:
    """A rule by its id, or all of a family by its name."""
    whole = _whole(one)
    return lambda rule: whole(rule) or whole(rule.partition("/")[0])


def _run(one: Alternative) -> Test:
    """A run as the list calls it; the number alone says as much."""
    return _whole(Alternative(f"r{one.text}", one.form) if one.text.isdigit() else one)


def _part(one: Alternative) -> Test:
    """A text that stands anywhere in another."""
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


def _word(one: Alternative) -> Callable[[Row], bool]:
    if one.form == "regex":
        test = compiled(one.text)
        return lambda row: test(_line(row)) or test(row.raw[:CAP_RE2].decode("utf-8", "replace"))
    return lambda row: holds(row, one.text)


def _line(row: Row) -> str:
    return f"{row.type} {row.command} {row.run} {row.summary}"


def holds(row: Row, word: str, *, exact: bool = False) -> bool:
    """Tell whether a row shows a word or its record holds it, whatever the case unless `exact`."""
    wanted, shown = (word, _line(row)) if exact else (word.casefold(), _line(row).casefold())
    if wanted in shown:
        return True
    if exact:
        raw = row.raw.decode("utf-8", "replace")
    elif wanted.isascii():
        raw = row.raw.lower().decode("utf-8", "replace")
    else:
        raw = row.raw.decode("utf-8", "replace").casefold()
    return any(spelling in raw for spelling in _spellings(wanted))


def _spellings(word: str) -> set[str]:
    """How a word stands in a record: as it is, quoted once, or (in JSON inside a string) twice."""
    once = word.replace("\\", "\\\\").replace('"', '\\"')
    return {word, once, once.replace("\\", "\\\\").replace('"', '\\"')}


class _Last:
    """The fields of the row that was looked at last: several terms ask for the same."""

    row: Row | None = None
    event: Event | None = None


def values(row: Row, step: str) -> tuple[Value, ...]:
    """The fields of a row's event, as the breakdown shows them; none where no key is `step`."""
    if row.line is None or row.remark or not _may_hold(row, step):
        return ()
    if _Last.row is not row:
        from inspector.tui.record import recall  # noqa: PLC0415  # decoder and contracts: dear

        judged = recall(row)
        _Last.row, _Last.event = row, judged.event if judged else None
    return _Last.event.values if _Last.event else ()


def _may_hold(row: Row, step: str) -> bool:
    """Tell whether a key may stand in a record: as it is, or with letters as escapes."""
    raw = row.raw.lower()
    return step.encode("utf-8", "replace") in raw or b"\\u" in raw or b"\\x" in raw


def _named(value: Value, tests: list[Test]) -> bool:
    return any(test(name) for test in tests for name in _names(value))


def _names(value: Value) -> list[str]:
    """Everything a field may be called: its path, each of its ends, and where exactly it stands."""
    steps = value.path.split(".")
    return [value.place, *(".".join(steps[at:]) for at in range(len(steps)))]


def _value(term: Term) -> Callable[[Row], bool]:
    path = term.path.casefold()
    last = path.rpartition(".")[2].removesuffix("[]").partition("[")[0]
    tests = _tests(term)

    def found(row: Row) -> bool:
        return any(
            any(test(value.value) for test in tests)
            for value in values(row, last)
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
