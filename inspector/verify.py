"""Two reports as plain values in, what differs between them out, in words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from inspector.safe import safe

Document = dict[str, Any]

_LISTS = ("inputs", "findings")
_IGNORED = frozenset({"findings", "inputs", "provenance", "tool", "rules"})


class NoReport(ValueError):  # noqa: N818  # said of a file
    """The file is damaged, or is of a version that did not say how it was made."""


def checked(document: Document) -> None:
    """Raise `NoReport` where a part that is needed here is missing or of another type."""
    made = document.get("provenance")
    if not isinstance(made, dict) or not _texts(made.get("command")):
        raise NoReport("does not say how it was made; make it anew with this version")
    rows = [one for key in _LISTS for one in document.get(key) or ()]
    if not all(isinstance(one, dict) for one in rows):
        raise NoReport("is damaged: its inputs or findings cannot be read")
    if not all(_time(one.get("judged_as_of")) for one in document["inputs"]):
        raise NoReport("is damaged: a time in it is none")


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


def _milliseconds(text: str) -> int:
    time = dt.datetime.fromisoformat(text)
    return round((time if time.tzinfo else time.replace(tzinfo=dt.UTC)).timestamp() * 1000)


def differences(old: Document, new: Document) -> list[str]:
    """Say what differs: how it was made, what was read, what was found, what was counted."""
    return [
        *_made(old, new),
        *_inputs(old["inputs"], new["inputs"]),
        *_findings(old, _renamed(old, new)),
        *(_counted(key, old.get(key), new.get(key)) for key in sorted({*old, *new} - _IGNORED)
          if old.get(key) != new.get(key)),
    ]  # fmt: skip


def remarks(old: Document, new: Document) -> Iterator[str]:
    """Say what could not be compared."""
    if not _one_key(old, new):
        yield (
            "the tags of values were made with another key, so they were not compared; "
            "give the key of the report with --key FILE"
        )


def _made(old: Document, new: Document) -> Iterator[str]:
    if old.get("tool") != new.get("tool"):
        version = safe(str((old.get("tool") or {}).get("version")), 40)
        yield f"it was made by version {version}; this is {new['tool']['version']}"
    mine, theirs = old["provenance"], new["provenance"]
    if mine.get("rules_sha256") != theirs["rules_sha256"]:
        yield "it was made by other rules (their SHA-256 differs)"
    for word, key in (("contracts", "contracts"), ("files of its options", "files")):
        if mine.get(key) != theirs[key]:
            yield f"the {word} are not the ones it was made with"
    if mine.get("evidence") != theirs["evidence"]:
        yield "it shows values in another way (--evidence)"


def _inputs(old: list[Document], new: list[Document]) -> Iterator[str]:
    if len(old) != len(new):
        yield f"it was made of {len(old):,} inputs; here are {len(new):,}"
    for number, (before, now) in enumerate(zip(old, new, strict=False), 1):
        if before.get("sha256") != now["sha256"]:
            yield f"input {number} ({now['path']}) does not hold the same bytes"
            continue
        for key in sorted({*before, *now} - {"path", "judged_as_of"}):
            if before.get(key) != now.get(key):
                yield _counted(
                    f"{key} of input {number} ({now['path']})", before.get(key), now.get(key)
                )


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
        changed = [name for name in keys if found.get(name) != now[key].get(name)]
        if changed:
            yield f"{safe(', '.join(changed), 200)} of this finding differ: {_said(found)}"
    for key, found in now.items():
        if key not in before:
            yield f"the report lacks this finding: {_said(found)}"


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
