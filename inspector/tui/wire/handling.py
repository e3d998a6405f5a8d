"""The screen of the dry run without what it shows: the endpoint, the ids, and the proof folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from textual.screen import Screen

from inspector.safe import Safe, safe
from inspector.tui.cells import figure
from inspector.tui.clipboard import deliver
from inspector.tui.paint import Bar
from inspector.tui.wire.dry import DryRun
from inspector.tui.wire.state import Sheet
from inspector.tui.words import say


class Handling(Screen[None]):
    """What one does with a dry run, beside looking at it and sending it."""

    def __init__(self, dry: DryRun) -> None:
        super().__init__()
        self.dry, self.bench = dry, dry.bench
        self.at = 0
        """Which of the requests is shown, from 0."""

    def work(self, what: Callable[[], object]) -> None:
        """Do something in a thread beside the screen."""
        self.run_worker(what, thread=True, exit_on_error=False, name="dry run")

    @property
    def busy(self) -> bool:
        """Tell whether a worker of this screen is on its way."""
        return any(not one.is_finished for one in self.workers if one.node is self)

    # --- the endpoint ---

    def action_listen(self) -> None:
        """Start the endpoint."""
        if self.bench.port:
            self.say(say("it listens already, on port {} of this machine only", self.bench.port))
            return
        self.app.clear_notifications()  # one may say that it is stopped
        if not self.dry.told and not self.busy:
            self.bench.halted = False
            self.work(self.dry.rebuild)  # the port is in the request
        else:
            self.work(self.bench.listen)

    def action_halt(self) -> None:
        """Stop the endpoint; what it has received is kept."""
        if self.bench.receiver is not None:
            self.say(say("this endpoint ends with the app: q, then it tells what it received"))
        elif self.dry.state.stage == "sending":
            self.say(say("something is being sent to it; Esc stops that first"))
        elif not self.bench.port:
            self.say(say("it is stopped already; L starts it"))
        else:
            self.bench.halt()
            self.say(say("the endpoint is stopped; nothing is received any more. L starts it"))

    def action_paste(self) -> None:
        """Copy the line that makes werf send to the endpoint."""
        if self.bench.port:
            self.say(deliver(self.bench.export, self.app.copy_to_clipboard))
        else:
            self.say(say("the endpoint is stopped; L starts it, then there is a line to paste"))

    # --- ids and proof ---

    def action_identify(self) -> None:
        """Compare the ids with what this machine and the folder of the app would make."""
        if not self.dry.chosen.rows and self.dry.chosen.received is None:
            self.say(say("no event is chosen; 1 shows them, and d there leads back here"))
        elif self.busy:
            self.say(say("it is not done yet; V again, in a moment"))
        else:
            self.work(self.dry.recompute)

    def action_proof(self) -> None:
        """Say what a proof folder would hold, and ask where to."""
        state = self.dry.state
        if self.at >= len(state.shown) or state.stage in {"rebuilding", "sending"}:
            self.say(say("there is no request to save; choose an event, and wait for it"))
            return
        from inspector.tui.wire.proof import contents  # noqa: PLC0415  # seldom needed
        from inspector.tui.wire.saving import Saving  # noqa: PLC0415  # the same

        sheet, now = state.shown[self.at], self.bench.tools.now()
        files = contents(sheet, state, os.environ, now)
        name = f"telemetry-proof-{now[:19].replace('-', '').replace(':', '')}Z"
        self.app.push_screen(Saving(files, name, _about(sheet, len(state.shown))), self.saved)

    def saved(self, path: Path | None) -> None:
        """Say where it is, and how it is checked."""
        if path is not None:
            said = say("saved: {}; check it there: sha256sum -c SHA256SUMS", safe(str(path), 200))
            self.notify(said, markup=False, timeout=10)

    # --- saying ---

    def say(self, text: Safe) -> None:
        """Say something for a moment."""
        self.notify(text, markup=False, timeout=3)

    async def on_bar_pressed(self, event: Bar.Pressed) -> None:
        """Do what the clicked span stands for."""
        await self.run_action(event.action)


def _about(sheet: Sheet, requests: int) -> tuple[Safe, ...]:
    """What is to be known of the request before it is saved."""
    said = []
    if requests > 1:
        said.append(
            say("Of the request that is shown, 1 of {}: n and N choose another.", figure(requests))
        )
    flagged = sum(
        level == "violation" for _, one in sheet.spans if one for level in one.found.values()
    )
    if flagged:
        said.append(say("! Values that break a promise: {}.", figure(flagged)))
    if not sheet.captured and sheet.receipt is None:
        said.append(say("It was not sent: the receipt will say so. s sends it, here only."))
    return tuple(said)
