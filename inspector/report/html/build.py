"""Pieces in, HTML out; the one place where text becomes markup.

Whatever is no `Html` is escaped, in text and in attributes, and attributes are always quoted.
"""

from __future__ import annotations

from html import escape

from inspector.report.saying import Data, Pieces

VOID = frozenset({"meta", "rect", "line"})
"""Elements that hold nothing."""


class Html(str):
    """Text that is markup already; made by `tag` and by nothing else."""

    __slots__ = ()


def tag(element: str, *inside: str, **attributes: str | None) -> Html:
    """Make an element: `class_` stands for ``class``, ``_`` in a name for ``-``."""
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_escaped(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    if element in VOID:
        return Html(f"<{element}{said}>" if element == "meta" else f"<{element}{said}/>")
    return Html(f"<{element}{said}>{joined(inside)}</{element}>")


def _escaped(text: str) -> str:
    """Escape markup, and ``##``, for a page may be printed where a runner looks for ``##[``."""
    return escape(text, quote=True).replace("##", "&#35;&#35;")


def joined(parts: tuple[str, ...]) -> Html:
    """Put parts one after the other; those that are no markup are escaped."""
    return Html("".join(part if isinstance(part, Html) else _escaped(part) for part in parts))


def written(pieces: Pieces) -> Html:
    """Write pieces: data stand apart from the text around them, whatever way they run."""
    return joined(
        tuple(tag("bdi", piece) if isinstance(piece, Data) else _prose(piece) for piece in pieces)
    )


def _prose(text: str) -> Html:
    """Write the program's own text; what stands between backticks is code."""
    return joined(
        tuple(tag("code", part) if at % 2 else part for at, part in enumerate(text.split("`")))
    )
