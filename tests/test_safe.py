from __future__ import annotations

import base64
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from inspector.safe import lossy, mask, name, safe

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(ANY_TEXT)
def test_safe_text_holds_no_control_separator_or_invisible_character(text):
    shown = safe(text)

    assert set() == {unicodedata.category(char) for char in shown} & FORBIDDEN
    assert shown == shown.encode().decode()


@given(ANY_TEXT)
def test_safe_text_has_no_character_that_takes_no_cell_and_stands_for_itself(text):
    assert text == "" or cell_len(safe(text)) > 0


@given(st.binary(max_size=60))
def test_any_bytes_can_be_shown(raw):
    assert set() == {unicodedata.category(char) for char in lossy(raw)} & FORBIDDEN


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain [b]text[/b] :skull:", "plain [b]text[/b] :skull:", id="markup-stays"),
        pytest.param("\x1b[31mred", "\\x1b[31mred", id="escape-sequence"),
        pytest.param("\x1b]0;PWNED\x07", "\\x1b]0;PWNED\\x07", id="window-title"),
        pytest.param("a\nb\rc\td", "a\\nb\\rc\\td", id="line-breaks"),
        pytest.param("\x9b31m\x7f", "\\x9b31m\\x7f", id="c1-and-delete"),
        pytest.param("\u202etxt", "\\u202etxt", id="right-to-left-override"),
        pytest.param("a\u200bb\u00adc\ufeffd", "a\\u200bb\\xadc\\ufeffd", id="zero-width"),
        pytest.param("a\u2028b\u00a0c\u3000d", "a\\u2028b\\xa0c\\u3000d", id="odd-spaces"),
        pytest.param(
            "\U000e0041\ue000\U000f0000", "\\U000e0041\\ue000\\U000f0000", id="tags-private"
        ),
        pytest.param("\ufe0f\u3164\u2800", "\\ufe0f\\u3164\\u2800", id="fillers"),
        pytest.param("\ud83d", "\\ud83d", id="lone-surrogate"),
        pytest.param(b"\xff".decode("utf-8", "surrogateescape"), "\\xff", id="byte"),
        pytest.param("🏻 👍🏽", "\\U0001f3fb 👍\\U0001f3fd", id="skin-tones"),
        pytest.param("\u1112\u1161\u11ab", "\u1112\u1161\u11ab", id="a-syllable-in-parts"),
        pytest.param("\u1161 a\u11ab", "\\u1161 a\\u11ab", id="parts-of-no-syllable"),
        pytest.param("Привет, 世界 🚀", "Привет, 世界 🚀", id="letters-of-any-script"),
    ],
)
def test_dangerous_characters_become_visible(text, shown):
    assert shown == safe(text)


def test_at_most_four_marks_stay_on_a_character_and_none_stands_alone():
    assert "e" + "\u0301" * 4 + "\\u0301" * 2 == safe("e" + "\u0301" * 6)
    assert "\u25cc\u0301x" == safe("\u0301x")


def test_a_limit_says_how_much_it_left_out():
    assert "aaa… (+1,997 characters)" == safe("a" * 2000, 3)
    assert "aaa… (+7 bytes)" == lossy(b"a" * 10, 3)


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        pytest.param("ivanov@acme.ru", "i***@a***.ru (14)", id="address"),
        pytest.param("ivanov@mail.acme.example", "i***@m***.*** (24)", id="address-long-domain"),
        pytest.param("registry", "r…y (8)", id="word"),
        pytest.param("abcd", "*** (4)", id="too-short-to-show"),
        pytest.param("", "(empty)", id="empty"),
        pytest.param(9223372036854, "number (13 characters)", id="number"),
        pytest.param(True, "true", id="boolean"),
        pytest.param(None, "null", id="null"),
        pytest.param({"a": 1}, "object (1 members)", id="object"),
        pytest.param([1, 2], "array (2 members)", id="array"),
        pytest.param("\x1b[31mred\u202e", "\\x1b…\\u202e (9)", id="hostile"),
    ],
)
def test_evidence_is_a_mask(value, masked):
    assert masked == mask(value)


@given(st.text(min_size=5, max_size=40))
def test_a_mask_shows_at_most_two_characters_of_a_word_and_three_of_an_address(text):
    shown = mask(text).rsplit(" (", 1)[0]

    kept = [shown.split("…")[0], shown.split("…")[-1]] if "…" in shown else shown.split("***")
    assert len(kept) <= 3
    assert mask(text).endswith(f"({len(text)})")


def test_a_mask_refuses_what_is_no_json_value():
    with pytest.raises(TypeError):
        mask(object())


@pytest.mark.parametrize(
    "text",
    [
        "hostname",
        "$lib",
        "команда",
        "install-script:run",
        "a-b_c",
        "x86_64",
        "expDeployEngine",
        "sha256",
        "k8s_namespace",
        "ipv4",
        "part_2",
    ],
)
def test_a_name_is_shown(text):
    assert text == name(text)


@pytest.mark.parametrize(
    "text",
    ["olga@acme.example", "/home/olga", "ghp0123456789abcdefABCDEF", "two words", "10.0.0.1", "\x1b[2J",
     "x" * 49, "C:\\Users", "", "aa:bb:cc:dd:ee:ff", "bf3fa7a8-1c11-4f82-9542-ec1a2d28786b", "fe80::1",
     "xoxb-123456789012-abcdefghij", "wJalrXUtnFEMIKMDENGbPxRfiCYEXAMPLEKEY", "john.smith", "glpat-AAAAAAAAAAAAAAAAAAA1",
     "db01.corp.acme.internal", "SG.abc12345678.def12345678", "hunter2", "AKIAABCDEFGHIJKLMNOP", "Zx9qqW1canaryA7", "ivan1985", "x2y", "id-4111-1111-1111-1111"],
)  # fmt: skip
def test_a_name_that_could_be_a_value_is_masked(text):
    assert text not in (name(text), name(text)[1:-1]) or text == ""
    assert name(text).startswith("[")


def hostile(cases):
    with (cases / "hostile-lines.jsonl").open() as file:
        return [base64.b64decode(json.loads(row)["b64"]) for row in file]


def test_every_hostile_line_is_inert_when_shown(cases):
    for raw in hostile(cases):
        shown = lossy(raw)

        assert set() == {unicodedata.category(char) for char in shown} & FORBIDDEN
