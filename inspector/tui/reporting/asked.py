"""What a person chose in, the words of the command line that makes the same report out."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from inspector.report import Report
from inspector.report.forms import FORMS, MASKED
from inspector.safe import Safe, safe
from inspector.tui.source import Source

Evidence = Literal["masked", "none", "full"]
EVIDENCE: tuple[Evidence, ...] = ("masked", "none", "full")
NAMES = tuple(FORMS)
ENDINGS = {"text": "txt", "junit": "junit.xml", "markdown": "md", "gitlab": "gitlab.json",
           "github": "github.txt"}  # fmt: skip
"""How the file of a form ends, where the form's own name would not do."""
Progress = Callable[[int, int], None]
"""Told how many bytes have been read, and of how many; it may raise to stop."""


class Refused(Exception):  # noqa: N818  # said of a wish, not of the program
    """No report can be made; the text says why and what to do, as the command would."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An input that cannot be read a second time: what is left of its bytes."""

    name: Safe
    chunks: Iterable[bytes]
    size: int
    trouble: Safe | None = None
    """Why that is not all of them."""


@dataclass(frozen=True, slots=True)
class Made:
    """A report, before it is written in one form."""

    report: Report
    status: int
    """The exit status of the command."""
    waivers: int
    """How many were read from the waiver file."""


class Auditor(Protocol):
    """Does what `inspector audit` does with the same words; both raise `Refused`."""

    def judge(self, words: Sequence[str], kept: Sequence[Kept], progress: Progress) -> Made:
        """Make the report: of what the words name, or else of what was kept."""

    def write(self, made: Made, words: Sequence[str], *, named: bool) -> str:
        """Write it in the form that the words ask for; not `named`, no command is named in it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How the report is written, and where to."""

    form: str = NAMES[0]
    evidence: Evidence = "masked"
    language: str = "en"
    typed: str = ""
    """The file that a person named; without one it is called by its form."""

    @property
    def file(self) -> str:
        """The file to write."""
        return self.typed or f"inspector-report.{ENDINGS.get(self.form, self.form)}"

    @property
    def refused(self) -> bool:
        """Tell whether values would get where others read them."""
        return self.evidence == "full" and self.form in MASKED


def words(choice: Choice, source: Source) -> list[str]:
    """Give the arguments of `inspector audit` that make the chosen report.

    Without a path, where the source is none that a command could read.
    """
    said: list[str] = []
    if os.path.lexists(source.waivers):
        said += ["--waivers", plain(source.waivers)]
    if choice.evidence != "masked":
        said += ["--evidence", choice.evidence]
    if choice.language != "en":
        said += ["--lang", choice.language]
    said += ["-o", f"{choice.form}={plain(choice.file)}"]
    return [*said, *(["-"] if source.kind == "stdin" else map(plain, source.paths))]


def plain(path: str) -> str:
    """Write a path so that no command takes it for an option or for standard input."""
    return f"./{path}" if path.startswith("-") else path


def readable(source: Source) -> bool:
    """Tell whether a command can read the source again, from files."""
    return source.kind in {"path", "paths"}


def command(said: Sequence[str]) -> Safe:
    """Write the whole command for a shell."""
    return Safe(" ".join(map(quoted, ["inspector", "audit", *said])))


def quoted(word: str) -> Safe:
    r"""Quote a word for a shell, byte for byte; what must not be shown stands as ``\033``."""
    if safe(word) == word:
        return Safe(shlex.quote(word))
    shown = (_byte(byte) for byte in os.fsencode(word))
    return Safe(f"$'{''.join(shown)}'")


def _byte(byte: int) -> str:
    if byte in b"'\\":
        return f"\\{chr(byte)}"
    return chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}"
