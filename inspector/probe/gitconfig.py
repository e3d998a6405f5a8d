"""The text of a git configuration in, its settings out.

Source: git-config(1), "Syntax".  What git would refuse is passed over: this is no check of a file.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

LIMIT = 1 << 20
"""Bytes of a configuration that are read; a larger file is none."""
DEPTH = 5
"""Files that include each other."""

_SECTION = re.compile(r'\s*\[\s*(?P<name>[\w.-]+)(?:\s+"(?P<sub>(?:[^"\\]|\\.)*)")?\s*\]')
_KEY = re.compile(r"\s*(?P<key>[A-Za-z][A-Za-z0-9-]*)[ \t]*(?:=(?P<value>.*))?\Z", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "b": "\b", '"': '"', "\\": "\\"}


class Setting(NamedTuple):
    """One setting: ``[section "sub"] key = value``."""

    section: str
    sub: str
    key: str
    value: str


def read(file: Path) -> Iterator[Setting]:
    """Read the settings of a file and of what it includes; none where it cannot be read.

    Included files are found beside the file or by a whole path, each once.  ``~`` and conditions
    are not followed: nothing else of somebody's home is looked at.
    """
    return _read(file, DEPTH, set())


def _read(file: Path, depth: int, seen: set[Path]) -> Iterator[Setting]:
    if file in seen:
        return
    seen.add(file)
    for one in parse(_text(file)):
        yield one
        if (*one[:3], depth > 0) == ("include", "", "path", True) and one.value[:1] != "~":
            yield from _read(file.parent / one.value, depth - 1, seen)


def parse(text: str) -> Iterator[Setting]:
    """Read the settings of a text."""
    section = sub = ""
    for line in _lines(text):
        rest = line
        if head := _SECTION.match(line):
            section, dot, below = head["name"].lower().partition(".")
            sub = re.sub(r"\\(.)", r"\1", head["sub"] or "") or (below if dot else "")
            rest = line[head.end() :]
        found = _KEY.match(_uncommented(rest) if "=" not in rest else rest)
        if found and section:
            value = "true" if found["value"] is None else _value(found["value"])
            yield Setting(section, sub, found["key"].lower(), value)


def _text(file: Path) -> str:
    try:
        state = file.stat()
        if not stat.S_ISREG(state.st_mode) or state.st_size > LIMIT:
            return ""
        return file.read_bytes().decode("utf-8", "surrogateescape")
    except (OSError, ValueError):  # ValueError: a path that holds NUL
        return ""


def _lines(text: str) -> Iterator[str]:
    """Give logical lines: a backslash at the end of one goes on with the next."""
    held = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        whole = held + line
        if (len(whole) - len(whole.rstrip("\\"))) % 2:
            held = whole[:-1]
            continue
        held = ""
        yield whole


def _uncommented(text: str) -> str:
    return re.split("[#;]", text, maxsplit=1)[0]


def _value(text: str) -> str:
    """Take off quotes, escapes, a comment, and blanks at both ends that are not quoted."""
    out: list[str] = []
    kept = 0  # characters that trailing blanks must not be taken from
    quoted = escaped = False
    for char in text.lstrip(" \t"):
        if escaped:
            out.append(_ESCAPES.get(char, char))
            escaped, kept = False, len(out)
        elif char == "\\":
            escaped = True
        elif char == '"':
            quoted, kept = not quoted, len(out)
        elif char in "#;" and not quoted:
            break
        else:
            out.append(char)
            if quoted or char not in " \t":
                kept = len(out)
    return "".join(out[:kept])
