"""What all wire screens of an app share: the endpoint, and what other programs sent to it.

It lives as long as the app, so that what was captured or sent is there when a screen comes back.
"""

from __future__ import annotations

from inspector.safe import Safe, safe
from inspector.tui.source import TRACE_URL, Receiver
from inspector.tui.wire.caught import Catch
from inspector.tui.wire.tools import Tools


class Bench:
    """The endpoint of the app, as a person has left it."""

    def __init__(self, tools: Tools, receiver: Receiver | None = None) -> None:
        """With a `receiver`, the app shows what that one receives already."""
        self.tools = tools
        self.receiver = receiver
        self.catch = Catch()
        self.halted = False
        """A person stopped the endpoint: nothing else starts it again."""
        self.trouble: Safe | None = None
        """Why it could not start, as a sentence."""

    @property
    def port(self) -> int:
        """Where it listens; 0 where it does not."""
        return self.tools.port or (self.receiver.port if self.receiver else 0)

    def listen(self) -> bool:
        """Start the endpoint where it does not run; tell whether it does now."""
        self.halted = False
        try:
            self.tools.start()
        except OSError as error:
            self.trouble = safe(str(error), 300)
            return False
        self.trouble = None
        return True

    def open(self) -> None:
        """Start the endpoint, unless a person has stopped it."""
        if not self.halted:
            self.listen()

    def halt(self) -> None:
        """Stop the endpoint until a person starts it; what it has received is kept."""
        self.halted, self.trouble = True, None
        self.tools.stop()
        self.poll()

    def poll(self) -> None:
        """Take over what other programs have sent by now."""
        self.catch.take(self.tools.captured())

    @property
    def export(self) -> Safe:
        """The line that makes werf send to the endpoint, for a shell."""
        return Safe(f"export {TRACE_URL}=http://127.0.0.1:{self.port}/v1/traces")
