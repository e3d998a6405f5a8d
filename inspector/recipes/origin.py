"""The URL of a git remote in, werf's projectID in its three forms out.

Source: werf cmd/werf/common/telemetry.go, go-git 5.4.2 and 5.7 (`internal/url`,
`plumbing/transport/common.go`); 33 URLs that were put through that code stand in
`tests/cases/projectid-vectors.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import unquote

from inspector.recipes.made import Made, sha256

Form = Literal["new", "middle", "old"]

RELEASES: Final[dict[Form, str]] = {
    "new": "projectID of werf v1.2.278 and later, v2 and v3",
    "middle": "projectID of werf v1.2.152 to v1.2.277",
    "old": "projectID of werf v1.2.123 to v1.2.151, fixes of them included",
}
_VERSION = re.compile(r"v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?![0-9.])", re.ASCII)

_SCHEME = re.compile(r"[^:]+://")
_SCP_NEW = re.compile(
    r"(?:[^@]+@)?(?P<host>[^:\s]+):(?:(?P<port>[0-9]{1,5}):)?(?P<path>[^\\].*)", re.ASCII
)
_SCP_OLD = re.compile(
    r"(?:[^@]+@)?(?P<host>[^:\s]+):(?:(?P<port>[0-9]{1,5})(?:/|:))?(?P<path>[^\\].*/[^\\].*)",
    re.ASCII,
)
_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?P<user>[^/?#]*)@)?(?P<host>[^/?#]*)"
    r"(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
_HOST = re.compile(
    r"(?:\[(?P<bracketed>[^\]\[/]*)\]|(?P<plain>[^\x00-\x20\x7f@/\\^`{|}%:\[\]#?]*))"
    r"(?::(?P<port>[0-9]*))?"
)
_USER = re.compile(r"[A-Za-z0-9._:~!$&'()*+,;=%@-]*\Z")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_INT64 = 1 << 63


@dataclass(frozen=True, slots=True)
class _Endpoint:
    protocol: str
    host: str
    port: int
    path: str


def form_of(version: str) -> Form | None:
    """Tell which form a release uses, fixes of old releases included; None where none is known.

    A fix keeps the form of what it fixes: v1.2.140+fix3 says schema 2 and uses the old one.
    """
    found = _VERSION.match(version)
    if not found:
        return None
    number = tuple(map(int, found.groups()))
    if number < (1, 2, 123):
        return None
    return "old" if number < (1, 2, 152) else "middle" if number < (1, 2, 278) else "new"


def project_ids(url: str) -> tuple[Made, ...]:
    """Make the projectID of a remote's URL in every form, the newest first, each id once.

    Gives none where go-git cannot read the URL: werf then sends an empty projectID.
    """
    new, before = _endpoint(url, _SCP_NEW, brackets=True), _endpoint(url, _SCP_OLD, brackets=False)
    made: dict[str, Made] = {}
    for form, parts in (*_new(new), *_old(before)):
        one = _made(form, *parts)
        made.setdefault(one.id, one)
    return tuple(made.values())


def spelled(host: str, path: str) -> Iterator[Made]:
    """Make the ids of a repository (``owner/name``) in the usual spellings of its URL.

    https, http, git and ssh, as URL and as scp writes it, with and without ``.git``, a last slash
    or the port of ssh.
    """
    for plain in (path, f"{path}/", f"{path}.git/"):
        yield _made("new", host, plain)
    for protocol, port, first in _SPELLED:
        for end in (".git", "", "/") if port == "0" else (".git", ""):
            yield _made("old", protocol, host, port, f"{first}{path}{end}")


_SPELLED = (
    ("ssh", "22", ""), ("https", "0", "/"), ("ssh", "0", "/"), ("ssh", "22", "/"),
    ("git", "0", "/"), ("http", "0", "/"),
)  # fmt: skip


def _made(form: Form, *parts: str) -> Made:
    return Made("werf-origin", sha256(*parts), ":::".join(parts), RELEASES[form])


def place(url: str) -> tuple[str, str]:
    """Tell host and path of a remote's URL, as go-git reads it; empty where it cannot."""
    end = _endpoint(url, _SCP_NEW, brackets=False)
    return (end.host, end.path.partition("?")[0]) if end else ("", "")


def _new(end: _Endpoint | None) -> Iterator[tuple[Form, tuple[str, ...]]]:
    if end is not None:
        yield "new", _short(end)


def _old(end: _Endpoint | None) -> Iterator[tuple[Form, tuple[str, ...]]]:
    if end is not None:
        yield "middle", _short(end)
        yield "old", (end.protocol, end.host, str(end.port), end.path)


def _short(end: _Endpoint) -> tuple[str, str]:
    path = end.path.partition("?")[0].removeprefix("/").removesuffix(".git")
    return end.host, path


def _endpoint(url: str, scp: re.Pattern[str], *, brackets: bool) -> _Endpoint | None:
    """Read an URL as go-git does: as scp writes it, as a file, or as an URL."""
    if _SCHEME.match(url):
        return _from_url(url, brackets=brackets)
    found = scp.fullmatch(url)
    if found is None:
        return _Endpoint("file", "", 0, url)
    return _Endpoint("ssh", found["host"], int(found["port"] or 22), found["path"])


def _from_url(url: str, *, brackets: bool) -> _Endpoint | None:
    """Read what Go's `url.Parse` reads; None for what it refuses."""
    found = None if _CONTROL.search(url) else _URL.fullmatch(url)
    host = found and _HOST.fullmatch(found["host"])
    if not found or not host or not _USER.match(found["user"] or ""):
        return None
    path, fragment = found["path"] or "", found["fragment"] or ""
    if any(_BAD_ESCAPE.search(part) for part in (path, fragment, found["user"] or "")):
        return None
    name = host["plain"] if host["bracketed"] is None else host["bracketed"]
    if brackets and ":" in name:
        name = f"[{name}]"
    port = int(host["port"] or 0)
    query = f"?{found['query']}" if found["query"] else ""
    more = f"#{_decoded(fragment)}" if fragment else ""
    port = port if port < _INT64 else 0
    return _Endpoint(found["scheme"].lower(), name, port, f"{_decoded(path)}{query}{more}")


def _decoded(text: str) -> str:
    return unquote(text, errors="surrogateescape")
