"""The keys and clicks that change how the report is written, and where to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import cast

from inspector.language import LANGUAGES
from inspector.report.forms import MASKED
from inspector.report.verdict import STAMP
from inspector.safe import safe
from inspector.tui.framed import Framed
from inspector.tui.reporting import saving
from inspector.tui.reporting.asked import EVIDENCE, NAMES, Choice, Evidence
from inspector.tui.reporting.confirm import Confirm, Naming, Text
from inspector.tui.words import say


class Choosing(Framed):
    """A screen with a choice; subclasses say what becomes of another one."""

    choice = Choice()

    def chosen(self) -> None:
        """Use what was chosen."""
        raise NotImplementedError

    def choose(self, choice: Choice) -> None:
        """Write the report in another way."""
        if choice.refused:
            forms = ", ".join(sorted(MASKED))
            self.say(say("{} are read by others and hold no values: evidence is masked", forms))
            return
        self.choice = choice
        self.chosen()

    def action_form(self, step: int) -> None:
        """Take the next form, or the one before; those that may hold no values are passed over."""
        names = [name for name in NAMES if not replace(self.choice, form=name).refused]
        self.action_choose_form(names[(names.index(self.choice.form) + step) % len(names)])

    def action_choose_form(self, form: str) -> None:
        """Take one of the forms."""
        self.choose(replace(self.choice, form=form))

    def action_evidence(self) -> None:
        """Show more or less of values, as far as the form may hold them."""
        levels = [one for one in EVIDENCE if not replace(self.choice, evidence=one).refused]
        at = levels.index(self.choice.evidence)
        self.action_choose_evidence(levels[(at + 1) % len(levels)])

    def action_choose_evidence(self, evidence: str) -> None:
        """Take one of the levels; the values themselves only where a person means it."""
        choice = replace(self.choice, evidence=cast("Evidence", evidence))
        if evidence != "full" or choice.refused or choice == self.choice:
            self.choose(choice)
            return
        texts: tuple[Text, ...] = (
            (say(STAMP), "violation"), (say("The preview shows them as well."), "plain"),
        )  # fmt: skip
        act = partial(self.choose, choice)
        self.confirm(Confirm(say("Evidence: full"), texts, say("puts the values in")), act)

    def confirm(self, question: Confirm, act: Callable[[], None]) -> None:
        """Act where a person means it."""
        self.app.push_screen(question, lambda meant: act() if meant else None)

    def action_language(self) -> None:
        """Take the next language."""
        at = LANGUAGES.index(self.choice.language)
        self.action_choose_language(LANGUAGES[(at + 1) % len(LANGUAGES)])

    def action_choose_language(self, code: str) -> None:
        """Take one of the languages."""
        self.choose(replace(self.choice, language=code))

    def action_name_file(self) -> None:
        """Ask what the file is called; nothing typed is the usual name."""

        def given(typed: str | None) -> None:
            if typed is not None:
                usual = replace(self.choice, typed="")
                name = saving.expanded(typed)
                self.choose(usual if name == usual.file else replace(usual, typed=name))

        self.app.push_screen(Naming(safe(self.choice.file)), given)
