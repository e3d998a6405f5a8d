"""What a command that goes on for a while shows meanwhile, and what ends it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from inspector.cli import say, tell, unread
from inspector.report.as_text import Look


@contextmanager
def ending(over: threading.Event) -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and SIGHUP set `over`, so that the work ends and is reported."""
    hangup = [signal.SIGHUP] if hasattr(signal, "SIGHUP") else []  # not on Windows
    signals = [signal.SIGINT, signal.SIGTERM, *hangup]
    before = {one: signal.signal(one, lambda *_: over.set()) for one in signals}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


class Page:
    """Where lines are shown: stdout, or stderr where stdout is for the report alone."""

    def __init__(self, look: Look, *, on_stderr: bool, quiet: bool) -> None:
        self.look = look
        self.over = threading.Event()
        """Set when the work is to end."""
        self._on_stderr, self._quiet = on_stderr, quiet

    def show(self, lines: list[str]) -> None:
        """Print lines; who stops reading them has ended it."""
        if self._on_stderr:
            if not self._quiet:
                tell("\n".join([*lines, ""]))
            return
        try:
            print(*lines, sep="\n", flush=True)
        except BrokenPipeError:
            unread()
            self.over.set()
            say("nobody reads the output any more: this ends here")
