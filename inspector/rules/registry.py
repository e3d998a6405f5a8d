"""Rules and what they are asked: an event, a record, a request or a run in, findings out.

A rule is a function decorated with `about_event`, `about_record`, `about_request`, `about_pairing`,
`about_run` or `about_history`.  It yields `Hit`s, which say what is wrong and where; everything a
finding needs besides is added here, so that no rule can forget to mask a value.  A detector is
decorated with `about_text` and yields spans of the text; `inspector.rules.scan` runs it.
"""

from __future__ import annotations

import difflib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from typing import Any, Literal, get_args

from inspector.model import (
    Delivery,
    Event,
    Finding,
    Known,
    Level,
    Pairing,
    Payload,
    Record,
    Transmitted,
    Weighed,
)
from inspector.rules.clock import Period
from inspector.rules.coverage import Coverage
from inspector.rules.history import History
from inspector.rules.hit import Hit, finding
from inspector.rules.text import Remarked, Span, Text

About = Literal[
    "event", "record", "remark", "request", "pairing", "run", "history", "text", "waiver"
]


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides what it judges."""

    now_ms: int | None = None
    """The latest time that is no surprise (Unix milliseconds); None if unknown, never the clock."""
    known: Known = Known()  # noqa: RUF009  # frozen, and empty
    """Words and hashes of this machine and its people, where somebody asked for them."""
    opted_out_since: int | None = None
    """Since when telemetry was switched off (Unix milliseconds), where somebody said so."""
    period: Period = Period()  # noqa: RUF009  # frozen
    """What is judged; records outside are only counted."""
    raw: bool = False
    """Whether findings keep the value itself, as `--evidence full` asks."""


Check = Callable[[Any, Context], Iterable[Any]]
"""The first `Any` is what the rule is about, the second a `Hit`, or a `Span` of a text; the
decorators hold each rule to its own."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One judgement."""

    id: str
    """``family/slug``, for example ``contract/undocumented-field``."""
    level: Level
    """Of its findings, unless one says otherwise."""
    about: About
    check: Check
    text: str
    """Its help: what it finds, why that matters, what to do, each a paragraph."""

    @property
    def family(self) -> str:
        """The module or package it stands in."""
        return self.id.partition("/")[0]


class UnknownRule(ValueError):  # noqa: N818  # said of a word, not of the program
    """A word is neither a rule nor a family."""


def about_event(level: Level) -> Callable[[Callable[[Event, Context], Iterable[Hit]]], Rule]:
    """Make a rule of a function that judges one event."""
    return partial(_rule, level, "event")


def about_record(level: Level) -> Callable[[Callable[[Record, Context], Iterable[Hit]]], Rule]:
    """Make a rule of a function that judges one record, whatever it holds."""
    return partial(_rule, level, "record")


def about_request(level: Level) -> Callable[[Callable[[Delivery, Context], Iterable[Hit]]], Rule]:
    """Make a rule of a function that judges an export request, apart from the events it carries."""
    return partial(_rule, level, "request")


def about_pairing(level: Level) -> Callable[[Callable[[Pairing, Context], Iterable[Hit]]], Rule]:
    """Make a rule of a function that judges what the log and the wire say of one event."""
    return partial(_rule, level, "pairing")


def about_run(level: Level) -> Callable[[Callable[[Coverage, Context], Iterable[Hit]]], Rule]:
    """Make a rule of a function that judges what a whole run has shown."""
    return partial(_rule, level, "run")


def about_remark(
    level: Level,
) -> Callable[[Callable[[Remarked, Context], Iterable[Hit]]], Rule]:
    """Make a rule of a function that judges a remark by what the detectors found in it."""
    return partial(_rule, level, "remark")


def about_waiver(level: Level) -> Callable[[Callable[[Weighed, Context], Iterable[Hit]]], Rule]:
    """Make a rule of a function that judges a waiver by what became of it."""
    return partial(_rule, level, "waiver")


def about_history(level: Level) -> Callable[[Callable[[History, Context], Iterable[Hit]]], Rule]:
    """Make a rule of a function that judges what many events say together."""
    return partial(_rule, level, "history")


def about_text(level: Level) -> Callable[[Callable[[Text, Context], Iterable[Span]]], Rule]:
    """Make a detector of a function that looks for one thing in a text.

    `level` is that of what it is sure of; what it is less sure of is for a person to decide.
    """
    return partial(_rule, level, "text")


def _rule(level: Level, about: About, check: Check) -> Rule:
    """Name a rule by the module, or the package, below `inspector.rules` that it stands in."""
    *above, module = check.__module__.split(".")
    family = above[-1] if above[-2:-1] == ["rules"] else module
    slug = check.__name__.replace("_", "-")
    return Rule(f"{family}/{slug}", level, about, check, inspect.getdoc(check) or "")


@cache
def rules() -> tuple[Rule, ...]:
    """Find every rule of this package, in the order of their ids."""
    package = __name__.rpartition(".")[0]
    found: dict[str, Rule] = {}
    for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
        for thing in vars(import_module(module.name)).values():
            if isinstance(thing, Rule):
                found[thing.id] = thing
    return tuple(found[key] for key in sorted(found))


def pick(
    among: Sequence[Rule], select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Rule, ...]:
    """Keep the rules that `select` names (all, if it names none) and `ignore` does not.

    Both hold rule ids and families; raises `UnknownRule` for any other word, and if none is left.
    """
    words = {rule.id for rule in among} | {rule.family for rule in among}
    for word in (*select, *ignore):
        if word not in words:
            near = difflib.get_close_matches(word, words, n=1)
            hint = f"did you mean {near[0]}?" if near else "inspector explain lists them"
            raise UnknownRule(f"{word} is neither a rule nor a family of rules; {hint}")
    left = tuple(
        rule for rule in among if (not select or _named(rule, select)) and not _named(rule, ignore)
    )
    if not left:
        raise UnknownRule("no rule is left to judge by; take back a --select or an --ignore")
    return left


def by_subject(among: Sequence[Rule]) -> dict[About, tuple[Rule, ...]]:
    """Sort rules by what they are about, so that whoever asks them often asks no others."""
    return {about: tuple(one for one in among if one.about == about) for about in get_args(About)}


def _named(rule: Rule, words: Sequence[str]) -> bool:
    return rule.id in words or rule.family in words


def check(
    event: Event, context: Context, chosen: Sequence[Rule] | None = None
) -> Iterator[Finding]:
    """Judge one event by the chosen rules, or by all."""
    return _check("event", event, context, chosen, event, event.payload.transmitted)


def check_record(
    record: Record, context: Context, chosen: Sequence[Rule] | None = None
) -> Iterator[Finding]:
    """Judge one record, whatever it holds, by the chosen rules, or by all."""
    payload = record.content if isinstance(record.content, Payload) else None
    sent = payload.transmitted if payload else "unknown"
    return _check("record", record, context, chosen, None, sent)


def check_request(
    delivery: Delivery, context: Context, chosen: Sequence[Rule] | None = None
) -> Iterator[Finding]:
    """Judge one export request by the chosen rules, or by all."""
    return _check("request", delivery, context, chosen, None, "yes")


def check_pairing(
    pairing: Pairing, context: Context, chosen: Sequence[Rule] | None = None
) -> Iterator[Finding]:
    """Judge what log and wire say of one event by the chosen rules, or by all."""
    sent: Transmitted = "yes" if pairing.span else "unknown"
    return _check("pairing", pairing, context, chosen, pairing.log or pairing.wire, sent)


def check_run(
    coverage: Coverage, context: Context, chosen: Sequence[Rule] | None = None
) -> Iterator[Finding]:
    """Judge what a whole run has shown by the chosen rules, or by all."""
    return _check("run", coverage, context, chosen, None, "unknown")


def check_remark(
    remarked: Remarked, context: Context, chosen: Sequence[Rule] | None = None
) -> Iterator[Finding]:
    """Judge what the detectors found in a remark by the chosen rules, or by all."""
    return _check("remark", remarked, context, chosen, None, "no")


def check_waiver(
    weighed: Weighed, context: Context, chosen: Sequence[Rule] | None = None
) -> Iterator[Finding]:
    """Judge one waiver by the chosen rules, or by all."""
    return _check("waiver", weighed, context, chosen, None, "no")


def check_history(
    history: History, context: Context, chosen: Sequence[Rule] | None = None
) -> Iterator[tuple[Finding, Hit]]:
    """Judge what many events say together; gives each finding with its hit, which has places."""
    for rule in rules() if chosen is None else chosen:
        if rule.about == "history":
            for hit in rule.check(history, context):
                yield finding(rule.id, hit.level or rule.level, hit, None, hit.sent), hit


def _check(  # noqa: PLR0913, PLR0917  # one private function behind five that are plain
    about: About,
    subject: object,
    context: Context,
    chosen: Sequence[Rule] | None,
    event: Event | None,
    sent: Transmitted,
) -> Iterator[Finding]:
    for rule in rules() if chosen is None else chosen:
        if rule.about == about:
            for hit in rule.check(subject, context):
                yield finding(rule.id, hit.level or rule.level, hit, event, sent, raw=context.raw)
