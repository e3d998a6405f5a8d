"""Where the program keeps what must outlast a run: one folder of the user's, never beside a log."""

from __future__ import annotations

from pathlib import Path

import platformdirs

APP = "telemetry-inspector"


def folder() -> Path:
    """Give the folder, which may not exist yet; ``XDG_STATE_HOME`` moves it."""
    return Path(platformdirs.user_state_dir(APP, appauthor=False))
