"""Authors as git writes them: a text in, the places of names and addresses out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.personal.accounts import personal
from inspector.rules.personal.windows import before, places
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_NAME = r"[^\W\d_][^\n<>@:=\"`|{}$\\]{0,78}"
_IDENT = late(r"[^\s<>\"'@]{1,80}@[^\s<>\"'@]{1,160}>")
_BEFORE = late(rf"(?:\A|(?<=[\s:=\"'(\[,|])){_NAME} <\Z")
_LABELS = (
    "author:", "committer:", "commit:", "-by:", "author=", "committer=", "автор:", "author_name",
    "committer_name", "user.name",
)  # fmt: skip
_LABELLED = late(
    r"(?<![\w])(?:(?:author|committer|commit|автор)\s{0,3}[:=]|(?:co-authored|signed-off|reviewed"
    r"|acked|tested|reported|suggested|committed|authored)-by:|git_(?:author|committer)_name="
    r"|user\.name[= ])[ \t]{0,12}[\"']?"
    r"([A-ZÀ-ÞА-ЯЁ][^\W\d_]{1,24}(?:[ -][A-ZÀ-ÞА-ЯЁ][^\W\d_]{1,24}){1,2})(?![\w@/])",
    re.IGNORECASE,
)
_CAPITALS = late(r"[^\W\d_]+")
_TEAMS = frozenset("bot team actions action unknown group inc server".split())


@about_text("violation")
def git_author(text: Text, _: Context) -> Iterator[Span]:
    """The value holds an author as git writes one: a name with an address, or after a word for it.

    Commits carry the full name of whoever made them.  Where a CI variable with the author or the
    last message of git's log is sent, so is the name.

    Do not put CI_COMMIT_AUTHOR, GIT_AUTHOR_NAME and their like into attributes; a commit's short
    digest says as much about a build.
    """
    raw = text.raw
    if "<" in raw and "@" in raw:
        for at in places(raw, "<"):
            ident, name = _IDENT.match(raw, at + 1), _BEFORE.search(before(raw, at + 1, 82))
            if ident and name and _is_name(name[0][:-2]):
                yield Span(at + 1 - len(name[0]), ident.end())
    if any(label in text.lower for label in _LABELS):
        for match in _LABELLED.finditer(raw):
            if all(map(_capital, _CAPITALS.findall(match[1]))) and _is_name(match[1]):
                yield Span(match.start(1), match.end(1))


def _is_name(name: str) -> bool:
    words = name.lower().split()
    return bool(words) and not _TEAMS.intersection(words) and any(map(personal, words))


def _capital(word: str) -> bool:
    return word[0].isupper()
