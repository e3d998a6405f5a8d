from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.decode.quote import QuoteError, unquote


def vectors(cases, *kinds):
    with (cases / "go-quote-vectors.jsonl").open() as file:
        rows = [json.loads(row) for row in file]
    return [
        (base64.b64decode(row["in_b64"]), base64.b64decode(row["out_b64"]))
        for row in rows
        if row["kind"] in kinds
    ]


def test_everything_that_go_quoted_is_unquoted_to_the_byte(cases):
    pairs = vectors(cases, "byte", "rune", "string", "rand")

    assert len(pairs) > 400
    assert [plain for plain, _ in pairs] == [unquote(quoted) for _, quoted in pairs]


@pytest.mark.parametrize(
    ("quoted", "plain"),
    [
        pytest.param(rb'"\a\b\f\n\r\t\v\\\""', b'\a\b\f\n\r\t\v\\"', id="simple"),
        pytest.param(rb'"\xff\x00"', b"\xff\x00", id="bytes-not-code-points"),
        pytest.param(rb'"\u00a0\U0001f680"', "\u00a0\U0001f680".encode(), id="runes"),
        pytest.param(rb'"\101\377"', b"A\xff", id="octal"),
        pytest.param('"и 🚀"'.encode(), "и 🚀".encode(), id="raw-letters"),
        pytest.param(b'""', b"", id="empty"),
    ],
)
def test_each_escape_means_what_go_means(quoted, plain):
    assert plain == unquote(quoted)


@pytest.mark.parametrize(
    ("quoted", "at"),
    [
        pytest.param(rb'"\/"', 1, id="json-slash"),
        pytest.param(rb"\'", 0, id="no-quotes"),
        pytest.param(rb'"a\'b"', 2, id="single-quote"),
        pytest.param(rb'"\ud83d\ude00"', 1, id="surrogate-pair"),
        pytest.param(rb'"\U00110000"', 1, id="beyond-unicode"),
        pytest.param(rb'"\x4"', 1, id="short-byte"),
        pytest.param(rb'"\400"', 1, id="octal-too-large"),
        pytest.param(rb'"a"b"', 2, id="quote-inside"),
        pytest.param(b'"a\nb"', 2, id="newline-inside"),
        pytest.param(b'"\\n\n"', 3, id="newline-behind-an-escape"),
        pytest.param(b'"\\n"x"', 3, id="quote-behind-an-escape"),
        pytest.param(b'"', 0, id="one-quote"),
        pytest.param(b"", 0, id="nothing"),
        pytest.param(b'"a\\"', 2, id="open-escape"),
    ],
)
def test_what_go_refuses_is_refused_where_it_stands(quoted, at):
    with pytest.raises(QuoteError) as caught:
        unquote(quoted)

    assert at == caught.value.at


def quote(plain: bytes) -> bytes:
    return b'"' + b"".join(b"\\x%02x" % byte for byte in plain) + b'"'


@given(st.binary(max_size=50))
def test_any_bytes_survive_quoting(plain):
    assert plain == unquote(quote(plain))
