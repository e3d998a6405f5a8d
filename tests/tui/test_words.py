"""The app's own words: all of them are said by one function, and all of them in Russian as well.

A new sentence is written in English and said by `inspector.tui.words.say`, or counted by `count`; a
test here prints what inspector/lang/ru.toml lacks.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import inspector
from inspector.language import Language, language
from inspector.tail import notices
from inspector.tui import keys, words
from inspector.tui.reader import notice_said
from tests.test_language import constants, spelled, tree
from tests.tui.test_snapshots import scenes

TUI = Path(inspector.__file__).parent / "tui"
MODULES = sorted(TUI.rglob("*.py"))
RUSSIAN = language("ru")
WORDS = re.compile(r"[A-Za-z]{2,}")
PROSE = re.compile(r"[A-Za-z]{2,}[,:;.]? [A-Za-z(]|\A[A-Z][a-z]+\Z|\A[A-Z?]{2,}\Z")
"""What reads as words of the program in a table."""
QUOTED = re.compile('["~]|Telemetr')
"""Where a quotation of a page stands, whose letters nobody changes."""
NOT_SAID = {
    "CRASH", "REFUSAL", "_REGEX", "_QUOTED", "_BARE", "_HEAD", "TRACE_URL", "KEYS",
    "_ARRIVED", "_CLOCK", "_FAILED", "_DONE", "CLASSES", "__all__", "_ALIKE", "COLOURS",
}  # fmt: skip
"""Tables of what is never shown, is part of the data, or is told before there is a screen."""
NAMES = {
    "telemetry-inspector", "export WERF_TELEMETRY_LOG_FILE={}", "werf converge", "JSON", "OTLP",
    "Tab Esc", "in Textual", "{} in inspector/{}:{}", "{} GB", '"two words"',
}  # fmt: skip
"""What has the same name in every language."""


def alternatives(node: ast.AST) -> Iterator[str]:
    """The texts that an argument can be, as far as it is written out."""
    match node:
        case ast.Constant(value=str(text)):
            yield spelled(text)
        case ast.IfExp():
            yield from alternatives(node.body)
            yield from alternatives(node.orelse)


def called(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
                yield path, node


def said() -> set[str]:
    return {text for _, call in called("say") for text in alternatives(call.args[0])}


def counted() -> set[str]:
    return {text for _, call in called("count") for text in alternatives(call.args[-1])}


def tables() -> set[str]:
    """What stands in the tables of modules and reads as words."""
    found = set()
    for path in MODULES:
        for node in tree(path).body if path.name not in {"keys.py", "proof.py"} else ():
            if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
                continue
            names = node.targets if isinstance(node, ast.Assign) else [node.target]
            if {ast.unparse(name) for name in names} & NOT_SAID:
                continue
            constants = (one for one in ast.walk(node.value) if isinstance(one, ast.Constant))
            texts = (one.value for one in constants if isinstance(one.value, str))
            found |= {spelled(text) for text in texts if PROSE.search(text)}
    return found


def of_keys() -> set[str]:
    everything = [key for _, group in keys.SCOPES for key in group] + [*keys.PLACES]
    texts = {text for key in everything for text in (key.text, key.short)}
    return texts - {""} | {title for title, _ in keys.GROUPS}


@cache
def sentences() -> frozenset[str]:
    found = said() | tables() | of_keys()
    return frozenset(one for one in found - NAMES if WORDS.search(one))


def test_every_word_of_the_app_is_said_in_russian():
    lacking = sentences() - RUSSIAN.table.keys()

    assert [] == sorted(lacking)


def test_everything_that_the_app_counts_has_three_forms_in_russian():
    lacking = {word for word in counted() if len(RUSSIAN.counts.get(word, "").split("|")) != 3}

    assert [] == sorted(lacking)


class Heard(dict[str, str]):
    """A table that remembers what was looked up in it and is not there."""

    def __init__(self, table: Mapping[str, str]) -> None:
        super().__init__(table)
        self.lacking: set[str] = set()

    def get(self, key: str, other: str = "") -> str:
        if key not in self and WORDS.search(key):
            self.lacking.add(key)
        return super().get(key, other)


@pytest.mark.parametrize(
    "name",
    [
        "session",
        "no-match",
        "fields-values",
        "runs-chart",
        "wire-sent",
        "wire-menu",
        "endpoint-received",
    ],
)
async def test_nothing_that_a_screen_says_stays_english(name, monkeypatch):
    heard = Heard(RUSSIAN.table)
    monkeypatch.setattr(words._Chosen, "language", Language("ru", heard, RUSSIAN.counts))
    monkeypatch.setattr(words, "choose", lambda _: None)

    await scenes.picture(scenes.SCENES[name], (120, 40))

    assert [] == sorted(heard.lacking)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TUI)))
def test_words_are_said_by_the_one_function_that_knows_languages(path):
    """`Safe("some words")` in a function would stay English for ever."""
    wrong = []
    for function in ast.walk(tree(path)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Safe":
                fixed = " ".join(map(literal, node.args))
                wrong += [(node.lineno, fixed)] if PROSE.search(fixed.strip()) else []
            if isinstance(node, ast.Assign):
                titles = [ast.unparse(target) for target in node.targets]
                if any("border_" in title for title in titles) and literal(node.value):
                    wrong.append((node.lineno, literal(node.value)))

    assert [] == [one for one in wrong if one[1].strip() not in NAMES]


def literal(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(map(literal, values))
        case ast.FormattedValue():
            return "{}"
        case _:
            return ""


def test_what_a_tail_says_is_said_in_russian(monkeypatch):
    monkeypatch.setattr(words._Chosen, "language", RUSSIAN)
    tail = Path(inspector.__file__).parent / "tail"
    sentences = {text for text in constants(tree(tail / "notices.py")) if "{}" in text}
    kinds = {text for text in constants(tree(tail / "place.py")) if " " in text}

    notice = notices.unsuitable(b"/var/log", "a folder")

    assert len(sentences) > 20
    assert "a folder" in kinds
    assert [] == sorted((sentences | kinds) - RUSSIAN.table.keys())
    assert "/var/log — каталог, а не файл журнала" in notice_said(notice)
    assert notice.text.startswith("/var/log is a folder, not a log file.")


def test_blanks_around_a_sentence_stay_where_they_are():
    words.choose("ru")
    try:
        assert " ВСЁ ПРОЧИТАНО " == words.say(" ALL READ ")
        assert "  без перевода " == words.say("  без перевода ")
        assert "2 события" == words.count(2, "event", "events")
    finally:
        words.choose("en")
    assert " ALL READ " == words.say(" ALL READ ")


def test_a_terminal_without_utf8_gets_russian_in_latin_letters():
    words.choose("ru", latin=True)
    try:
        said = [words.say(" ALL READ "), words.say("type: {}", "Ж"), words.count(2, "run", "runs")]
    finally:
        words.choose("en")

    assert [" VSYO PROCHITANO ", "tip: Ж", "2 zapuska"] == said


async def test_in_latin_letters_no_sentence_of_the_program_is_lost(show, cases):
    words.choose("ru", latin=True)
    try:
        log = (cases / "werf-v2.77.1-planted-values.log").read_bytes()
        async with show(log, ascii_mode=True) as app:
            await app.press("e", "e")
            about = app.text
    finally:
        words.choose("en")

    assert "pochemu" in about
    assert [] == [line for line in about.splitlines() if "??" in line and not QUOTED.search(line)]
