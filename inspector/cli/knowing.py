"""Options in, what the rules may know of people and machines out: only what somebody asked for."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from inspector import whole
from inspector.cli import UsageError
from inspector.cli.parser import Parser
from inspector.contracts.words import WordsError, parse
from inspector.model import Known
from inspector.probe import probe
from inspector.safe import safe


def add_options(parser: Parser) -> None:
    """Give a parser the options that say what the rules may know."""
    parser.add_argument(
        "--words",
        action="append",
        default=[],
        metavar="FILE",
        help="find the words of FILE, one a line (# begins a comment, after a word too): names of "
        "people, machines and customers that no pattern knows; may be repeated",
    )
    parser.add_argument(
        "--probe-local",
        action="store_true",
        help="find what names this machine and its user, too: user, host, git author, and the "
        "hashes of network interfaces, git remotes and folders that a program makes here",
    )


def known(options: argparse.Namespace) -> Known:
    """Gather what the options name; raises `UsageError` that says file and line."""
    words = [word for path in options.words for word in _words(path)]
    here = probe(Path.cwd(), os.environ) if options.probe_local else Known()
    return Known(tuple(dict.fromkeys([*words, *here.words])), here.hashes)


def _words(path: str) -> tuple[str, ...]:
    name = f"the list of words {safe(path)}"
    try:
        words = parse(whole.read(path))
    except OSError as error:
        why = (error.strerror or "unknown error").lower()
        raise UsageError(f"{name} cannot be read: {why}; give a text file") from error
    except WordsError as error:
        raise UsageError(f"{name} cannot be used: {error}") from error
    except ValueError as error:  # a NUL in the path
        raise UsageError(f"{name} cannot be read: it is no path; give a text file") from error
    if not words:
        raise UsageError(f"{name} holds no word; write one a line")
    return words
