"""Family `identity`: whether an identifier is anonymous, or only hashed.

Facts about how identifiers are made stand in `inspector.recipes`, with their sources.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from inspector.language import Term
from inspector.model import Event, Field, Json, Quote, Value
from inspector.recipes import (
    NOTHING,
    PRINTED,
    Installed,
    address,
    filled_up,
    holds_card,
    installed,
    perhaps_spelt,
    spelt,
    version,
)
from inspector.rules.history import History
from inspector.rules.hit import Hit, newest, promised
from inspector.rules.identities import Identities, Identity, key
from inspector.rules.late import late
from inspector.rules.registry import Context, about_event, about_history
from inspector.safe import mask

_LASTING = frozenset({"machine", "user", "project"})
"""What outlasts a run: an id of it leads from one run to the next."""
_ANONYMOUS = ("anonym", "non-identifiable", "аноним", "обезличен")
_NO_DAYS = Term("days that no clock tells")
_URL = late(r"[A-Za-z][A-Za-z0-9+.-]{0,15}://|[^\s@/:]{1,64}@[^\s@/:]{1,255}[:/]")
_FOLDER = late(r"(?:/|~/|\.{1,2}/|[A-Za-z]:[\\/]|\\\\)[^\s]")


def _hit(one: Identity, message: str, *words: object, sure: bool = True) -> Hit:
    """Make the hit of one id, told once with all that was seen of it."""
    return Hit(
        message,
        field=one.doc.path,
        evidence=mask(one.value),
        about=one.value,
        quote=newest(one.doc.quotes),
        contract=one.contract,
        words=words,
        places=tuple(one.places),
        times=one.events,
        sent=one.sent,
        level=None if sure else "review",
        confidence="high" if sure else "low",
    )


def _lasting(history: History) -> Iterator[Identity]:
    """Give the ids that outlast a run and are more than a constant."""
    for one in history.identities:
        if one.doc.identifies in _LASTING and not one.nothing:
            yield one


@about_history("note")
def called_anonymous(history: History, _: Context) -> Iterator[Hit]:
    """The page calls anonymous what is a stable identifier.

    Anonymous data cannot be led back to one person, machine or project.  A value that stays the
    same from run to run does just that: it is a pseudonym, and what was seen under it once belongs
    together for ever.

    Read the page's sentence with that in mind; ask the vendor to say pseudonymous.
    """
    told: dict[tuple[str, str], list[Identity]] = {}
    for one in _lasting(history):
        told.setdefault((one.contract, one.doc.path), []).append(one)
    for ids in told.values():
        owner = history.identities.contracts[ids[0].contract]
        quote = _anonymous(ids[0].doc) or promised(owner, "not-associated")
        if quote is not None:
            yield Hit(
                "The page calls this anonymous; from run to run it tells the same {} from others.",
                field=ids[0].doc.path,
                quote=quote,
                contract=ids[0].contract,
                words=(Term(ids[0].doc.identifies or ""),),
                places=tuple(sorted(place for one in ids for place in one.places)[:1]),
                times=sum(one.events for one in ids),
                sent=max((one.sent for one in ids), key=lambda sent: sent == "yes"),
            )


def _anonymous(doc: Field) -> Quote | None:
    """Find the page's words that call the field itself anonymous."""
    said = [quote for quote in doc.quotes if any(word in quote.text.lower() for word in _ANONYMOUS)]
    return newest(tuple(said))


@about_history("review")
def hash_of_mac(history: History, _: Context) -> Iterator[Hit]:
    """The id is the SHA-256 of a hardware address, which guessing finds.

    The first three bytes of an address name its vendor, so that 2^24 guesses remain for each
    vendor: seconds on one processor.  All 39,000 assigned prefixes are half a minute on one
    graphics card.  Whoever holds the id can find the address, and tell your machine by it.

    `inspector identify --oui PREFIX` shows how long it takes here.  Only turning telemetry off
    keeps the id from being sent.
    """
    for one in history.identities:
        if "sha256-of-mac" in one.doc.recipes and one.kind == "derived" and not _raw(one.value):
            text = "This is the SHA-256 of a hardware address: {} guesses for each vendor's prefix."
            yield _hit(one, text, Term.number(2**24))


@about_history("note")
def hash_of_nothing(history: History, _: Context) -> Iterator[Hit]:
    """The id is the hash of nothing: the same wherever there was nothing to hash.

    Containers and most clouds have no network interface with a vendor's address, and a repository
    need have no origin.  The id then is a constant that thousands share, and tells only that.

    Nothing has to be done; such an id joins nobody's runs.
    """
    for one in history.identities:
        if one.nothing:
            yield _hit(one, "A constant: {}.", Term(one.nothing))


@about_event("violation")
def hash_recovered(event: Event, context: Context) -> Iterator[Hit]:
    """The id is the hash of something that is known.

    What was hashed is no secret to whoever can guess it: a hardware address, the URL of a
    repository, a folder.  Here the guess was made and fits, so the id names its owner.  The ids
    that the vendors' own pages print were found in this way.

    Treat the id as the thing itself.  `inspector identify` shows what it was made of, on your
    screen only, and with how many guesses.
    """
    hashes = context.known.hashes
    for row, value in _hashes(event):
        made = hashes.get(value.lower())
        printed = PRINTED.get(value)
        if made is not None:
            bits = 4 * len(value)
            chance = math.floor(bits * math.log10(2) - math.log10(len(hashes)))
            text = "This is the hash of something known: {}. By chance, one in 10^{} would fit."
            yield Hit(text, row, words=(made, chance))
        elif printed is not None:
            ids = {other.value for other in event.values if _is_id(other)}
            own = printed.beside is None or printed.beside in ids
            text = "{} shows this id as an example; what it was made of has been found by guessing."
            yield Hit(text, row, words=(Term(printed.page),), level="note" if own else None)


def _is_id(row: Value) -> bool:
    return row.doc is not None and row.doc.identifies is not None and isinstance(row.value, str)


def _hashes(event: Event) -> Iterator[tuple[Value, str]]:
    """Give the ids of an event that are made of something, constants apart."""
    for row in event.values:
        if _is_id(row) and row.doc and row.doc.identifies != "run":
            constants = (NOTHING.get(recipe, {}) for recipe in row.doc.recipes)
            if not any(row.value in table for table in constants):
                yield row, row.value


@about_history("note")
def links_runs(history: History, _: Context) -> Iterator[Hit]:
    """One stable value joins several runs.

    Each event alone tells little.  Under one id they become a diary: how often somebody works, on
    which days, with which commands, on how many projects.

    Look at what the id joins, and decide whether that may be known.
    """
    for one in _lasting(history):
        if one.joined > 1:
            days = Term.counted(len(one.days), "day", "days") if one.days else _NO_DAYS
            runs = Term.counted(one.joined, "run", "runs")
            commands = Term.counted(len(one.commands), "command", "commands")
            yield _hit(one, "This value joins {} with {} on {}.", runs, commands, days)


@about_history("violation")
def wrong_field(history: History, _: Context) -> Iterator[Hit]:
    """An id field holds something else: another field's id, an address, a URL, a path or a text.

    The page says of each id what it is made of.  A raw address in the place of its hash needs no
    guessing, a text in hexadecimal digits has the form of a hash and is none, and an id that stands
    in two fields joins what the page keeps apart.

    Find the release that sends it, and ask the vendor; until then take the value for known.
    """
    identities = history.identities
    owners = _owners(identities)
    for one in identities:
        if what := _raw(one.value):
            yield _hit(one, "This id field holds {} itself.", what)
            continue
        if one.hashed and perhaps_spelt(one.value):
            text = "The digits spell eight characters; of hashes, one in 2,700 does so by chance."
            yield _hit(one, text, sure=False)
            continue
        others = owners.get(key(one.value), set()) - {one.doc.identifies}
        strange = _strange(one)
        if others:
            text = "The same value stands where the id of a {} belongs."
            owners_ = map(Term, sorted(map(str, others)))
            yield _hit(one, text, Term.series(owners_, " and of a "))
        elif strange:
            yield _hit(one, "This is what a {} is hashed to where there is none.", strange)


def _owners(identities: Identities) -> dict[int, set[str | None]]:
    """Tell of each id what it stands for in the fields that hold it."""
    owners: dict[int, set[str | None]] = {}
    for one in identities:
        if one.nothing:
            continue
        owners.setdefault(key(one.value), set()).add(one.doc.identifies)
    for runs in identities.runs.values():
        for found in owners.keys() & runs:
            owners[found].add("run")
    return owners


def _raw(value: str) -> Term | None:
    if address(value):
        return Term("a hardware address")
    if _URL.match(value):
        return Term("a URL")
    if _FOLDER.match(value):
        return Term("a path")
    if spelt(value):
        return Term("a text, in hexadecimal digits,")
    if filled_up(value):
        return Term("something shorter than a hash, filled up to its length,")
    return None


def _strange(one: Identity) -> Term | None:
    """Name the recipe of another field whose hash of nothing this is."""
    names = {"sha256-of-mac": Term("hardware address"), "werf-origin": Term("git origin")}
    for recipe, table in NOTHING.items():
        if one.value in table and not one.nothing:
            return names.get(recipe)
    return None


@about_event("review")
def embeds_time(event: Event, _: Context) -> Iterator[Hit]:
    """An id that is called random holds the time at which it was made.

    Wasp's install scripts write the clock after a random number of at most five digits.  A UUID is
    random in its version 4 only: versions 1, 2 and 6 are made of the clock and of the address of a
    network card, version 7 of the clock.  Whoever has the id knows when it was made and can look
    for that in other records; a hardware address names the machine.

    Nothing has to be done about an id that was sent; ask the vendor for a random one.
    """
    for row in event.values:
        recipes = row.doc.recipes if row.doc else ()
        if "random-and-time" in recipes and (found := _installed(row.value)):
            text = "The last {} digits of this id are the time at which it was made, to the {}."
            words = (10 + len(found.fraction), found.unit)
            yield Hit(text, row, words=words, once="contract", about=row.value, level="note")
        elif "random-uuid" in recipes and isinstance(row.value, str) and (what := _held(row.value)):
            text = "This UUID is not random; it holds {}."
            yield Hit(text, row, words=(what,), once="contract", about=str(what))


def _installed(value: Json) -> Installed | None:
    return installed(value) if isinstance(value, str) else None


def _held(uuid: str) -> Term | None:
    """Say what a UUID holds that is not random; None of one that is random or made of a name."""
    card = holds_card(uuid)
    match version(uuid):
        case 1 | 6 if card:
            return Term("the time at which it was made, and a hardware address")
        case 1 | 6:
            return Term("the time at which it was made")
        case 2 if card:
            return Term("the number of an account, a time, and a hardware address")
        case 2:
            return Term("the number of an account, and a time")
        case 7:
            return Term("the time at which it was made, to the millisecond")
        case _:
            return None
