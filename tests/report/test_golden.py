"""The bytes of a report are an interface: a change of them is read in a diff of these files.

`python -m tests.report.test_golden` writes them anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inspector.audit import Settings, audit
from inspector.contracts import shipped
from inspector.report import Report, as_json, as_text
from inspector.rules import rules

HERE = Path(__file__).parent
CASES = (
    "torn-line-glued-to-next-process.log",
    "wasp-wire-violating.jsonl",
    "werf-v1.2.243-expDeployEngine.log",
)
FORMS = {
    "text": as_text.render,
    "json": as_json.render,
}


def report() -> Report:
    before = Path.cwd()
    os.chdir(HERE.parent / "cases")  # so that paths are the same everywhere
    try:
        return audit(CASES, Settings(shipped(), rules(), 1_800_000_000_000))
    finally:
        os.chdir(before)


@pytest.mark.parametrize("form", FORMS)
def test_the_report_is_the_golden_one(form):
    golden = (HERE / "golden" / f"report.{form}").read_text()

    assert golden == FORMS[form](report())


if __name__ == "__main__":
    for name, render in FORMS.items():
        (HERE / "golden" / f"report.{name}").write_text(render(report()))
