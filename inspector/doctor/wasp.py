"""Section `Wasp`: is its telemetry on, what goes along, and where its identifier lives.

Source throughout: runs of the published wasp 0.25.0, its installer and its npm package; older
releases from their code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from inspector.doctor.file import Place
from inspector.doctor.values import Advice, State, listed, place, word
from inspector.safe import Safe, mask

DISABLE, CONTEXT, USER = (
    "WASP_TELEMETRY_DISABLE",
    "WASP_TELEMETRY_CONTEXT",
    "WASP_TELEMETRY_USER_ID",
)

KNOWN = frozenset({"gitpod", "replit", "codespaces", "CI"})
"""Contexts that Wasp's own tools set; they tell of a service, not of a person."""
CI = (
    "BUILD_ID", "BUILD_NUMBER", "CI", "CI_APP_ID", "CI_BUILD_ID", "CI_BUILD_NUMBER", "CI_NAME",
    "CONTINUOUS_INTEGRATION", "RUN_ID",
)  # fmt: skip
"""Any of them, not empty and not `false`, makes the command add ``CI`` to the context; the
installer and the npm package take `false` for CI too.  Since 2023-11-30; three of them before."""


def state(environ: Mapping[str, str]) -> State:
    """Tell whether Wasp sends; an empty switch stops the command, but not the installers."""
    return "off" if environ.get(DISABLE) else "on"


def advise(environ: Mapping[str, str], look: Callable[[str], Place]) -> Iterator[Advice]:
    """Give what is to be said of Wasp's variables and its identifier."""
    file = signature(environ)
    kept = file is not None and look(file).kind == "file"
    used = kept or any(one.startswith("WASP_") for one in environ)
    yield _switch(environ)
    yield from _do_not_track(environ, used=used)
    if state(environ) == "on":
        yield from _context(environ)
        yield from _user(environ)
        yield from _ci(environ)
    if file is not None and kept:
        said = "Here lives the identifier that links your runs of wasp; it is not shown."
        todo = Safe("Remove the file for a new one.") if state(environ) == "on" else None
        yield Advice("fact", Safe("telemetry/signature"), Safe(said), todo, place(file))


def signature(environ: Mapping[str, str]) -> str | None:
    """Name the file with the identifier, in the cache folder; None where no home is known."""
    cache, home = environ.get("XDG_CACHE_HOME"), environ.get("HOME")
    if not cache and not home:
        return None
    folder = PurePosixPath(cache) if cache else PurePosixPath(home or "") / ".cache"
    return str(folder / "wasp" / "telemetry" / "signature")


def _switch(environ: Mapping[str, str]) -> Advice:
    """WASP_TELEMETRY_DISABLE: the command asks whether it is set, the installers for a text."""
    value, subject = environ.get(DISABLE), Safe(DISABLE)
    off = Safe(f"To switch it off: export {DISABLE}=1")
    if value is None:
        return Advice("fact", subject, Safe("Not set, so Wasp's telemetry is on."), off)
    if value:
        said = "Wasp's telemetry is off. Any value does that, 0 and false too."
        return Advice("fact", subject, Safe(said), None, word(value))
    said = "Set but empty: the wasp command sends nothing, its installers (sh and npm) do."
    return Advice("contradiction", subject, Safe(said), off, word(value))


def _do_not_track(environ: Mapping[str, str], *, used: bool) -> Iterator[Advice]:
    """DO_NOT_TRACK, which Wasp passes over; where Wasp was never used, nothing is contradicted."""
    value = environ.get("DO_NOT_TRACK", "")
    if value.strip().lower() in {"", "0", "false", "no", "off"} or state(environ) == "off":
        return
    said = "Wasp does not look at it."
    if used:
        todo = Safe(f"To switch Wasp's telemetry off: export {DISABLE}=1")
        yield Advice("contradiction", Safe("DO_NOT_TRACK"), Safe(said), todo, word(value))
    else:
        said += " No trace of Wasp was found here."
        yield Advice("fact", Safe("DO_NOT_TRACK"), Safe(said), None, word(value))


def _context(environ: Mapping[str, str]) -> Iterator[Advice]:
    """WASP_TELEMETRY_CONTEXT: sent word for word, of any length; the sh installer passes it by."""
    value, subject = environ.get(CONTEXT, ""), Safe(CONTEXT)
    if value and all(one in KNOWN for one in value.split()):
        yield Advice(
            "fact", subject, Safe("Sent as context, one of the known words."), None, mask(value)
        )
    elif value:
        said = "Sent as context, word for word and whatever it holds."
        yield Advice(
            "leak",
            subject,
            Safe(said),
            Safe("Unset it, or use a word that tells nothing."),
            mask(value),
        )


def _user(environ: Mapping[str, str]) -> Iterator[Advice]:
    """WASP_TELEMETRY_USER_ID: sent as its SHA-256, without salt; on no page of Wasp's."""
    if value := environ.get(USER, ""):
        said = "Its SHA-256 is sent as your identifier: a name or an address in it can be guessed."
        yield Advice(
            "leak",
            Safe(USER),
            Safe(said),
            Safe("Unset it; a random identifier is used then."),
            mask(value),
        )


def _ci(environ: Mapping[str, str]) -> Iterator[Advice]:
    found = [one for one in CI if environ.get(one, "") not in {"", "false"}]
    if found:
        said = f"Adds “CI” to the context: {listed([Safe(one) for one in found])}."
        yield Advice("fact", Safe(found[0]), Safe(said))
