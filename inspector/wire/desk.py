"""What all connections share: the rules, the worker for bodies, the inbox and the counts."""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

from inspector.decode.otlp import BodyError, read
from inspector.model import Request
from inspector.wire import answers
from inspector.wire.answers import Answer
from inspector.wire.gate import BARE, Gate
from inspector.wire.inbox import Inbox
from inspector.wire.limits import Limits

_UNREADABLE = {413: answers.TOO_LARGE, 415: answers.BAD_TYPE}


class Desk:
    """Takes requests in or refuses them; used in the endpoint's loop only, but for its counts."""

    gate: Gate
    """Set once the port is known, before the first request."""

    def __init__(self, inbox: Inbox, limits: Limits) -> None:
        self.limits = limits
        self.refused: Counter[int] = Counter()
        self.missed: Counter[int] = Counter()
        """Of these, what may have been telemetry and was not handed out."""
        self.faults: list[str] = []
        """Names of exceptions that nothing a peer does should cause."""
        self._inbox = inbox
        self._arriving = 0
        self._parsing = 0
        self._worker = ThreadPoolExecutor(1, "endpoint body")

    def hold(self, size: int) -> bool:
        """Set bytes aside for a body that arrives; False where there is no room for them."""
        if self._arriving + self._inbox.bytes + size > self.limits.held:
            return False
        self._arriving += size
        return True

    def free(self, size: int) -> None:
        """Give back what was set aside."""
        self._arriving -= size

    async def accept(self, head: Request, body: bytes) -> Answer:
        """Read a whole request and keep it for whoever takes it, or say why not."""
        request = Request(head.method, head.path, head.headers, body, now())
        answer = await self._examine(request)
        if not answer.ok:
            return answer
        return answers.OK if self._inbox.put(request) else answers.BUSY

    def refuse(self, head: Request | None, answer: Answer) -> None:
        """Count a refusal; one of telemetry is handed out too, without its body."""
        self.refused[answer.status] += 1
        if head is not None and self.gate.concerns(head):
            refused = replace(head, body=b"", received_at=now(), refused=answer.status)
            if self._inbox.put(refused):
                return
        if head is None or head.method not in BARE:
            self.missed[answer.status] += 1

    def close(self) -> None:
        """Begin no body any more; one that is being read ends by itself, and soon."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    async def _examine(self, request: Request) -> Answer:
        packed = request.header("content-encoding") is not None
        if not packed and len(request.body) <= self.limits.at_once:
            return self._judge(request)
        if self._parsing >= self.limits.parsing:
            return answers.BUSY
        self._parsing += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._worker, self._judge, request
            )
        finally:
            self._parsing -= 1

    def _judge(self, request: Request) -> Answer:
        """Read a body as the inspection will, and give the answer to it."""
        try:
            read(request, inflated=self.limits.inflated)
        except BodyError as error:
            return _UNREADABLE.get(error.status, answers.BAD_BODY)
        except Exception as error:  # noqa: BLE001  # a 500 would make the sender try again
            self.faults.append(type(error).__name__)
            return answers.BAD_BODY
        return answers.OK


def now() -> str:
    """The time in UTC, to the millisecond: ``2026-10-06T11:02:09.123Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
