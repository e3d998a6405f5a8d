"""Where reports go: refused before the work where they could not be written, printed whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

from inspector.cli import Interrupted, UsageError, unread
from inspector.report.write import TargetError, refuse_target
from inspector.safe import safe

STDOUT = "-"


def outputs(words: Iterable[str], form: str, forms: Sequence[str]) -> dict[str, str]:
    """Read ``[FORMAT=]FILE`` words: which form goes to which target; `form` where none is named."""
    found: dict[str, str] = {}
    for word in words:
        said, equals, target = word.partition("=")
        if not (equals and said.isalpha()):
            said, target = form, word
        if said not in forms:
            raise UsageError(f"no report has the form {safe(said)}; there are {', '.join(forms)}")
        if target != STDOUT and any(_alike(target, other) for other in found if other != STDOUT):
            raise UsageError(f"{safe(target)} is named twice; give each report a file of its own")
        if target in found:
            raise UsageError(f"{safe(target)} is named twice; give each report a file of its own")
        found[target] = said
    return found


def _alike(one: str, other: str) -> bool:
    """Tell whether two words name one file."""
    return os.path.realpath(one) == os.path.realpath(other)


def refuse_targets(targets: Iterable[str], inputs: list[str]) -> None:
    """Refuse a report that could not be written or would destroy something, before the work."""
    try:
        for target in targets:
            if target != STDOUT:
                refuse_target(target, inputs)
            elif sys.stdout is None:
                raise UsageError("standard output is closed; write to a file with -o FILE")
    except TargetError as error:
        raise UsageError(safe(str(error))) from error


def colored(choice: str) -> bool:
    """Decide on colour in what goes to standard output."""
    if choice != "auto":
        return choice == "always"
    return bool(sys.stdout and sys.stdout.isatty() and not os.environ.get("NO_COLOR"))


def print_out(text: str) -> None:
    """Write to standard output; who stops reading it has read enough."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        unread()
    except KeyboardInterrupt:
        raise Interrupted("interrupted; what was printed is not whole") from None
