"""The proof folder: verified with what is not ours, never over anything, whole or not there."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from inspector.tui.wire.bench import Bench
from inspector.tui.wire.dry import DryRun
from inspector.tui.wire.folder import NotSaved, save
from inspector.tui.wire.proof import contents
from tests.tui.conftest import all_of

NOW = "2026-10-06T11:02:09.123Z"
SECRET = "hunter2-hunter2"
ENVIRON = {
    "OTEL_RESOURCE_ATTRIBUTES": f"team={SECRET}", "WERF_TELEMETRY": "1", "OTEL_\x1b[31m": "x",
    "HOME": "/home/jdoe",
}  # fmt: skip
FILES = {"request.bin", "request.json", "log.txt", "receipt.json", "versions.json",
         "environment.txt", "README.txt", "SHA256SUMS"}  # fmt: skip


@pytest.fixture
def dry(rows, sent, fake):
    dry = DryRun(all_of(rows(sent("CommandStarted", {}) + sent())), Bench(fake()))
    dry.rebuild()
    dry.send()
    return dry


@pytest.fixture
def files(dry):
    return contents(dry.state.shown[0], dry.state, ENVIRON, NOW)


def varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value, at, shift = value | (byte & 127) << shift, at + 1, shift + 7
        if byte < 128:
            return value, at


def fields(data: bytes) -> list[tuple[int, object]]:
    """Walk over a message as `protoc --decode_raw` does: numbers and values, nothing else."""
    found, at = [], 0
    while at < len(data):
        key, at = varint(data, at)
        match key & 7:
            case 0:
                value, at = varint(data, at)
            case 1:
                value, at = data[at : at + 8], at + 8
            case 2:
                size, at = varint(data, at)
                value, at = data[at : at + size], at + size
            case kind:
                raise AssertionError(kind)
        found.append((key >> 3, value))
    return found


def at(data: bytes, *path: int) -> list[bytes]:
    """Everything at a path of field numbers."""
    found = [data]
    for number in path:
        found = [value for one in found for key, value in fields(one) if key == number]
    return found


def test_the_sums_are_those_that_sha256sum_makes(files, tmp_path):
    save(tmp_path / "proof", files)

    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=tmp_path / "proof", capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert 0 == done.returncode, done.stdout + done.stderr
    assert sorted(FILES - {"SHA256SUMS"}) == [
        line.split(":")[0] for line in done.stdout.splitlines()
    ]
    (tmp_path / "proof" / "log.txt").write_text("other")
    again = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "proof",
                           capture_output=True, check=False)  # fmt: skip
    assert 1 == again.returncode


def test_the_official_decoder_reads_in_the_body_what_the_json_says(files):
    message = MessageToDict(ExportTraceServiceRequest.FromString(files["request.bin"]))
    told = json.loads(files["request.json"])

    for (theirs,), (ours,) in zip(
        *([one["scopeSpans"] for one in side["resourceSpans"]] for side in (message, told)),
        strict=True,
    ):
        assert [span["attributes"] for span in theirs["spans"]] == [
            span["attributes"] for span in ours["spans"]
        ]
        assert theirs["scope"]["name"] == ours["scope"]["name"]
    resources = [side["resourceSpans"][0]["resource"]["attributes"] for side in (message, told)]
    assert resources[0] == resources[1]


def test_a_walk_over_the_bytes_finds_every_attribute_of_the_json(files):
    told = json.loads(files["request.json"])
    spans = [
        span
        for one in told["resourceSpans"]
        for scope in one["scopeSpans"]
        for span in scope["spans"]
    ]
    names = [one["key"] for span in spans for one in span["attributes"]]
    texts = [one["value"].get("stringValue") for span in spans for one in span["attributes"]]

    assert 18 == len(names)
    assert names == [one.decode() for one in at(files["request.bin"], 1, 2, 2, 9, 1)]
    strings = [one.decode() for one in at(files["request.bin"], 1, 2, 2, 9, 2, 1)]
    assert [one for one in texts if one is not None] == strings


def test_the_log_lines_are_the_bytes_that_were_read(files, sent):
    assert sent("CommandStarted", {}) + sent() == files["log.txt"]


def test_the_receipt_says_what_the_screen_says(files, dry):
    receipt = json.loads(files["receipt.json"])

    assert 200 == receipt["answer"]["status"]
    assert 0 == receipt["bytes_that_left_this_machine"]
    assert "rebuilt" == receipt["request"]["origin"]
    assert len(files["request.bin"]) == receipt["request"]["bytes"]
    assert dry.state.totals.sha256 == receipt["request"]["sha256"]
    assert 2 == receipt["decoded"]["spans"]
    assert [(1, 1, True, "9/9"), (2, 2, True, "9/9")] == [
        (one["span"], one["log_line"], one["identical"], one["attributes"])
        for one in receipt["decoded"]["events"]
    ]


def test_versions_name_the_tool_werf_and_the_dated_page(files):
    versions = json.loads(files["versions.json"])

    assert {"telemetry-inspector", "werf", "documentation", "exporter"} <= set(versions)
    assert ["v2.70.0"] == versions["werf"]
    assert ["2026-03-25"] == [page["date"] for page in versions["documentation"][0]["pages"]]


def test_variables_are_named_without_values_and_credentials_are_masked(dry):
    sheet = dry.state.shown[0]
    request = replace(sheet.request, headers=(*sheet.request.headers, ("X-Api-Key", SECRET)),
                      path=f"/{SECRET}/v1/traces")  # fmt: skip
    files = contents(replace(sheet, request=request, captured=True), dry.state, ENVIRON, NOW)

    assert b"OTEL_RESOURCE_ATTRIBUTES\nWERF_TELEMETRY\n" == files["environment.txt"]
    assert not [name for name, data in files.items() if SECRET.encode() in data]
    assert 1 == json.loads(files["receipt.json"])["request"]["headers_masked"]
    assert b"was CAPTURED" in files["README.txt"]
    assert b"RAW VALUES: request.bin" in files["README.txt"]


def test_a_compressed_body_says_how_it_is_unpacked(dry):
    sheet = dry.state.shown[0]
    request = replace(sheet.request, headers=(("Content-Encoding", "gzip"),))
    readme = contents(replace(sheet, request=request), dry.state, {}, NOW)["README.txt"]

    assert b"gunzip < request.bin | protoc --decode_raw" in readme
    assert b"was REBUILT" in readme


# --- the folder ---


def test_the_folder_is_its_owners_alone(files, tmp_path):
    old = os.umask(0)
    try:
        save(tmp_path / "proof", files)
    finally:
        os.umask(old)

    assert 0o700 == (tmp_path / "proof").stat().st_mode & 0o777
    assert dict.fromkeys(FILES, 0o600) == {
        one.name: one.stat().st_mode & 0o777 for one in (tmp_path / "proof").iterdir()
    }
    assert ["proof"] == os.listdir(tmp_path)


@pytest.mark.parametrize("kind", ["file", "folder", "empty folder", "link", "dead link"])
def test_nothing_is_ever_overwritten(files, tmp_path, kind):
    target = tmp_path / "proof"
    match kind:
        case "file":
            target.write_text("mine")
        case "folder" | "empty folder":
            target.mkdir()
            if kind == "folder":
                (target / "mine").write_text("mine")
        case "link":
            (tmp_path / "elsewhere").mkdir()
            target.symlink_to(tmp_path / "elsewhere")
        case _:
            target.symlink_to(tmp_path / "nowhere")
    before = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}

    with pytest.raises(NotSaved, match="is there already; nothing is overwritten"):
        save(target, files)

    assert before == {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}


def test_a_folder_that_is_not_there_is_named(files, tmp_path):
    with pytest.raises(NotSaved, match=r"there is no folder .*/none; create it first"):
        save(tmp_path / "none" / "proof", files)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_named(files, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(NotSaved, match="may not be written to"):
        save(tmp_path / "proof", files)


@pytest.mark.parametrize("call", ["write", "rename"])
def test_a_failure_on_the_way_leaves_nothing_behind(files, tmp_path, monkeypatch, call):
    def full(*_):
        raise OSError(28, "No space left on device")

    if call == "write":
        monkeypatch.setattr("inspector.tui.wire.folder._write", full)
    else:
        monkeypatch.setattr(Path, "rename", full)

    with pytest.raises(NotSaved, match="nothing was saved \\(no space left on device\\)"):
        save(tmp_path / "proof", files)

    assert [] == os.listdir(tmp_path)
