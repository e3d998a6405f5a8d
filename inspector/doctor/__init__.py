"""An environment in, words out: what its variables do to the telemetry of werf and Wasp.

Pure but for one function, `look`, that asks the disk about the log.  Each fact's source stands
where its variable is declared: a run of the named version, or a source file with its version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from inspector.doctor import attributes, file, loss, otel, proxy, transport, wasp, werf
from inspector.doctor.file import Place, look
from inspector.doctor.situation import LOG_FILE, SWITCH, TRACE_URL, Situation, situation
from inspector.doctor.values import LEVELS, Advice, Diagnosis, Level, State
from inspector.safe import Safe

__all__ = ["LEVELS", "Advice", "Diagnosis", "Level", "Place", "State", "blind", "examine", "look"]


def examine(environ: Mapping[str, str], look: Callable[[str], Place] = look) -> Diagnosis:
    """Diagnose an environment; `look` gives the facts about a path."""
    path = environ.get(LOG_FILE, "")
    seen = look(path) if path and not file.stream(path) else None
    here = situation(environ, openable=seen is None or seen.openable)
    sections: dict[str, Iterable[Advice]] = {
        "werf": werf.advise(here),
        "the log file": file.advise(here, seen),
        "what goes along": _along(here),
        "proxies": proxy.advise(here),
        "Wasp": wasp.advise(environ, look),
    }
    return Diagnosis(
        werf=here.werf,
        wasp=wasp.state(environ),
        sections=tuple((Safe(title), _ranked(found)) for title, found in sections.items()),
    )


def _along(here: Situation) -> Iterator[Advice]:
    for part in (transport, otel, loss, attributes):
        yield from part.advise(here)


def _ranked(found: Iterable[Advice]) -> tuple[Advice, ...]:
    return tuple(sorted(found, key=lambda advice: LEVELS.index(advice.level)))


def blind(environ: Mapping[str, str], *, otel: bool = False) -> tuple[Safe, ...]:
    """Say what of an environment would hide events from `inspector run`, or is replaced by it.

    With `otel` of any program with an OpenTelemetry SDK.  One sentence or two per variable; empty
    where nothing is in the way.
    """
    here = situation(environ)
    said = []
    if here.off:
        said.append(f"{SWITCH} switches werf's telemetry off: there will be nothing to see.")
    said += [
        f"{one.subject}: {one.said}" for one in loss.losses(here) if one.level == "contradiction"
    ]
    said += [
        f"{one} is set; for this command it is replaced."
        for one in (TRACE_URL, LOG_FILE)
        if here.get(one)
    ]
    return (*map(Safe, said), *(loss.astray(here) if otel else ()))
