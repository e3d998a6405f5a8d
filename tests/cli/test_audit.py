from __future__ import annotations

import gzip
import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inspector import cli
from inspector.decode import Decoder

pytestmark = pytest.mark.usefixtures("hears")
CLEAN = "werf-v2.77.1-clean.log"
DIRTY = "werf-v1.2.243-expDeployEngine.log"
TORN = "torn-line-glued-to-next-process.log"


def audit(*words) -> int:
    return cli.main(["audit", *map(str, words)])


def document(capsys, *words) -> tuple[int, dict]:
    status = audit("--format", "json", *words)
    return status, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("case", "status", "verdict"),
    [
        pytest.param(CLEAN, 0, "conforms", id="clean"),
        pytest.param(DIRTY, 1, "does-not-conform", id="undocumented-field"),
        pytest.param(TORN, 3, "cannot-say", id="torn"),
        pytest.param("page-wasp-comments.md", 0, "conforms", id="page"),
    ],
)
def test_exit_status_and_verdict(cases, capsys, case, status, verdict):
    ended, report = document(capsys, cases / case)

    assert (status, verdict) == (ended, report["summary"]["verdict"])


def test_findings_beat_incompleteness(cases, capsys):
    ended, report = document(capsys, cases / DIRTY, cases / TORN)

    assert (1, "does-not-conform") == (ended, report["summary"]["verdict"])
    assert report["summary"]["incomplete"]


@pytest.mark.parametrize(
    ("level", "status"), [("violation", 0), ("review", 1), ("note", 1), ("never", 0)]
)
def test_fail_on_says_what_counts(cases, capsys, level, status):
    assert status == document(capsys, "--fail-on", level, cases / CLEAN)[0]


def test_never_suppresses_findings_but_not_incompleteness(cases, capsys):
    assert 0 == document(capsys, "--fail-on", "never", cases / DIRTY)[0]
    assert 3 == document(capsys, "--fail-on", "never", cases / TORN)[0]


def test_an_unreadable_record_is_a_finding_with_its_reason(cases, capsys):
    _, report = document(capsys, cases / TORN)

    (finding,) = [one for one in report["findings"] if one["rule"] == "run/unreadable-line"]
    assert ("review", [4]) == (finding["level"], [place["line"] for place in finding["locations"]])
    assert {"forged-or-torn": 1} == report["summary"]["unreadable"]


@pytest.mark.parametrize("data", [b"", b"just words\n"], ids=["empty", "no-event"])
def test_an_input_without_events_says_nothing_clean(tmp_path, capsys, data):
    path = tmp_path / "a.log"
    path.write_bytes(data)

    ended, report = document(capsys, path)

    assert (3, "cannot-say") == (ended, report["summary"]["verdict"])
    assert ["no telemetry event was found"] == report["summary"]["incomplete"]


def test_a_path_that_does_not_exist_stops_everything(cases, capsys):
    assert 2 == audit(cases / CLEAN, cases / "no-such.log")

    out, err = capsys.readouterr()
    assert "" == out
    assert "no-such.log does not exist; nothing was audited" in err


def test_without_a_path_the_variable_names_the_log(cases, capsys, monkeypatch):
    assert 2 == audit()
    assert "WERF_TELEMETRY_LOG_FILE is not set" in capsys.readouterr().err

    monkeypatch.setenv("WERF_TELEMETRY_LOG_FILE", str(cases / CLEAN))
    assert 0 == audit()


def test_a_folder_without_logs_is_incomplete_and_says_so(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("x")

    assert 3 == audit(tmp_path)

    out, err = capsys.readouterr()
    assert "holds no logs" in err
    assert "notes.txt" in out


def test_an_input_that_cannot_be_read_is_named_and_makes_it_incomplete(cases, tmp_path, capsys):
    (tmp_path / "a.log.gz").write_bytes(gzip.compress((cases / CLEAN).read_bytes())[:-20])

    ended, report = document(capsys, cases / CLEAN, tmp_path / "a.log.gz")

    assert 3 == ended
    assert "gzip data ends early" in report["inputs"][1]["error"]
    assert "a.log.gz" in report["summary"]["incomplete"][0]


def test_a_fifo_is_told_of_and_never_waited_for(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe.log")

    assert 3 == audit("--format", "json", tmp_path / "pipe.log")
    assert "neither a file nor a folder" in capsys.readouterr().err
    assert 3 == audit("--quiet", "--format", "json", tmp_path / "pipe.log")
    assert capsys.readouterr().err == ""


def test_gzip_gives_the_findings_of_what_it_packs(cases, tmp_path, capsys):
    packed = tmp_path / "a.log.gz"
    packed.write_bytes(gzip.compress((cases / DIRTY).read_bytes()))
    os.utime(packed, (1_800_000_000, 1_800_000_000))

    _, plain = document(capsys, cases / DIRTY)
    _, unpacked = document(capsys, packed)

    keys = ("rule", "field", "occurrences", "fingerprint")
    assert [[f[k] for k in keys] for f in plain["findings"]] == [
        [f[k] for k in keys] for f in unpacked["findings"]
    ]
    assert plain["inputs"][0]["content_bytes"] == unpacked["inputs"][0]["content_bytes"]
    assert packed.stat().st_size == unpacked["inputs"][0]["bytes"]


def test_the_report_keeps_its_promised_keys(cases, capsys):
    _, report = document(capsys, cases / DIRTY)

    assert {"schema", "tool", "inputs", "summary", "findings"} <= set(report)
    assert "telemetry-inspector/report/1" == report["schema"]
    source = report["inputs"][0]
    assert source["records"] == source["events"] + source["remarks"] + source["unreadable"]
    assert (cases / DIRTY).stat().st_size == source["bytes"] == source["content_bytes"]
    assert {"CommandStarted": 1, "CommandExited": 1} == report["summary"]["events"]
    first = report["findings"][0]
    assert ("contract/undocumented-field", "violation", "yes", "werf-v2", "attributes.expDeployEngine") == (
        first["rule"], first["level"], first["transmitted"], first["contract"], first["field"])  # fmt: skip
    assert {"rule", "level", "confidence", "transmitted", "contract", "event", "field", "message", "evidence",
            "occurrences", "locations", "locations_left_out", "fingerprint"} <= set(first)  # fmt: skip


def test_no_raw_value_reaches_a_report(tmp_path, capsys):
    canary = "Kanarienvogel"
    body = {"ts": 1, "executionID": canary, "userID": canary, "eventType": "CommandExited", canary + "@x.example": 1,
            "eventData": {"exitCode": canary, "other": [canary, {"deep": canary}]}, "schemaVersion": 2}  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(body) + "\n" + "text " + canary + "\nts=" + canary)

    for form in ("json", "text"):
        audit("--format", form, path)
        out, err = capsys.readouterr()
        assert canary not in out + err
        assert out


def test_findings_do_not_depend_on_the_order_of_the_same_inputs(cases, capsys):
    one, two = cases / DIRTY, cases / "wasp-wire-violating.jsonl"

    _, forward = document(capsys, one, two)
    _, backward = document(capsys, two, one)

    def key(report):
        return [
            (f["rule"], f["field"], f["evidence"], f["occurrences"], f["fingerprint"])
            for f in report["findings"]
        ]

    assert sorted(key(forward), key=str) == sorted(key(backward), key=str)


def test_a_report_file_is_private_whole_and_never_an_input(cases, tmp_path, capsys):
    target = tmp_path / "report.json"

    assert 1 == audit("-o", f"json={target}", "-o", tmp_path / "report.txt", cases / DIRTY)

    assert "" == capsys.readouterr().out
    assert 0o600 == stat.S_IMODE(target.stat().st_mode)
    assert "telemetry-inspector/report/1" == json.loads(target.read_text())["schema"]
    assert "DOES NOT CONFORM" in (tmp_path / "report.txt").read_text()
    assert ["report.json", "report.txt"] == sorted(os.listdir(tmp_path))


@pytest.mark.parametrize("kind", ["input", "link", "folder", "nowhere"])
def test_a_report_is_never_written_over_something_else(cases, tmp_path, capsys, kind):
    log = tmp_path / "a.log"
    log.write_bytes((cases / CLEAN).read_bytes())
    (tmp_path / "link").symlink_to(log)
    target = {
        "input": log,
        "link": tmp_path / "link",
        "folder": tmp_path,
        "nowhere": tmp_path / "x" / "y",
    }[kind]

    assert 2 == audit("-o", target, log)

    assert (cases / CLEAN).read_bytes() == log.read_bytes()
    assert str(target.name) in capsys.readouterr().err


def test_a_report_never_replaces_standard_input_or_a_contract(cases, tmp_path):
    log, toml = tmp_path / "in.log", tmp_path / "c.toml"
    log.write_bytes((cases / CLEAN).read_bytes())
    toml.write_text(OTHER)

    with log.open("rb") as file:
        assert 2 == program("audit", "-", "-o", log, stdin=file).returncode
    assert 2 == audit("--contract", toml, "-o", toml, cases / CLEAN)
    assert (cases / CLEAN).read_bytes() == log.read_bytes()
    assert toml.read_text() == OTHER


def test_several_reports_are_all_written_or_none(cases, tmp_path, capsys, monkeypatch):
    one, two = tmp_path / "one.json", tmp_path / "two.txt"

    def full(_fd):
        if list(tmp_path.glob(".two*")):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert 3 == audit("-o", f"json={one}", "-o", f"text={two}", cases / CLEAN)
    assert [] == list(tmp_path.iterdir())
    assert "no space left on device" in capsys.readouterr().err.lower()


def test_a_folder_that_may_not_be_written_to_is_refused_before_the_work(
    cases, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr("os.access", lambda *_args: False)

    assert 2 == audit("-o", tmp_path / "r.txt", cases / CLEAN)
    assert "may not be written to" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["-o", "pdf=r.pdf"], ["-o", "json=s.out", "-o", "text=s.out"]],
    ids=["unknown-form", "same-file-twice"],
)
def test_outputs_that_cannot_be_meant_are_refused(words, cases, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert 2 == audit(*words, cases / CLEAN)
    assert [] == list(tmp_path.iterdir())
    assert capsys.readouterr().err.startswith("inspector: ")


def test_a_dash_is_standard_output(cases, tmp_path, capsys):
    assert 0 == audit("-o", "json=-", "-o", tmp_path / "r.txt", cases / CLEAN)
    assert "conforms" == json.loads(capsys.readouterr().out)["summary"]["verdict"]
    assert "CONFORMS" in (tmp_path / "r.txt").read_text()


def test_rules_that_were_switched_off_are_named(cases, capsys):
    _, report = document(capsys, "--select", "run", cases / DIRTY)
    audit("--ignore", "value", cases / CLEAN)

    assert "contract/undocumented-field" in report["rules_off"]
    assert "rules off:  value/" in capsys.readouterr().out


def test_a_file_name_is_no_command_for_a_runner(cases, tmp_path, capsys):
    evil = "##vso[task]y " + "p " * 60 + "::error file=a.go,line=1::pwned"
    (tmp_path / evil).write_text("x")
    (tmp_path / "ok.log").write_bytes((cases / CLEAN).read_bytes())

    for form in ("text", "json"):
        audit("--format", form, tmp_path)
        out = capsys.readouterr().out
        assert "pwned" in out
        assert "##vso" not in out
        assert "::error" not in out


def test_what_was_typed_reaches_the_terminal_escaped(capsys):
    assert 2 == audit("--\x1b]0;evil\x07")
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert "evil" in err


def test_the_gravest_of_equal_findings_is_told_whatever_the_order(cases, tmp_path, capsys):
    framed = cases / DIRTY
    bare = tmp_path / "b.jsonl"
    event = next(r.content.body for r in records(framed) if r.kind == "event")
    bare.write_text(json.dumps(event) + "\n")

    sent = [
        [
            one["transmitted"]
            for one in document(capsys, *paths)[1]["findings"]
            if one["rule"] == "contract/undocumented-field"
        ]
        for paths in ([framed, bare], [bare, framed])
    ]

    assert [["yes", "yes"], ["yes", "yes"]] == sent


def records(path):
    decoder = Decoder()
    return decoder.feed(path.read_bytes()) + decoder.end()


def test_both_types_of_an_event_that_gives_two_are_judged(tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"eventType":"X","ts":1,"userID":"","eventType":"CommandExited","schemaVersion":2}\n'
    )

    _, report = document(capsys, path)

    assert "contract/undocumented-event" in {one["rule"] for one in report["findings"]}


@pytest.mark.parametrize(
    "shell", ["audit - <&-", "audit {case} >&-", "--help >&-", "audit --contract /dev/zero {case}"]
)
def test_closed_streams_and_devices_are_told_of_not_faults(shell, cases):
    line = f"exec timeout 20 {sys.executable} -m inspector {shell.format(case=cases / CLEAN)}"
    ended = subprocess.run(["bash", "-c", line], capture_output=True, check=False, timeout=60)

    assert ended.returncode in {0, 2, 3}
    assert b"fault in the program" not in ended.stderr


def test_a_terminal_without_the_letters_gets_escapes(cases):
    ended = program("audit", cases / DIRTY, env=os.environ | {"PYTHONIOENCODING": "ascii"})

    assert 1 == ended.returncode
    assert b"\\u201c" in ended.stdout


def test_a_pipe_that_nobody_reads_keeps_the_exit_status(cases):
    shell = f"{sys.executable} -m inspector audit {cases / DIRTY} | true; exit ${{PIPESTATUS[0]}}"

    assert (
        1
        == subprocess.run(
            ["bash", "-c", shell], capture_output=True, check=False, timeout=60
        ).returncode
    )


def test_an_interrupt_while_printing_says_that_the_rest_is_missing(cases, capsys, monkeypatch):
    class Slow:
        def write(self, _text):
            raise KeyboardInterrupt

        def isatty(self):
            return False

    monkeypatch.setattr("sys.stdout", Slow())
    assert 130 == audit(cases / CLEAN)
    assert "is not whole" in capsys.readouterr().err


def test_a_fault_of_the_program_shows_nothing_of_the_log(cases, capsys, monkeypatch):
    def broken(*_):
        raise ValueError("Kanarienvogel")

    monkeypatch.setattr("inspector.audit.bind", broken)
    assert 3 == audit(cases / CLEAN)
    err = capsys.readouterr().err
    assert "this is a fault in the program: ValueError in test_audit.py, broken" in err
    assert "Kanarienvogel" not in err


def test_rules_and_families_are_selected_and_ignored(cases, capsys):
    _, some = document(capsys, "--select", "contract", cases / DIRTY)
    ended, without = document(capsys, "--ignore", "contract/undocumented-field", cases / DIRTY)

    assert {"contract"} == {one["rule"].split("/")[0] for one in some["findings"]}
    assert 0 == ended
    assert "contract/undocumented-field" not in {one["rule"] for one in without["findings"]}
    assert 2 == audit("--select", "no-such-rule", cases / DIRTY)
    assert "no-such-rule" in capsys.readouterr().err


def test_a_contract_of_ones_own_adds_a_system(cases, tmp_path, capsys):
    toml = tmp_path / "other.toml"
    toml.write_text(OTHER)
    log = tmp_path / "a.jsonl"
    log.write_text('{"tool": "other", "what": "started", "host": "build-7"}\n')

    _, before = document(capsys, log)
    _, after = document(capsys, "--contract", toml, log)

    assert ["contract/unknown-schema"] == [
        f["rule"] for f in before["findings"] if f["level"] == "violation"
    ]
    assert [("contract/undocumented-field", "host", "other-1")] == [
        (f["rule"], f["field"], f["contract"])
        for f in after["findings"]
        if f["level"] == "violation"
    ]


OTHER = """
name = "other-1"
title = "Other"
event = "what"
match = [{ tool = "other" }]
[source.en]
title = "Telemetry"
language = "en"
date = 2026-01-02
page = "other's page"
[fields.tool]
type = "string"
privacy = "anonymous"
doc.en = "the tool"
[fields.what]
type = "string"
privacy = "anonymous"
doc.en = "what happened"
[events.started]
doc.en = "started"
[[samples]]
line = '{"tool": "other", "what": "started"}'
violations = []
why = "as the page shows it"
[[samples]]
line = '{"tool": "other", "what": "started", "host": "x"}'
violations = ["contract/undocumented-field"]
why = "the page lists no host"
"""


def test_a_bad_contract_is_a_usage_error(tmp_path, cases, capsys):
    toml = tmp_path / "bad.toml"
    toml.write_text("name = 5")

    assert 2 == audit("--contract", toml, cases / CLEAN)
    assert 2 == audit("--contract", "no-such", cases / CLEAN)
    assert "no-such: is no shipped contract; there are " in capsys.readouterr().err


def test_the_clock_of_the_audit_is_the_source_date(cases, capsys, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    _, then = document(capsys, cases / CLEAN)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")

    assert "value/implausible-time" in {one["rule"] for one in then["findings"]}
    assert 2 == audit(cases / CLEAN)
    assert "SOURCE_DATE_EPOCH" in capsys.readouterr().err


def test_text_shows_the_page_and_what_to_do(cases, capsys):
    audit(cases / DIRTY)

    text = capsys.readouterr().out
    assert "DOES NOT CONFORM" in text
    assert "! VIOLATION  contract/undocumented-field" in text
    assert "attributes.expDeployEngine" in text
    assert "the page says:" in text
    assert "inspector explain contract/undocumented-field" in text
    assert "\x1b" not in text


def test_colour_only_where_it_is_asked_for(cases, capsys):
    audit("--color", "always", cases / DIRTY)
    coloured = capsys.readouterr().out
    audit("--color", "never", cases / DIRTY)

    assert "\x1b[" in coloured
    assert "\x1b" not in capsys.readouterr().out


def program(*words, **options) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "inspector", *map(str, words)], capture_output=True, check=False,
                          timeout=60, **options)  # fmt: skip


def test_standard_input_is_audited(cases):
    ended = program("audit", "--format", "json", "-", input=(cases / DIRTY).read_bytes())

    report = json.loads(ended.stdout)
    assert (1, "-", 2) == (
        ended.returncode,
        report["inputs"][0]["path"],
        report["inputs"][0]["events"],
    )


def test_a_closed_pipe_is_no_error(cases):
    shell = f"{sys.executable} -m inspector audit {cases / DIRTY} | head -c 10"
    ended = subprocess.run(["bash", "-c", shell], capture_output=True, check=False, timeout=60)

    assert b"" == ended.stderr


def test_an_interrupt_leaves_no_report(tmp_path):
    target = tmp_path / "report.json"
    command = [sys.executable, "-m", "inspector", "audit", "-o", f"json={target}", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        child.stdin.write(b"x\n")
        child.stdin.flush()
        wait_for_reading(child.pid)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=30)

    assert 130 == child.returncode
    assert b"inspector: interrupted; no report was written\n" == err
    assert [] == list(tmp_path.iterdir())


def wait_for_reading(pid: int) -> None:
    """Wait until the child blocks on its standard input, so that it is inside the audit."""
    wchan = Path(f"/proc/{pid}/wchan")
    if not wchan.exists():
        pytest.skip("needs /proc to know when the child reads")
    for _ in range(600):
        if "pipe" in wchan.read_text():
            return
        time.sleep(0.05)
    raise AssertionError("the child never read its input")


def test_ugly_input_never_gives_a_traceback(tmp_path):
    ugly = {
        "binary.log": os.urandom(50_000),
        "utf16.log": "[1][2026] Telemetry: x\n".encode("utf-16") * 50,
        "deep.jsonl": b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n",
        "nul.log": b"\0" * 100_000,
        "empty.log": b"",
    }
    for name, data in ugly.items():
        (tmp_path / name).write_bytes(data)

    ended = program("audit", "--format", "json", tmp_path)

    report = json.loads(ended.stdout)
    assert 3 == ended.returncode
    assert b"Traceback" not in ended.stderr
    by_name = {Path(one["path"]).name: one for one in report["inputs"]}
    assert {name: len(data) for name, data in ugly.items()} == {
        name: one["content_bytes"] for name, one in by_name.items()
    }
    assert all(one["unreadable"] for name, one in by_name.items() if name != "empty.log")


TWO = "werf-v2.77.1-two-processes.log"


def outside(capsys, cases, *words):
    _, report = document(capsys, *words, cases / TWO)
    (source,) = report["inputs"]
    judged = sum(report["summary"]["events"].values())
    return source["outside"], judged, source


def test_what_is_outside_the_period_is_counted_and_not_judged(cases, capsys):
    none, whole, source = outside(capsys, cases)
    everything = source["events"] + source["remarks"]

    later = outside(capsys, cases, "--since", "2100-01-01")
    earlier = outside(capsys, cases, "--until", "2020-01-01")
    inside = outside(capsys, cases, "--since", "2020-01-01", "--until", "2100-01-01")

    assert (0, source["events"]) == (none, whole)
    assert {(everything, 0)} == {later[:2], earlier[:2]}
    assert (0, whole) == inside[:2]
    assert source["records"] == later[2]["records"] == earlier[2]["records"]


def test_a_period_in_which_nothing_lies_says_nothing_clean(cases, capsys):
    status, report = document(capsys, "--since", "2100-01-01", cases / CLEAN)

    assert (3, "cannot-say") == (status, report["summary"]["verdict"])
    assert report["summary"]["incomplete"] == [
        "no telemetry event was found in the period that was asked for"
    ]
    assert audit("--since", "2100-01-01", cases / CLEAN) == 3
    assert "11 of them outside the period, not judged" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        pytest.param(["--since", "soon"], "--since soon is no time", id="a word"),
        pytest.param(["--until", "2026-02-30"], "--until 2026-02-30 is no time", id="no day"),
        pytest.param(
            ["--since", "2026-03-02", "--until", "2026-03-01"], "not before", id="turned round"
        ),
        pytest.param(["--opted-out-since", "9999-12-31T"], "is no time", id="half a time"),
    ],
)
def test_a_time_that_cannot_be_is_refused(cases, capsys, words, why):
    assert 2 == audit(*words, cases / CLEAN)
    assert why in capsys.readouterr().err


def test_a_day_that_ends_a_period_is_in_it(cases, capsys):
    _, report = document(capsys, cases / CLEAN)
    day = report["summary"]["first"][:10]

    counts = [
        outside_of["inputs"][0]["outside"]
        for words in (["--until", day], ["--since", day], ["--until", f"{day}T00:00:00Z"])
        for outside_of in [document(capsys, *words, cases / CLEAN)[1]]
    ]

    assert [0, 0, 11] == counts


def test_events_after_the_opt_out_break_a_promise(cases, capsys):
    status, report = document(
        capsys, "--opted-out-since", "2020-01-01T00:00:00+03:00", cases / CLEAN
    )

    found = [one for one in report["findings"] if one["rule"] == "behaviour/sent-after-opt-out"]
    assert 1 == status
    assert {"CommandStarted", "CommandExited"} == {one["event"] for one in found}
    assert 0 == audit("--opted-out-since", "2100-01-01", "--quiet", cases / CLEAN)


def test_remarks_are_examined_when_only_their_rules_are_chosen(cases, capsys):
    _, chosen = document(capsys, "--select", "log", cases / "werf-v2.77.1-bad-extra.log")
    _, every = document(capsys, cases / "werf-v2.77.1-bad-extra.log")

    found = [one["rule"] for one in chosen["findings"]]
    assert found
    assert found == [one["rule"] for one in every["findings"] if one["rule"].startswith("log/")]


def test_a_baseline_of_another_key_is_said(cases, tmp_path, monkeypatch, capsys):
    audit("--format", "json", "-o", str(tmp_path / "b.json"), cases / DIRTY)
    monkeypatch.setenv("INSPECTOR_KEY", "another key, long enough")

    audit("--baseline", str(tmp_path / "b.json"), cases / DIRTY)

    assert "made with another key" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words, said",
    [
        pytest.param(["--key", "k", "-o", "k"], "is one of the inputs", id="over the key"),
        pytest.param(
            ["-o", "json=a", "-o", "csv=./a"], "is named twice", id="one file, two spellings"
        ),
        pytest.param(
            ["--as-of", "2023-01-01", "--contract", "werf-v2@en-2026-03"],
            "both choose pages",
            id="two pages",
        ),
    ],
)
def test_what_would_destroy_or_contradict_is_refused(  # noqa: PLR0917
    cases, tmp_path, monkeypatch, capsys, words, said
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "k").write_bytes(b"k" * 32)

    assert 2 == audit(*words, cases / CLEAN)
    assert said in capsys.readouterr().err
    assert b"k" * 32 == (tmp_path / "k").read_bytes()


def test_a_fixed_time_that_no_calendar_holds_is_refused(cases, monkeypatch, capsys):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "99999999999999999")

    assert 2 == audit(cases / CLEAN)
    assert "SOURCE_DATE_EPOCH is no time" in capsys.readouterr().err
