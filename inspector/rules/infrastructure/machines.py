"""Names of machines, and the URLs that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from inspector.model import Confidence
from inspector.rules.infrastructure import hosts
from inspector.rules.infrastructure.words import words
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_ASKED = late(
    r"(?:\b(?:dial (?:tcp|udp)[46]?:? )?lookup |resolve host(?:name)?:? |unknown host:? |"
    r"connect to host |enotfound |no such host:? |getaddrinfo for |failed to connect to |"
    r"host(?:name)?[:=] ?|имя хоста:? |хост[ауе]?м? |уз(?:ел|ла|лу) |сервер(?:у|а|ом)? )"
    r"[\"'«`]?(?P<host>[a-z0-9][\w.\-]{0,252})(?![\w\-])"
)
_ASKING = ("lookup", "host", "enotfound", "getaddrinfo", "connect to", "хост", "уз", "сервер")
_KEYS = words("host hostname fqdn node nodename node_name machine server ci_server_host")
_WORDS = words(  # what follows such a phrase and is no name
    """
    a an and any at at. closed down error failed failure for from has in is it key localhost name
    not of on or port remote server ssl timed timeout unreachable unreachable. was were with
    не недоступен недоступна
    """
)
_SINGLE = late(r"[a-z0-9][a-z0-9_\-]{1,62}")
_MAC_BOOK = late(r"(?<![\w.\-])[\w\-]{0,40}-(?:macbook|imac|mbp)(?:[\w\-]{0,24})(?![\w\-])")

_URL = late(
    r"(?P<scheme>[a-z][a-z0-9+.\-]{1,15})://(?:[^\s/@\"'<>]{0,128}@)?"
    r"(?P<host>\[[0-9a-f:.%]{2,60}\]|[\w.\-]{1,253})(?::(?P<port>\d{1,5}))?"
    r"(?P<path>[/?#][^\s\"'<>«»`]{0,512})?"
)
_ID = late(
    r"[/=](?:(?!(?:19|20)\d\d(?![0-9]))\d{3,20}|[0-9a-f]{12,64}|"
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[\w.]{1,40}-\d{2,12})(?=[/?#&]|\Z)"
)
_LOCAL = ("localhost", "127.", "0.0.0.0", "[::1]", "[::]")  # noqa: S104  # nothing is bound here
_NOT_URLS = words("file oci docker git ssh")  # others say what these hold


@about_text("violation")
def internal_host(text: Text, _: Context) -> Iterator[Span]:
    """The name of a machine inside somebody's network stands in a value.

    Such a name is of no use outside, and tells how the network within is laid out and whose it is.
    Names under `.lan`, `.local`, `.internal` and their like can be nothing else; a name without a
    dot is believed where the text says that it was looked up or connected to.

    Look at the text that held it.  Names that everybody knows (werf.io, github.com) are left alone,
    and so are those which every Docker or Kubernetes has.
    """
    lower = text.lower
    if hosts.maybe_internal(lower):
        for start, end, name in hosts.names(lower):
            sure = hosts.internal(name)
            if sure and not _file(lower, start, end):
                yield Span(start, end, sure)
    if any(word in lower for word in _ASKING):
        for match in _ASKED.finditer(lower):
            yield from _asked(match)
    if "-mac" in lower or "-imac" in lower or "-mbp" in lower:
        for match in _MAC_BOOK.finditer(lower):
            yield Span(match.start(), match.end(), "medium")
    yield from _whole(text)


def _asked(match: re.Match[str]) -> Iterator[Span]:
    name = match["host"].rstrip(".-_:")
    start = match.start("host")
    if "." in name:
        if hosts.plausible(name):
            yield Span(start, start + len(name), "medium")
    elif name not in _WORDS and _SINGLE.fullmatch(name) and not name.isdecimal():
        sure: Confidence = "high" if re.search(r"[\d\-]", name) else "medium"
        yield Span(start, start + len(name), sure)


def _whole(text: Text) -> Iterator[Span]:
    """Judge a value that is nothing but a name, by its key or by its first word."""
    name = text.lower.strip()
    if len(name) > 253 or text.is_key:
        return
    keyed = text.key in _KEYS and (
        hosts.plausible(name) or (_SINGLE.fullmatch(name) and re.search(r"[a-z].*[\d\-]", name))
    )
    if (keyed or hosts.serves(name)) and name != "localhost":
        yield Span(0, len(text.raw), "medium")


def _file(lower: str, start: int, end: int) -> bool:
    """Tell whether a name is part of a path and not the host of a URL."""
    if start and lower[start - 1] in "/\\~$" and lower[max(0, start - 2) : start] != "//":
        return True
    return lower[end : end + 2] in {".*", "()"}


@about_text("violation")
def internal_url(text: Text, _: Context) -> Iterator[Span]:
    """A URL leads to a machine that is not public.

    Its host is internal or an address, or it has a port or ids that only somebody's own service
    has.  Such a URL names the service, the project and often the job that ran.

    Look at the text that held it.  Pages that everybody may read are left alone, and so are URLs of
    the machine itself.
    """
    if "://" not in text.raw:
        return
    for match in _urls(text.lower):
        if match["scheme"] in _NOT_URLS or match["scheme"].startswith("git+"):
            continue
        sure = _leads(match)
        if sure:
            yield Span(match.start(), match.start() + len(match[0].rstrip(".,;:)]}")), sure)


def _urls(lower: str) -> Iterator[re.Match[str]]:
    """Find every `://` and the URL around it; each looks at a bounded window."""
    at, done = lower.find("://"), 0
    while at >= 0:
        start = at
        while start > max(done, at - 16) and (
            lower[start - 1].isalnum() or lower[start - 1] in "+.-"
        ):
            start -= 1
        while start < at and not "a" <= lower[start] <= "z":
            start += 1
        match = _URL.match(lower, start)
        if match:
            yield match
        done = match.end() if match else at + 3
        at = lower.find("://", done)


def _leads(match: re.Match[str]) -> Confidence | None:
    host, path = match["host"].rstrip("."), match["path"] or ""
    if host.startswith(_LOCAL) or host in {"localhost", ""}:
        return None
    if _address(host) or hosts.internal(host):
        return "high"
    if "." not in host:
        return "medium" if match["port"] and _SINGLE.fullmatch(host) else None
    if not hosts.plausible(host):
        return None
    return "medium" if match["port"] or _ID.search(path) or hosts.serves(host) else None


def _address(host: str) -> bool:
    try:
        if host.startswith("["):
            return not IPv6Address(host[1:-1].partition("%")[0]).is_loopback
        return not IPv4Address(host).is_loopback
    except AddressValueError:
        return False
