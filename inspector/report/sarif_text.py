"""Text in, SARIF messages out: nothing in them is a link, a placeholder or markup."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.safe import safe

_PLAIN = str.maketrans({"\\": "\\\\", "[": "\\[", "]": "\\]", "{": "{{", "}": "}}"})
_MARKDOWN = str.maketrans(
    {char: f"\\{char}" for char in "\\[]<>*_#|~!"} | {"{": "{{", "}": "}}", "&": "&amp;"}
)


def plain(text: str) -> str:
    """Escape plain text as §3.11.5 and §3.11.6 ask."""
    return safe(text).translate(_PLAIN)


def message(text: str) -> dict[str, str]:
    """Make a message of one line of text."""
    return {"text": plain(text)}


def whole(paragraphs: Sequence[str]) -> dict[str, str]:
    """Make a message of paragraphs, as text and as Markdown in which code stays code."""
    return {
        "text": "\n\n".join(map(plain, paragraphs)),
        "markdown": "\n\n".join(map(_markdown, paragraphs)),
    }


def _markdown(text: str) -> str:
    """Escape all but what stands between backticks, where only braces mean something."""
    parts = safe(text).split("`")
    if len(parts) % 2 == 0:
        return safe(text).replace("`", "'").translate(_MARKDOWN)
    return "`".join(
        part.replace("{", "{{").replace("}", "}}") if at % 2 else part.translate(_MARKDOWN)
        for at, part in enumerate(parts)
    )
