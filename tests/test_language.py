"""Everything that can be said in Russian is; what is no longer said is no longer in the table."""

from __future__ import annotations

import ast
import copy
import pickle
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from string import Formatter

import pytest

import inspector
from inspector.contracts import shipped
from inspector.contracts.describe import describe as describe_contract
from inspector.contracts.describe import listing
from inspector.contracts.difference import difference
from inspector.decode.messages import REASONS
from inspector.language import ENGLISH, Language, Term, language
from inspector.model import LEVELS
from inspector.recipes import NOTHING, PRINTED
from inspector.report import Report
from inspector.report.forms import FORMS, render
from inspector.report.saying import message, plain
from inspector.report.vintage import Change, Vintage
from inspector.rules import describe, rules
from inspector.safe import Safe
from tests.report import test_golden
from tests.rules import test_registry

HERE = Path(inspector.__file__).parent
RUSSIAN = language("ru")
CYRILLIC = re.compile("[А-Яа-яЁё]")
SENTENCE = re.compile(r'[A-Z"{].* .*[.)]\Z', re.DOTALL)
"""What reads as a message of a rule."""
LABEL = re.compile(r"[A-Z][a-z]+[ .,:;]|[A-Z][a-z]{2,}\Z")
"""What reads as a heading or a sentence of a report."""
SAID = {"language": 0, "say": 0, "self.say": 0, "sentence": 1, "Term": 0, "self._named": 0,
        "self._line": 0, "self._title": 0}  # fmt: skip
"""What says a text, and which of its arguments is that."""
SPEAKING = ("report", "rules", "contracts", "cli/explain.py", "cli/contracts.py")
"""Where it is said in the reader's language; what commands say besides is English."""
CODE = {"Content-Security-Policy", "Slack token xoxe.", "VK token vk1.a."}
"""What looks like a heading or a message and is none."""


def modules(*below: str) -> Iterator[Path]:
    for place in below:
        path = HERE / place
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def spelled(text: str) -> str:
    """Join the lines of a text, as `Language` looks it up."""
    return " ".join(text.split())


def constants(node: ast.AST) -> Iterator[str]:
    """Give the texts below a node: no docstrings, no parts of f-strings."""
    if isinstance(node, ast.JoinedStr):
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                yield from constants(value.value)
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield spelled(node.value)
    for child in ast.iter_child_nodes(node):
        yield from constants(child)


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in modules(*SPEAKING):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                yield ast.unparse(node.func), node


def alternatives(node: ast.AST) -> Iterator[str]:
    """Give the texts that an argument can be, as far as it is written out."""
    match node:
        case ast.Constant(value=str(text)):
            yield spelled(text)
        case ast.IfExp():
            yield from alternatives(node.body)
            yield from alternatives(node.orelse)
        case ast.Tuple() | ast.List():
            for one in node.elts:
                yield from alternatives(one)


def said() -> set[str]:
    """Texts that calls say, where they are written out in the call."""
    found: set[str] = set()
    for name, call in calls():
        at = 1 if name == "map" and ast.unparse(call.args[0]) in {"language", "Term"} else None
        at = SAID.get(name, at)
        if at is not None and at < len(call.args):
            found |= {*alternatives(call.args[at])}
    return found


def counted() -> set[str]:
    """Plurals that calls count by."""
    found: set[str] = set()
    for name, call in calls():
        if re.search(r"(language|say|Term)\.count(ed)?\Z", name):
            found |= {*alternatives(call.args[2])}
    return found


def helps() -> set[str]:
    texts = {spelled(one) for rule in rules() for one in rule.text.split("\n\n")}
    return texts - {""}


def messages() -> set[str]:
    """Texts in the rules that read as messages."""
    return {
        text
        for path in modules("rules")
        for text in constants(tree(path))
        if SENTENCE.match(text) and text not in CODE
    }


def labels() -> set[str]:
    """Texts in the reports that read as headings or sentences, whoever says them."""
    return {
        text
        for path in modules("report", "contracts/describe.py", "contracts/difference.py")
        for text in constants(tree(path))
        if LABEL.match(text) and text not in CODE
    }


def contracts() -> set[str]:
    """What contracts say in words of their own."""
    found: set[str | None] = set()
    for one in shipped():
        found.add(one.title)
        for field in (*one.fields, *(field for event in one.events for field in event.fields)):
            found |= {field.derived, field.switch, field.privacy, field.identifies, *field.types}
        for note in (*one.promises, *one.gaps):
            found |= {note.text, *(rate.reading for rate in note.rates)}
    return {spelled(text) for text in found if text}


def words() -> set[str]:
    """What stands in messages, by the modules that it comes from."""
    nothing = {text for table in NOTHING.values() for text in table.values()}
    return {*REASONS.values(), *nothing, *(printed.page for printed in PRINTED.values())}


@cache
def sentences() -> set[str]:
    return helps() | messages() | said() | labels() | contracts() | words()


class Heard(dict[str, str]):
    """A table that remembers what was looked up in it, and what of that it lacks."""

    def __init__(self, table: Mapping[str, str]) -> None:
        super().__init__(table)
        self.asked: set[str] = set()

    def get(self, key: str, other: str = "") -> str:
        self.asked.add(key)
        return super().get(key, other)

    @property
    def lacking(self) -> list[str]:
        return sorted(one for one in self.asked - self.keys() if re.search("[A-Za-z]", one))


def listener() -> Language:
    return Language("ru", Heard(RUSSIAN.table), Heard(RUSSIAN.counts))


def places(text: str) -> list[str | None]:
    """Give the places of words in a sentence."""
    return [place for _, place, _, _ in Formatter().parse(text) if place is not None]


def fuller() -> Report:
    """The report of the golden files with all that a report can hold besides."""
    made = copy.deepcopy(test_golden.report())
    next(tally for tally in made.findings if tally.counts).known = True
    made.provenance = replace(made.provenance, evidence="full", as_of="2026-03-25")
    made.off, made.skipped = ["value/wrong-type"], [Safe("notes.txt")]
    made.unexamined.update(values=2, characters=24_000)
    made.inputs[0].outside = 1
    page = shipped()[-1].sources[0]
    made.vintages = (
        Vintage("2022-08-04", (page,), "conforms", 2),
        Vintage("", (), "cannot-say", 0),
    )
    made.changes = (
        Change("werf-v1", Safe("E"), Safe("f"), (("a/b",), ()), page, "2022-08-15"),
        Change("werf-v1", None, Safe("f"), ((), ()), None, None),
    )
    return made


@cache
def heard() -> Language:
    """Say everything: reports, explanations, contracts, and every finding of the rules' tables."""
    say = listener()
    for made in (test_golden.report(), fuller(), Report()):
        for form in FORMS:
            render(made, form, language=say)
    for level in LEVELS:
        say(level)
    for rule in rules():
        describe(rule, language=say)
    listing(shipped(), say)
    for one, other in product(shipped(), repeat=2):
        describe_contract(one, say)
        difference(one, other, say)
    for case in test_registry.cases("FIRES"):
        if case.values[0].about != "text":  # its messages are the first lines of help
            for finding in test_registry.findings(*case.values):
                message(say, finding)
    return say


def test_every_sentence_is_said_in_russian():
    lacking = sentences() - RUSSIAN.table.keys()

    assert [] == sorted(lacking)


def test_everything_that_is_counted_has_three_forms_in_russian():
    forms = {word: len(RUSSIAN.counts.get(word, "").split("|")) for word in counted()}

    assert dict.fromkeys(counted(), 3) == forms
    assert {3} == {len(one.split("|")) for one in RUSSIAN.counts.values()}


def test_nothing_that_is_said_stays_english():
    assert ([], []) == (heard().table.lacking, heard().counts.lacking)


def test_no_translation_is_of_something_that_nobody_says():
    written = {text for path in modules(".") for text in constants(tree(path))}
    known = sentences() | written | heard().table.asked

    assert [] == sorted(RUSSIAN.table.keys() - known)
    assert [] == sorted(RUSSIAN.counts.keys() - counted() - written - heard().counts.asked)


def test_a_translation_has_as_many_places_for_words():
    uneven = [
        text
        for text, said in RUSSIAN.table.items()
        if "{}" in text and text not in contracts() and places(text) != places(said)
    ]

    assert [] == uneven


def test_a_translation_is_russian_and_keeps_what_is_typed():
    strange = [
        text
        for text, said in RUSSIAN.table.items()
        if re.findall("`[^`]*`", text) != re.findall("`[^`]*`", said)
        or '"' in said.replace('"ci"', "")
    ]
    english = [
        text
        for text, said in RUSSIAN.table.items()
        if not CYRILLIC.search(said) and text != said and re.search("[A-Za-z]", said)
    ]

    assert ([], ["a URL"]) == (strange, english)


@pytest.mark.parametrize(
    "number, said",
    [
        pytest.param(0, "0 находок", id="none"),
        pytest.param(1, "1 находка", id="one"),
        pytest.param(3, "3 находки", id="three"),
        pytest.param(11, "11 находок", id="eleven"),
        pytest.param(21, "21 находка", id="twenty-one"),
        pytest.param(112, "112 находок", id="a hundred and twelve"),
        pytest.param(1004, "1004 находки", id="four digits stay together"),
        pytest.param(24_576, "24 576 находок", id="five digits do not"),
    ],
)
def test_russian_counts_in_three_forms(number, said):
    assert said == RUSSIAN.count(number, "finding", "findings")


def test_what_the_table_lacks_stays_english():
    assert "2 boxes of {}" == RUSSIAN("2 boxes of {}")
    assert "2 boxes" == RUSSIAN.count(2, "box", "boxes")
    assert "0.5" == ENGLISH.number(0.5, 1)
    assert "0,5" == RUSSIAN.number(0.5, 1)


@pytest.mark.parametrize(
    "term, english, russian",
    [
        pytest.param(Term("string"), "string", "строка", id="a word"),
        pytest.param(
            Term.series([Term("string"), Term("null")], " or "), "string or null",
            "строка или null", id="several words",
        ),
        pytest.param(Term.counted(2, "run", "runs"), "2 runs", "2 запуска", id="things"),
        pytest.param(Term.number(16_777_216), "16,777,216", "16 777 216", id="a number"),
    ],
)  # fmt: skip
def test_a_term_is_english_text_that_can_be_said_otherwise(term, english, russian):
    again = pickle.loads(pickle.dumps(term))  # noqa: S301  # our own

    assert (english, russian) == (term, RUSSIAN.word(term))
    assert (english, russian) == (again, RUSSIAN.word(again))
    assert english == RUSSIAN.word(english)


def test_no_field_is_taken_for_a_word_of_the_program():
    """A page may call a field `command`, which is a word of reports too."""
    (found,) = test_registry.findings(
        next(rule for rule in rules() if rule.id == "contract/case-mismatch"),
        test_registry.tables("contract").FIRES["case-mismatch"]["data with members"],
    )

    assert "описано как eventData." in plain(message(RUSSIAN, found))
