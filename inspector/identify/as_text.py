"""A result as text for a terminal; pure.

Ids and what they were made of stand here as they are, made safe to print and nothing else.
"""

from __future__ import annotations

import datetime as dt
import math
import textwrap
from collections.abc import Iterator

from inspector.identify.examples import Example
from inspector.identify.prefix import ADDRESSES, Prefix
from inspector.identify.result import Id, Result
from inspector.identify.search import Recovery
from inspector.recipes import Installed
from inspector.safe import Safe, safe

WIDTH = 80

RAW = (
    "What stands here is raw: ids, and what they were made of. It is for your eyes; no other "
    "command and no report shows it."
)
_LOCAL = "What werf and Wasp make of this machine and folder (anybody who knows it can compute it)"
_EXAMPLES = "The pages' own examples of anonymous ids, found by guessing public words"


def render(result: Result, *, color: bool = False) -> str:
    """Render for reading; ends with a newline."""
    lines = [*_fold(RAW, "")]
    if result.logs is not None:
        lines += ["", _title(_count(result.logs, "log"), color=color), *_ids(result, color=color)]
    if result.local or result.notes:
        lines += ["", _title(_LOCAL, color=color), *_local(result)]
    for prefix in result.prefixes:
        lines += ["", _title(f"Prefix {prefix.prefix}", color=color), *_prefix(prefix)]
    if result.examples:
        lines += ["", _title(_EXAMPLES, color=color)]
        for example in result.examples:
            lines += _example(example)
    lines += [line for problem in result.problems for line in _fold(f"not read: {problem}", "")]
    return "\n".join(lines) + "\n"


def _ids(result: Result, *, color: bool) -> Iterator[str]:
    if not result.ids and not result.runs:
        yield "  no id that a contract knows"
    heading = None
    for one in result.ids:
        of = one.identity
        if heading != (heading := (of.contract, of.doc.path, of.kind)):
            whose = "" if of.doc.identifies == "install" else f", of the {of.doc.identifies}"
            yield f"  {of.doc.path} ({of.contract}): {of.kind}{whose}"
        yield f"    {safe(of.value)}"
        yield from _fold(_joins(one), "      ")
        yield from _verdict(one, result, color=color)
    for run in result.runs:
        kind = "random per run" if run.random else "new per run, not all random"
        yield f"  {run.path} ({run.contract}): {kind}, {run.different:,} different"
    yield ""
    yield f"  {_count(result.recovered, 'id')} of {len(result.ids):,} recovered"


def _joins(one: Id) -> str:
    of = one.identity
    runs, commands = _count(of.joined, "run"), _count(len(of.commands), "command")
    days = f" on {_count(len(of.days), 'day')}" if of.days else ""
    span = ""
    if of.first_ms is not None and of.last_ms is not None:
        span = f", {_time(of.first_ms)} to {_time(of.last_ms)}"
    return f"joins {runs} with {commands}{days}{span}"


def _verdict(one: Id, result: Result, *, color: bool) -> Iterator[str]:
    if one.identity.nothing:
        yield from _fold(f"a constant: {one.identity.nothing}", "      ")
    elif one.recovery:
        yield _paint(f"      RECOVERED: {safe(one.recovery.made.of)}", color=color)
        yield from _how(one.recovery, "      ")
    elif one.holds:
        yield _paint(f"      HOLDS ITS TIME: {one.holds.time}", color=color)
        yield from _fold(_holds(one.holds), "      ")
    elif not one.identity.hashed:
        yield "      no hash, so there is nothing to guess"
    else:
        tried = sum(result.tried[recipe] for recipe in one.identity.doc.recipes)
        guesses = "1 guess" if tried == 1 else f"{tried:,} guesses"
        yield f"      not recovered by {guesses}"


def _how(recovery: Recovery, indent: str) -> Iterator[str]:
    guesses = "1 guess" if recovery.guesses == 1 else f"{recovery.guesses:,} guesses"
    yield from _fold(
        f"{recovery.made.how}; from {recovery.source}, after {guesses} (chance of a false hit: "
        f"1 in {_power(recovery.chance)})",
        indent,
    )


def _power(chance: float) -> str:
    return f"10^{math.floor(-math.log10(chance))}"


def _holds(one: Installed) -> str:
    digits = f"{len(one.random)} random digits" if one.random else "no random digit"
    return f"to the {one.unit}, after {digits}; nothing had to be guessed"


def _local(result: Result) -> Iterator[str]:
    for one in result.local:
        yield f"  {one.what}: {safe(one.made.of)}"
        unused = "" if one.chosen else " (not as things stand)"
        yield f"    {one.made.id}"
        yield f"      {one.made.how}{unused}"
    for note in result.notes:
        yield from _fold(note, "  ")


def _prefix(one: Prefix) -> Iterator[str]:
    whole = ADDRESSES / one.rate if one.rate else math.inf
    yield from _fold(
        f"{one.tried:,} of {ADDRESSES:,} addresses in {one.seconds:,.1f} s, {one.rate / 1e6:.2f} "
        f"million a second here; all of them take {whole:,.0f} s",
        "  ",
    )
    for tried, made in one.found:
        yield f"  {made.of} after {tried:,} guesses"
        yield f"    {made.id}"
    if not one.found:
        yield "  nothing that was looked for is of this prefix"


def _example(one: Example) -> Iterator[str]:
    yield f"  {one.id}"
    yield f"    {one.printed.page}"
    if one.recovery:
        yield f"    is {safe(one.recovery.made.of)}"
        yield from _how(one.recovery, "      ")
    elif one.holds:
        yield f"    holds {one.holds.time}"
        yield from _fold(_holds(one.holds), "      ")


def _time(milliseconds: int) -> Safe:
    return Safe(f"{dt.datetime.fromtimestamp(milliseconds // 1000, dt.UTC):%Y-%m-%d %H:%M:%S}Z")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _title(words: str, *, color: bool) -> str:
    return f"\x1b[1m{words}\x1b[0m" if color else words


def _paint(words: str, *, color: bool) -> str:
    return f"\x1b[33;1m{words}\x1b[0m" if color else words


def _fold(words: str, indent: str) -> list[str]:
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
