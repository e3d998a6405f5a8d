"""Values and remarks in, what the detectors find in them out.

A value that a contract closes is not looked at: what matched a closed pattern or set can hold
nothing else, and that is what keeps false alarms away.  Values repeat, so verdicts are remembered
by value; nothing depends on that memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from inspector.language import Term
from inspector.model import (
    LEVELS,
    Confidence,
    Contract,
    Delivery,
    Event,
    Finding,
    Json,
    Level,
    Payload,
    Record,
    Remark,
    Value,
    members,
)
from inspector.rules.disguise import layers
from inspector.rules.envelope import carried, written
from inspector.rules.hit import Hit, finding, promised, steps
from inspector.rules.late import late
from inspector.rules.registry import Context, Rule
from inspector.rules.registry import rules as every
from inspector.rules.shape import closed
from inspector.rules.text import LIMIT, Find, Remarked, Scan, Span, Text
from inspector.safe import mask

_REMEMBERED = 20_000  # verdicts kept: some 10 MB at the most
_LAYERS = 4 * LIMIT  # characters: room for every mixture of six disguises in a value of 100 KB
_PSEUDONYM = late(r"\bredacted-[0-9a-f]{8}\b")
"""What `inspector redact` puts in the place of a value: eight digits hold nothing of it."""
_ZONE = late(r"\S+ \S+ [+-]\d{4} (?!(?:[A-Z]{1,5}|[+-]\d{2,4})\Z)([\s\S]+)")
"""The clock of a frame whose zone has another name than Go gives it."""
_LONG = 256  # characters from which a value is remembered by its digest
_SHORT_NUMBER = 6  # digits of a number that can be no telephone, card or document
_SPANS = 1_000  # places that one rule may point at in one text; it says one thing of them all
_DISGUISED = "{} It is disguised ({})."
_TELLING = frozenset({"secret", "personal", "infrastructure"})
"""Families whose finds in a remark have a rule of their own."""
_SURE: tuple[Confidence, ...] = ("high", "medium", "low")


class Scanner:
    """The chosen detectors, with a memory of what they said of a value."""

    def __init__(self, rules: Sequence[Rule], context: Context) -> None:
        self._rules = tuple(rule for rule in rules if rule.about == "text")
        self._messages = {rule.id: _sentence(rule) for rule in self._rules}
        self._context = context
        self._known: dict[tuple[object, ...], Scan] = {}
        self._beside: Scanner | None = None
        """For remarks, which have rules of their own: all detectors, where none was chosen."""
        chosen = {rule.family for rule in self._rules}
        if chosen.isdisjoint(_TELLING) and any(rule.about == "remark" for rule in rules):
            detectors = [rule for rule in every() if rule.family in _TELLING]
            self._beside = Scanner(detectors, context)

    def scan(self, text: Text) -> Scan:
        """Examine one text and everything that hides in it."""
        if "redacted-" in text.raw:
            text = _like(text, _PSEUDONYM.sub("", text.raw), text.chain)
        raw: object = text.raw
        if len(text.raw) > _LONG:
            raw = hashlib.sha256(text.raw.encode("utf-8", "surrogatepass")).digest()
        key = (raw, text.key, text.path, text.event, text.is_key)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._scan(text)
        return found

    def _scan(self, text: Text) -> Scan:
        if not self._rules:
            return Scan(())
        left = max(0, len(text.raw) - LIMIT)
        whole = text if not left else _like(text, text.raw[:LIMIT], ())
        hidden, spent = layers(whole.raw, _LAYERS)
        left += spent
        texts = [whole, *(_like(text, one.text, one.chain) for one in hidden)]
        if left:
            texts.append(Text("", text.key, text.path, text.event, (), text.is_key, left))
        finds: dict[str, Find] = {}
        for one in texts:
            for rule in self._rules:
                best = finds.get(rule.id)
                if best and best.confidence == "high":
                    continue
                if (find := self._find(rule, one)) and (not best or _surer(find, best)):
                    finds[rule.id] = find
        return Scan(tuple(_spoken(finds)), left)

    def _find(self, rule: Rule, text: Text) -> Find | None:
        best = _best(rule.check(text, self._context))
        if best is None:
            return None
        evidence = mask(text.raw[best.start : best.end]) if best.evidence is None else best.evidence
        level = _level(rule.level, best.confidence)
        return Find(rule.id, level, best.confidence, evidence, self._messages[rule.id], text.chain)

    def event(self, event: Event, left: list[int]) -> Iterator[Finding]:
        """Examine every value of an event that no contract closes, and every key of the data.

        For each value that is too large, `left` gets how many characters were not examined.
        """
        for row in event.values:
            for text in _texts(event, row):
                for find in self._finds(text, left):
                    yield _finding(find, event, row, raw=self._context.raw)

    def request(self, delivery: Delivery, left: list[int]) -> Iterator[Finding]:
        """Examine what a request carries besides its events, as far as nobody knows its form."""
        for place, key, value in carried(delivery):
            for text in _strings(value):
                for find in self._finds(Text(text, key.lower(), place), left):
                    yield _carried(find, delivery.contract, place, value)

    def beside(self, record: Record, left: list[int]) -> Iterator[Remarked]:
        """Examine what a record holds and nobody transmits.

        That is a remark, a zone that Go names otherwise, comments, and what a proxy wrote around.
        """
        content, frame = record.content, record.frame
        if isinstance(content, Remark):
            yield Remarked(content, self._remarked(Text(content.text), left))
        around = (content.wrapper or {}) if isinstance(content, Payload) else {}
        if frame and (zone := _ZONE.match(frame.time)):
            around = {**around, "zone": zone[1]}
        for part, value in _leaves("", around):
            for text in _strings(value):
                key = part.rpartition(".")[2]
                raw = f"{key}: {text}" if part.startswith("headers.") else text
                if finds := self._remarked(Text(raw, key.lower()), left):
                    yield Remarked(Remark("foreign", raw), finds, f"capture.{written(part)}")

    def _finds(self, text: Text, left: list[int]) -> tuple[Find, ...]:
        scan = self.scan(text)
        if scan.unexamined:
            left.append(scan.unexamined)
        return scan.finds

    def _remarked(self, text: Text, left: list[int]) -> tuple[Find, ...]:
        return (self._beside or self)._finds(text, left)  # noqa: SLF001  # one of its own kind


def _best(spans: Iterable[Span]) -> Span | None:
    """Take the first span that is sure, or the surest of the first `_SPANS`."""
    best: Span | None = None
    for span in islice(spans, _SPANS):
        if best is None or _SURE.index(span.confidence) < _SURE.index(best.confidence):
            best = span
        if best.confidence == "high":
            break
    return best


def _like(text: Text, raw: str, chain: tuple[str, ...]) -> Text:
    return Text(raw, text.key, text.path, text.event, chain, text.is_key)


def _sentence(rule: Rule) -> str:
    """Say what a detector has found: the first sentence of its help."""
    return " ".join(rule.text.partition("\n\n")[0].split())


def _level(level: Level, confidence: Confidence) -> Level:
    """What is not sure is for a person to decide; no finding becomes worse than its rule."""
    return level if confidence == "high" else LEVELS[max(LEVELS.index(level), 1)]


def _surer(one: Find, other: Find) -> bool:
    return _SURE.index(one.confidence) < _SURE.index(other.confidence)


def _spoken(finds: dict[str, Find]) -> Iterator[Find]:
    """Leave out what another finding of the value says better.

    That something was encoded is said by what that uncovered, that it cannot be read by the secret
    that it is.
    """
    uncovered = any(one.chain for key, one in finds.items() if key != "hidden/encoded")
    known = any(key.startswith("secret/") for key in finds)
    for key, one in finds.items():
        if key == "hidden/encoded" and uncovered:
            continue
        if key == "hidden/opaque-blob" and known:
            continue
        yield one


def _texts(event: Event, row: Value) -> Iterator[Text]:
    named = row.role in {"map", "undocumented", "inside"}
    raw = _raw(row)
    if raw and closed(row):
        raw = ""
    if not raw and not named:
        return
    key = next((one for one in reversed(steps(row.place)) if one != "[]"), "")
    if key and named:
        yield Text(key, "", row.path, event.type, is_key=True)
    if raw:
        yield Text(raw, key.lower(), row.path, event.type)


def _raw(row: Value) -> str:
    match row.value:
        case str():
            return row.value
        case bool():
            return ""
        case int() | float() if len(str(row.value)) >= _SHORT_NUMBER:
            return str(row.value)
        case _:
            return ""


def _finding(find: Find, event: Event, row: Value, *, raw: bool) -> Finding:
    message, words = _worded(find)
    hit = Hit(
        message,
        row,
        words=words,
        evidence=find.evidence,
        level=find.level,
        confidence=find.confidence,
        quote=promised(event.contract, "not-associated"),
        disguise=find.chain,
    )
    return finding(find.rule, find.level, hit, event, event.payload.transmitted, raw=raw)


def _carried(find: Find, contract: Contract | None, place: str, value: Json) -> Finding:
    message, words = _worded(find)
    hit = Hit(
        message,
        field=place,
        words=words,
        evidence=find.evidence,
        about=[place, value],
        level=find.level,
        confidence=find.confidence,
        quote=promised(contract, "not-associated"),
        contract=contract.name if contract else None,
        disguise=find.chain,
    )
    return finding(find.rule, find.level, hit, None, "yes")


def _leaves(path: str, value: Json) -> Iterator[tuple[str, Json]]:
    """Give the parts of an object with their dotted places; a list is one part."""
    if isinstance(value, dict):
        for key, inner in members(value):
            yield from _leaves(f"{path}.{key}" if path else key, inner)
    else:
        yield path, value


def _strings(value: Json) -> Iterator[str]:
    """Give every text in a value, the names of keys included."""
    match value:
        case str() if value:
            yield value
        case list():
            for one in value:
                yield from _strings(one)
        case dict():
            for key, one in members(value):
                yield key
                yield from _strings(one)
        case int() | float() if len(str(value)) >= _SHORT_NUMBER:
            yield str(value)
        case _:
            pass


def _worded(find: Find) -> tuple[str, tuple[str, ...]]:
    if not find.chain:
        return find.message, ()
    return _DISGUISED, (Term(find.message), Term.series(find.chain, " of "))
