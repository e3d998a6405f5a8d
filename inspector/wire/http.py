"""One connection to the endpoint: HTTP/1.1 as h11 reads it, with limits of our own around it.

h11 knows the grammar and does no I/O.  What it lets pass and we do not: a length beside a transfer
coding, lengths or content types said twice, versions other than 1.0 and 1.1, bare line feeds,
folded headers, and headers that are long but arrive at once (RFC 9112, sections 2.2, 5.2, 6.3).
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import replace

import h11

from inspector.model import Request
from inspector.wire import answers
from inspector.wire.answers import Answer, rendered
from inspector.wire.desk import Desk
from inspector.wire.gate import kind

READ = 16 << 10
"""Bytes taken from a connection at a time; no more than twice as many wait in its buffer."""

_LENGTHS = re.compile(rb"\ncontent-length:[^\n]*,")


Headers = tuple[tuple[str, str], ...]


class Refusal(Exception):  # noqa: N818  # said of a request, not of the program
    """A request is not taken; `answer` says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.message)
        self.answer = answer


class Conversation:
    """Requests and answers of one connection, one after the other."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, desk: Desk
    ) -> None:
        self._reader, self._writer, self._desk = reader, writer, desk
        self._limits = desk.limits
        self._http = h11.Connection(h11.SERVER, self._limits.header_bytes)
        self._timer = asyncio.timeout(None)
        self._patience: float | None = None  # seconds allowed from the next read on
        self._begun = False  # a request has begun to arrive and has no answer yet
        self._head: Request | None = None  # of that request, once it is known
        self._held = 0
        writer.transport.set_write_buffer_limits(0)  # so that `drain` waits for the last byte

    async def hold(self) -> None:
        """Answer requests until either side ends the connection; what a peer does never raises.

        Every wait has its time; when that is over, a request that had begun is answered so.
        """
        self._patience = self._limits.header_seconds
        try:
            async with self._timer:
                while await self._exchange():
                    self._patience = self._limits.idle_seconds
        except TimeoutError:
            if self._begun:
                await self.turn_away(answers.TOO_SLOW)
        except (OSError, asyncio.CancelledError) as error:
            if self._begun:
                self._desk.refuse(self._head, answers.CUT)
            if not isinstance(error, OSError):
                raise
        finally:
            self._desk.free(self._held)
            self._writer.transport.abort()

    async def turn_away(self, answer: Answer) -> None:
        """Give one answer, whatever was asked, and end the connection."""
        self._desk.refuse(self._head, answer)
        try:
            async with asyncio.timeout(self._limits.linger_seconds):
                self._send(answer)
                await self._writer.drain()
                await self._linger()
        except OSError:
            pass  # too late for an answer
        finally:
            self._writer.transport.abort()

    async def _exchange(self) -> bool:
        """Take one request and answer it; False where nothing can follow."""
        try:
            if not await self._take_head():
                return False
            answer = await self._take_in()
        except Refusal as refusal:
            answer = refusal.answer
        if not answer.ok:
            self._desk.refuse(self._head, answer)
        closing = self._send(answer)
        if self._writer.transport.get_write_buffer_size():
            self._allow(self._limits.body_seconds)
            await self._writer.drain()
        if closing:
            await self._linger()
        else:
            self._begin_anew()
        return not closing

    async def _take_head(self) -> bool:
        """Wait for a request and take its head; False where the peer has no more to ask."""
        if not self._http.trailing_data[0]:
            await self._read_on()
        raw = self._http.trailing_data[0]
        if not raw:
            return False
        self._begun = True
        self._patience = self._limits.header_seconds
        while not isinstance(event := self._next(), h11.Request):
            await self._read_on()
            raw = self._http.trailing_data[0]
        self._head = _request(event)
        _check_head(event, raw, self._limits.header_bytes)
        return True

    async def _take_in(self) -> Answer:
        """Take the body of a request that may be received, and the request."""
        head = self._head
        assert head is not None  # noqa: S101  # taken just before
        proof = self._desk.gate.proof(head)
        if proof is None and (refusal := self._desk.gate.refusal(head)):
            raise Refusal(refusal)
        self._patience = self._limits.body_seconds
        if self._http.they_are_waiting_for_100_continue:
            self._writer.write(answers.GO_ON)
        try:
            body, trailers = await self._take_body()
            self._timer.reschedule(None)  # what follows is our own time
            whole = replace(head, headers=head.headers + trailers)
            return proof or await self._desk.accept(whole, body)
        finally:
            self._desk.free(self._held)
            self._held = 0

    async def _take_body(self) -> tuple[bytes, Headers]:
        """Give the body, and the headers that may stand behind a chunked one."""
        body, chunks = bytearray(), 0
        while not isinstance(event := self._next(), h11.EndOfMessage):
            if not isinstance(event, h11.Data):
                await self._read_on()
                await asyncio.sleep(0)  # what is there already is read without letting others run
                continue
            body += event.data
            chunks += event.chunk_start
            if len(body) > self._limits.body or chunks > self._limits.chunks:
                raise Refusal(answers.TOO_LARGE)
            if not self._desk.hold(len(event.data)):
                raise Refusal(answers.BUSY)
            self._held += len(event.data)
        return bytes(body), _headers(event)

    def _next(self) -> object:
        """Give the next event that h11 finds; `NEED_DATA` where it finds none."""
        try:
            return self._http.next_event()
        except h11.RemoteProtocolError as error:
            ended = self._http.trailing_data[1]
            long = answers.LONG_HEAD if error.error_status_hint == 431 else None
            raise Refusal(long or (answers.CUT if ended else answers.NOT_HTTP)) from error

    def _allow(self, seconds: float) -> None:
        self._timer.reschedule(asyncio.get_running_loop().time() + seconds)

    async def _read_on(self) -> None:
        if self._patience is not None:
            self._allow(self._patience)
            self._patience = None
        self._http.receive_data(await self._reader.read(READ))

    def _send(self, answer: Answer) -> bool:
        """Send an answer; True where the connection has to end with it."""
        head, self._head, self._begun = self._head, None, False
        closing = self._http.their_state is not h11.DONE
        bare = head is not None and head.method == "HEAD"
        self._writer.write(rendered(answer, kind(head), close=closing, body=not bare))
        return closing

    def _begin_anew(self) -> None:
        """Turn to the next request; what came behind the last one belongs to it."""
        data, _ = self._http.trailing_data
        self._http = h11.Connection(h11.SERVER, self._limits.header_bytes)
        if data:
            self._http.receive_data(data)

    async def _linger(self) -> None:
        """Read on for a moment: closing while the peer still sends would take the answer away."""
        self._writer.write_eof()
        left = self._limits.linger_bytes
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.linger_seconds):
                while left > 0 and (data := await self._reader.read(READ)):
                    left -= len(data)


def _request(event: h11.Request) -> Request:
    return Request(event.method.decode(), event.target.decode(), _headers(event), b"")


def _headers(event: h11.Request | h11.EndOfMessage) -> Headers:
    spelled = event.headers.raw_items()
    return tuple((name.decode(), text.decode("latin-1")) for name, text in spelled)


def _check_head(event: h11.Request, raw: bytes, limit: int) -> None:
    """Refuse what h11 lets pass; `raw` begins with the head as it arrived."""
    end = raw.find(b"\r\n\r\n") + 4
    head = (raw if end < 4 else raw[:end]).lower()  # with bare line feeds it may hold more
    if len(head) > limit:
        raise Refusal(answers.LONG_HEAD)
    if event.http_version not in {b"1.0", b"1.1"}:
        raise Refusal(answers.VERSION)
    if head.count(b"\n") != head.count(b"\r\n") or b"\n " in head or b"\n\t" in head:
        raise Refusal(answers.NOT_HTTP)
    names = [name for name, _ in event.headers]
    lengths = head.count(b"\ncontent-length:")  # h11 makes one of several that agree
    if lengths > 1 or names.count(b"content-type") > 1 or _LENGTHS.search(head):
        raise Refusal(answers.FRAMING)
    if lengths and b"transfer-encoding" in names:
        raise Refusal(answers.FRAMING)
