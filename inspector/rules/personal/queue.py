"""An event in, the values that only a person can judge out: the queue of a review."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import Event, Value
from inspector.rules.hit import Hit
from inspector.rules.late import late
from inspector.rules.registry import Context, about_event
from inspector.rules.shape import closed
from inspector.safe import mask

_RELEASE = late(
    r"v?\d{1,5}(?:\.\d{1,5}){1,3}(?:[-~+.](?:alpha|beta|rc|pre|ce|ee|dev|g?[0-9a-f]{1,40}|\d{1,9})){0,5}"
)
"""A version as GitLab writes it (``17.5.0~beta.1.gabc123``, ``15.3.1-ee``): no word fits in."""


@about_event("review")
def unreviewed_value(event: Event, _: Context) -> Iterator[Hit]:
    """A value was chosen by a user or written by other code, and nobody has looked at it yet.

    Names of people, customers and projects look like any other word, so no pattern can know them.
    Only somebody who knows the project can say whether such a value may leave the network.

    Read each value once, and accept it or keep it from being sent; `inspector explain FIELD` names
    the switch.  Values that the program is known to send (`usual` in the contract) are not asked.
    """
    for row in event.values:
        if _asks(row):
            text = "Nobody has said that this value may leave your network."
            # told once for all types of event: a command stands in every one of them
            yield Hit(text, row, once="contract", evidence=mask(row.value), about=row.value)


def _asks(row: Value) -> bool:
    doc, value = row.doc, row.value
    if doc is None or doc.privacy not in {"user-defined", "free-text"}:
        return False
    if not isinstance(value, str) or not value or closed(row):
        return False
    return not (doc.path.lower().endswith("version") and _RELEASE.fullmatch(value))
