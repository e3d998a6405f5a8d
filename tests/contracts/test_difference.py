"""What changed between two contracts, as a person asks for it."""

from __future__ import annotations

from dataclasses import replace

from inspector.contracts import by_page, named, shipped
from inspector.contracts.difference import difference
from inspector.model import Field, Note, Quote, Source

PAGE, LATER = Source("a", "T", "en", "2020-01-01", "p"), Source("b", "T", "en", "2021-01-01", "p")


def contract(page=PAGE, fields=(), promises=(), **changes):
    return replace(named("wasp-cli"), name=page.id, sources=(page,), fields=tuple(fields), events=(),
                   promises=tuple(promises), gaps=(), **changes)  # fmt: skip


def field(page=PAGE, text="words", **changes):
    base = {
        "path": "x",
        "types": ("string",),
        "quotes": (Quote(page, text),),
        "privacy": "anonymous",
    }
    return Field(**(base | changes))


def lines(old, new):
    return [line.strip() for line in difference(old, new)]


def test_what_is_collected_now_comes_first_with_its_sentence_and_since_when():
    found = "\n".join(difference(named("werf-v1"), named("werf-v2")))

    assert found.index("Collected now, and not before") < found.index("Said otherwise")
    assert "+ userID (string, pseudonymous)" in found
    assert "“userID — anonymous user identifier; may be empty if not set” (en, 2026-03-25)" in found
    assert "sent since 2022-08-15" in found
    assert "+ event UnshallowFailed" in found


def test_the_other_way_round_it_is_no_longer_said():
    found = "\n".join(difference(named("werf-v2"), named("werf-v1")))

    assert "No longer said to be collected" in found
    assert "- userID (string, pseudonymous)" in found
    assert "- event UnshallowFailed" in found


def test_equal_pages_say_the_same():
    assert "The pages say the same." == difference(named("werf-v1"), named("werf-v1"))[-1]


def test_two_pages_of_one_contract_can_be_compared():
    old = by_page(named("werf-v1"), "ru-2022-07-json", shipped())
    new = by_page(named("werf-v1"), "en-2022-08", shipped())

    assert "+ attributes.ci (boolean, anonymous)" in lines(old, new)


def test_every_change_of_a_field_is_said():
    old = contract(fields=[field(values=("a",), optional=False)])
    new = contract(LATER, [field(LATER, "other words", types=("integer",), values=None, optional=True,
                                 privacy="free-text", derived="all")])  # fmt: skip

    found = lines(old, new)

    assert "type: string → integer" in found
    assert "one of: a → not said" in found
    assert "may be absent: no → yes" in found
    assert "privacy: anonymous → free-text" in found
    assert "it can now hold more of a user than before" in found
    assert "comes from: not said → all" in found
    assert "“other words” (en, 2021-01-01)" in found


def test_marks_and_space_make_no_other_sentence():
    old, new = (
        contract(fields=[field(text="`x` — a  thing;")]),
        contract(LATER, [field(LATER, "x — a thing")]),
    )

    assert "The pages say the same." == lines(old, new)[-1]


def test_promises_are_compared_by_their_words():
    kept, gone = (
        Note("k", "Kept.", (Quote(PAGE, "we keep"),)),
        Note("g", "Gone.", (Quote(PAGE, "we go"),)),
    )
    made = Note("n", "New.", (Quote(LATER, "we make"),))
    changed = Note("k", "Kept.", (Quote(LATER, "we try to keep"),))

    found = lines(contract(promises=[kept, gone]), contract(LATER, promises=[changed, made]))

    assert {"~ Kept.", "- Gone.", "+ New."} <= set(found)
    assert "before: “we keep” (en, 2020-01-01)" in found
    assert "now: “we try to keep” (en, 2021-01-01)" in found
