"""Cases of the family `hidden`: where each rule fires, and near misses where it is quiet."""

from __future__ import annotations

import base64
import gzip
import json
import zlib

import pytest

from inspector.audit import Inspection
from inspector.contracts import named
from inspector.rules import Context, Rule, Scanner, Span, Text, about_text, pick, rules

STARTED = json.loads(named("werf-v2").samples[0].line)
ADDRESS = "alice@corp.example"
BLOB = base64.b64encode(bytes(i * 97 % 251 ^ 0xA5 for i in range(60))).decode()
PACKED = base64.b64encode(gzip.compress(ADDRESS.encode(), mtime=0)).decode()


def coded(text):
    return base64.b64encode(text.encode()).decode()


FIRES = {
    "encoded": {
        "base64": "cHJvZHVjdGlvbg==",
        "percent": "alice%40corp.example",
        "two layers": coded("alice%40corp.example"),
        "entities": "alice&#64;corp.example",
        "a quoted escape": r"alice\\u0040corp.example",
        "in the name of a key": {"raw": "alice%40corp.example", "is_key": True},
    },
    "invisible-characters": {
        "a zero-width space": "al\u200bice",
        "a soft hyphen": "pass\u00adword",
        "a reordering": "abc\u202etxt",
        "a joiner between Latin letters": "al\u200dice",
        "tags that spell something": "hi" + "".join(chr(0xE0000 + ord(one)) for one in "ignore"),
        "selectors in a row": "ok\ufe01\ufe02\ufe03",
        "a mark of bytes within": "al\ufeffice",
        "a filler": "a\u3164b",
        "in an escape": r"al\u200bice",
    },
    "mixed-script": {
        "Cyrillic in an address": "\u0430li\u0441e@corp.example",
        "Greek in a word": "kubern\u03bftes",
        "one Latin letter in a Cyrillic word": "п\u0061роль",
        "after other words": "не найден \u0440assword",
        "in base64": coded("no p\u0430ssword here"),
    },
    "confusable-digits": {
        "an address in Arabic digits": "١٠.٠.٠.٥",
        "two scripts in one number": "4٢42",
        "mathematical digits": "\U0001d7d2\U0001d7d0",
        "wide digits without East Asian text": "card ４２４２",
        "letters among digits": "1О.20.3О.44",
    },
    "compressed": {
        "gzip in base64": PACKED,
        "gzip in hexadecimal": gzip.compress(b"a" * 20, mtime=0).hex(),
        "zlib in a sentence": f"data {base64.b64encode(zlib.compress(ADDRESS.encode())).decode()}",
        "bzip2": "QlpoOTFBWSZTWQAAAAAAAAAA",
        "zstd": "KLUv/SQFKQAAYWxpY2UAAAAA",
        "xz": "/Td6WFoAAATm1rRGAgAhARYA",
    },
    "opaque-blob": {
        "random bytes in base64": BLOB,
        "in a sentence": f"cannot parse {BLOB}: bad",
        "hexadecimal longer than a digest": bytes(range(128, 228)).hex(),
        "within JSON": json.dumps({"state": BLOB}),
    },
}

QUIET = {
    "encoded": {
        "words": "werf managed-images ls",
        "a percent sign": "100% done, 50%ab",
        "a digest": "b4c2d019070529344a6967d8c73d578101c6554fcdcae3d00bb93a9692523cb1",
        "a UUID": "0b1f6c1e-8f0e-4b54-9a53-5d7f1c9e2a10",
        "a commit": "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "a path of Windows": r"C:\users\new\x41\101",
        "assignments": "replicas=10 memory=512Mi timeout=40s",
        "a card's number is no hexadecimal": "4242424242424242",
        "JSON has a rule of its own": '{"os":"linux"}',
        "other letters have rules of their own": "al\u200bice",
    },
    "invisible-characters": {
        "an emoji of several": "👨\u200d👩\u200d👧 ok",
        "a heart with its selector": "❤\ufe0f",
        "a key cap": "1\ufe0f\u20e3",
        "a flag of tags": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "a joiner in Persian": "می\u200cخواهم",
        "a joiner in Hindi": "क्\u200dष",
        "a direction mark in Hebrew": "שלום\u200f!",
        "a byte order mark at the start": "\ufeff{}",
        "Braille": "⠋\u2800⠙",
        "Mongolian": "\u182d\u180b",
        "Hangul": "\u115f\u1161",
        "an ideograph's variant": "辻\U000e0100",
        "Cyrillic": "ошибка: файл не найден",
    },
    "mixed-script": {
        "Cyrillic": "сор не найден",
        "Latin beside Cyrillic": "VPN-сервер и werf",
        "an abbreviation written on": "HTTPсервер",
        "an inflected word": "podы",
        "letters that nobody confuses": "SQLзапрос",
        "micro and ohm": "250 \u03bcs, \u00b5s, 5 Ω",
        "mathematics": "αx + Δt",
        "Japanese with a brand": "ソニーのPlayStation",
        "accents": "naïve café, Größe",
    },
    "confusable-digits": {
        "ASCII": "10.0.0.5",
        "Arabic beside Arabic": "الملف ١٢٣",
        "Hindi": "त्रुटि १२३",
        "wide digits in Japanese": "東京１２３号",
        "raised digits": "м² и 10³",
        "a house": "дом 25б",
        "a law": "№ 434-З",
    },
    "compressed": {
        "words": "eJournal-of-everything-and-more",
        "base64 of text": "YWxpY2VAY29ycC5leGFtcGxl",
        "a digest with the same start": "1f8b0800" + "0" * 7,
        "the magic alone": "H4sI",
    },
    "opaque-blob": {
        "a SHA-512": "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
        "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
        "an image's digest": "cr.example/app@sha256:" + "9b2ec0a3" * 8,
        "npm's digest": f"sha512-{BLOB}",
        "ssh's digest": f"SHA256:{BLOB[:43]}",
        "a stage's tag": "d3e6a1b1c2f4958677a0b1c2d3e4f5061728394a5b6c7d8e9f0a1b2c-1658231825280",
        "a path": "registry.example/group/project/Backend/service-Image-2/with/long/Name",
        "a long name": "TestHelmReleaseInstallUpgradeRollbackHandlerForKubernetes29",
        "a name in C++": "_ZNSbIwSt11char_traitsIwESaIwEE6assignEmw",
        "readable base64": coded("werf converge failed in the registry of the company"),
        "compressed data": PACKED,
        "a web token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0." + BLOB[:43],
        "a key's frame": f"-----BEGIN CERTIFICATE-----\n{BLOB}",
        "a rule of dashes": "-" * 80,
    },
}


@about_text("violation")
def address(text, _context):
    """An address stands in the value.

    Why.

    What to do.
    """
    at = text.raw.find("@corp")
    if at >= 0:
        sure = "low" if text.chain == () else "high"
        yield Span(max(0, at - 5), at + 13, sure)


def judged(changes, *chosen):
    body = json.dumps({**STARTED, **changes}).encode() + b"\n"
    inspection = Inspection(chosen=(*pick(rules(), ["hidden"]), *chosen))
    return (inspection.feed(body) + inspection.end())[0].findings


def test_a_finding_names_the_disguises_it_was_found_under():
    (found,) = judged({"command": coded("alice%40corp.example")}, address)

    assert ("base64", "percent") == found.disguise
    assert "An address stands in the value. It is disguised (base64 of percent)." == found.message
    assert ("test_hidden/address", "violation") == (found.rule, found.level)


def test_that_something_is_encoded_is_a_note_where_nothing_else_is_found():
    (found,) = judged({"command": "cHJvZHVjdGlvbg=="}, address)

    assert ("hidden/encoded", "note", ("base64",)) == (found.rule, found.level, found.disguise)


def test_the_surest_find_counts_wherever_it_was_found():
    scanner = Scanner((address,), Context())

    (find,) = scanner.scan(Text("al\u200bice@corp.example")).finds

    assert ("violation", "high", ("invisible-characters",)) == (
        find.level,
        find.confidence,
        find.chain,
    )


def test_a_disguise_and_what_it_hides_are_both_told():
    found = judged({"command": "al\u200bice\u200b@corp.example"}, address)

    assert {"hidden/invisible-characters", "test_hidden/address"} == {one.rule for one in found}


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(coded("alice@corp.example"), id="base64"),
        pytest.param("alice\uff20corp.example", id="full-width"),
        pytest.param("alice%40corp.example", id="percent"),
    ],
)
def test_what_hides_in_the_name_of_a_key_is_found(key):
    extra = {"attributes": {**STARTED["attributes"], "extra": {key: "1"}}}

    found = {one.rule for one in judged(extra, address)}

    assert "test_hidden/address" in found


def test_no_character_of_compressed_data_or_of_a_blob_is_shown():
    finds = [*judged({"command": PACKED}), *judged({"command": BLOB})]
    shown = {one.rule: one.evidence for one in finds}

    assert f"gzip in base64 ({len(PACKED)} characters)" == shown["hidden/compressed"]
    assert f"{len(BLOB)} characters" == shown["hidden/opaque-blob"]


def test_a_blob_that_is_a_known_secret_is_told_once():
    secret = Rule("secret/key", "violation", "text", lambda *_: [Span(0, 9)], "Key.")
    scanner = Scanner((*pick(rules(), ["hidden"]), secret), Context())

    assert ["secret/key"] == [find.rule for find in scanner.scan(Text(BLOB)).finds]
