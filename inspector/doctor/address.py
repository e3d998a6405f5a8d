"""URLs as Go's ``net/url`` reads them, for werf is a Go program: where a request would go.

What Go refuses to read matters here as much as what it reads, and Python's own reader refuses
almost nothing.  Source: Go's ``net/url`` and ``golang.org/x/net/http/httpproxy``.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from inspector.guard import loopback
from inspector.report import told
from inspector.safe import Safe, mask

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST = re.compile(r"(\[[^\]]*\]|[^:]*)(?::([0-9]*))?\Z")
_HOST_TEXT = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:\[\]<>\"\u0080-\U0010ffff]*\Z")
_USER_TEXT = re.compile(r"(?:[A-Za-z0-9\-._:~!$&'()*+,;=@]|%[0-9A-Fa-f]{2})*\Z")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NAME = re.compile(r"[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){0,9}\.?\Z")
_IPV6 = re.compile(r"(?=.*:)[0-9a-f:.]{2,45}\Z")


@dataclass(frozen=True, slots=True)
class Address:
    """A URL that could be read; a part that is not there is the empty string."""

    scheme: str
    host: str
    """Lower case, an IPv6 address without its brackets."""
    port: str
    path: str
    user: bool
    """There is a user name or a password in it."""
    query: bool

    @property
    def local(self) -> bool:
        """Tell whether the host is this machine."""
        return self.host == "localhost" or loopback(self.host)


def parse(text: str) -> Address | None:
    """Read a URL; None where Go would not."""
    if any(char < " " or char == "\x7f" for char in text) or text.startswith(":"):
        return None
    rest, found = text.partition("#")[0], _SCHEME.match(text)
    scheme = found[1].lower() if found else ""
    rest, query, _ = (rest[found.end() :] if found else rest).partition("?")
    if not rest.startswith("//"):
        if scheme and not rest.startswith("/"):
            return Address(scheme, "", "", "", user=False, query=bool(query))
        colon = not rest.startswith("/") and ":" in rest.partition("/")[0]
        bad = colon or _BAD_ESCAPE.search(rest)
        return None if bad else Address(scheme, "", "", rest, user=False, query=bool(query))
    authority, slash, path = rest[2:].partition("/")
    user, at, host = authority.rpartition("@")
    parts = _HOST.match(host)
    if not (parts and _HOST_TEXT.match(host) and _USER_TEXT.match(user)):
        return None
    if _BAD_ESCAPE.search(path):
        return None
    name = parts[1].strip("[]").lower()
    return Address(scheme, name, parts[2] or "", slash + path, user=bool(at), query=bool(query))


def shown(address: Address) -> Safe:
    """Show scheme, host and port; a path, a user or a query could hold a key.

    A host that does not read as the name of one is masked.
    """
    host: str = address.host if _NAME.match(address.host) else f"[{mask(address.host)}]"
    if _IPV6.match(address.host):
        host = f"[{address.host}]"
    port = f":{address.port[:5]}" if address.port else ""
    return told(f"{address.scheme}://{host}{port}")


def proxy(text: str) -> Address | None:
    """Read the value of a proxy variable, where the scheme may be left out; None if Go cannot.

    Go then connects directly, or takes the scheme for a host that does not exist.
    """
    found = parse(text if "://" in text else f"http://{text}")
    return found if found and found.host else None


def spared(host: str, port: str, exceptions: str) -> bool:
    """Tell whether a ``NO_PROXY`` list keeps requests to a host and port off the proxy."""
    return any(
        _matches(host, port, entry.strip().lower())
        for entry in exceptions.split(",")
        if entry.strip()
    )


def _matches(host: str, port: str, entry: str) -> bool:
    if entry == "*":
        return True
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        name, colon, number = entry.rpartition(":")
    if colon and number.isdigit():
        entry = name
        if number != port:
            return False
    if entry.startswith(("*.", ".")):
        return host.endswith(entry.removeprefix("*"))
    return bool(entry) and (host == entry or host.endswith(f".{entry}"))
