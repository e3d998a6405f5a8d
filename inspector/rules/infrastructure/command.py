"""What was typed after the words of a command."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.rules.infrastructure.words import words
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_TOKEN = late(r"\S+")
_ROOT = late(r"[a-z][a-z0-9_]{0,20}(?:-[a-z0-9_]{1,20}){0,3}(?:\.exe)?")
_WORD = late(r"[a-z]{1,24}(?:-[a-z]{1,24}){0,3}")
_NUMBERED = frozenset({"migrate2to3", "2to3"})
_DEPTH = 5  # words of the longest command: werf helm secret values edit
_LEAVES = words(
    """
    build ci-env cleanup completion converge dismiss export kube-run lint plan purge render rollback
    run slugify version
    """
)
"""Commands of werf that have none below them, so that a word after one was typed as an argument."""

_VALUE = late(r"[=:\s]|[/\\@\"',;]")


@about_text("violation")
def command_arguments(text: Text, _: Context) -> Iterator[Span]:
    """What follows the words of a command, or the name of an option, is sent with it.

    The page promises the name of the command, and names of options.  Arguments are paths, hosts,
    releases and passwords: whatever somebody typed.

    Look at the text.  The name of a Helm plugin is part of the command (`werf helm 2to3`) and no
    argument, though it is the user's own; a plain word after a command that has none below it is
    for you to decide.
    """
    if text.is_key:
        return
    if text.path == "command":
        yield from _typed(text.raw)
    elif text.path == "eventData.commandOptions[].name":
        match = _VALUE.search(text.raw.strip().lstrip("-"))
        if match:
            skipped = len(text.raw) - len(text.raw.lstrip().lstrip("-"))
            after = skipped + match.end()
            yield Span(after if after < len(text.raw) else 0, len(text.raw))


def _typed(raw: str) -> Iterator[Span]:
    end = len(raw.rstrip())
    words: list[str] = []
    for match in _TOKEN.finditer(raw):
        word = match[0]
        if len(words) >= _DEPTH or not _reads(word, words):
            yield Span(match.start(), end)
            return
        if len(words) == 2 and words[0] == "werf" and words[1] in _LEAVES:
            yield Span(match.start(), end, "medium")
            return
        words.append(word)


def _reads(word: str, before: list[str]) -> bool:
    """Tell whether a word reads like the next word of a command."""
    if not before:
        return _ROOT.fullmatch(word) is not None
    if _WORD.fullmatch(word) or word in _NUMBERED:
        return True
    plugin = before[-1] in {"helm", "kubectl"} and len(before) <= 2
    return plugin and _ROOT.fullmatch(word) is not None
