"""A result as one JSON object; pure.  It holds raw ids and what they were made of."""

from __future__ import annotations

import json

from inspector.identify.examples import Example
from inspector.identify.prefix import ADDRESSES, Prefix
from inspector.identify.result import Id, Local, Result
from inspector.identify.search import Recovery
from inspector.model import Json
from inspector.recipes import Installed, Made

SCHEMA = "telemetry-inspector/identify/1"

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def render(result: Result) -> str:
    """Render; ends with a newline.  ASCII, with ``<``, ``>`` and ``&`` escaped."""
    document: Json = {
        "schema": SCHEMA,
        "logs": result.logs,
        "summary": {"ids": len(result.ids), "recovered": result.recovered},
        "ids": [_id(one) for one in result.ids],
        "run_ids": [
            {
                "contract": one.contract,
                "field": one.path,
                "different": one.different,
                "random": one.random,
            }
            for one in result.runs
        ],
        "tried": dict(sorted(result.tried.items())),
        "local": [_local(one) for one in result.local],
        "notes": list(result.notes),
        "prefixes": [_prefix(one) for one in result.prefixes],
        "examples": [_example(one) for one in result.examples],
        "problems": list(result.problems),
    }
    return json.dumps(document, ensure_ascii=True, indent=1).translate(_ESCAPES) + "\n"


def _id(one: Id) -> Json:
    of = one.identity
    return {
        "contract": of.contract,
        "field": of.doc.path,
        "identifies": of.doc.identifies,
        "kind": of.kind,
        "value": of.value,
        "constant": of.nothing,
        "events": of.events,
        "runs": of.joined,
        "days": len(of.days),
        "commands": len(of.commands),
        "first_ms": of.first_ms,
        "last_ms": of.last_ms,
        "recovered": _recovery(one.recovery),
        "holds": _holds(one.holds),
    }


def _recovery(one: Recovery | None) -> Json:
    if one is None:
        return None
    return {
        **_made(one.made),
        "source": one.source,
        "guesses": one.guesses,
        "bits": one.bits,
        "chance_of_a_false_hit": one.chance,
    }


def _made(one: Made) -> dict[str, Json]:
    return {"of": one.of, "how": one.how, "recipe": one.recipe}


def _holds(one: Installed | None) -> Json:
    return one and {"time": one.time, "exact_to_the": one.unit, "random_digits": len(one.random)}


def _local(one: Local) -> Json:
    return {"what": one.what, "id": one.made.id, "chosen": one.chosen, **_made(one.made)}


def _prefix(one: Prefix) -> Json:
    return {
        "prefix": one.prefix,
        "tried": one.tried,
        "of": ADDRESSES,
        "seconds": round(one.seconds, 3),
        "per_second": round(one.rate),
        "found": [{"id": made.id, "guesses": tried, **_made(made)} for tried, made in one.found],
    }


def _example(one: Example) -> Json:
    return {
        "id": one.id,
        "page": one.printed.page,
        "recovered": _recovery(one.recovery),
        "holds": _holds(one.holds),
    }
