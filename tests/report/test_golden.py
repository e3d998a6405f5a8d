"""The bytes of a report are an interface: a change of them is read in a diff of these files.

`python -m tests.report.test_golden` writes them anew.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from inspector.audit import Settings, audit
from inspector.contracts import shipped
from inspector.language import language
from inspector.model import Waiver
from inspector.report import Report
from inspector.report.forms import FORMS, render
from inspector.report.provenance import File, Provenance, judges
from inspector.rules import rules
from inspector.safe import Safe
from inspector.tags import Key

HERE = Path(__file__).parent
CASES = (
    "torn-line-glued-to-next-process.log",
    "wasp-wire-violating.jsonl",
    "werf-v1.2.243-expDeployEngine.log",
    "werf-v2.77.1-planted-values.log",
)
RUSSIAN = ("text", "junit", "markdown")
"""Forms that are golden in Russian too."""
KEY = Key(b"a key for golden files only")
OWNER = Safe("privacy@example.com")
DAY = dt.date(2027, 6, 30)
WAIVERS = (
    Waiver(
        "contract/undocumented-field", Safe("known, and harmless"), OWNER, DAY,
        field="attributes.expDeployEngine", number=1,
    ),
    Waiver("personal/unreviewed-value", Safe("a public name"), OWNER, DAY, field="no.such", number=2),
    Waiver("value/wrong-type", Safe("to be repaired"), OWNER, dt.date(2026, 1, 1), number=3),
    Waiver("value/wrong-type", number=4),
)  # fmt: skip
MADE = Provenance(
    version="0.0.0",
    rules="0" * 64,  # changes with every rule
    judges=tuple(judges(shipped())),
    command=(Safe("inspector"), Safe("audit"), *map(Safe, CASES)),
    files=(File("--waivers", Safe("waivers.toml"), "1" * 64),),
    key=KEY.id,
)


@cache
def report() -> Report:
    """Audit copies that nobody else may read, by paths that are the same everywhere."""
    before = Path.cwd()
    settings = Settings(
        shipped(), rules(), 1_800_000_000_000, waivers=WAIVERS, key=KEY, provenance=MADE
    )
    with TemporaryDirectory() as folder:
        for case in CASES:
            shutil.copy(HERE.parent / "cases" / case, folder)
        os.chdir(folder)
        try:
            return audit(CASES, settings)
        finally:
            os.chdir(before)


@pytest.mark.parametrize("form", FORMS)
def test_the_report_is_the_golden_one(form):
    golden = (HERE / "golden" / f"report.{form}").read_bytes()

    assert golden.decode() == render(report(), form)


@pytest.mark.parametrize("form", RUSSIAN)
def test_the_report_in_russian_is_the_golden_one(form):
    golden = (HERE / "golden" / f"report.ru.{form}").read_bytes()

    assert golden.decode() == render(report(), form, language=language("ru"))


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_what_programs_read_is_the_same_in_every_language(form):
    assert render(report(), form) == render(report(), form, language=language("ru"))


if __name__ == "__main__":
    for name in FORMS:
        (HERE / "golden" / f"report.{name}").write_bytes(render(report(), name).encode())
    for name in RUSSIAN:
        text = render(report(), name, language=language("ru"))
        (HERE / "golden" / f"report.ru.{name}").write_bytes(text.encode())
