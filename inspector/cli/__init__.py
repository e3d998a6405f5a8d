"""Arguments in, exit status out.

Exit status: 0 nothing at or above `--fail-on`; 1 findings; 2 usage, configuration, or a path that
does not exist (then nothing is audited); 3 the audit is incomplete: an input or a record could not
be read, or there was no event at all; 130 interrupted.  1 beats 3.  Everything here is cheap to
import; a command's own module, and Textual, are imported when that command runs.
"""

from __future__ import annotations

import difflib
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from inspector import __version__, guard
from inspector.safe import safe

OK, FINDINGS, USAGE, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130

COMMANDS = {
    "view": "the terminal app (also without the word): events as they arrive, field by field",
    "audit": "judge logs without a screen; reports in ten forms, for people and for pipelines",
    "verify": "make a report again from its inputs, and say what differs",
    "waive": "accept findings of a report for a while, with reason, owner and last day",
    "redact": "a log that is safe to publish: same lines, same events, pseudonyms for your words",
    "explain": "what a rule, a field or an event means, and the sentence that documents it",
    "contracts": "the promises that events are judged by: print, check, compare, export",
    "endpoint": "receive what a program sends, on this machine only, and judge it",
    "send": "what werf would send for a log: show the request, or send it to this machine",
    "compare": "a log against what was really sent, event by event",
    "run": "run a command with its telemetry kept here, log and wire side by side",
    "identify": "what the ids in logs were made of: this machine, its repositories, your guesses",
    "doctor": "what this environment does to telemetry: what is on, leaks or contradicts",
}
"""Each is the module `inspector.cli.<name>` with `run(arguments) -> exit status`."""


_ANSWERS = frozenset({"verify", "explain", "contracts", "send", "identify", "doctor"})
"""Commands that have no other place for what they say."""


class Interrupted(KeyboardInterrupt):
    """The user ended the work; the text says what is left of it."""


class UsageError(Exception):
    """The command cannot be carried out as asked; the text says what and what to do next."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; never lets a traceback reach the user."""
    guard.install()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # text that a terminal's encoding lacks is escaped
            stream.reconfigure(errors="backslashreplace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        status = _dispatch(arguments)
        if sys.stdout:
            sys.stdout.flush()
    except UsageError as error:
        return _say(str(error), USAGE)
    except KeyboardInterrupt as error:
        return _say(str(error) or "interrupted; no report was written", INTERRUPTED)
    except BrokenPipeError:
        unread()
        return OK
    except OSError as error:
        return _say(f"{safe(str(error))}; nothing was written", INCOMPLETE)
    except Exception as error:  # noqa: BLE001  # a traceback could show what a log holds
        return _say(_crash(error), INCOMPLETE)
    return status


def unread() -> None:
    """Go on without a reader: who read our output went away, so nothing is left to say."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """Say a sentence to the user; it must be safe to print."""
    tell(f"inspector: {text}\n")


def tell(text: str) -> None:
    """Write to stderr; where that is not possible, nobody reads it, and the work goes on."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.stderr = None


def _crash(error: Exception) -> str:
    """Name the place of a fault of ours, and nothing that it was working on."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    code = trace.tb_frame.f_code if trace else None
    where = f"{Path(code.co_filename).name}, {code.co_name}" if code else "an unknown place"
    return (
        f"this is a fault in the program: {type(error).__name__} in {where}. Nothing was written. "
        "Please report it with the command you gave; what the log holds is not needed"
    )


def _say(text: str, status: int) -> int:
    say(text)
    return status


def _dispatch(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in {"-h", "--help", "help"}:
        print(usage())
        return OK
    if first in {"-V", "--version"}:
        print(f"telemetry-inspector {__version__}")
        return OK
    command = first if first in COMMANDS else "view"
    if first not in COMMANDS:
        for word in arguments:
            _refuse_mistyped(word)
    if sys.stdout is None and command in _ANSWERS:
        raise UsageError(f"standard output is closed, and it is where {command} answers")
    rest = arguments[1:] if first in COMMANDS else arguments
    status = import_module(f"inspector.cli.{command}").run(rest)
    return int(status)


def _refuse_mistyped(word: str) -> None:
    """Refuse a bare word that is neither a command nor a file, rather than wait for such a file."""
    if not word.replace("-", "").isalpha() or word.startswith("-") or Path(word).exists():
        return
    close = difflib.get_close_matches(word.lower(), COMMANDS, n=1, cutoff=0.5)
    hint = f"did you mean `inspector {close[0]}`?" if close else "see `inspector --help`"
    raise UsageError(
        f"there is no command and no file “{safe(word, 60)}”; {hint} "
        f"(to wait for a file of that name: inspector ./{safe(word, 60)})"
    )


def usage() -> str:
    """Give the text of `inspector --help`; the README shows it, and a test compares them."""
    rows = "\n".join(f"  {name:<10} {text}" for name, text in COMMANDS.items())
    return f"""\
usage: inspector [PATH…]             watch telemetry logs in the terminal app
       inspector COMMAND [OPTIONS]   see inspector COMMAND --help

Shows what a command-line tool's telemetry says about you: every value beside the sentence that
documents it, everything undocumented flagged. Nothing ever leaves this machine.

Without PATH the app follows the file that WERF_TELEMETRY_LOG_FILE names; without the variable it
shows a made-up demo session. PATH may be -, or a file that does not exist yet; of several, all
are read and the last is followed.

commands:
{rows}

options:
  -h, --help     show this text
  -V, --version  show the version

exit status: 0 nothing found, 1 findings, 2 usage or a missing path, 3 incomplete,
             130 interrupted"""
