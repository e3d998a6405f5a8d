from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inspector import cli
from inspector.cli import following, tailed
from inspector.language import Language
from inspector.safe import Safe
from inspector.tail import Chunk, Ended, Notice

pytestmark = pytest.mark.usefixtures("hears")
ROOT = Path(cli.__file__).parents[2]
CLEAN = "werf-v2.77.1-clean.log"
DIRTY = "werf-v1.2.243-expDeployEngine.log"
TORN = "torn-line-glued-to-next-process.log"
GONE = Notice("truncated", Safe("a.log was emptied."), 0)
LOST = Notice("gap", Safe("Lines of a.log may be lost."), 0)


@pytest.fixture
def tail(monkeypatch):
    """Let a tail say and hand out what a test gives, look by look; then the user ends it."""

    def arrange(*looks):
        def follow(path, *, stop, idle):
            yield from map(list, looks)
            os.kill(os.getpid(), signal.SIGINT)
            while not stop.is_set():
                yield []
            yield [Ended(0), Ended(1)]

        monkeypatch.setattr(following, "follow", follow)

    return arrange


@pytest.fixture(autouse=True)
def _fixed(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")


@pytest.fixture
def clean(cases) -> bytes:
    return (cases / CLEAN).read_bytes()


def followed(capsys, *words) -> tuple[int, list[str], str]:
    status = cli.main(["audit", "--follow", *map(str, words)])
    out, err = capsys.readouterr()
    return status, out.splitlines(), err


def test_an_event_is_a_line_and_its_findings_are_below(cases, tail, capsys):
    tail([Notice("opened", Safe("Reading a.log."), 0)], [Chunk(0, 0, (cases / DIRTY).read_bytes())])

    status, lines, err = followed(capsys, "a.log")

    assert 1 == status
    assert ["log: Reading a.log.", "  event CommandStarted [werf-v2]: 13 values"] == lines[:2]
    assert lines[2].startswith("    ! violation contract/undocumented-field attributes.expDeploy")
    assert "found in the log as a whole:" in lines
    assert "Verdict: DOES NOT CONFORM: something the pages promise is not kept" in lines
    assert "\x1b" not in "".join(lines)
    assert "inspector: following a.log; Ctrl-C ends it and sums up\n" == err


def test_a_finding_is_shown_in_full_once(cases, tail, capsys):
    data = (cases / DIRTY).read_bytes()
    tail([Chunk(0, 0, data)], [Chunk(0, len(data), data)])

    _, lines, _ = followed(capsys, "a.log", "--select", "contract/undocumented-field")

    assert 2 == sum("contract/undocumented-field attributes" in line for line in lines)
    assert 2 == lines.count("    = 1 finding as before")


def test_a_remark_in_which_nothing_was_found_has_no_line(cases, tail, capsys):
    tail([Chunk(0, 0, (cases / CLEAN).read_bytes())])

    status, lines, _ = followed(capsys, "a.log")

    shown = lines[: lines.index("")]
    assert 0 == status
    assert all(line.startswith(("  event ", "    ")) for line in shown)


def test_what_cannot_be_read_is_said_and_leaves_the_audit_incomplete(cases, tail, capsys):
    tail([Chunk(0, 0, (cases / TORN).read_bytes())])

    status, lines, _ = followed(capsys, "a.log")

    assert 3 == status
    assert [line for line in lines if line.startswith("  unreadable: ")]
    assert [line for line in lines if line.startswith("  incomplete: ")]


def test_each_generation_is_an_input_of_its_own(cases, tail, capsys, tmp_path):
    data, target = (cases / CLEAN).read_bytes(), tmp_path / "r.json"
    half = data.index(b"\n", len(data) // 2) + 5  # within a line, which is never glued to another
    tail([Chunk(0, 0, data[:half])], [Chunk(1, 0, data)])

    followed(capsys, "a.log", "-o", f"json={target}")

    report = json.loads(target.read_text())
    assert ["a.log", "a.log"] == [one["path"] for one in report["inputs"]]
    assert [half, len(data)] == [one["bytes"] for one in report["inputs"]]
    assert ["inspector", "audit", "--follow", "a.log"] == report["provenance"]["command"]


def test_the_report_is_that_of_an_audit(cases, tail, capsys, tmp_path):
    log, target, later = tmp_path / "a.log", tmp_path / "r.json", tmp_path / "later.json"
    log.write_bytes((cases / DIRTY).read_bytes())
    log.chmod(0o600)
    tail([Chunk(0, 0, log.read_bytes())])

    followed(capsys, log, "-o", f"json={target}")
    cli.main(["audit", str(log), "-o", f"json={later}"])

    report, audit = (json.loads(one.read_text()) for one in (target, later))
    for one in (report, audit):
        del one["provenance"]
    (source,) = report["inputs"]
    assert source.pop("judged_as_of").startswith("2026-09-21")
    audit["inputs"][0].pop("judged_as_of")
    assert audit == report


@pytest.mark.parametrize(
    ("notices", "said"),
    [
        ([GONE, LOST], ["Lines of a.log may be lost."]),
        ([GONE, LOST, Notice("copy", Safe("It is read from its copy."), 0)], []),
        ([Notice("gap", Safe("A hole is passed over."), 0)], []),
        ([Notice("compressed", Safe("a.log.1.gz was not read."))], ["a.log.1.gz was not read."]),
        ([Notice("denied", Safe("It may not be read."))], ["It may not be read."]),
        ([Notice("denied", Safe("No.")), Notice("opened", Safe("Reading."), 0)], []),
        ([Notice("rotated", Safe("a.log was rotated."), 0)], []),
        ([Notice("removed", Safe("a.log was deleted."), 0)], []),
    ],
    ids=["emptied", "copied", "hole", "packed", "denied", "denied, then read", "rotated", "removed"],
)  # fmt: skip
def test_what_may_be_lost_leaves_the_audit_incomplete(tail, capsys, clean, notices, said):
    tail([Chunk(0, 0, clean)], notices)

    status, lines, _ = followed(capsys, "a.log")

    assert [f"log: {one.text}" for one in notices] == [x for x in lines if x.startswith("log: ")]
    lacks = [line.partition("a.log: ")[2] for line in lines if line.startswith("  incomplete: ")]
    assert said == lacks
    assert (3 if said else 0) == status


def test_a_file_that_never_came_says_nothing_clean(tail, capsys):
    tail([Notice("waiting", Safe("Waiting for a.log: no such file yet."))])

    status, lines, _ = followed(capsys, "a.log")

    assert 3 == status
    assert "log: Waiting for a.log: no such file yet." == lines[0]
    assert "Verdict: CANNOT SAY: not everything could be examined" in lines


def test_much_that_is_left_at_the_end_is_told_as_not_read(cases, tail, capsys, monkeypatch):
    data = (cases / CLEAN).read_bytes()
    monkeypatch.setattr(tailed, "LAST", len(data))

    def follow(path, *, stop, idle):
        os.kill(os.getpid(), signal.SIGTERM)
        yield [Chunk(0, 0, data)]
        yield [Chunk(0, len(data), data)]
        assert stop.is_set()

    monkeypatch.setattr(following, "follow", follow)

    status, lines, _ = followed(capsys, "a.log")

    assert 3 == status
    assert [one for one in lines if "ended before everything that was there was read" in one]


def test_lines_of_json_are_findings_and_then_the_summary(cases, tail, capsys):
    opened = Notice("opened", Safe("Reading a.log."), 0)
    tail([opened, *[Chunk(n, 0, (cases / DIRTY).read_bytes()) for n in range(2)]])

    status, lines, err = followed(capsys, "a.log", "--format", "jsonl")

    *found, last = map(json.loads, lines)
    assert 1 == status
    assert "does-not-conform" == last["summary"]["verdict"]
    assert sum(last["summary"]["findings"].values()) == len(found)
    assert {"path": "a.log", "line": 4} == found[0]["locations"][0]
    assert "Reading a.log." in err


def test_without_a_key_values_are_not_numbered_before_all_are_known(
    cases, tail, capsys, monkeypatch
):
    monkeypatch.setattr("inspector.tags.find", lambda _: None)
    tail([Chunk(0, 0, (cases / DIRTY).read_bytes())])

    _, lines, _ = followed(capsys, "a.log", "--format", "jsonl")

    assert {None} == {json.loads(line)["value_tag"] for line in lines[:-1]}


WAIVED = """\
[[waivers]]
rule = "contract/undocumented-field"
reason = "known"
owner = "privacy@example.com"
expires = 2027-06-30
"""


def test_a_waived_finding_is_marked_and_not_counted(cases, tail, capsys, tmp_path):
    (tmp_path / "w.toml").write_text(WAIVED)
    words = ("a.log", "--select", "contract", "--waivers", tmp_path / "w.toml")
    tail([Chunk(0, 0, (cases / DIRTY).read_bytes())])

    status, lines, _ = followed(capsys, *words)

    assert 0 == status
    (one, _) = [line for line in lines if "contract/undocumented-field attributes" in line]
    assert one.startswith("    waived by privacy@example.com, not counted: violation contract/")
    assert "Verdict: CONFORMS WITH WAIVERS: everything found was waived" in lines

    _, lines, _ = followed(capsys, *words, "--format", "jsonl", "--quiet")
    assert "waived" == json.loads(lines[0])["status"]


def test_what_the_baseline_holds_is_marked(cases, tail, capsys, tmp_path):
    tail([Chunk(0, 0, (cases / DIRTY).read_bytes())])
    followed(capsys, "a.log", "-o", f"json={tmp_path / 'old.json'}")

    status, lines, _ = followed(capsys, "a.log", "--baseline", tmp_path / "old.json")

    assert 0 == status
    assert [line for line in lines if line.startswith("    known from the baseline, not counted:")]


def test_values_are_not_shown_where_nothing_of_them_was_asked_for(cases, tail, capsys):
    tail([Chunk(0, 0, (cases / DIRTY).read_bytes())])

    _, lines, _ = followed(capsys, "a.log", "--evidence", "none")

    assert "(value: " not in "".join(lines)
    assert "value: " not in "".join(lines)


def test_the_summary_and_the_findings_are_in_the_readers_language(cases, tail, capsys, monkeypatch):
    table = {"No page lists this field.": "Нет на странице.", "Verdict: {}: {}": "Вердикт: {}: {}"}
    monkeypatch.setattr(following, "language", lambda code: Language(code, table))
    tail([Chunk(0, 0, (cases / DIRTY).read_bytes())])

    _, lines, _ = followed(capsys, "a.log", "--lang", "ru")

    assert "attributes.expDeployEngine: Нет на странице. (" in lines[1]
    assert [line for line in lines if line.startswith("Вердикт: ")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a.log", "b.log"], "--follow takes one PATH"),
        (["-"], "standard input ends by itself"),
        ([], "no PATH was given"),
        ([""], "the PATH is empty"),
        (["a.log.gz"], "a packed file does not grow"),
        (["."], ". is a folder"),
        (["a.log", "--vintages"], "leave out --follow"),
        (["a.log", "--format", "json"], "-o json=FILE"),
        (["a.log", "-o", "html=-"], "-o html=FILE"),
    ],
    ids=["several", "stdin", "none", "empty", "packed", "folder", "vintages", "json", "html"],
)
def test_what_cannot_be_followed_is_refused(capsys, monkeypatch, words, said):
    monkeypatch.delenv("WERF_TELEMETRY_LOG_FILE", raising=False)

    status, lines, err = followed(capsys, *words)

    assert (2, []) == (status, lines)
    assert said in err


def test_without_a_path_the_variable_names_the_log(tail, capsys, monkeypatch):
    monkeypatch.setenv("WERF_TELEMETRY_LOG_FILE", "other.log")
    tail([])

    assert "following other.log" in followed(capsys)[2]
    assert "" == followed(capsys, "--quiet")[2]


def test_no_line_begins_with_data_and_no_runner_finds_a_command(tail, capsys):
    notice = Notice("opened", Safe("Reading ::error::x."), 0)
    tail([notice, Chunk(0, 0, b'::error::x\n##[error]y\n{"eventType": "::error::z"}\n\x1b[2J\n')])

    _, lines, _ = followed(capsys, "::error::x")

    assert not [line for line in lines if "::" in line or "##" in line or "\x1b" in line]


def started(path: Path, *words: str) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-m", "inspector", "audit", "--follow", str(path), *words]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
def test_a_file_to_come_is_followed_until_a_signal_ends_it(cases, tmp_path, number):
    path = tmp_path / "a.log"
    with started(path) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"log: Waiting for ")
        path.write_bytes((cases / DIRTY).read_bytes())
        while b"event CommandExited" not in process.stdout.readline():
            pass
        process.send_signal(number)
        rest = process.stdout.read().decode()

    assert "Verdict: DOES NOT CONFORM" in rest
    assert 1 == process.returncode


def test_what_was_written_just_before_the_end_is_read(cases, tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes(b"")
    with started(path, "--format", "text") as process:
        assert process.stdout is not None
        assert b"Reading" in process.stdout.readline()
        path.write_bytes((cases / CLEAN).read_bytes())
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read().decode()

    assert "Verdict: CONFORMS" in rest
    assert 0 == process.returncode


def test_who_stops_reading_ends_it(cases, tmp_path):
    path = tmp_path / "a.log"
    with started(path) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        path.write_bytes((cases / DIRTY).read_bytes())
        for _ in range(600):
            if process.poll() is not None:
                break
            time.sleep(0.1)

        assert 1 == process.returncode
