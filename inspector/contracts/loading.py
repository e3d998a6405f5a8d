"""A TOML file in, a `Contract` out; or every problem of the file at once.

The file states, for every field, type, form, privacy class and the sentence that documents it, with
the dated page that the sentence stands on.  A field without a quotation is refused: a promise that
nobody made cannot be broken.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from inspector import whole
from inspector.contracts.fields import Beside, Sources, nothing_beside, read_field, read_quotes
from inspector.contracts.table import ContractError, Table
from inspector.model import Contract, EventType, Field, Json, Note, Rate, Sample, Source

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])\Z")
_RULE = re.compile(r"[a-z]+/[a-z-]+\Z")
_PATH = re.compile(r"""[^.\[\]"]+(?:\[\])?(?:\.[^.\[\]"]+(?:\[\])?)*\Z""")


def load(file: str | Path | Traversable, beside: Traversable | None = None) -> Contract:
    """Read one contract; raises `ContractError` that lists everything that is wrong with it.

    Files that it names stand in the folder `beside`, by default its own.
    """
    source = Path(file) if isinstance(file, str) else file
    if isinstance(source, Path) and source.exists() and not source.is_file():
        raise ContractError(str(file), ["is no file; give the path of a contract (TOML)"])
    try:
        data = source.read_bytes()
        table = whole.table(data.decode())
    except OSError as error:
        why = (error.strerror or "unknown error").lower()
        raise ContractError(str(file), [f"cannot be read: {why}"]) from error
    except UnicodeDecodeError as error:
        raise ContractError(source.name, [f"is not UTF-8 (byte {error.start})"]) from error
    except tomllib.TOMLDecodeError as error:
        raise ContractError(source.name, [f"is not TOML: {error}"]) from error
    except RecursionError as error:
        raise ContractError(source.name, ["is nested too deeply to be a contract"]) from error
    problems: list[str] = []
    files = _Files(beside or (source.parent if isinstance(source, Path) else None), data)
    contract = _read(Table(table, "", problems), problems, files.read)
    if problems:
        raise ContractError(source.name, problems)
    return replace(contract, digest=files.digest.hexdigest())


class _Files:
    """The files beside a contract, and the digest of it and of what was read of them."""

    def __init__(self, folder: Traversable | None, contract: bytes) -> None:
        self._folder, self.digest = folder, hashlib.sha256(contract)

    def read(self, name: str) -> bytes:
        if self._folder is None:
            return nothing_beside(name)
        data = (self._folder / name).read_bytes()
        self.digest.update(data)
        return data


def _read(top: Table, problems: list[str], beside: Beside) -> Contract:
    sources = _sources(top)
    fields = _fields(top, sources, None, beside)
    events = _events(top, sources, beside)
    event_field = top.text("event")
    contract = Contract(
        name=_name(top),
        title=top.text("title"),
        language=top.optional_text("language") or "en",
        match=_match(top),
        event_field=event_field,
        default_event=top.optional_text("default_event"),
        sources=tuple(sources.values()),
        fields=_name_events(fields, event_field, events),
        events=events,
        envelope=top.texts("envelope") or (),
        payload_key=top.optional_text("payload_key"),
        promises=_notes(top, "promises", sources),
        gaps=_notes(top, "gaps", sources),
        samples=_samples(top),
        before=top.optional_text("before"),
    )
    top.close()
    problems += _contradictions(contract)
    return contract


def _name(top: Table) -> str:
    name = top.text("name")
    if name and not _NAME.match(name):
        top.problem("name", "must be lower-case letters, digits and dashes")
    return name


def _sources(top: Table) -> Sources:
    sources = {}
    for key, table in top.table("source").entries():
        sources[key] = Source(
            id=key,
            title=table.text("title"),
            language=table.text("language"),
            date=_date(table),
            page=table.text("page"),
        )
        table.close()
    if not sources:
        top.problem("source", "is missing; name at least one dated page: [source.en-2026-01]")
    return sources


def _date(table: Table) -> str:
    """Read a TOML date, or a month as text where no day is known."""
    found = table.raw("date")
    if isinstance(found, dt.date) and not isinstance(found, dt.datetime):
        return found.isoformat()
    if isinstance(found, str) and _MONTH.match(found):
        return found
    table.problem("date", 'must be a date such as 2026-03-25, or a month: "2026-03"')
    return ""


def _fields(
    parent: Table, sources: Sources, event: str | None, beside: Beside
) -> tuple[Field, ...]:
    found = []
    for path, table in parent.table("fields").entries():
        if not _PATH.match(path):
            parent.problem("fields", f"{path} is no path; write steps such as a.b[].c or a.*")
        found.append(read_field(table, path, sources, event, beside))
    return tuple(found)


def _events(top: Table, sources: Sources, beside: Beside) -> tuple[EventType, ...]:
    found = []
    for name, table in top.table("events").entries():
        quotes = read_quotes(table, sources, needed=True)
        fields = _fields(table, sources, name, beside)
        found.append(EventType(name, quotes, fields, _bound(table)))
        table.close()
    if not found:
        top.problem("events", "is missing; name at least one event type: [events.Started]")
    return tuple(found)


def _bound(table: Table) -> Literal["begins", "ends"] | None:
    begins, ends = table.flag("begins"), table.flag("ends")
    if begins and ends:
        table.problem("ends", "contradicts begins: an event does one of them")
    return "begins" if begins else "ends" if ends else None


def _name_events(
    fields: tuple[Field, ...], path: str, events: tuple[EventType, ...]
) -> tuple[Field, ...]:
    """Close the set of the field that names the event: no contract has to list it twice."""
    names = tuple(event.name for event in events)
    return tuple(replace(one, values=names) if one.path == path else one for one in fields)


def _match(top: Table) -> tuple[dict[str, Json], ...]:
    found = top.raw("match")
    if isinstance(found, list) and found and all(_is_alternative(one) for one in found):
        return tuple(found)
    top.problem("match", "must be a list of tables such as { schemaVersion = 2 }, has or lacks")
    return ()


def _is_alternative(found: Json) -> bool:
    if not isinstance(found, dict) or not found:
        return False
    lists = [found[key] for key in ("has", "lacks") if key in found]
    return all(
        isinstance(one, list) and one and all(isinstance(key, str) for key in one) for one in lists
    )


def _notes(top: Table, key: str, sources: Sources) -> tuple[Note, ...]:
    found = []
    for table in top.tables(key):
        quotes = read_quotes(table, sources, needed=key == "promises")
        rates = tuple(map(_rate, table.tables("rates") if key == "promises" else ()))
        found.append(Note(table.text("id"), table.text("text"), quotes, rates))
        table.close()
    return tuple(found)


def _rate(table: Table) -> Rate:
    rate = Rate(
        reading=table.text("reading"),
        most=table.count("most"),
        hours=table.count("hours"),
        by=table.texts("by") or (),
        kinds=table.texts("kinds") or (),
    )
    if "by" not in table:
        table.problem("by", "is missing; name the fields that tell streams apart")
    table.close()
    return rate


def _samples(top: Table) -> tuple[Sample, ...]:
    found = []
    for table in top.tables("samples"):
        rules = () if table.raw("violations") == [] else table.texts("violations")
        if "violations" not in table:
            table.problem("violations", "is missing; write [] for a line that must be accepted")
        if not all(_RULE.match(rule) for rule in rules or ()):
            table.problem("violations", "must hold rule ids such as contract/undocumented-field")
        found.append(Sample(table.text("line"), rules or (), table.text("why")))
        table.close()
    if {bool(sample.violations) for sample in found} != {True, False}:
        top.problem("samples", "must hold a line to accept and a line to object to")
    return tuple(found)


def _contradictions(contract: Contract) -> Iterator[str]:
    """Find what no key alone shows: parents that are missing, names that nothing declares."""
    common = {one.path: one for one in contract.fields}
    yield from _misplaced("fields", contract.fields, common)
    for event in contract.events:
        at = f"events.{event.name}.fields"
        twice = sorted(common.keys() & {one.path for one in event.fields})
        yield from (f'{at}."{path}": stands in fields as well' for path in twice)
        known = common | {one.path: one for one in event.fields}
        yield from _misplaced(at, event.fields, known)
    yield from _misnamed(contract, common)
    for promise in contract.promises:
        paths = {path for rate in promise.rates for path in (*rate.by, *rate.kinds)}
        unknown = sorted(paths - common.keys())
        yield from (
            f"promises: {promise.id} counts by {path}, which is no field of every event"
            for path in unknown
        )


def _misplaced(at: str, fields: tuple[Field, ...], known: dict[str, Field]) -> Iterator[str]:
    for one in fields:
        items = one.path.endswith("[]")
        parent = one.path.removesuffix("[]") if items else one.path.rpartition(".")[0]
        needed = "array" if items else "object"
        if parent and parent not in known:
            yield f'{at}."{one.path}": stands inside {parent}, which is not described'
        elif parent and needed not in known[parent].types:
            yield f'{at}."{one.path}": stands inside {parent}, which is no {needed}'
        if "array" in one.types and f"{one.path}[]" not in known:
            yield f'{at}."{one.path}": is an array; describe its items as well: {one.path}[]'


def _misnamed(contract: Contract, common: dict[str, Field]) -> Iterator[str]:
    envelope = contract.envelope
    yield from (f"envelope: {key} is a field as well" for key in envelope if key in common)
    if contract.payload_key and contract.payload_key not in envelope:
        yield "payload_key: must be one of the envelope"
    if contract.default_event and contract.default_event not in {
        event.name for event in contract.events
    }:
        yield "default_event: is none of the events"
    if contract.event_field and contract.event_field not in {*common, *envelope}:
        yield "event: names neither a field nor a key of the envelope"
