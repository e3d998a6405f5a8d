"""Fields and values in, the lines of their list and of the detail out."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import LEVELS, Finding, Waiver
from inspector.model import Role as Place
from inspector.safe import Safe, safe
from inspector.tui.advice import advise
from inspector.tui.cells import GLYPHS, Flag, Line, Role, Span, block, figure, fit, fit_path
from inspector.tui.fields.gathered import Seen, open_ones, worst
from inspector.tui.flagged import message_of, newest
from inspector.tui.sections import INDENT, MOST, labelled, section
from inspector.tui.words import say

NARROW = 64
_DOCUMENTED: dict[Place, Safe] = {
    "documented": Safe("yes"), "alias": Safe("alias"), "map": Safe("open"),
    "undocumented": Safe("NO"), "inside": Safe("NO"), "envelope": Safe("around"),
}  # fmt: skip
TOP = 3
"""Values that a row shows."""


def flag(seen: Seen) -> Flag:
    """What a field is: the worst that nobody has accepted, else an identifier or nothing."""
    level = worst(seen.tallies)
    if level in {"violation", "review"}:
        return level
    return "identity" if seen.identifies else level or "ok"


def kind(seen: Seen) -> Safe:
    """What was found in it, what somebody has accepted, or else what the page lets it hold."""
    tallies = seen.tallies
    found = sorted({_slug(one.finding.rule) for one in tallies
                    if one.waiver is None and one.finding.level != "note"})  # fmt: skip
    if found:
        return Safe(", ".join(found))
    if any(one.waiver for one in tallies):
        return say("waived")
    if seen.doc is None:
        return say("undocumented")
    if seen.identifies:
        return say("id of the {}", say(seen.doc.identifies or ""))
    return say(seen.doc.privacy)


def _slug(rule: str) -> str:
    return rule.partition("/")[2].replace("-", " ")


def distinct(seen: Seen) -> Safe:
    """How many values there are, as far as they are told apart."""
    return Safe(f"{figure(len(seen.values))}{'+' if seen.more else ''}")


def heading(width: int, *, values: bool) -> Line:
    """The names of the columns, over the lines of the same width."""
    if values:
        text = f"{say('COUNT'):>10}{'%':>7}   {say('VALUE')}"
        return (Span(fit(Safe(text), width), "dim"),)
    if width < NARROW:
        text = f"   {fit(say('FIELD'), max(0, width - 15))}{say('EVENTS'):>12}"
        return (Span(fit(Safe(text), width), "dim"),)
    name, top = _name_width(width), _top_width(width)
    text = f"   {fit(say('FIELD'), name)} {fit(say('DOC?'), 7)}{say('EVENTS'):>9}{'%':>7}"
    text += f"{say('VALUES'):>8}  {fit(say('TOP VALUES'), top - 1) + ' ' if top else ''}"
    return (Span(fit(Safe(text + say("WHAT IT IS")), width), "dim"),)


def _name_width(width: int) -> int:
    return min(34, max(18, width // 3 - 6))


def _top_width(width: int) -> int:
    return max(0, (width - _name_width(width) - 37) * 3 // 5) if width >= 100 else 0


def field_line(
    seen: Seen, there: tuple[int, int], width: int, *, cursor: bool, chosen: bool
) -> Line:
    """Lay a field out in exactly `width` cells; `there` is how many events have it, of how many."""
    what, (events, of) = flag(seen), there
    mark = Span(Safe("▸" if cursor else "+" if chosen else " "), "strong")
    glyph = Span(Safe(f"{GLYPHS[what]} "), what)
    role: Role = what if what in {"violation", "review"} else "key"
    if width < NARROW:
        room = width - 3 - 9
        return (mark, glyph, Span(fit_path(seen.name, room), role),
                Span(fit(Safe(f"{figure(events):>9}"), 9)))  # fmt: skip
    share = 100 * events / of if of else 0.0
    figures = Safe(f"{figure(events):>9}{share:>7.1f}{distinct(seen):>8}  ")
    name, top = _name_width(width), _top_width(width)
    doc = _DOCUMENTED[seen.role]
    rest = width - 3 - name - 1 - 7 - len(figures) - top
    return (
        mark, glyph, Span(fit_path(seen.name, name), role), Span(Safe(" ")),
        Span(fit(say(doc), 7), "violation" if doc == "NO" else "dim"), Span(figures),
        Span(fit(_top(seen), max(0, top - 1)) if top else Safe("")), Span(Safe(" " if top else "")),
        Span(fit(kind(seen), max(0, rest)), _waived(seen, role)),
    )  # fmt: skip


def _waived(seen: Seen, role: Role) -> Role:
    if any(one.waiver for one in seen.tallies) and not open_ones(seen.tallies):
        return "ok"
    return role if role != "key" else "dim"


def _top(seen: Seen) -> Safe:
    common = seen.values.copy().most_common(TOP)
    return Safe("  ".join(f"{_short(value)} ({figure(count)})" for value, count in common))


def _short(value: str) -> Safe:
    return safe(value, 60) if value else shown_as(value)


def values_of(seen: Seen, *, flagged: bool = False) -> list[tuple[str, int]]:
    """The values of a field, those first in which something was found, then the most frequent.

    With `flagged` only those that need a look.
    """
    ranks = {"violation": 0, "review": 1, "note": 2, None: 3}
    levels = {value: ranks[worst(seen.found.get(value, ()))] for value in seen.values}
    items = [one for one in seen.values.items() if not flagged or levels[one[0]] < 2]
    return sorted(items, key=lambda pair: (levels[pair[0]], -pair[1], pair[0]))


def value_line(
    seen: Seen, pair: tuple[str, int], width: int, *, cursor: bool, chosen: bool
) -> Line:
    """Lay one value of a field out in exactly `width` cells."""
    value, count = pair
    tallies = seen.found.get(value, [])
    level = worst(tallies)
    waived = level in {None, "note"} and any(one.waiver for one in tallies)
    what: Flag = level or "ok"
    share = 100 * count / max(1, sum(seen.values.values()))
    mark = Span(Safe("▸" if cursor else "+" if chosen else " "), "strong")
    word = say(" waived") if waived else Safe("")
    room = width - 3 - 17 - len(word)
    return (
        mark, Span(Safe(f"{GLYPHS[what]} "), what),
        Span(Safe(f"{figure(count):>7}{share:>7.1f}   ")),
        Span(fit(shown_as(value), max(0, room)), what if level else "plain"), Span(word, "ok"),
    )  # fmt: skip


def shown_as(value: str) -> Safe:
    """A value made safe; one that is empty is still to be seen."""
    return safe(value, 600) if value else Safe('""')


def detail(seen: Seen, value: str | None, width: int) -> list[Line]:
    """Lay out what the page says of a field, and what was found in it or in one of its values."""
    lines = block(seen.name, width, 1, "key", prose=False)
    if value is not None:
        lines += block(shown_as(value), width, INDENT, "plain", prose=False)
    lines += [*_page(seen, width)]
    tallies = seen.tallies if value is None else seen.found.get(value, [])
    told: set[tuple[str, bool]] = set()
    for tally in sorted(tallies, key=lambda one: LEVELS.index(one.finding.level))[:MOST]:
        one = tally.finding
        if (one.rule, tally.waiver is None) in told:
            continue
        told.add((one.rule, tally.waiver is None))
        if len(told) == 1:
            lines += [*section(say("WHAT WAS FOUND"), width)]
        lines.append((Span(Safe(f" {GLYPHS[one.level]} {say(one.level)} "), one.level),
                      Span(fit_path(safe(one.rule), max(0, width - 14)), "dim")))  # fmt: skip
        lines += [*labelled(say("what"), message_of(one), width)]
        lines += [*(_accepted(tally.waiver, width) if tally.waiver else _advised(one, width))]
    return lines


def _accepted(waiver: Waiver, width: int) -> Iterator[Line]:
    """Why, by whom and until when a finding is accepted."""
    until = say(", until {}", waiver.expires) if waiver.expires else ""
    yield from labelled(say("waived"), safe(f"{waiver.reason} ({waiver.owner}{until})"), width)


def _advised(finding: Finding, width: int) -> Iterator[Line]:
    """Why it matters, and what to do."""
    advice = advise(finding.rule)
    if advice.why:
        yield from labelled(say("why"), advice.why, width)
    if advice.todo:
        yield from labelled(say("to do"), advice.todo, width)


def _page(seen: Seen, width: int) -> Iterator[Line]:
    doc = seen.doc
    if doc is None:
        yield from labelled(say("page"), say("no page documents it"), width)
        return
    quote = newest(doc.quotes)
    if quote is not None:
        source = quote.source
        said = safe(f"“{quote.text}” — {source.title}, {source.date}, {source.language}")
        yield from labelled(say("page"), said, width, "quote")
    if doc.derived:
        yield from labelled(say("made"), safe(say("from {}", say(doc.derived))), width)
    if doc.switch:
        yield from labelled(say("off"), safe(say(doc.switch)), width)
