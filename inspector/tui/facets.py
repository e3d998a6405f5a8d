"""A field and a value of it as a term of a filter."""

from __future__ import annotations

from inspector.model import Value
from inspector.rules.hit import located
from inspector.safe import Safe, safe
from inspector.tui.conditions import as_text
from inspector.tui.filter import Filter
from inspector.tui.terms import Alternative, Term, form_of

LONGEST = 500
"""Characters of a value by which it is told from others; a longer one is no term of a filter."""


def named(value: Value) -> Safe:
    """Name the field of a value, as reports do."""
    return located(value)


def term(field: str, value: str | None) -> Term | None:
    """Make the term that asks for a field, or for one value; None for what none can be made of."""
    if value is None:
        return Term("field", (Alternative(field, form_of(field)),))
    plain = field.isascii() and not set(field) & set('":=<>!|/ ') and not field[:1].isdigit()
    if not plain or not value or len(value) > LONGEST:
        return None
    return Term("value", (Alternative(value, form_of(value)),), path=field, sign="=")


def toggled(filter_: Filter, one: Term) -> Filter:
    """Give the same filter with a term more, or without it."""
    others = tuple(other for other in filter_.terms if other != one)
    return Filter(others if one in filter_.terms else (*others, one))


def text_of(value: Value) -> str:
    """A value as a filter compares it; a longer one with how much longer it is."""
    text = as_text(value.value)
    return text if len(text) <= LONGEST else safe(text, LONGEST)
