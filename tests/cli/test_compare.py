from __future__ import annotations

import gzip
import hashlib
import json
import os
import stat
import subprocess
import sys
from dataclasses import replace

import pytest

from inspector import cli
from inspector.decode.requests import from_object, to_line
from tests.compare_world import carrying, event, logged, note, saved

LAST = event(2, exitCode=0)


@pytest.fixture
def here(cases):
    return cases / "compare"


def compare(*words) -> int:
    return cli.main(["compare", *map(str, words)])


def document(capsys, *words) -> tuple[int, dict]:
    status = compare("--format", "json", *words)
    return status, json.loads(capsys.readouterr().out)


def counts(made) -> tuple[int, ...]:
    kinds = ("pairs", "identical", "differing", "truncated", "log_only", "wire_only")
    return tuple(made[kind] for kind in kinds)


def raw(folder, capture, *, headers=True):
    """Lay the requests of a capture out as raw bodies, with their headers beside them."""
    for number, line in enumerate(capture.read_bytes().splitlines(), 1):
        request = from_object(json.loads(line))
        (folder / f"run__{number}.bin").write_bytes(request.body)
        if headers:
            rows = [f"{request.method} {request.path} HTTP/1.1"]
            rows += [f"{name}: {value}" for name, value in request.headers]
            (folder / f"run__{number}.headers").write_text("\r\n".join([*rows, "", ""]))


def test_a_run_that_was_sent_as_logged_is_identical(here, capsys):
    status, made = document(capsys, here / "two-processes.log", here / "two-processes.jsonl")

    assert (0, (6, 6, 0, 0, 0, 0)) == (status, counts(made))
    assert ("identical", []) == (made["verdict"], made["incomplete"])
    log, wire = made["details"]["inputs"]
    data = (here / "two-processes.jsonl").read_bytes()
    assert (len(data), hashlib.sha256(data).hexdigest()) == (wire["bytes"], wire["sha256"])
    assert ("log", 6, 4, 6) == (log["side"], log["events"], wire["requests"], wire["spans"])


def test_a_run_under_a_limit_is_not(here, capsys):
    status, made = document(capsys, here / "length-limit.log", here / "length-limit.jsonl")

    assert (1, (2, 0, 0, 2, 0, 0)) == (status, counts(made))


@pytest.mark.parametrize("headers", [True, False], ids=["with headers", "without"])
def test_raw_bodies_are_taken_with_the_headers_beside_them(here, tmp_path, capsys, headers):
    raw(tmp_path, here / "two-processes.jsonl", headers=headers)

    bodies = sorted(tmp_path.glob("*.bin"))
    status, made = document(capsys, here / "two-processes.log", *bodies)

    assert (0, 6) == (status, made["identical"])
    agents = [one for one in made["findings"] if one["field"] == "header.User-Agent"]
    assert headers == bool(agents)
    data = bodies[0].read_bytes()
    assert [hashlib.sha256(data).hexdigest(), 4] == [
        made["details"]["inputs"][1]["sha256"],
        len(made["details"]["inputs"]) - 1,
    ]


@pytest.mark.parametrize("given", ["folder", "pattern", "all", "headers"])
def test_a_folder_or_a_pattern_names_raw_bodies(here, tmp_path, capsys, given):
    raw(tmp_path, here / "two-processes.jsonl")
    (tmp_path / "notes.txt").write_text("x")
    words = {
        "folder": [tmp_path],
        "pattern": [tmp_path / "run__*"],
        "all": sorted(tmp_path.glob("run__*")),
        "headers": sorted(tmp_path.glob("*.headers")),
    }

    status, made = document(capsys, here / "two-processes.log", *words[given])

    assert (0, 6) == (status, made["identical"])


def test_a_folder_of_saved_requests_is_read_as_such(here, tmp_path, capsys):
    data = (here / "two-processes.jsonl").read_bytes()
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(data))

    assert 0 == compare(here / "two-processes.log", tmp_path)

    (tmp_path / "b.bin").write_bytes(carrying(LAST).body)
    assert 1 == compare(here / "two-processes.log", tmp_path)
    assert "b.bin" in capsys.readouterr().out


ENDINGS = ["jsonl", "ndjson", "json", "log"]


@pytest.mark.parametrize("ending", ["bin", *ENDINGS])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_folder_stands_for_whatever_is_named_as_captures_are(tmp_path, capsys, ending, packed):
    folder = tmp_path / "captures"
    folder.mkdir()
    data = carrying(LAST).body if ending == "bin" else saved(carrying(LAST))
    name = f"a.{ending}.gz" if packed else f"a.{ending}"
    (folder / name).write_bytes(gzip.compress(data) if packed else data)
    (tmp_path / "run.log").write_bytes(logged(LAST))

    status, made = document(capsys, tmp_path / "run.log", folder)

    assert (0, 1, []) == (status, made["identical"], made["skipped"])
    assert (folder / name).stat().st_size == made["details"]["inputs"][1]["bytes"]


def test_a_folder_of_several_kinds_is_read_whole_and_the_rest_is_listed(tmp_path, capsys):
    folder = tmp_path / "captures"
    folder.mkdir()
    (folder / "a.bin").write_bytes(carrying(LAST).body)
    (folder / "b.jsonl").write_bytes(saved(carrying(event(3))))
    (folder / "run.log").write_bytes(logged(LAST, event(3)))  # the log itself is no capture
    skipped = ["lone.headers", "notes.txt", "run.log.1", "seen.jsonl"]
    for name in skipped[:3]:
        (folder / name).write_bytes(saved(carrying(event(4))))
    (folder / "seen.jsonl").symlink_to("nothing")

    status, made = document(capsys, folder / "run.log", folder)

    assert (0, 2) == (status, made["identical"])
    assert [str(folder / name) for name in skipped] == made["skipped"]
    compare(folder / "run.log", folder)
    assert f"  skipped:    {folder / 'lone.headers'}\n" in capsys.readouterr().out


def test_a_packed_body_goes_with_its_headers(tmp_path, capsys):
    (tmp_path / "a.bin.gz").write_bytes(gzip.compress(carrying(LAST).body))
    (tmp_path / "a.headers").write_text(
        "POST /v1/traces HTTP/1.1\nContent-Type: application/x-protobuf\nUser-Agent: x\n"
    )
    (tmp_path / "run.log").write_bytes(logged(LAST))

    status, made = document(capsys, tmp_path / "run.log", tmp_path / "a.headers")

    assert 0 == status
    assert made["details"]["inputs"][1]["headers_kept"]
    assert "header.User-Agent" in {one["field"] for one in made["findings"]}


def test_a_damaged_packed_body_is_said(tmp_path, capsys):
    (tmp_path / "a.bin.gz").write_bytes(gzip.compress(carrying(LAST).body)[:-9])
    (tmp_path / "run.log").write_bytes(logged(LAST))

    _, made = document(capsys, tmp_path / "run.log", tmp_path / "a.bin.gz")

    assert "gzip data ends early" in made["details"]["inputs"][1]["error"]


@pytest.mark.parametrize("headers", [True, False])
def test_headers_that_were_not_kept_are_said(here, tmp_path, capsys, headers):
    raw(tmp_path, here / "two-processes.jsonl", headers=headers)

    status, made = document(capsys, here / "two-processes.log", tmp_path)

    assert (0, "identical") == (status, made["verdict"])
    assert {headers} == {one["headers_kept"] for one in made["details"]["inputs"][1:]}
    compare(here / "two-processes.log", tmp_path)
    said = "its headers were not kept, so they were not examined"
    assert (0 if headers else 4) == capsys.readouterr().out.count(said)


@pytest.mark.parametrize(
    "packed, said",
    [(True, None), (True, "identity"), (False, "gzip")],
    ids=["gzip unsaid", "gzip denied", "unpacked by who kept it"],
)
def test_the_first_bytes_tell_gzip(tmp_path, capsys, packed, said):
    body = carrying(LAST).body
    (tmp_path / "a.bin").write_bytes(gzip.compress(body) if packed else body)
    head = "POST /v1/traces HTTP/1.1\nContent-Type: application/x-protobuf\n"
    if said:
        head += f"Content-Encoding: {said}\n"
    (tmp_path / "a.headers").write_text(head)
    (tmp_path / "run.log").write_bytes(logged(LAST))

    assert 0 == compare(tmp_path / "run.log", tmp_path / "a.bin")


def test_a_log_may_be_gzip(here, tmp_path, capsys):
    data = (here / "two-processes.log").read_bytes()
    (tmp_path / "run.log.gz").write_bytes(gzip.compress(data))

    assert 0 == compare(tmp_path / "run.log.gz", here / "two-processes.jsonl")


SIDES = {
    "a difference": (logged(LAST), saved(carrying(event(3))), 1),
    "an unreadable log record": (logged(LAST) + note("sent event: x"), saved(carrying(LAST)), 3),
    "an unreadable request": (logged(LAST), saved(carrying(LAST), replace(carrying(), body=b"\xff")), 3),
    "a refused request": (logged(LAST), saved(carrying(LAST), replace(carrying(), refused=413)), 3),
    "garbage beside": (logged(LAST), saved(carrying(LAST)) + b"{\n", 3),
    "text beside": (logged(LAST), saved(carrying(LAST)) + b"word\n", 3),
    "a torn line": (logged(LAST), saved(carrying(LAST)) + saved(carrying(LAST))[9:], 3),
    "a torn beginning": (logged(LAST), saved(carrying(LAST)) + b"eyJyZXNvdXJjZVNwYW5z", 3),
    "a comment": (logged(LAST), b"# of the run\n" + saved(carrying(LAST)), 3),
    "a note of the log": (logged(LAST), note("start trace exporter") + saved(carrying(LAST)), 3),
    "blank lines": (logged(LAST), b"\n \n" + saved(carrying(LAST)) + b"\n", 0),
    "nothing at all": (b"", b"", 3),
    "no events": (note("start trace exporter"), saved(carrying()), 3),
    "a difference and an unreadable record": (logged(LAST) + note("sent event: x"), b"", 1),
    "the wrong way round": (saved(carrying(LAST)), logged(LAST), 3),
}  # fmt: skip


@pytest.mark.parametrize("log, wire, status", SIDES.values(), ids=SIDES.keys())
def test_exit_status(tmp_path, capsys, log, wire, status):
    (tmp_path / "run.log").write_bytes(log)
    (tmp_path / "wire.jsonl").write_bytes(wire)

    ended, made = document(capsys, tmp_path / "run.log", tmp_path / "wire.jsonl")

    assert status == ended
    assert {0: "identical", 1: "not-identical", 3: "cannot-say"}[status] == made["verdict"]


@pytest.mark.parametrize("name", ["gone.bin", "gone.jsonl", "lone.headers", "gone*.bin"])
def test_a_missing_path_stops_everything(here, tmp_path, capsys, name):
    (tmp_path / "lone.headers").write_text("POST / HTTP/1.1\n")

    assert 2 == compare(here / "two-processes.log", here / "two-processes.jsonl", tmp_path / name)

    out, err = capsys.readouterr()
    assert "" == out
    assert "does not exist; nothing was compared" in err


@pytest.mark.parametrize(
    "words, said",
    [
        pytest.param([], "required: LOG, CAPTURE", id="nothing"),
        pytest.param(["{log}"], "required: CAPTURE", id="no capture"),
        pytest.param(["{log}", "-"], "are files", id="stdin"),
        pytest.param(["", "{wire}"], "are files", id="an empty word"),
        pytest.param(["{gone}", "{wire}"], "does not exist", id="no log"),
        pytest.param(["{folder}", "{wire}"], "is not one log", id="a folder as the log"),
        pytest.param(["{log}", "{empty}"], "holds no capture", id="an empty folder"),
        pytest.param(["-o", "{log}", "{log}", "{wire}"], "one of the inputs", id="over the log"),
        pytest.param(["-o", "{wire}", "{log}", "{wire}"], "one of the inputs", id="over a capture"),
        pytest.param(["--format", "xml", "{log}", "{wire}"], "xml", id="an unknown form"),
    ],
)
def test_usage(here, tmp_path, capsys, words, said):
    (tmp_path / "empty").mkdir()
    places = {
        "log": here / "two-processes.log", "wire": here / "two-processes.jsonl", "folder": here,
        "gone": tmp_path / "gone.log", "empty": tmp_path / "empty",
    }  # fmt: skip

    assert 2 == compare(*(word.format(**places) for word in words))

    out, err = capsys.readouterr()
    assert "" == out
    assert said in err


def test_a_result_goes_to_a_file_that_only_its_owner_reads(here, tmp_path, capsys):
    target = tmp_path / "result.json"
    words = ("--format", "json", "-o", target, here / "length-limit.log", tmp_path / "w.bin")
    (tmp_path / "w.bin").write_bytes(b"\xff")

    assert 1 == compare(*words)

    assert "2 in the log only" not in target.read_text()
    assert 2 == json.loads(target.read_text())["log_only"]
    assert 0o600 == stat.S_IMODE(target.stat().st_mode)
    out, err = capsys.readouterr()
    assert ("", "inspector: incomplete: 1 request or span could not be read\n") == (out, err)


def test_headers_that_are_none_are_said(here, tmp_path, capsys):
    raw(tmp_path, here / "two-processes.jsonl")
    (tmp_path / "run__1.headers").write_bytes(b"\xff\x00 nothing\n")

    status, made = document(capsys, here / "two-processes.log", tmp_path)

    assert (1, 2) == (status, made["log_only"])
    assert "holds no request line" in made["details"]["inputs"][1]["error"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_body_that_may_not_be_read_is_said(here, tmp_path, capsys):
    raw(tmp_path, here / "two-processes.jsonl")
    (tmp_path / "run__1.bin").chmod(0)

    status, made = document(capsys, here / "two-processes.log", tmp_path)

    assert (1, "permission denied; check the path") == (
        status,
        made["details"]["inputs"][1]["error"],
    )


def test_what_is_no_file_is_not_read(tmp_path, capsys):
    os.mkfifo(tmp_path / "a.bin")
    (tmp_path / "run.log").write_bytes(logged(LAST))

    status, made = document(capsys, tmp_path / "run.log", tmp_path / "a.bin")

    assert 1 == status
    assert made["details"]["inputs"][1]["error"].startswith("it is not a regular file")


def test_a_damaged_gzip_log_is_said(here, tmp_path, capsys):
    packed = gzip.compress((here / "two-processes.log").read_bytes())
    (tmp_path / "run.log.gz").write_bytes(packed[:-9])

    status, made = document(capsys, tmp_path / "run.log.gz", here / "two-processes.jsonl")

    assert status in {1, 3}
    assert "gzip data ends early" in made["details"]["inputs"][0]["error"]


def test_a_body_larger_than_any_request_is_unreadable_and_digested_whole(tmp_path, capsys):
    data = b"\x0a" * (5 << 20)
    (tmp_path / "a.bin").write_bytes(data)
    (tmp_path / "run.log").write_bytes(logged(LAST))

    status, made = document(capsys, tmp_path / "run.log", tmp_path / "a.bin")

    source = made["details"]["inputs"][1]
    assert (1, len(data)) == (status, source["bytes"])
    assert hashlib.sha256(data).hexdigest() == source["sha256"]
    assert 1 == made["details"]["unreadable"]["wire"]


@pytest.mark.parametrize("choice, painted", [("always", True), ("never", False), ("auto", False)])
def test_colour(here, capsys, choice, painted):
    compare("--color", choice, here / "length-limit.log", here / "length-limit.jsonl")

    assert painted == ("\x1b[" in capsys.readouterr().out)


def test_a_reader_that_goes_away_has_read_enough(here):
    words = [sys.executable, "-m", "inspector", "compare"]
    words += [str(here / "length-limit.log"), str(here / "length-limit.jsonl")]
    reading, writing = os.pipe()
    os.close(reading)

    ended = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)

    assert (1, b"") == (ended.returncode, ended.stderr)


def test_a_closed_standard_output_is_said(here):
    script = 'exec "$0" -m inspector compare "$1" "$2" >&-'
    pair = (str(here / "length-limit.log"), str(here / "length-limit.jsonl"))

    ended = subprocess.run(
        ["sh", "-c", script, sys.executable, *pair], stderr=subprocess.PIPE, check=False
    )

    assert 2 == ended.returncode
    assert b"standard output is closed" in ended.stderr


def test_saved_credentials_are_judged_as_such_and_never_shown(tmp_path, capsys):
    request = carrying(LAST, more=(("Authorization", "Bearer of-a-secret"),))
    (tmp_path / "run.log").write_bytes(logged(LAST))
    for name, secrets in (("masked", False), ("whole", True)):
        (tmp_path / f"{name}.jsonl").write_bytes(to_line(request, secrets=secrets))

        status, made = document(capsys, tmp_path / "run.log", tmp_path / f"{name}.jsonl")

        assert 0 == status
        assert "wire/environment-header" in {one["rule"] for one in made["findings"]}
        assert "of-a-secret" not in json.dumps(made)
