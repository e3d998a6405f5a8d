"""What a rule says, and the finding that is made of it: masked, located, the promise quoted."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Literal

from inspector.language import Term
from inspector.model import (
    Confidence,
    Contract,
    Event,
    Field,
    Finding,
    Json,
    Level,
    Quote,
    Repeated,
    Role,
    Transmitted,
    Value,
)
from inspector.rules.late import late
from inspector.safe import Safe, mask, name, safe

RAW = 4096
"""Characters of a value that a finding keeps where somebody asked for the value itself."""

_SHORT = 256  # characters of a place that is remembered: 4,096 of them take 2 MB at the most

Once = Literal["value", "event", "contract"]

_STEP = late(r'\["(?P<text>(?:[^"\\]|\\.)*)"\]|(?P<item>\[\d*\])|\.?(?P<word>[^.\[]+)')


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a rule has found; `message` is one sentence without any value of the data."""

    message: str
    """One sentence; where it holds ``{}``, `words` stand in their places, so that languages share
    one form of it."""
    row: Value | None = None
    """Where it stands."""
    field: str | None = None
    """The documented path it is about, where no row stands for it."""
    evidence: Safe | None = None
    """What to show of the value instead of its mask; empty text for nothing."""
    about: Json = None
    """What tells this finding from others, where no row does."""
    once: Once = "value"
    """Findings of one value, of one event type or of one contract become one."""
    level: Level | None = None
    confidence: Confidence = "high"
    quote: Quote | None = None
    """The promise that is broken, if it is not the field's own sentence."""
    contract: str | None = None
    """Of a run's finding; an event knows its own."""
    event: str | None = None
    """A documented event type of a run's finding; an event knows its own."""
    words: tuple[object, ...] = ()
    """What stands in the ``{}`` of the message; a `Term` is said in the reader's language."""
    disguise: tuple[str, ...] = ()
    """Encodings that were undone to see it, the outermost first."""
    places: tuple[tuple[int, int], ...] = ()
    """Where a history's finding was first seen: (input from 0, line from 1)."""
    times: int = 0
    """How often it was seen, if more often than `places` says."""
    sent: Transmitted = "yes"
    """Whether what a history's finding is about was transmitted; an event knows it itself."""

    @property
    def said(self) -> str:
        """The message with its words."""
        return self.message.format(*self.words) if self.words else self.message


def finding(  # noqa: PLR0913  # the one place where a finding is made
    rule: str,
    level: Level,
    hit: Hit,
    event: Event | None,
    transmitted: Transmitted,
    *,
    raw: bool = False,
) -> Finding:
    """Make the finding: masked evidence, safe texts, a digest in place of the value."""
    contract = event.contract.name if event and event.contract else hit.contract
    return Finding(
        rule=rule,
        level=level,
        confidence=hit.confidence,
        transmitted=transmitted,
        contract=contract,
        event=_event(hit, event),
        field=_field(hit),
        message=safe(hit.said),
        template=(hit.message, tuple(map(_word, hit.words))),
        disguise=hit.disguise,
        raw=_raw(hit) if raw else None,
        evidence=_evidence(hit),
        promise=hit.quote or _promise(hit.row.doc if hit.row else None),
        value=_digest(hit),
    )


@lru_cache(maxsize=256)  # asked for every event
def promised(contract: Contract | None, key: str) -> Quote | None:
    """Quote the newest page on a promise of the contract; None where it makes no such promise."""
    notes = contract.promises if contract else ()
    return next((newest(note.quotes) for note in notes if note.id == key), None)


def newest(quotes: tuple[Quote, ...]) -> Quote | None:
    """Choose the words of the newest page; they know those of the newest in other languages."""
    best: dict[str, Quote] = {}
    for quote in quotes:
        known = best.get(quote.source.language)
        if known is None or known.source.date < quote.source.date:
            best[quote.source.language] = quote
    found = max(quotes, key=lambda quote: quote.source.date, default=None)
    if found is None or len(best) == 1:
        return found
    spoken = found.source.language
    return replace(found, others=tuple(one for key, one in best.items() if key != spoken))


def _word(word: object) -> str:
    return word if isinstance(word, Term) else str(word)


def _raw(hit: Hit) -> Safe | None:
    if hit.row is None or hit.once != "value":
        return None
    value = hit.row.value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return safe(text, RAW)


def _promise(doc: Field | None) -> Quote | None:
    return newest(doc.quotes) if doc else None


def _event(hit: Hit, event: Event | None) -> Safe | None:
    if hit.once == "contract" or event is None:
        return None if hit.event is None else safe(hit.event)
    if event.documented:
        return safe(event.documented.name)
    return None if event.type is None else name(event.type)


def _evidence(hit: Hit) -> Safe | None:
    if hit.evidence is not None or hit.once != "value" or hit.row is None:
        return hit.evidence or None
    return mask(hit.row.value)


def _field(hit: Hit) -> Safe | None:
    if hit.row is None:
        return None if hit.field is None else safe(hit.field)
    return located(hit.row)


def located(row: Value) -> Safe:
    """Write where a row stands: keys that no page knows are masked unless they read as names.

    Items of a list are not told apart, and what an envelope holds stands where the page shows it.
    """
    if row.role == "documented" and "*" not in row.path:
        return _known(row.path)
    short = len(row.path) <= _SHORT and len(row.place) <= _SHORT
    return (_located if short else _locate)(row.role, row.path, row.place)


def _locate(role: Role, path: str, place: str) -> Safe:
    keys, places = steps(path), steps(place)
    if role == "alias":
        return _joined([*keys[:-1], safe(places[-1])])
    if role in {"map", "documented"}:
        places = places[-len(keys) :]
        pairs = zip(keys, places, strict=False)
        return _joined([name(there) if key == "*" else key for key, there in pairs])
    return _joined([key if key in {"[]", "…"} else name(key) for key in keys])


_located = lru_cache(maxsize=4096)(_locate)


@lru_cache(maxsize=1024)
def _known(path: str) -> Safe:
    return safe(path)


def steps(path: str) -> tuple[str, ...]:
    """Split a place into raw keys and ``[]`` for an item of a list."""
    return _steps(path) if len(path) <= _SHORT else _split(path)


def _split(path: str) -> tuple[str, ...]:
    steps = []
    for match in _STEP.finditer(path):
        text, item, word = match["text"], match["item"], match["word"]
        steps.append("[]" if item else word if text is None else json.loads(f'"{text}"'))
    return tuple(steps)


_steps = lru_cache(maxsize=4096)(_split)


def _joined(steps: list[str]) -> Safe:
    return Safe("".join(step if step == "[]" else f".{step}" for step in steps).removeprefix("."))


def _digest(hit: Hit) -> bytes:
    """Digest what findings must share to be one: the whole value, or the raw name of the field.

    A key that is masked in the finding still tells it from another key of the same mask.
    """
    if hit.row is None:
        return b"" if hit.about is None else _sha256(hit.about)
    if hit.about is not None:
        return _sha256(hit.about)
    if hit.once == "value":
        return _sha256(hit.row.value)
    spelled = hit.row.role in {"alias", "map"}
    return _sha256([*steps(hit.row.place)] if spelled else hit.row.path)


def _sha256(value: Json) -> bytes:
    if type(value) is str:  # as most values are; what `dumps` would write of it
        text = encode_basestring(value)
    else:
        text = json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _ordered(value: Json) -> Json:
    """Spell objects as their sorted members, so that the order of keys does not matter."""
    match value:
        case Repeated():
            return {"": [[key, _ordered(one)] for key, one in value.pairs]}
        case dict():
            return {key: _ordered(value[key]) for key in sorted(value)}
        case list():
            return [_ordered(one) for one in value]
        case _:
            return value
