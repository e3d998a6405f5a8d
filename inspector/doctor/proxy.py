"""Section `proxies`: who carries the requests, by the rules of Go's HTTP client.

Source: run of v2.77.1 behind a proxy; which variable counts: golang.org/x/net/http/httpproxy.
``ALL_PROXY`` is not among them; Wasp's client passes it over too (run of 0.25.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector.doctor.address import Address, proxy, shown, spared
from inspector.doctor.situation import TRACE_URL, Kind, Situation
from inspector.doctor.transport import downgrade
from inspector.doctor.values import Advice, Level
from inspector.safe import Safe, mask

_SECURE, _PLAIN = ("HTTPS_PROXY", "https_proxy"), ("HTTP_PROXY", "http_proxy")
_ANY, _EXCEPT = ("ALL_PROXY", "all_proxy"), ("NO_PROXY", "no_proxy")

_DIRECT: dict[Kind, str] = {
    "local": "werf's events do not go this way: this machine is reached without a proxy.",
    "nowhere": f"werf's events do not go this way: with this {TRACE_URL} none is sent.",
}


def advise(here: Situation) -> Iterator[Advice]:
    """Give what is to be said of each proxy variable that is set."""
    plain = _plain(here)
    counting = _first(here, _PLAIN if plain else _SECURE)
    for one in (*_SECURE, *_PLAIN):
        value = here.get(one)
        if value:
            yield here.weigh(
                _used(here, one, value, plain=plain)
                if one == counting
                else Advice("fact", Safe(one), Safe(_unused(one, counting)), None, _shown(value)),
                network=False,
            )
    yield from map(here.weigh, _any(here, counting))
    yield from _except(here, plain=plain)


def _plain(here: Situation) -> bool:
    """Tell whether werf, of one version or another, sends over plain http."""
    return here.target.address.scheme == "http" or any(downgrade(here))


def _first(here: Situation, names: tuple[str, ...]) -> str | None:
    return next((one for one in names if here.get(one)), None)


def _unused(one: str, counting: str | None) -> str:
    if counting and one.upper() == counting:
        return f"Passed over, for {counting} is set."
    scheme = "https" if one in _SECURE else "http"
    also = " Wasp's do." if one in _SECURE else ""
    return f"werf's events do not go this way: it is for {scheme} requests.{also}"


def _used(here: Situation, one: str, value: str, *, plain: bool) -> Advice:
    subject, host, found = Safe(one), here.target.host, proxy(value)
    if here.target.kind in _DIRECT:
        return Advice("fact", subject, Safe(_DIRECT[here.target.kind]), None, _shown(value))
    if spared(*_where(here, plain=plain), _exceptions(here)):
        said = f"werf's events do not go this way: NO_PROXY leaves out {host}."
        return Advice("fact", subject, Safe(said), None, _shown(value))
    if found is None:
        said = "This names no proxy: events are sent past it, or not at all, and nothing is said."
        todo = Safe("Write it as http://proxy.example:3128")
        return Advice("contradiction", subject, Safe(said), todo, mask(value))
    said = f"werf's requests go to {host} through this proxy. "
    if plain:
        said += "They are plain http, so it can read and change everything in them."
        todo = Safe("See to https first: what turns it off is named above.")
        return Advice("leak", subject, Safe(said), todo, _shown(value))
    said += "It learns the host and the time, not the content. Wasp's requests too."
    return Advice("fact", subject, Safe(said), None, _shown(value))


def _any(here: Situation, counting: str | None) -> Iterator[Advice]:
    one = _first(here, _ANY)
    if one is None:
        return
    misled = counting is None and here.target.kind not in _DIRECT
    said = "Neither werf nor Wasp looks at it" + (": they connect directly." if misled else ".")
    todo = Safe("Set HTTPS_PROXY to the same value.") if misled else None
    level: Level = "contradiction" if misled else "fact"
    yield Advice(level, Safe(one), Safe(said), todo, _shown(here.get(one)))


def _except(here: Situation, *, plain: bool) -> Iterator[Advice]:
    one = _first(here, _EXCEPT)
    if one is None:
        return
    found = spared(*_where(here, plain=plain), here.get(one))
    said = f"{'Leaves' if found else 'Does not leave'} out {here.target.host}."
    yield Advice("fact", Safe(one), Safe(said), None, mask(here.get(one)))


def _exceptions(here: Situation) -> str:
    one = _first(here, _EXCEPT)
    return here.get(one) if one else ""


def _where(here: Situation, *, plain: bool) -> tuple[str, str]:
    address = here.target.address
    return address.host, address.port or ("80" if plain else "443")


def _shown(value: str) -> Safe:
    """Show a proxy; a word alone could as well be something that was put there by mistake."""
    found = proxy(value)
    named = found and ("://" in value or found.port or "." in found.host)
    return _address(found) if found and named else mask(value)


def _address(found: Address) -> Safe:
    hidden = " (user and password not shown)" if found.user else ""
    return Safe(f"{shown(found)}{hidden}")
