from __future__ import annotations

import hashlib
import hmac
import socket
import string

import pytest

from inspector.wire import handshake
from inspector.wire.endpoint import Endpoint

NONCE = "0123456789abcdef" * 2
KEY = "fedcba9876543210" * 2
PORT = 4318
NAME = "telemetry-inspector endpoint"


def test_a_question_is_32_hex_digits_and_never_the_same():
    asked = {handshake.question() for _ in range(100)}

    assert 100 == len(asked)
    assert all(32 == len(one) and set(one) <= set(string.hexdigits.lower()) for one in asked)


def test_the_answer_proves_only_its_own_question():
    answer = handshake.answer(NONCE, PORT, KEY)

    assert handshake.proven(NONCE, PORT, KEY, answer)
    assert not handshake.proven("f" * 32, PORT, KEY, answer)
    assert not handshake.proven(NONCE, PORT + 1, KEY, answer)
    assert not handshake.proven(NONCE, PORT, "f" * 32, answer)


def test_the_answer_is_the_hmac_of_port_and_number_under_the_key():
    _, digest = handshake.answer(NONCE, PORT, KEY).decode().splitlines()

    assert hmac.new(KEY.encode(), f"{NAME} 4318 {NONCE}".encode(), "sha256").hexdigest() == digest


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(NONCE.encode(), id="an echo"),
        pytest.param(f"{handshake.PATH}{NONCE}".encode(), id="an echo of the path"),
        pytest.param(b"telemetry-inspector endpoint\n", id="the name alone"),
        pytest.param(hashlib.sha256(NONCE.encode()).hexdigest().encode(), id="a bare digest"),
        pytest.param(
            f"{NAME}\n{hashlib.sha256(f'{NAME} {NONCE}'.encode()).hexdigest()}\n".encode(),
            id="a digest that holds no secret",
        ),
        pytest.param(handshake.answer(NONCE, PORT, ""), id="no key"),
        pytest.param(b"<html>200 OK</html>", id="a page"),
        pytest.param(handshake.answer(NONCE, PORT, KEY) + b"\n", id="more than the answer"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
    ],
)
def test_what_others_would_answer_proves_nothing(body):
    assert not handshake.proven(NONCE, PORT, KEY, body)


@pytest.mark.parametrize(
    "nonce",
    ["", "0" * 31, "0" * 33, "G" * 32, "A" * 32, "0" * 32 + "\n", "\u0660" * 32, "../" + "0" * 29],
)
def test_nothing_but_a_number_is_answered(nonce):
    with pytest.raises(ValueError, match="32 hex digits"):
        handshake.answer(nonce, PORT, KEY)


def test_the_answer_is_text_that_holds_nothing_of_the_question():
    answer = handshake.answer(NONCE, PORT, KEY)

    assert answer.isascii()
    assert NONCE.encode() not in answer
    assert KEY.encode() not in answer
    assert len(answer) < 128


def asked(
    endpoint: Endpoint, method: str = "GET", nonce: str = NONCE, **headers: str
) -> tuple[int, bytes]:
    """Ask an endpoint over a connection of its own; give status and body of what it answers."""
    with endpoint:
        rows = {"Host": f"127.0.0.1:{endpoint.port}", "Connection": "close"} | headers
        head = "".join(f"{name}: {text}\r\n" for name, text in rows.items())
        with socket.create_connection(("127.0.0.1", endpoint.port)) as peer:
            peer.sendall(f"{method} {handshake.PATH}{nonce} HTTP/1.1\r\n{head}\r\n".encode())
            answer = b"".join(iter(lambda: peer.recv(1 << 16), b""))
    start, _, body = answer.partition(b"\r\n\r\n")
    return int(start.split()[1]), body


def test_the_endpoint_answers_the_question():
    endpoint = Endpoint()
    status, body = asked(endpoint)

    assert 200 == status
    assert handshake.proven(NONCE, endpoint.port, endpoint.token, body)


@pytest.mark.parametrize(
    ("status", "question"),
    [
        pytest.param(403, {"Origin": "http://a.invalid"}, id="a web page"),
        pytest.param(403, {"Sec-Fetch-Site": "cross-site"}, id="an image of a web page"),
        pytest.param(421, {"Host": "a.invalid:80"}, id="a name that was made to mean this machine"),
        pytest.param(404, {"nonce": "0" * 31}, id="no number"),
        pytest.param(404, {"nonce": NONCE + "/"}, id="more than a number"),
        pytest.param(404, {"method": "POST"}, id="another method"),
    ],
)
def test_the_endpoint_proves_itself_to_nobody_else(status, question):
    ended, body = asked(Endpoint(), **question)

    assert status == ended
    assert b"telemetry-inspector" not in body
