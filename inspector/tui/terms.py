"""The parts of a filter as values: a term asks one thing of a row, its alternatives may give it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inspector.safe import Safe, safe

Key = Literal["word", "flag", "event", "run", "cmd", "field", "value", "rule", "since", "until"]
Form = Literal["bare", "quoted", "regex"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the texts of a term; ``*`` stands for anything in a bare one, and only there."""

    text: str
    form: Form = "bare"

    @property
    def written(self) -> str:
        """It as it is typed."""
        match self.form:
            case "regex":
                return f"/{self.text}/"
            case "quoted":
                return '"' + self.text.replace("\\", "\\\\").replace('"', '\\"') + '"'
            case _:
                return self.text


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; any of its alternatives fulfils it, or none may where `no`."""

    key: Key
    of: tuple[Alternative, ...]
    no: bool = False
    path: str = ""
    """Of a `value`: the field, whole or only its last steps."""
    sign: str = ""
    """Of a `value`: ``=``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``."""
    number: float = 0
    """Of a comparison its number; of a time its Unix milliseconds, below zero back from the last
    event."""

    @property
    def values(self) -> tuple[str, ...]:
        """The texts of the alternatives."""
        return tuple(one.text for one in self.of)

    @property
    def text(self) -> Safe:
        """The term as it is typed."""
        head = "" if self.key == "word" else self.path + (self.sign or f"{self.key}:")
        return safe(f"{'-' if self.no else ''}{head}{'|'.join(one.written for one in self.of)}")


def form_of(text: str) -> Form:
    """Quote a text that would be read as something else where it is typed."""
    plain = text.isprintable() and not set(text) & set(' "|*/') and text != ""
    return "bare" if plain else "quoted"
