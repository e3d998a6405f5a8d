"""An event in, the values that only a person can judge out: the queue of a review."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.model import Event, Field, Value
from inspector.recipes import installed
from inspector.rules.hit import Hit
from inspector.rules.late import late
from inspector.rules.registry import Context, about_event
from inspector.rules.release import reads_as_version
from inspector.rules.shape import closed, fits
from inspector.safe import mask

_RELEASE = late(
    r"v?\d{1,5}(?:\.\d{1,5}){1,3}(?:[-~+.](?:alpha|beta|rc|pre|ce|ee|dev|g?[0-9a-f]{1,40}|\d{1,9})){0,5}",
    re.ASCII,
)
"""A version as GitLab writes it (``17.5.0~beta.1.gabc123``, ``15.3.1-ee``): no word fits in."""


@about_event("review")
def unreviewed_value(event: Event, _: Context) -> Iterator[Hit]:
    """A value may be anything, and nobody has looked at it yet.

    Names of people, customers and projects look like any other word, so no pattern can know them.
    Where the page gives neither a form nor a list, a field that it calls anonymous takes them as
    well.  Only somebody who knows the project can say whether such a value may leave the network.

    Read each value once, and accept it or keep it from being sent; `inspector explain FIELD` names
    the switch.  Values that the program is known to send (`usual` in the contract) are not asked.
    """
    for row in event.values:
        if _asks(row, event):
            text = "Nobody has said that this value may leave your network."
            # told once for all types of event: a command stands in every one of them
            yield Hit(text, row, once="contract", evidence=mask(row.value), about=row.value)


def _asks(row: Value, event: Event) -> bool:
    doc, value = row.doc, row.value
    if doc is None or not isinstance(value, str) or not value or closed(row):
        return False
    if not fits(value, doc) or doc.values is not None or doc.matcher is not None:
        return False  # the page says what it is, and another rule that it is not
    if event.contract is not None and doc.path == event.contract.event_field:
        return False  # as above: the page lists the events
    if "random-and-time" in doc.recipes and installed(value):
        return False
    return not (doc.path.lower().endswith("version") and _is_release(value, doc))


def _is_release(value: str, doc: Field) -> bool:
    own = doc.privacy in {"user-defined", "free-text"}  # GitLab's versions, not the program's
    return reads_as_version(value) or (own and _RELEASE.fullmatch(value) is not None)
