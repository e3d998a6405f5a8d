"""What can be chosen, and what it means: a line for each, that keys and clicks change."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events

from inspector.language import LANGUAGES
from inspector.report.forms import MASKED
from inspector.safe import Safe, safe
from inspector.tui.cells import Line, Role, Span, fit, fit_path, width_of
from inspector.tui.paint import Bar, Panel, action_at
from inspector.tui.reporting.asked import EVIDENCE, NAMES, Choice
from inspector.tui.words import say

_MEANS = {
    "masked": ("values by their shape, never the values themselves", "values by their shape"),
    "none": ("nothing of any value", "nothing of any value"),
    "full": ("THE VALUES THEMSELVES, secrets and personal data included", "THE VALUES THEMSELVES"),
}
_LANGUAGES = {"en": "English", "ru": "Russian"}
_LABEL = 10


def choices(choice: Choice, there: Safe, width: int) -> list[Line]:
    """Form, evidence, language and file; `there` says what stands in the way of the file."""
    return [_forms(choice, width), _evidence(choice, width), _language(choice, width),
            _file(choice, there, width)]  # fmt: skip


def _label(text: str, action: str) -> Span:
    return Span(fit(Safe(f" {say(text)}"), _LABEL), "strong", action)


def _one(word: str, action: str, *, on: bool, role: Role = "key") -> Span:
    return Span(Safe(f"[{word}]" if on else f" {word} "), "on" if on else role, action)


def _forms(choice: Choice, width: int) -> Line:
    label = _label("Format", "form(1)")
    every = tuple(
        _one(
            name,
            f"choose_form('{name}')",
            on=name == choice.form,
            role="dim" if choice.evidence == "full" and name in MASKED else "key",
        )
        for name in NAMES
    )
    if width_of((label, *every)) <= width:
        return (label, *every)
    at = f"{NAMES.index(choice.form) + 1}/{len(NAMES)}"
    line: Line = (
        label,
        Span(Safe("< "), "key", "form(-1)"),
        _one(choice.form, "form(1)", on=True),
        Span(Safe(" >"), "key", "form(1)"),
    )
    return (*line, *_aside((say("{}: f goes on", at), at), "dim", width - width_of(line)))


def _evidence(choice: Choice, width: int) -> Line:
    line: Line = (_label("Evidence", "evidence"), *(
        _one(name, f"choose_evidence('{name}')", on=name == choice.evidence) for name in EVIDENCE
    ))  # fmt: skip
    role: Role = "violation" if choice.evidence == "full" else "dim"
    return (*line, *_aside(tuple(map(say, _MEANS[choice.evidence])), role, width - width_of(line)))


def _language(choice: Choice, width: int) -> Line:
    line: Line = (_label("Language", "language"), *(
        _one(code, f"choose_language('{code}')", on=code == choice.language) for code in LANGUAGES
    ))  # fmt: skip
    name = say(_LANGUAGES[choice.language])
    text = say("{}; quotations keep the language of their page", name)
    return (*line, *_aside((text, name), "dim", width - width_of(line)))


def _file(choice: Choice, there: Safe, width: int) -> Line:
    label = _label("Save as", "name_file")
    said: Line = (Span(Safe(f"  {there}"), "review"),) if there else ()
    room = width - width_of((label, *said)) - 1
    if room < 16:
        said, room = (), width - width_of((label,)) - 1
    name = safe(choice.file)
    shown = fit_path(name, max(1, room)) if cell_len(name) > room else name
    return (label, Span(shown, "key", "name_file"), *said)


def _aside(texts: tuple[str, ...], role: Role, room: int) -> Line:
    """The longest text that fits."""
    text = next((text for text in texts if cell_len(text) + 2 <= room), "")
    return (Span(Safe(f"  {text}"), role),) if text else ()


class Choices(Panel):
    """The lines, which a click changes."""

    def on_click(self, event: events.Click) -> None:
        """Find the span that was clicked."""
        line = self._lines[event.y] if event.y < len(self._lines) else ()
        if action := action_at(line, event.x):
            self.post_message(Bar.Pressed(action))
