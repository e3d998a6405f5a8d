"""Addresses of machines: IP in both versions, and those of network cards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from inspector.model import Confidence
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_AROUND = 24  # characters before an address that tell whether it is one
_QUAD = late(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)")
_VERSION = late(
    r"(?:\b(?:version|ver|release|chart|tag|oid|section|верси[яиюей]|верси[йе]й?|релиз\w?|выпуск\w?)|"
    r"\bv\.?)[\s:=\"'«(]{0,3}\Z"
)
_NETWORK = late(
    r"(?:\b(?:dial|tcp|udp|lookup|host|hostname|ip|ipv4|addr|address|via|proxy|server|node|peer|"
    r"адрес\w{0,3}|хост\w{0,2}|уз[её]?л\w{0,2}|сервер\w{0,2})|//)[\s:=\"'«\[(]{0,3}\Z"
)
_PORT = late(r":\d{1,5}(?!\d)|/\d{1,2}(?![\w.])")
_SUFFIX = late(r"-[a-z]|\+\w|~")
_KEYED = ("ip", "addr", "host", "node", "server", "runner", "proxy")

_SIX = late(
    r"(?<![\w.])(?<![0-9a-f]:)(?<!::)"
    r"(?:(?:[23][0-9a-f]|f[cdef])[0-9a-f]{2}:|::ffff:|64:ff9b:)[0-9a-f:.]{1,42}"
)
_ZONE = late(r"%[\w.\-]{1,15}")

_PAIRS = late(
    r"(?<![0-9a-z])[0-9a-f]{2}([:\-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}"
    r"(?:\1[0-9a-f]{2}\1[0-9a-f]{2})?(?![0-9a-z]|[:\-][0-9a-z])"
)
_CHAIN = late(r"(?<![0-9a-z])[0-9a-f]{2}[:\-]\Z")
_FOURS = late(r"(?<![\w.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?!\w|\.\w)")
_SAID = late(r"(?:mac|hwaddr|ether|link/\w{2,8}|bssid)(?:[ _\-]?addr\w{0,4})?[\s:=\"'«]{0,3}\Z")
_BARE = late(r"(?<![0-9a-z])[0-9a-f]{12}(?![0-9a-z])")
_NONE = {"0" * 12, "f" * 12, "0" * 16, "f" * 16}


@about_text("violation")
def ip_address(text: Text, _: Context) -> Iterator[Span]:
    """An IP address stands in a value.

    An address leads to a machine or a network, and with a time to a person.  Addresses that mean
    "this machine" or "any" (127.0.0.1, ::1, 0.0.0.0) tell nothing and are left alone; those of
    private networks and of documentation are not.  Four numbers can also be a version: the words
    around them, and how large they are, decide.

    Look at the text that held it.  Where it comes from a variable of yours, unset it.
    """
    if text.raw.count(".") >= 3 and "version" not in text.key:
        for match in _QUAD.finditer(text.lower):
            sure = _four(text, match.start(), match.end(), match[0])
            if sure:
                yield Span(match.start(), match.end(), sure)
    if text.raw.count(":") >= 2:
        for match in _SIX.finditer(text.lower):
            end = _six(text.lower, match)
            if end:
                yield Span(match.start(), end)


def _four(text: Text, start: int, end: int, found: str) -> Confidence | None:
    octets = found.split(".")
    if any(one != str(int(one)) or int(one) > 255 for one in octets):
        return None
    first = int(octets[0])
    before, after = text.lower[max(0, start - _AROUND) : start], text.lower[end : end + 6]
    if first in {0, 127, 255} or _VERSION.search(before) or _SUFFIX.match(after):
        return None
    own = not IPv4Address(found).is_global
    if re.search(r"\w[/\-]\Z", before):  # `Chrome/10.0.0.1`, `app-10.0.0.1`
        return "medium" if own else None
    if _PORT.match(after) or own or first >= 32 or _NETWORK.search(before):
        return "high"
    if any(one in text.key for one in _KEYED):
        return "high"
    return "medium" if max(map(int, octets)) >= 100 else None


def _six(lower: str, match: re.Match[str]) -> int | None:
    """Give the end of the address that begins here, or None if there is none."""
    body = match[0].rstrip(".")
    if body.endswith(":") and not body.endswith("::"):
        body = body[:-1]
    end = match.start() + len(body)
    try:
        address = IPv6Address(body)
    except AddressValueError:
        return None
    mapped = address.ipv4_mapped
    if mapped is not None and (mapped.is_loopback or mapped.is_unspecified):
        return None
    zone = _ZONE.match(lower, end)
    end = zone.end() if zone else end
    return None if lower[end : end + 1].isalnum() else end


@about_text("violation")
def mac_address(text: Text, _: Context) -> Iterator[Span]:
    """The hardware address of a network card stands in a value.

    It stays with the machine for life and names its maker.  It is what werf's userID is the hash
    of, so that whoever has it can find every event of the machine.

    Look at the text that held it.  A digest in pairs, a part of a UUID and the addresses that mean
    none or all are left alone.
    """
    raw, lower = text.raw, text.lower
    if raw.count(":") >= 5 or raw.count("-") >= 5:
        for match in _PAIRS.finditer(lower):
            before = lower[max(0, match.start() - _AROUND) : match.start()]
            if not _CHAIN.search(before):
                yield from _card(match, before, text.key)
    if raw.count(".") >= 2:
        for match in _FOURS.finditer(lower):
            before = lower[max(0, match.start() - _AROUND) : match.start()]
            if _SAID.search(before) or "mac" in text.key or not _plain(match[0]):
                yield from _card(match, before, text.key)
    if "mac" in lower or "ether" in lower or "hwaddr" in lower or "mac" in text.key:
        for match in _BARE.finditer(lower):
            before = lower[max(0, match.start() - _AROUND) : match.start()]
            if _SAID.search(before) or "mac" in text.key:
                yield from _card(match, before, text.key)


def _card(match: re.Match[str], before: str, key: str) -> Iterator[Span]:
    digits = re.sub(r"[:.\-]", "", match[0])
    if digits in _NONE:
        return
    said = _SAID.search(before) is not None or "mac" in key
    if digits.isdecimal() and not said:
        if ":" in match[0] and int(digits[:2], 16) % 2 == 0:  # a time or a row of numbers, maybe
            yield Span(match.start(), match.end(), "medium")
        return
    yield Span(match.start(), match.end())


def _plain(found: str) -> bool:
    """Tell whether three groups may be words or numbers: all letters, or all digits."""
    digits = found.replace(".", "")
    return digits.isdecimal() or digits.isalpha()
