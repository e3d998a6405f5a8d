"""Two reports as plain values in, what differs between them out, in words."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

from inspector.safe import safe

Document = dict[str, Any]

_LISTS = ("inputs", "findings")
_MADE = frozenset({"command", "key"})
"""Parts of the provenance that are compared in a way of their own."""
_MISSING = "(nothing)"


class NoReport(ValueError):  # noqa: N818  # said of a file
    """The file is damaged, or is of a version that did not say how it was made."""


def checked(document: Document) -> None:
    """Raise `NoReport` where a part that is needed here is missing or of another type."""
    made = document.get("provenance")
    if not isinstance(made, dict) or not _texts(made.get("command")):
        raise NoReport("does not say how it was made; make it anew with this version")
    if made["command"][:2] != ["inspector", "audit"]:
        raise NoReport("is no report of inspector audit, so it cannot be made again")
    lists = [document.get(key) for key in _LISTS]
    rows = [one for found in lists if isinstance(found, list) for one in found]
    if not all(isinstance(one, list) for one in lists) or not all(map(_is_object, rows)):
        raise NoReport("is damaged: its inputs or findings cannot be read")
    if not all("judged_as_of" in one and _time(one["judged_as_of"]) for one in document["inputs"]):
        raise NoReport("is damaged: a time in it is none")
    if not all(type(one.get("readers")) is int for one in document["inputs"]):
        raise NoReport("is damaged: it does not say who may read an input")


def _is_object(found: object) -> bool:
    return isinstance(found, dict)


def _texts(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(one, str) for one in found)


def _time(found: object) -> bool:
    try:
        return found is None or bool(dt.datetime.fromisoformat(str(found)))
    except ValueError:
        return False


def command(document: Document) -> list[str]:
    """Give the command line that the report was made by."""
    return list(document["provenance"]["command"])


def times(document: Document) -> tuple[int | None, ...]:
    """Give the latest time that was no surprise in each input, in Unix milliseconds."""
    found = (one.get("judged_as_of") for one in document["inputs"])
    return tuple(None if one is None else _milliseconds(one) for one in found)


def readers(document: Document) -> tuple[int, ...]:
    """Give who else than its owner could read each input; its mode may be another by now."""
    return tuple(one["readers"] for one in document["inputs"])


def _milliseconds(text: str) -> int:
    time = dt.datetime.fromisoformat(text)
    return round((time if time.tzinfo else time.replace(tzinfo=dt.UTC)).timestamp() * 1000)


def differences(old: Document, new: Document) -> list[str]:
    """Say what differs: how it was made, what was read, what was found, what was counted."""
    apart = {*_LISTS, "provenance", "tool"}
    return [
        *_made(old, new),
        *_inputs(old["inputs"], new["inputs"]),
        *_findings(old, _renamed(old, new)),
        *(line for key in sorted({*old, *new} - apart)
          for line in _compared(key, old.get(key, _MISSING), new.get(key, _MISSING))),
    ]  # fmt: skip


def _compared(what: str, old: object, new: object) -> Iterator[str]:
    """Say where two values differ; of objects, in which of their members."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            yield from _compared(f"{what}.{key}", old.get(key, _MISSING), new.get(key, _MISSING))
    elif not _same(old, new):
        yield _counted(safe(what, 120), old, new)


def _same(old: object, new: object) -> bool:
    """Tell whether two values are the same as JSON: true is not 1, and 1 is not 1.0."""
    return json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)


def remarks(old: Document, new: Document) -> Iterator[str]:
    """Say what could not be compared."""
    if not _one_key(old, new):
        yield (
            "the tags of values were made with another key, so they were not compared; "
            "give the key of the report with --key FILE"
        )


def _made(old: Document, new: Document) -> Iterator[str]:
    if not _same(old.get("tool"), new["tool"]):
        version = safe(str((old.get("tool") or {}).get("version")), 40)
        yield f"it was made by version {version}; this is {new['tool']['version']}"
    mine, theirs = old["provenance"], new["provenance"]
    for key in sorted({*mine, *theirs} - _MADE):
        if not _same(mine.get(key, _MISSING), theirs.get(key, _MISSING)):
            yield _HOW.get(key, f"its provenance says otherwise ({safe(key, 40)})")
    paths = [one.get("path") for one in old["inputs"]]
    for word in _unknown(mine["command"], [*paths, *(old.get("skipped") or ())]):
        yield f"its command line names {safe(word, 120)}, and none of its inputs is of it"


_HOW = {
    "rules_sha256": "it was made by other rules (their SHA-256 differs)",
    "contracts": "the contracts are not the ones it was made with",
    "files": "the files of its options are not the ones it was made with",
    "evidence": "it shows values in another way (--evidence)",
    "as_of": "it was judged by the pages of another day (--as-of)",
}


def _unknown(words: list[str], paths: list[object]) -> Iterator[str]:
    """Give the paths of a command line that no input belongs to.

    What follows an option may be its value; a path is taken for one only where no option precedes.
    """
    known = [str(path) for path in paths]
    before = ""
    for word in words[2:]:
        plain = not word.startswith("-") and not (before.startswith("--") and "=" not in before)
        if plain and not any(_belongs(path, word) for path in known):
            yield word
        before = word


def _belongs(path: str, word: str) -> bool:
    folder = word.rstrip("/") + "/"
    if path == word or path.startswith(folder):
        return True
    return any(fnmatch(path, one) for one in (word, f"{folder}*"))


def _inputs(old: list[Document], new: list[Document]) -> Iterator[str]:
    if len(old) != len(new):
        yield f"it was made of {len(old):,} inputs; here are {len(new):,}"
    for number, (before, now) in enumerate(zip(old, new, strict=False), 1):
        if before.get("sha256") != now["sha256"]:
            yield f"input {number} ({now['path']}) does not hold the same bytes"
            continue
        for key in sorted({*before, *now} - {"path"}):
            said, is_ = before.get(key, _MISSING), now.get(key, _MISSING)
            if not _same(said, is_):
                yield _counted(f"{safe(key, 40)} of input {number} ({now['path']})", said, is_)


def _renamed(old: Document, new: Document) -> Document:
    """Call the new inputs what the old report calls them, where they hold the same bytes."""
    names = {
        now["path"]: before.get("path")
        for before, now in zip(old["inputs"], new["inputs"], strict=False)
        if before.get("sha256") == now["sha256"]
    }
    return {**new, "findings": [_moved(one, names) for one in new["findings"]]}


def _moved(one: Document, names: dict[str, Any]) -> Document:
    places = [{**place, "path": names.get(place["path"], place["path"])}
              for place in one["locations"]]  # fmt: skip
    return {**one, "locations": places}


def _findings(old: Document, new: Document) -> Iterator[str]:
    tags = _one_key(old, new)
    before, now = (_keyed(one["findings"], tags=tags) for one in (old, new))
    for key, found in before.items():
        if key not in now:
            yield f"the inputs do not give this finding of the report: {_said(found)}"
            continue
        keys = sorted({*found, *now[key]} - (set() if tags else {"value_tag"}))
        changed = [
            name for name in keys
            if not _same(found.get(name, _MISSING), now[key].get(name, _MISSING))
        ]  # fmt: skip
        if changed:
            yield f"{safe(', '.join(changed), 200)} of this finding differ: {_said(found)}"
    for key, found in now.items():
        if key not in before:
            yield f"the report lacks this finding: {_said(found)}"
    if before.keys() == now.keys() and list(before) != list(now):
        yield "its findings stand in another order"


def _keyed(findings: list[Document], *, tags: bool) -> dict[tuple[Any, ...], Document]:
    """Number findings that agree in what names them, so that none hides another."""
    keyed: dict[tuple[Any, ...], Document] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for one in findings:
        said = (one.get("fingerprint"), one.get("level"), one.get("value_tag") if tags else "")
        names = tuple(map(str, said))
        counts[names] += 1
        keyed[*names, counts[names]] = one
    return keyed


def _one_key(old: Document, new: Document) -> bool:
    return bool(old["provenance"].get("key") == new["provenance"]["key"])


def _said(one: Document) -> str:
    parts = (one.get("rule"), one.get("event"), one.get("field"))
    return " ".join(safe(str(part), 80) for part in parts if part)


def _counted(what: str, old: object, new: object) -> str:
    return f"{what}: the report says {safe(str(old), 120)}, the inputs give {safe(str(new), 120)}"
