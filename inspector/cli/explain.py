"""`inspector explain [RULE|FIELD|EVENT]`: what it is, why it matters, the page's sentence."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from inspector.cli import OK, UsageError
from inspector.cli.parser import Parser
from inspector.contracts import shipped
from inspector.contracts.describe import describe_event, describe_field
from inspector.language import LANGUAGES, Language, language
from inspector.rules import Rule, describe, rules
from inspector.safe import safe


def run(arguments: list[str]) -> int:
    """Print what is known of a word, or the list of words."""
    parser = Parser(
        prog="inspector explain",
        description="Explain a rule, a family of rules, a field or an event type.",
        epilog="Without a word: the list of all rules.",
    )
    parser.add_argument("word", nargs="?", metavar="RULE|FIELD|EVENT")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the answer")
    options = parser.parse_args(arguments)
    say = language(options.lang)
    word: str | None = options.word
    print("\n".join(_listing(rules(), say) if word is None else _explanation(word, say)))
    return OK


def _listing(among: tuple[Rule, ...], say: Language) -> Iterator[str]:
    for rule in among:
        yield f"{rule.id:<32} {say(rule.level):<10} {say.help(rule.text)[0]}"


def _explanation(word: str, say: Language) -> list[str]:
    exact = [line for rule in rules() if rule.id == word for line in describe(rule, language=say)]
    family = tuple(rule for rule in rules() if rule.family == word)
    lines = exact or list(_listing(family, say)) or list(_documented(word, say))
    if lines:
        return lines
    known = dict.fromkeys([*(rule.id for rule in rules()), *_names()])
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "see `inspector explain` for the rules"
    raise UsageError(f"nothing is called “{safe(word, 60)}”; {hint}")


def _documented(word: str, say: Language) -> Iterator[str]:
    """Say what every contract says of a field or an event type."""
    for contract in shipped():
        events = [event for event in contract.events if event.name == word]
        lines = [line for event in events for line in describe_event(contract, event, say)]
        lines = lines or describe_field(contract, word, say)
        if lines:
            yield f"{contract.name}: {say(contract.title)}"
            yield from lines


def _names() -> Iterator[str]:
    for contract in shipped():
        for event in contract.events:
            yield event.name
            yield from (field.path for field in event.fields)
        yield from (field.path for field in contract.fields)
