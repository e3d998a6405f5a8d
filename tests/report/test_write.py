"""A report is the old file or the new one, whatever fails while it is written."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from inspector.report.write import TargetError, refuse_target, write

CALLS = ("open", "write", "fsync", "close", "replace")
OLD, NEW = "old\n" * 1000, "new — новое\n" * 2000


class Killed(BaseException):
    """Stands for whatever is no error of the system: Ctrl-C, or a fault of ours."""


def count(monkeypatch, fail_at: int | None, error: BaseException | None, calls: list[str]) -> None:
    """Let the call number `fail_at` (from 1) fail; each is noted in `calls`."""
    for name in CALLS:
        monkeypatch.setattr(os, name, _counted(name, getattr(os, name), fail_at, error, calls))


def _counted(name, real, fail_at, error, calls):
    def called(*arguments, **more):
        calls.append(name)
        if len(calls) == fail_at:
            if name == "close":
                real(*arguments)
            if error is None:
                os._exit(9)
            raise error
        if name == "write":  # as little at a time as a full disk or a signal may leave
            return real(arguments[0], bytes(arguments[1])[:10_000])
        return real(*arguments, **more)

    return called


def targets(folder: Path) -> dict[str, str]:
    (folder / "a.json").write_text(OLD)
    (folder / "a.json").chmod(0o600)
    return {str(folder / "a.json"): NEW, str(folder / "b.html"): NEW}


def whole(path: Path, *allowed: str | None) -> None:
    if not path.exists():
        assert None in allowed
        return
    assert path.read_text() in allowed
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(scope="module")
def total(tmp_path_factory) -> int:
    """How many calls a report of two files makes."""
    with pytest.MonkeyPatch.context() as patch:
        calls: list[str] = []
        names = targets(tmp_path_factory.mktemp("whole"))
        count(patch, None, None, calls)
        write(names)
    assert set(CALLS) == set(calls)
    return len(calls)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EIO, "I/O"),
        OSError(errno.ENOSPC, "full"),
        OSError(errno.EINTR, "cut"),
        Killed(),
    ],
    ids=["io", "full", "interrupted", "killed"],
)
def test_whatever_call_fails_each_file_is_the_old_or_the_new_one(error, total, tmp_path):
    for number in range(1, total + 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        names = targets(folder)
        calls: list[str] = []
        raised = None
        with pytest.MonkeyPatch.context() as patch:
            count(patch, number, error, calls)
            try:
                write(names)
            except (OSError, Killed) as one:
                raised = one

        # only where both stand in their places may a failure pass: the folder was not settled
        assert raised is error or (raised is None and calls.count("replace") == 2)
        whole(folder / "a.json", OLD, NEW)
        whole(folder / "b.html", None, NEW)
        assert {"a.json", "b.html"} >= {path.name for path in folder.iterdir()}


def test_a_process_that_is_killed_leaves_the_old_or_the_new_file(total, tmp_path):
    for number in range(1, total + 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        names = targets(folder)
        child = os.fork()
        if not child:
            count(pytest.MonkeyPatch(), number, None, [])
            write(names)
            os._exit(0)
        _, status = os.waitpid(child, 0)

        assert 9 == os.waitstatus_to_exitcode(status)
        whole(folder / "a.json", OLD, NEW)
        whole(folder / "b.html", None, NEW)


def test_a_report_is_for_its_owner_only_whatever_the_mask_and_the_old_mode(tmp_path):
    target = tmp_path / "a.json"
    target.write_text(OLD)
    target.chmod(0o644)
    before = os.umask(0)
    try:
        write({str(target): NEW})
    finally:
        os.umask(before)

    whole(target, NEW)


def test_a_hard_link_to_the_old_file_keeps_the_old_one(tmp_path):
    target, link = tmp_path / "a.json", tmp_path / "link"
    target.write_text(OLD)
    link.hardlink_to(target)

    write({str(target): NEW})

    assert (NEW, OLD) == (target.read_text(), link.read_text())


@pytest.mark.parametrize("place", ["second", "first"])
def test_of_several_files_none_is_written_where_one_cannot_be(place, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    names = [str(tmp_path / "a.json"), str(tmp_path / "link")]

    with pytest.raises(TargetError, match="symbolic link"):
        write(dict.fromkeys(names if place == "second" else names[::-1], NEW))

    assert ["link"] == [path.name for path in tmp_path.iterdir()]


def test_an_input_is_refused_by_whatever_name(tmp_path):
    log, other = tmp_path / "a.log", tmp_path / "b.log"
    log.write_text(OLD)
    other.hardlink_to(log)

    with pytest.raises(TargetError, match="is one of the inputs"):
        refuse_target(str(other), [str(log)])


def test_line_ends_are_written_as_they_are(tmp_path):
    write({str(tmp_path / "a.csv"): "a\r\nb\n"})

    assert b"a\r\nb\n" == (tmp_path / "a.csv").read_bytes()
