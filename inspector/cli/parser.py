"""An argument parser whose complaints are usage errors, with what was typed made safe to print."""

from __future__ import annotations

import argparse
from typing import NoReturn

from inspector.cli import UsageError
from inspector.safe import safe


class Parser(argparse.ArgumentParser):
    """Reads a command's arguments; `--help` prints the usage and ends the program."""

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`: a file name behind a pattern may hold what a terminal obeys."""
        raise UsageError(f"{safe(message)}; see `{self.prog} --help`")
