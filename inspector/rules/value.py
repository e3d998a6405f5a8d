"""Family `value`: whether the values have the documented form."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.language import Term
from inspector.model import Event, Field, Json, Value
from inspector.rules.hit import Hit
from inspector.rules.registry import Context, about_event
from inspector.rules.shape import fits, kind, known, listed

EARLIEST = 1_420_070_400_000
"""2015-01-01 in Unix milliseconds: before any of these programs existed."""
DAY = 86_400_000
"""Milliseconds."""
_WRONG_UNIT = 10**14  # the year 5138 in milliseconds, 1973 in microseconds

_EMPTY = "The value is empty, which is not the form that the page gives."

_IMPOSSIBLE: tuple[tuple[str, Json, str, Json, str], ...] = (
    (
        "is_build",
        True,
        "deploy_cmd_args",
        "",
        "A build is no deploy, so the page's own sentences exclude deploy words here.",
    ),
)
"""A field and the value of it that leaves another field no other value, and why."""

CAUSES = frozenset(cause for cause, *_ in _IMPOSSIBLE)
"""Paths of the fields that leave another no other value."""


def _documented(event: Event, part: str) -> Iterator[tuple[Value, Field]]:
    """Give the rows of the documented type of whose field a part is said, such as its range."""
    for row in event.values:
        doc = row.doc
        if doc and getattr(doc, part) is not None and fits(row.value, doc):
            yield row, doc


@about_event("violation")
def wrong_type(event: Event, _: Context) -> Iterator[Hit]:
    """The value is not of the documented type.

    A truth value that arrives as text can be any text.  The documented type is what keeps a field
    from carrying more than the page says.  True and false are not numbers, whatever some languages
    think.

    Look at the value: a field that became text is a place where something else can be sent.
    """
    for row in event.values:
        if row.doc and not fits(row.value, row.doc):
            types = Term.series(map(Term, row.doc.types), " or ")
            words = (types, Term(kind(row.value)))
            yield Hit("The pages show {} here, not {}.", row, words=words)


@about_event("violation")
def pattern_mismatch(event: Event, _: Context) -> Iterator[Hit]:
    """The value does not have the form that the page gives.

    A checksum has 64 hexadecimal digits and a UUID has 32.  A value of that form can be nothing
    else; a value of any other form can be a name, an address or a path.

    Look at the value.  An empty one means that there was nothing to hash, which the page does not
    foresee.
    """
    for row, doc in _documented(event, "pattern"):
        if not isinstance(row.value, str) or doc.matcher is None or doc.values is not None:
            continue
        if not doc.matcher.fullmatch(row.value):
            text = "The value does not have the form that the page gives."
            yield Hit(text if row.value else _EMPTY, row)


@about_event("violation")
def undocumented_value(event: Event, _: Context) -> Iterator[Hit]:
    """The page lists every value that the field may have, and this is none of them.

    A closed list is the strongest promise that a page can make about a field: nothing of yours fits
    in it.  A value outside the list ends that.

    Find the release that began to send it, and ask the vendor to complete the list.
    """
    for row, doc in _documented(event, "values"):
        names_event = event.contract is not None and doc.path == event.contract.event_field
        if doc.values is None or names_event or listed(row.value, doc.values):
            continue
        if doc.matcher and isinstance(row.value, str) and doc.matcher.fullmatch(row.value):
            continue
        listed_ = (str(one) if one != "" else Term("(empty)") for one in doc.values)
        words = (Term.series(listed_, ", "),)
        yield Hit("The page lists every value of this field: {}.", row, words=words)


@about_event("note")
def new_open_value(event: Event, _: Context) -> Iterator[Hit]:
    """The page gives examples and says "etc."; this value is none of them.

    An open list promises nothing, so nothing is broken.  It is still worth knowing what else is
    sent.

    Nothing has to be done if the value is one you would expect.
    """
    for row, doc in _documented(event, "open"):
        if doc.open is not None and isinstance(row.value, str) and not known(row.value, doc):
            yield Hit("The page's examples do not hold this value, and it names no full list.", row)


@about_event("review")
def out_of_range(event: Event, _: Context) -> Iterator[Hit]:
    """The number is not plausible.

    No page gives limits; these are of common sense.  A duration of 292 years is a defect: werf
    sends it when the end of a build is reported without its beginning.

    Check whether another number can be meant, or whether something else is encoded in it.
    """
    for row, doc in _documented(event, "range"):
        if doc.range is None or not isinstance(row.value, (int, float)):
            continue
        low, high = doc.range
        if not low <= row.value <= high:
            words = (Term.number(low), Term.number(high))
            yield Hit("A value from {} to {} would be plausible.", row, words=words)


@about_event("review")
def implausible_time(event: Event, context: Context) -> Iterator[Hit]:
    """The time cannot be that of the event.

    It lies before 2015, more than a day after the log was written, or is not in milliseconds.  A
    wrong clock is harmless; a number that is no time may be anything.

    Compare it with the time at the beginning of the line.
    """
    for row, doc in _documented(event, "time"):
        if doc.time != "ms" or not isinstance(row.value, int):
            continue
        if row.value >= _WRONG_UNIT:
            yield Hit("The time is too large to be in milliseconds.", row)
        elif context.now_ms is not None and row.value > context.now_ms + DAY:
            yield Hit("The time lies more than a day after the log was written.", row)
        elif EARLIEST <= row.value * 1000 < _WRONG_UNIT:
            yield Hit("The time seems to be in seconds; the page shows milliseconds.", row)
        elif row.value < EARLIEST:
            yield Hit("The time lies before 2015.", row)


@about_event("review")
def impossible_combination(event: Event, _: Context) -> Iterator[Hit]:
    """Two values are documented, but not together.

    Where a page's own sentences exclude a combination, either the page or the program is wrong; the
    page's own example can be.

    Compare both fields with their sentences: `inspector explain FIELD` prints them.
    """
    if all(row.doc is None or row.doc.path not in CAUSES for row in event.values):
        return
    rows = {doc.path: row for row, doc in _documented(event, "path")}
    for cause, value, field, only, why in _IMPOSSIBLE:
        first, second = rows.get(cause), rows.get(field)
        if first and second and first.value is value and second.value != only:
            yield Hit(why, second)
