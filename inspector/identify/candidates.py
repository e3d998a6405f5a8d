"""A file of guesses, one a line, in; the ids that each of them could have been made into out.

A line is tried as whatever it can be: a hardware address, the URL of a repository, ``owner/name``
or ``host/owner/name`` in every usual spelling, a folder, a name.  Lines are read one by one, so a
file may be of any size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from inspector.recipes import (
    Made,
    address,
    name_id,
    place,
    project_hash,
    project_ids,
    spelled,
    user_id,
)

HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
"""Where ``owner/name`` is looked for, besides the hosts of the remotes here."""
LINE = 4096
"""Bytes of a line that is a candidate; a longer one is passed over."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[^\s/@:]+@[^\s/:]+:")
_REPOSITORY = re.compile(r"[\w.-]+(?:/[\w.-]+)+")


def candidates(
    path: str | Path,
    hosts: Sequence[str] = HOSTS,
    refused: Callable[[int, str], None] = lambda _number, _why: None,
) -> Iterator[tuple[int, int, Iterator[Made]]]:
    """Give number, bytes and guesses of every line; raises `OSError`.

    Empty lines, and those that begin with ``#``, hold no guess.  `refused` is told the number of
    every other line that holds none, and why.
    """
    with Path(path).open("rb") as file:
        number, begun = 0, True
        while data := file.readline(LINE + 1):
            whole = data.endswith(b"\n") or len(data) <= LINE
            number += begun
            text = data.decode("utf-8", "surrogateescape").strip()
            fits = begun and bool(text) and not text.startswith("#")
            why = _unusable(text, whole=whole) if fits else None
            if why:
                refused(number, why)
            yield number, len(data), made(text, hosts) if fits and not why else iter(())
            begun = whole


def _unusable(text: str, *, whole: bool) -> str | None:
    """Say why a line can be nothing that a program hashes; None where it can."""
    if not whole:
        return f"it is longer than {LINE:,} bytes"
    if "\0" in text:
        return "it holds a NUL character, which no name or path can; save the file as UTF-8"
    if _URL.match(text) and not project_ids(text):
        return "it begins as a URL and cannot be read as one"
    return None


def made(text: str, hosts: Sequence[str] = HOSTS) -> Iterator[Made]:
    """Give what a text could have been made into, each id once."""
    seen = set()
    for one in _made(text, hosts):
        if one.id not in seen:
            seen.add(one.id)
            yield one


def _made(text: str, hosts: Sequence[str]) -> Iterator[Made]:
    yield name_id(text)
    if mac := address(text):
        yield user_id(mac)
    elif _URL.match(text):
        yield from project_ids(text)
        host, path = place(text)
        if host:
            yield from spelled(host, _bare(path))
    elif text.startswith("/"):
        yield project_hash(text)
        for path in (text, text.rstrip("/"), f"{text.rstrip('/')}.git"):
            yield from project_ids(path)
    elif _REPOSITORY.fullmatch(text):
        yield from _repository(_bare(text), hosts)


def _repository(text: str, hosts: Sequence[str]) -> Iterator[Made]:
    for host in hosts:
        yield from spelled(host, text)
    first, _, rest = text.partition("/")
    if "." in first and "/" in rest:
        yield from spelled(first, rest)


def _bare(path: str) -> str:
    return path.strip("/").removesuffix(".git")
