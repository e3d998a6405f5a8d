"""The endpoint's loop: connections come in, each is held by a task, and all end when it stops."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from inspector.wire import answers
from inspector.wire.desk import Desk
from inspector.wire.http import READ, Conversation

ACCEPT = 64
"""Connections taken before those that are open get their turn."""
BACKLOG = 1024
"""Connections that the kernel may keep for us; it makes those beyond them wait a second."""


class Server:
    """Serves one listening socket until it is stopped."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        self._held: set[asyncio.Task[None]] = set()
        self._turned: set[asyncio.Task[None]] = set()

    async def serve(self, listening: socket.socket, ready: Callable[[Server], None]) -> None:
        """Serve until `stop`; calls `ready` once connections are taken."""
        self._loop.set_exception_handler(lambda _, context: self._fault(context.get("exception")))
        logging.getLogger("asyncio").addHandler(logging.NullHandler())  # it warns on stderr else
        server = await asyncio.start_server(
            self._connected, sock=listening, limit=READ, backlog=ACCEPT
        )
        listening.listen(BACKLOG)
        ready(self)
        try:
            await self._stopped.wait()
        finally:
            server.close()
            await self._end()

    def stop(self) -> None:
        """End `serve`; may be called from any thread."""
        with suppress(RuntimeError):  # the loop is closed: it has ended already
            self._loop.call_soon_threadsafe(self._stopped.set)

    async def _end(self) -> None:
        tasks = [*self._held, *self._turned]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._desk.close()
        await asyncio.sleep(0)  # the transports close their sockets in the loop's next round

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = Conversation(reader, writer, self._desk)
        if len(self._held) < self._desk.limits.connections:
            self._keep(conversation.hold(), self._held)
        elif len(self._turned) < self._desk.limits.connections:
            self._keep(conversation.turn_away(answers.BUSY), self._turned)
        else:
            self._desk.refuse(None, answers.BUSY)
            writer.transport.abort()

    def _keep(self, work: Coroutine[Any, Any, None], among: set[asyncio.Task[None]]) -> None:
        task = self._loop.create_task(work)
        among.add(task)
        task.add_done_callback(among.discard)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            self._fault(task.exception())

    def _fault(self, error: object) -> None:
        """Keep what went wrong in here, for the owner of the endpoint to tell."""
        if error is not None:
            self._desk.faults.append(type(error).__name__)
