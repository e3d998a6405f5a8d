"""What hides in a text is uncovered, layer by layer; what only looks encoded is left alone."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib

import pytest

from inspector.rules.disguise import DEPTH, layers
from inspector.rules.disguise.packed import UNPACKED

ADDRESS = "alice@corp.example"
ROOM = 1 << 20


def coded(text):
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


def found(text, room=ROOM):
    return {one.chain: one.text for one in layers(text, room)[0]}


@pytest.mark.parametrize(
    "text, name, plain",
    [
        pytest.param(coded(ADDRESS), "base64", ADDRESS, id="base64"),
        pytest.param(coded("a" + ADDRESS).rstrip("="), "base64", "a" + ADDRESS, id="unpadded"),
        pytest.param("-_-_YWxp", "base64", None, id="no text in it"),
        pytest.param("Pz8_Pj4-" + coded(ADDRESS), "base64", f"???>>>{ADDRESS}", id="URL-safe"),
        pytest.param(f"user {coded(ADDRESS)}!", "base64", f"user {ADDRESS}!", id="a word"),
        pytest.param(f"/u/{coded(ADDRESS)}", "base64", f"/u/{ADDRESS}", id="after a slash"),
        pytest.param("YWxp\nY2VA\r\nY29y cA==", "base64", "alice@corp", id="in lines"),
        pytest.param(coded("Анна Волкова"), "base64", "Анна Волкова", id="base64 of Cyrillic"),
        pytest.param(coded(ADDRESS.encode("utf-16-le")), "base64", ADDRESS, id="UTF-16"),
        pytest.param("MFWGSY3FIBRW64TQFZSXQYLNOBWGK===", "base32", ADDRESS, id="base32"),
        pytest.param(ADDRESS.encode().hex(), "hex", ADDRESS, id="hex"),
        pytest.param(f"0x{ADDRESS.encode().hex().upper()}", "hex", ADDRESS, id="hex with 0x"),
        pytest.param(ADDRESS.encode().hex(":"), "hex", ADDRESS, id="hex in pairs"),
        pytest.param(b"4242424242424242".hex(), "hex", "4242424242424242", id="hex of a card"),
        pytest.param(b"%61%6c%69%63".hex(), "hex", "%61%6c%69%63", id="hex of percent"),
        pytest.param(b"%6C%69%63%65%2E".hex(), "hex", "%6C%69%63%65%2E", id="hex of capitals"),
        pytest.param(b"feedbeef".hex().encode().hex(), "hex", b"feedbeef".hex(), id="hex twice"),
        pytest.param(b"patricia stays".hex(), "hex", "patricia stays", id="hex of digits only"),
        pytest.param("alice%40corp%2Eexample", "percent", ADDRESS, id="percent"),
        pytest.param("%d0%b0%20%ff", "percent", None, id="percent of no text"),
        pytest.param("100%25", "percent", "100%", id="percent of itself"),
        pytest.param("alice&commat;corp&#46;example", "html-entities", ADDRESS, id="entities"),
        pytest.param("alice&#64corp&#46example", "html-entities", ADDRESS, id="no semicolons"),
        pytest.param("&lt;none&gt;", "html-entities", "<none>", id="markup"),
        pytest.param(r"alice\u0040corp\x2eexample", "escapes", ADDRESS, id="escapes"),
        pytest.param(r"alice\\\\u0040corp.example", "escapes", ADDRESS, id="escapes of escapes"),
        pytest.param(r"alice\U00000040corp\056example", "escapes", ADDRESS, id="long and octal"),
        pytest.param(r"alice\u{40}corp%u002eexample", "escapes", ADDRESS, id="JavaScript's"),
        pytest.param(r"\320\264\320\276\320\272", "escapes", "док", id="git's octal"),
        pytest.param(r"\ud83d\ude00", "escapes", "😀", id="a pair of surrogates"),
        pytest.param("alice=40corp.example", "quoted-printable", ADDRESS, id="quoted-printable"),
        pytest.param("alice=\n=40corp=2Eexample", "quoted-printable", ADDRESS, id="a soft break"),
        pytest.param("alice@co=\r\nrp.example", "quoted-printable", ADDRESS, id="broken in two"),
        pytest.param("ali=\nce@corp.example", "quoted-printable", ADDRESS, id="broken before"),
        pytest.param(
            " ".join(f"U+{ord(char):04X}" for char in ADDRESS), "escapes", ADDRESS, id="U+0061"
        ),
        pytest.param("u+0438,u+0432,u+0430,u+043d", "escapes", "иван", id="u+0438"),
        pytest.param(f"=?utf-8?B?{coded(ADDRESS)}?=", "quoted-printable", ADDRESS, id="a B word"),
        pytest.param("=?koi8-r?Q?=C1_b?=", "quoted-printable", "а b", id="a Q word"),
        pytest.param("=?punycode?Q?abc?=", "quoted-printable", None, id="no charset of mail"),
        pytest.param('{"a":[{"b":"c"},"d"]}', "json", "a\nb: c\na: d", id="JSON"),
        pytest.param('{"a":"b","a":"c"}', "json", "a: b\na: c", id="JSON with a key twice"),
        pytest.param("al\u200bi\u00adce", "invisible-characters", "alice", id="invisible"),
        pytest.param("ａｌｉｃｅ＠corp｡ru", "full-width", "alice@corp.ru", id="wide"),
        pytest.param("𝐚𝓁ⓘ𝖼𝚎", "full-width", "alice", id="mathematical and circled"),
        pytest.param("\u0430li\u0441\u0435@x", "look-alike-letters", "alice@x", id="Cyrillic"),
        pytest.param("\u03bfps@x", "look-alike-letters", "ops@x", id="Greek"),
        pytest.param("п\u0061роль", "look-alike-letters", "пароль", id="Latin in Cyrillic"),
        pytest.param("сообщение", "look-alike-letters", None, id="a Cyrillic word"),
        pytest.param("١٠.٠.٠.٥", "digits", "10.0.0.5", id="Arabic digits"),
        pytest.param("1О.2О.3О.44", "digits", "10.20.30.44", id="letters for digits"),
    ],
)
def test_a_disguise_is_undone(text, name, plain):
    assert plain == found(text).get((name,))


@pytest.mark.parametrize(
    "text, chain, plain",
    [
        pytest.param(coded("alice%40corp.example"), ("base64", "percent"), ADDRESS, id="two"),
        pytest.param(
            coded(coded(coded(ADDRESS))), ("base64", "base64", "base64"), ADDRESS, id="three"
        ),
        pytest.param(
            coded("".join(f"%{byte:02x}" for byte in ADDRESS.encode().hex().encode())),
            ("base64", "percent", "hex"),
            ADDRESS,
            id="three of different kinds",
        ),
        pytest.param(
            json.dumps({"a": json.dumps({"b": ADDRESS})}),
            ("json", "json"),
            None,
            id="JSON beside its key",
        ),
        pytest.param(
            json.dumps([json.dumps([ADDRESS])]), ("json", "json"), ADDRESS, id="JSON in JSON"
        ),
        pytest.param(
            coded(gzip.compress(ADDRESS.encode())), ("base64", "gzip"), ADDRESS, id="gzip"
        ),
        pytest.param(zlib.compress(ADDRESS.encode()).hex(), ("hex", "zlib"), ADDRESS, id="zlib"),
    ],
)
def test_disguises_one_inside_the_other_are_undone(text, chain, plain):
    assert plain == found(text).get(chain)


def test_no_more_than_three_layers_are_taken_off():
    text = ADDRESS
    for _ in range(DEPTH + 1):
        text = coded(text)

    assert ADDRESS not in found(text).values()
    assert DEPTH == max(map(len, found(text)))


def test_what_invisible_characters_spell_is_read():
    tags = "ok" + "".join(chr(0xE0000 + ord(char)) for char in ADDRESS)
    selectors = "ok" + "".join(
        chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in ADDRESS.encode()
    )

    for text in (tags, selectors):
        texts = {one.text for one in layers(text, ROOM)[0]}
        assert {"ok", ADDRESS} <= texts


@pytest.mark.parametrize("size", [8, 10, 16, 20, 28, 32, 48, 64])
def test_digests_and_ids_hide_nothing(size):
    for number in range(300):
        data = hashlib.shake_128(b"%d" % number).digest(size)
        assert {} == found(data.hex()), data
        if size >= 16:
            assert {} == found(coded(data)), data


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("100%", id="a percent sign"),
        pytest.param("1775000000000 1775000000000000000", id="times"),
        pytest.param("274701613078193779564259", id="an id of 24 digits"),
        pytest.param("318261795173105064201297", id="an id that holds a time"),
        pytest.param("4242424242424242 5555555555554444", id="cards"),
        pytest.param("20260102030405060708091011", id="a long number"),
        pytest.param("a character such as U+0041 or U+0042", id="characters by number"),
        pytest.param("it holds U+200B U+200C U+200D U+FEFF", id="invisible ones by number"),
        pytest.param("MHcC=\nMHcC=\n", id="base64 in lines"),
        pytest.param("werf converge --kube-config-base64", id="an option"),
        pytest.param("insecure-skip-tls-verify-registry", id="a long option"),
        pytest.param(r"C:\users\new\101", id="a path of Windows"),
        pytest.param("replicas=10,memory=512Mi,limit=40Mi", id="assignments"),
        pytest.param("0b1f6c1e-8f0e-4b54-9a53-5d7f1c9e2a10", id="a UUID"),
        pytest.param("ошибка: файл не найден", id="Cyrillic"),
        pytest.param("エラー:見つかりません", id="Japanese"),
        pytest.param(r"\x1b[31mred", id="an escape of the terminal"),
        pytest.param("02:42:ac:11:00:02", id="a MAC address"),
        pytest.param("{broken", id="no JSON"),
        pytest.param("-----BEGIN X-----\nMHcC==\n-----END=\n-----", id="padding before a line"),
        pytest.param("[1, true, null]", id="JSON without text"),
    ],
)
def test_what_only_looks_encoded_is_left_alone(text):
    plain = {chain: one for chain, one in found(text).items() if chain != ("json",)}

    assert {} == plain


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"a":' * 200_000, id="an object that never ends"),
        pytest.param('{"a":' * 200_000 + "1" + "}" * 200_000, id="a deep object"),
        pytest.param("[" * 70 + '"x"' + "]" * 70, id="deeper than is opened"),
        pytest.param('[1e999999, NaN, "x"', id="cut"),
        pytest.param("=?utf-8?B?####?=", id="a word of mail that is broken"),
        pytest.param(r"\ud83d alone", id="half a pair"),
        pytest.param("\ud800\udc80 %41", id="surrogates"),
        pytest.param(r"\U99999999 &#9999999;", id="no character"),
        pytest.param("\\" * 5000, id="backslashes"),
        pytest.param("0x" + "f" * 4097, id="an odd number of digits"),
    ],
)
def test_what_is_hostile_does_no_harm(text):
    _, left = layers(text, 4 * ROOM)

    assert 0 == left


def test_a_bomb_is_unpacked_only_so_far():
    bomb = coded(gzip.compress(b"a" * (4 * UNPACKED), 9))

    made, left = layers(bomb, 4 * ROOM)

    assert UNPACKED == max(len(one.text) for one in made)
    assert left > 0


def test_a_character_that_the_limit_cuts_does_not_hide_the_rest():
    bomb = coded(gzip.compress(b"a" + "ж".encode() * UNPACKED, 9))

    texts = found(bomb, 4 * ROOM)

    assert texts["base64", "gzip"].startswith("aжж")


def test_broken_compression_hides_nothing_that_could_be_read():
    packed = bytearray(gzip.compress(ADDRESS.encode() * 20))
    packed[14] ^= 0xFF

    assert ("base64", "gzip") not in found(coded(bytes(packed)))


def test_many_archives_are_not_all_opened():
    one = coded(gzip.compress(ADDRESS.encode()))

    _, left = layers(f"{one} " * 100, 4 * ROOM)

    assert left > 0


def test_what_does_not_fit_is_counted():
    text = f"{'a' * 1000}%40"

    assert ((), 1001) == layers(text, 1000)
    assert 1 == len(layers(text, 1001)[0])


def test_a_value_of_a_hundred_kilobytes_with_six_disguises_is_examined_whole():
    unit = "%41 &#65; \\u0041 =D0=B0 \u0430lic \u200b words between them that hide nothing "
    text = unit * (100_000 // len(unit))

    _, left = layers(text, 4 * ROOM)

    assert 0 == left
