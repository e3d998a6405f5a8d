from __future__ import annotations

import hashlib

import pytest

from inspector.recipes import filled_up, holds_card, perhaps_spelt, spelt, version

DIGEST = hashlib.sha256(b"x").hexdigest()
MAC = "001c42aabbcc"


@pytest.mark.parametrize(
    "uuid, number",
    [
        pytest.param("7d0c2a4e-5b1f-4c83-9a0e-3f6f1f2b9c11", 4, id="random"),
        pytest.param("6FA459EA-EE8A-11E4-9A21-001C42AABBCC", 1, id="capitals"),
        pytest.param("6fa459ea-ee8a-11e4-1a21-001c42aabbcc", None, id="another variant"),
        pytest.param("6fa459eaee8a11e49a21001c42aabbcc", None, id="without dashes"),
        pytest.param("6fa459ea-ee8a-11e4-9a21-001c42aabbcc\n", None, id="a line break"),
    ],
)
def test_the_version_of_a_uuid_is_read(uuid, number):
    assert number == version(uuid)


def test_a_node_of_a_group_is_no_card():
    uuids = [f"6fa459ea-ee8a-11e4-9a21-{node}42aabbcc" for node in ("001c", "011c")]

    assert [True, False] == [*map(holds_card, uuids)]


@pytest.mark.parametrize(
    "digits, says",
    [
        pytest.param(DIGEST, (False, False), id="a hash"),
        pytest.param(b"ivan".hex().ljust(64, "0"), (True, True), id="a text, filled up"),
        pytest.param(("ivan.petrov@corp" * 2).encode().hex(), (True, False), id="a text"),
        pytest.param(
            b"olga@corp.example passed\r\n\t\0\nbye!!".hex()[:64].ljust(64, "0"),
            (True, False),
            id="a text in lines",
        ),
        pytest.param("olga@corp.exampl".encode("utf-16-le").hex(), (True, False), id="a wide text"),
        pytest.param((MAC * 6)[:64], (False, True), id="again and again"),
        pytest.param("0" * 64, (False, False), id="a stand-in"),
        pytest.param("ab" * 32, (False, False), id="a stand-in of two"),
        pytest.param(f"{1234:064}".replace("4", "1"), (False, False), id="a small number"),
        pytest.param(MAC, (False, False), id="too short"),
        pytest.param("x" * 64, (False, False), id="no digits"),
    ],
)
def test_a_text_in_the_place_of_a_hash_is_told(digits, says):
    assert says == (spelt(digits), filled_up(digits))


def test_of_eight_bytes_only_ascii_counts():
    spell = [perhaps_spelt(one.encode().hex()) for one in ("ivan.app", "иван", "ivan.apps")]

    assert [True, False, False] == spell
