"""Where somebody is: a text in, the places of coordinates out."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_PAIR = late(
    r"(?<![\w.,+-])(?<!\d, )(?<!\d )"
    r"([+-]?\d{1,2}\.\d{3,8})(, ?|;| )([+-]?\d{1,3}\.\d{3,8})(?![\w.]|, ?\d| \d)"
)
_WORDS = ("geo", "gps", "lat", "lon", "location", "coord", "координат", "широт", "долгот")


@about_text("violation")
def coordinates(text: Text, _: Context) -> Iterator[Span]:
    """The value holds geographical coordinates.

    Three digits behind the point tell a street, four a house: where somebody lives or works.  Two
    numbers alone may be something else, so without a word beside them a person must decide.

    Find out what reads the position, and keep it out of what is sent.
    """
    if text.raw.count(".") < 2:
        return
    for pair in _PAIR.finditer(text.raw):
        if abs(float(pair[1])) > 90 or abs(float(pair[3])) > 180:
            continue
        near = text.lower[max(0, pair.start() - 40) : pair.start()] + text.key
        said = any(word in near for word in _WORDS)
        yield Span(pair.start(), pair.end(), "high" if said else "low")
