"""The kits of the README for CI: their scripts are run by a shell, beside a stand-in for werf."""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests import yaml_world
from tests.sarif_world import validator

ROOT = Path(__file__).parents[1]
SECTION = (ROOT / "README.md").read_text().partition("\n## In CI\n")[2].partition("\n## ")[0]
KITS = [yaml_world.read(text) for text in re.findall(r"```yaml\n(.*?)```", SECTION, re.DOTALL)]
(BASELINE,) = re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL)
GITHUB, GITLAB, PRE_COMMIT = KITS
(HOOK,) = yaml_world.read((ROOT / ".pre-commit-hooks.yaml").read_text())
CLEAN, DIRTY, TORN = (
    "werf-v2.77.1-clean.log",
    "werf-v1.2.243-expDeployEngine.log",
    "torn-line-glued-to-next-process.log",
)
STATUS = [
    pytest.param(CLEAN, 0, id="clean"),
    pytest.param(DIRTY, 1, id="a broken promise"),
    pytest.param(TORN, 3, id="incomplete"),
]


@pytest.fixture
def shell(tmp_path, cases):
    """Run a script as a runner of CI does, where `werf` logs what a case holds."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (tmp_path / "work").mkdir()
    summary = tmp_path / "summary.md"
    summary.write_text("another step\n")

    def program(name: str, text: str) -> None:
        (programs / name).write_text(f"#!/bin/sh\n{text}\n")
        (programs / name).chmod(0o755)

    program("inspector", f'exec {shlex.quote(sys.executable)} -m inspector "$@"')
    program("pip", '[ "$*" = "install telemetry-inspector" ]')

    def run(script: str, case: str | None = None) -> subprocess.CompletedProcess[str]:
        if case:
            program("werf", f'cp {shlex.quote(str(cases / case))} "$WERF_TELEMETRY_LOG_FILE"')
        env = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(tmp_path),
            "GITHUB_STEP_SUMMARY": str(summary),
            "WERF_TELEMETRY_LOG_FILE": "telemetry.log",
        }
        words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(
            words, cwd=tmp_path / "work", env=env, capture_output=True, text=True, check=False
        )

    return run


def steps(kit):
    return [one["run"] for one in kit["jobs"]["telemetry"]["steps"] if "run" in one]


@pytest.mark.parametrize("case, status", STATUS)
def test_github_annotates_scans_and_sums_up(shell, tmp_path, case, status):
    install, werf, judge, add = steps(GITHUB)
    for script in (install, werf):
        assert 0 == shell(script, case).returncode

    judged = shell(judge)
    assert status == judged.returncode, judged.stderr
    assert 0 == shell(add).returncode, "the summary is written whatever was found"

    assert bool(status) == any(row.startswith("::error") for row in judged.stdout.splitlines())
    summary = (tmp_path / "summary.md").read_text()
    assert summary.startswith("another step\n")
    assert "# " in summary
    uploaded = [
        one for one in GITHUB["jobs"]["telemetry"]["steps"] if "sarif" in one.get("uses", "")
    ]
    document = json.loads((tmp_path / "work" / uploaded[0]["with"]["sarif_file"]).read_text())
    validator().validate(document)


@pytest.mark.parametrize("case, status", STATUS)
def test_gitlab_gets_its_artifacts(shell, tmp_path, case, status):
    job = GITLAB["telemetry"]
    install, judge = job["script"]
    shell("werf", case)
    assert 0 == shell(install).returncode

    judged = shell(judge)

    assert status == judged.returncode, judged.stderr
    assert "Verdict: " in judged.stdout
    reports = {key: tmp_path / "work" / name for key, name in job["artifacts"]["reports"].items()}
    quality = json.loads(reports["codequality"].read_text())
    assert {"description", "check_name", "fingerprint", "severity", "location"} <= set(quality[0])
    suites = ET.fromstring(reports["junit"].read_text())  # noqa: S314  # our own
    assert bool(status) == (
        suites.find(".//failure") is not None or suites.find(".//error") is not None
    )
    assert 3 == job["allow_failure"]["exit_codes"]
    assert "always" == job["artifacts"]["when"]


def test_a_baseline_makes_only_new_findings_fail(shell, tmp_path, cases):
    shell("werf", DIRTY)
    judge = GITLAB["telemetry"]["script"][1]
    assert 0 == shell(BASELINE).returncode
    (option,) = re.findall(r"`(--baseline \S+)`", SECTION)

    assert (1, 0) == (shell(judge).returncode, shell(f"{judge} {option}").returncode)

    log = tmp_path / "work" / "telemetry.log"
    log.write_bytes(log.read_bytes() + (cases / "werf-v2.77.1-planted-values.log").read_bytes())
    assert 1 == shell(f"{judge} {option}").returncode


@pytest.mark.parametrize("case, status", STATUS)
def test_the_hook_judges_what_is_about_to_be_committed(shell, case, status):
    (repository,) = PRE_COMMIT["repos"]
    (used,) = repository["hooks"]
    assert used["id"] == HOOK["id"]
    shell("werf", case)

    words = " ".join([HOOK["entry"], *used["args"], "telemetry.log"])
    judged = shell(words)

    assert (status, "") == (judged.returncode, judged.stderr)


@pytest.mark.parametrize(
    "name, taken",
    [
        ("telemetry.log", True),
        ("logs/werf-telemetry-7.jsonl", True),
        ("fixtures/telemetry.log.gz", True),
        ("server.log", False),
        ("telemetry/notes.md", False),
        ("telemetry/server.log", False),
        ("docs/telemetry.md", False),
    ],
)
def test_the_hook_takes_logs_of_telemetry_and_nothing_else(name, taken):
    assert taken == bool(re.search(HOOK["files"], name))


def test_the_hook_is_installed_as_python_and_runs_once():
    assert ("python", "true") == (HOOK["language"], HOOK["require_serial"])
    assert {"id", "name", "description", "entry", "language", "files", "require_serial"} == set(
        HOOK
    )


def test_reports_of_a_pipeline_are_private(shell, tmp_path):
    shell("werf", DIRTY)
    shell(GITLAB["telemetry"]["script"][1])

    for name in ("gl-code-quality-report.json", "telemetry.xml"):
        assert 0o600 == stat.S_IMODE((tmp_path / "work" / name).stat().st_mode)


@pytest.mark.parametrize(
    "text",
    [
        "a:\n\tb: 1\n",
        "a: 1\na: 2\n",
        "a:\n  b: 1\n   c: 2\n",
        "a: b: c\n",
        'a: "b\n',
        "a:\n",
        "a: {b: c}\n",
    ],
    ids=["tab", "twice", "uneven", "two keys in a row", "open quote", "nothing", "flow mapping"],
)
def test_what_is_no_yaml_of_ours_is_an_error(text):
    with pytest.raises(ValueError, match=r".*"):
        yaml_world.read(text)
