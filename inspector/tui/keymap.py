"""A person's own keys, ``id = "key,key"`` in a TOML file, in; checked keys by id out.

Textual takes an unknown id and a key that does not exist without a word, so everything is checked
here, and every fault is told with its line.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, _character_to_key, key_to_character

from inspector import whole
from inspector.safe import Safe, safe
from inspector.tui import keys

LARGEST = 64 << 10
_NAMES = frozenset(key.value for key in Keys)
_LONGER = {short: name for name, short in KEY_NAME_REPLACEMENTS.items()}
_PRESSED = re.compile(r"((?:(?:ctrl|shift|alt)\+){0,3})(.+)\Z", re.DOTALL)
_LINE = re.compile(r"""\s*["']?([^"'=]*?)["']?\s*=""")

Scope = Mapping[str, str]
"""Keys, divided by commas, by the id of what they do."""


class KeymapError(ValueError):
    """The file cannot be used; the text names every fault, one to a line."""


def read(path: str) -> dict[str, str]:
    """Read a keymap file; raises `KeymapError`."""
    try:
        data = whole.read(path, LARGEST)
    except OSError as error:
        raise KeymapError(f"cannot be read ({(error.strerror or 'unknown').lower()})") from error
    try:
        return checked(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise KeymapError("is no UTF-8 text") from error


def checked(text: str) -> dict[str, str]:
    """Check a keymap; raises `KeymapError`."""
    try:
        table = whole.table(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise KeymapError(f"is no TOML: {safe(str(error), 200)}") from error
    lines = _lines(text)
    scopes = [keys.defaults(prefix) for prefix, _ in keys.SCOPES]
    known = dict(item for scope in scopes for item in scope.items())
    faults: list[tuple[int, str]] = []
    keymap: dict[str, str] = {}
    for name, value in table.items():
        line = lines.get(name, 1)
        if name not in known:
            faults.append((line, _unknown(name, known)))
        elif not isinstance(value, str):
            faults.append((line, f'{name} must be a text such as "x,ctrl+x"'))
        else:
            pressed, wrong = _pressed(value)
            faults += [(line, f"{name}: {one}") for one in wrong]
            keymap[name] = ",".join(pressed)
    for scope in scopes:
        faults += _clashes(scope, keymap, lines)
    if faults:
        told = [f"line {line}: {fault}" for line, fault in sorted(set(faults))]
        raise KeymapError("\n".join(told))
    return keymap


def _lines(text: str) -> dict[str, int]:
    """On which line each id stands, from 1."""
    found = ((_LINE.match(line), number) for number, line in enumerate(text.split("\n"), 1))
    return {match[1].strip(): number for match, number in found if match}


def _unknown(name: str, known: Mapping[str, str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"; did you mean {close[0]}?" if close else "; the help (?) names them all"
    return f"there is no key called {safe(name, 60)}{hint}"


def _pressed(value: str) -> tuple[list[str], list[str]]:
    """The keys of a text as Textual names them, and what is wrong with others."""
    pressed: list[str] = []
    wrong: list[str] = []
    for one in value.split(","):
        key = _key(one.strip())
        if key is None:
            wrong.append(f"{safe(one.strip(), 30) or 'nothing'} is no key")
        elif key in pressed:
            wrong.append(f"{safe(one.strip(), 30)} stands twice")
        else:
            pressed.append(key)
    return pressed, wrong


def _key(text: str) -> str | None:
    """A key as Textual names it: a character, or a name such as ``pagedown``."""
    parts = _PRESSED.match(text)
    if parts is None:
        return None
    modifiers, base = parts.groups()
    if len(base) == 1 and base.isprintable() and base != " ":
        return modifiers + _character_to_key(base)
    if base in _NAMES or _named(base):
        return modifiers + base
    return None


def _named(name: str) -> bool:
    """Tell whether Textual calls a character so."""
    character = _character(name)
    return character is not None and unicodedata.category(character)[0] in "PSN"


def _character(name: str) -> str | None:
    """The character of a name; Textual's own function does not know those that it made shorter."""
    if not name.isascii() or not name.replace("_", "").isalpha():
        return None
    character = key_to_character(_LONGER.get(name, name))
    return character if character is not None and len(character) == 1 else None


def _clashes(
    defaults: Scope, keymap: Mapping[str, str], lines: Mapping[str, int]
) -> Iterator[tuple[int, str]]:
    """Find keys that would mean two things on one screen."""
    taken: dict[str, str] = {}
    merged = {name: keymap.get(name, pressed) for name, pressed in defaults.items()}
    # those of the file last, for they are the ones to blame
    for name in sorted(merged, key=lambda name: (name in keymap, lines.get(name, 0))):
        for key in merged[name].split(","):
            other = taken.setdefault(key, name)
            if other != name:
                where = f" (line {lines.get(other, 1)})" if other in keymap else ""
                yield lines.get(name, 1), f"{name}: {key} is the key of {other}{where} as well"


def shown(pressed: str) -> Safe:
    """Keys as the help shows them."""
    return Safe(" ".join(_shown(key) for key in pressed.split(",")))


def _shown(key: str) -> str:
    *modifiers, base = key.split("+")
    said = base if len(base) == 1 else _character(base) or base.capitalize()
    said = said if said.isprintable() and said.strip() else base.capitalize()
    return "".join("^" if one == "ctrl" else f"{one}+" for one in modifiers) + said
