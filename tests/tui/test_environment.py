"""Variables that Textual would obey."""

from __future__ import annotations

import os
import subprocess
import sys

from inspector.tui import heed_only_kept

CODE = """
import os, sys
import inspector.tui
assert "textual" not in sys.modules
print(",".join(sorted(name for name in os.environ if name.startswith("TEXTUAL"))))
from textual import constants
print(constants.DRIVER, constants.LOG_FILE, constants.PRESS, constants.SCREENSHOT_DELAY)
from textual.app import App
print(App().driver_class.__module__.startswith("textual."))
"""


def test_only_those_that_change_how_it_looks_reach_textual():
    odd = {"DRIVER": "evil:Driver", "LOG": "/tmp/x", "PRESS": "q", "SCREENSHOT": "1", "NEW": "1"}
    kept = {"ANIMATIONS": "none", "COLOR_SYSTEM": "256"}
    variables = {f"TEXTUAL_{name}": text for name, text in (odd | kept).items()}
    done = subprocess.run(  # our own interpreter
        [sys.executable, "-c", CODE], env={**os.environ, **variables}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip

    first, second, third = done.stdout.splitlines()
    assert "TEXTUAL_ANIMATIONS,TEXTUAL_COLOR_SYSTEM" == first
    assert "None" == second.split()[0]
    assert not {"/tmp/x", "q", "1.0"} & set(second.split())
    assert "True" == third


def test_nothing_else_of_the_environment_is_touched():
    variables = {"TEXTUAL_DRIVER": "x:Y", "TEXTUAL": "1", "TEXTUAL_ANIMATIONS": "none", "PATH": "p"}
    heed_only_kept(variables)

    assert {"TEXTUAL_ANIMATIONS": "none", "PATH": "p"} == variables
