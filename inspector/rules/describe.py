"""A rule in, the lines that explain it out."""

from __future__ import annotations

import textwrap

from inspector.language import ENGLISH, Language
from inspector.rules.registry import Rule

_ABOUT = {
    "event": "each event",
    "record": "each record of the log",
    "request": "each request that was received",
    "pairing": "each event of a log compared with what was sent",
    "run": "the run as a whole",
    "remark": "each remark in the log",
    "history": "what many events say together",
    "waiver": "each waiver",
    "text": "each value that no contract closes",
}


def describe(rule: Rule, width: int = 88, language: Language = ENGLISH) -> list[str]:
    """Explain a rule: its id and level, then its help, wrapped to `width` columns."""
    about = language("about {}", language(_ABOUT[rule.about]))
    lines = [f"{rule.id} ({language(rule.level)}, {about})"]
    for paragraph in language.help(rule.text):
        lines += ["", *textwrap.wrap(paragraph, width)]
    return lines
