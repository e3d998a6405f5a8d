"""A request or a span in, what it holds as text or as bytes out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from inspector.model import Request, Span
from inspector.safe import Safe, lossy, safe
from inspector.tui.cells import Line, block, figure
from inspector.tui.cells import Span as Shown
from inspector.tui.raw import SHOWN, dump, left_out
from inspector.tui.values import shown
from inspector.tui.wire import parts
from inspector.tui.words import count, say

_EMPTY: Line = (Shown(Safe("")),)


def request_as_text(request: Request, width: int, *, secrets: bool = False) -> list[Line]:
    """Request line, headers and body as text; a packed or binary body shows its bytes escaped."""
    lines = [*head(request, width, secrets=secrets), _EMPTY]
    lines += block(lossy(request.body[:SHOWN]), width, 1, "plain", prose=False)
    return lines + left_out(request.body, width)


def head(request: Request, width: int, *, secrets: bool) -> Iterator[Line]:
    """Request line and headers, one below the other as on the wire."""
    group = parts.headers(request, secrets=secrets)
    yield from block(group.title, width, 1, "strong", prose=False)
    for entry in group.entries:
        yield from block(Safe(f"{entry.name}: {entry.value}"), width, 1, "plain", prose=False)
    if group.left_out:
        yield from block(say("… and {} more", figure(group.left_out)), width, 1, "dim")


def size_of(request: Request) -> Safe:
    """Say how long the body is; of a refused request that it was not kept."""
    if request.refused is not None and not request.body:
        return say("its body was not kept")
    return say("{} of body", count(len(request.body), "byte", "bytes"))


def body_as_hex(request: Request, width: int, *, secrets: bool = False) -> list[Line]:
    """The body as it is on the wire, as a hex dump, with its length and its digest."""
    del secrets  # a body holds no header
    if request.refused is not None and not request.body:
        return block(size_of(request), width, 1, "dim")
    size = say("{}, as they are on the wire", size_of(request))
    digest = Safe(f"SHA-256 {hashlib.sha256(request.body).hexdigest()}")
    lines = [*block(size, width, 1, "dim"), *block(digest, width, 1, "dim"), _EMPTY]
    return [*lines, *dump(request.body[:SHOWN], 0, width), *left_out(request.body, width)]


def span_as_text(span: Span, width: int) -> list[Line]:
    """The attributes of a span as it holds them, then its envelope."""
    said = say("A span has no bytes of its own here: those of its request are with the request.")
    lines = [*block(said, width, 1, "dim"), _EMPTY]
    pairs = [*span.attributes, ("", None), ("name", span.name)]
    for key, value in [*pairs, *span.envelope.items(), *span.rest.items()]:
        text = f"{safe(key, 200)}: {shown(value, SHOWN)}" if key else ""
        lines += block(Safe(text), width, 1, "plain", prose=False)
    return lines
