"""A diagnosis as text for people, or as JSON for programs; one pure function each.

No line of the text begins with anything that came from the environment, and the JSON is ASCII with
`<`, `>` and `&` escaped.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from inspector.doctor.values import LEVELS, Advice, Diagnosis, Level

SCHEMA = "telemetry-inspector/doctor/1"
WIDTH = 80

GLYPHS: dict[Level, str] = {"leak": "!", "contradiction": "!", "fact": "i"}
_COLORS: dict[Level, str] = {"leak": "33;1", "contradiction": "36", "fact": "2"}
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def text(diagnosis: Diagnosis, *, color: bool = False) -> str:
    """Render for reading, 80 columns; ends with a newline."""
    lines = [f"Telemetry here: werf {diagnosis.werf}, Wasp {diagnosis.wasp}"]
    for title, found in diagnosis.sections:
        lines += ["", _paint("1", title, color=color)]
        for advice in found:
            lines += _advice(advice, color=color)
        if not found:
            lines.append("  i nothing is set")
    counts = (_count(diagnosis, level) for level in LEVELS if level != "fact")
    return "\n".join([*lines, "", ", ".join(counts)]) + "\n"


def _advice(advice: Advice, *, color: bool) -> Iterator[str]:
    heading = f"{GLYPHS[advice.level]} {advice.level}"
    yield f"  {_paint(_COLORS[advice.level], heading, color=color)}  {advice.subject}"
    yield from _fold(advice.said, "      ")
    if advice.evidence is not None:
        yield f"      value: {advice.evidence}"
    if advice.todo is not None:
        yield from _fold(advice.todo, "      do: ")


def _paint(code: str, words: str, *, color: bool) -> str:
    return f"\x1b[{code}m{words}\x1b[0m" if color else words


def _count(diagnosis: Diagnosis, level: Level) -> str:
    number = diagnosis.count(level)
    return f"{number} {level}" if number == 1 else f"{number} {level}s"


def _fold(words: str, first: str) -> list[str]:
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def as_json(diagnosis: Diagnosis) -> str:
    """Render as one JSON object; ends with a newline.  The keys are promised."""
    document = {
        "schema": SCHEMA,
        "telemetry": {"werf": diagnosis.werf, "wasp": diagnosis.wasp},
        "summary": {level: diagnosis.count(level) for level in LEVELS},
        "advice": [
            {
                "level": one.level,
                "section": title,
                "subject": one.subject,
                "said": one.said,
                "todo": one.todo,
                "evidence": one.evidence,
            }
            for title, found in diagnosis.sections
            for one in found
        ],
    }
    return json.dumps(document, ensure_ascii=True, indent=1).translate(_ESCAPES) + "\n"
