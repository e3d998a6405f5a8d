"""Section `werf`: is its telemetry on, and where do the events go."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.doctor.address import parse, shown
from inspector.doctor.situation import LOG_FILE, OFF, ON, SWITCH, TRACE_URL, VENDOR, Situation
from inspector.doctor.transport import downgrade
from inspector.doctor.values import Advice, Level, word
from inspector.safe import Safe, mask

_MEANT_ON = frozenset({"1", "true", "yes", "on", "y", "t", "enable", "enabled"})
_HOW_OFF = f"To switch it off: export {SWITCH}=0"
_TRACKED = frozenset({"", "0", "false", "no", "off"})  # values of DO_NOT_TRACK that ask for nothing


def advise(here: Situation) -> Iterator[Advice]:
    """Give what is to be said of the switch, the receiver, and two variables without effect."""
    yield _switch(here)
    yield from _do_not_track(here)
    yield from _trace_url(here)
    yield from _old_log(here)


def _switch(here: Situation) -> Advice:
    """WERF_TELEMETRY.

    Source: runs of v2.77.1 with each spelling; v1.2.160 sent events with ``0``.  Off by default up
    to v1.2.146; v1.2.159 to v1.2.170 read ``on or not a dev build``; repaired in v1.2.171.
    """
    subject, value = Safe(SWITCH), here.environ.get(SWITCH)
    if value is None:
        said = "Not set, so telemetry is on (dev builds of werf: off)."
        return Advice("fact", subject, Safe(said), Safe(_HOW_OFF))
    if value in OFF:
        said = "Telemetry is off. werf v1.2.159 to v1.2.170 send all the same."
        return Advice("fact", subject, Safe(said), Safe("Check yours: werf version"), word(value))
    if value in ON:
        return Advice(
            "fact", subject, Safe("Telemetry is on, for dev builds too."), None, word(value)
        )
    known = "werf knows only 0, false, no and 1, true, yes, in just this spelling"
    if value.strip().lower() in _MEANT_ON:
        said = f"Telemetry is on, but not because of this value: {known}."
        return Advice("fact", subject, Safe(said), Safe(f"Set {SWITCH}=1"), word(value))
    said = f"Telemetry is ON: {known}. Any other value, an empty one too, is passed over."
    return Advice("contradiction", subject, Safe(said), Safe(_HOW_OFF), word(value))


def _do_not_track(here: Situation) -> Iterator[Advice]:
    """DO_NOT_TRACK.  Source: no release of werf looks at it (pkg/telemetry, all tags)."""
    value = here.get("DO_NOT_TRACK")
    if "DO_NOT_TRACK" not in here.environ:
        return
    asks = value.strip().lower() not in _TRACKED
    yield here.weigh(
        Advice(
            "contradiction" if asks else "fact",
            Safe("DO_NOT_TRACK"),
            Safe("werf does not look at it."),
            Safe(f"To switch werf's telemetry off: export {SWITCH}=0") if asks else None,
            word(value),
        )
    )


def _trace_url(here: Situation) -> Iterator[Advice]:
    """WERF_TELEMETRY_TRACE_URL.

    Source: werf takes scheme, host and path of it (pkg/telemetry/helpers.go since v1.2.154); a
    user, a password and a query are dropped (runs of v2.77.1); one that Go cannot read keeps
    telemetry from starting, with an error in the log that quotes it.
    """
    text, subject = here.get(TRACE_URL), Safe(TRACE_URL)
    if not text and here.off:
        return
    if not text:
        said = f"Not set, so events go to {here.target.host}{_https(here)}."
        yield Advice("fact", subject, Safe(said))
    elif here.target.kind == "nowhere":
        yield _unusable(here, text)
    else:
        yield here.weigh(_receiver(here), network=False)
        if here.target.address.user or here.target.address.query:
            said = "The user, password or query in the URL is not sent: werf drops it."
            todo = Safe("Use a receiver that needs none.")
            shown_url = shown(here.target.address)
            yield here.weigh(Advice("contradiction", subject, Safe(said), todo, shown_url))


def _https(here: Situation) -> str:
    return "" if any(downgrade(here)) else ", over https"


def _unusable(here: Situation, text: str) -> Advice:
    example = Safe("Give scheme, host and path: http://127.0.0.1:4318/v1/traces")
    if parse(text) is not None:
        said = "The URL names no host, so no event arrives anywhere; the log still says “sent”."
        advice = Advice("contradiction", Safe(TRACE_URL), Safe(said), example, mask(text))
        return here.weigh(advice)
    said = "This is no URL that werf can read, so its telemetry does not start."
    quoted = here.logged and "@" in text
    if quoted:
        said += f" It writes the whole URL, with user and password, to {LOG_FILE}."
    level: Level = "leak" if quoted else "contradiction"
    advice = Advice(level, Safe(TRACE_URL), Safe(said), example, mask(text))
    return here.weigh(advice, network=False)


def _receiver(here: Situation) -> Advice:
    subject, address = Safe(TRACE_URL), here.target.address
    if here.target.kind == "local":
        said = "Events go to this machine instead of the vendor (werf v1.2.154 and later)."
        return Advice("fact", subject, Safe(said), None, shown(address))
    if address.scheme == "http":
        said = f"Events go to {here.target.host} unencrypted: whoever carries them reads them."
        return Advice("leak", subject, Safe(said), Safe("Use an https URL."), shown(address))
    said = f"Events go to {here.target.host}{_https(here)} (werf v1.2.154 and later)."
    if here.target.kind != "vendor":
        said += f" {VENDOR} gets none."
    return Advice("fact", subject, Safe(said), None, shown(address))


def _old_log(here: Situation) -> Iterator[Advice]:
    """WERF_TELEMETRY_LOGS.

    Source: v1.2.120 to v1.2.127 printed events to the terminal with 1, true or yes; later ones do
    not know the variable (pkg/telemetry).
    """
    value = here.environ.get("WERF_TELEMETRY_LOGS")
    if value is None:
        return
    misled = value in ON and not here.logged
    yield here.weigh(
        Advice(
            "contradiction" if misled else "fact",
            Safe("WERF_TELEMETRY_LOGS"),
            Safe("Only werf v1.2.120 to v1.2.127 knew it; nothing is logged because of it."),
            Safe(f"To keep a log: export {LOG_FILE}=$HOME/telemetry.log") if misled else None,
            word(value),
        )
    )
