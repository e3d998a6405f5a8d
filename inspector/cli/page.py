"""What a command that goes on for a while shows meanwhile, and what ends it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from inspector.cli import unread
from inspector.report.as_text import Look


@contextmanager
def ending(over: threading.Event) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM set `over` meanwhile, so that the work ends and is reported."""
    signals = (signal.SIGINT, signal.SIGTERM)
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
                print(*lines, sep="\n", file=sys.stderr, flush=True)
            return
        try:
            print(*lines, sep="\n", flush=True)
        except BrokenPipeError:
            unread()
            self.over.set()
            say("nobody reads the output any more: this ends here")


def say(text: str) -> None:
    """Say a sentence to the user; it must be safe to print."""
    print(f"inspector: {text}", file=sys.stderr, flush=True)
