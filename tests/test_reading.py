from __future__ import annotations

import gzip
import hashlib
import os
import stat
import threading

import pytest

from inspector.reading import (
    CHUNK,
    Missing,
    Reader,
    Unreadable,
    expand,
    modified,
    oldest_first,
    reach,
    readers,
    size,
    unpacked,
)


def read(path) -> bytes:
    return b"".join(Reader(str(path)).chunks())


def test_a_file_is_read_whole_and_its_digest_taken(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes(b"x" * (CHUNK + 5))

    reader = Reader(str(path))

    assert [CHUNK, 5] == [len(chunk) for chunk in reader.chunks()]
    assert (CHUNK + 5, hashlib.sha256(path.read_bytes()).hexdigest()) == (
        reader.taken,
        reader.digest.hexdigest(),
    )


@pytest.mark.parametrize("name", ["a.log.gz", "a.log"], ids=["named-gz", "gz-by-its-first-bytes"])
def test_gzip_is_unpacked_and_counted_as_stored(tmp_path, name):
    path, data = tmp_path / name, os.urandom(100_000) * 30
    path.write_bytes(gzip.compress(data[:50_000]) + gzip.compress(data[50_000:]))

    reader = Reader(str(path))

    assert data == b"".join(reader.chunks())
    assert path.stat().st_size == reader.taken
    assert hashlib.sha256(path.read_bytes()).hexdigest() == reader.digest.hexdigest()


@pytest.mark.parametrize("damage", [lambda z: z[:-9], lambda z: z[:40] + b"\xff" * 20 + z[60:], lambda z: z + b"tail"],
                         ids=["cut", "damaged", "text-behind"])  # fmt: skip
def test_damaged_gzip_is_told_of(tmp_path, damage):
    path = tmp_path / "a.log.gz"
    path.write_bytes(damage(gzip.compress(b"some words " * 40)))

    with pytest.raises(Unreadable, match="gzip data"):
        read(path)


def test_a_file_named_gz_that_is_none_is_read_as_it_is(tmp_path):
    path = tmp_path / "a.log.gz"
    path.write_bytes(b"plain")

    assert b"plain" == read(path)


def test_a_fifo_is_refused_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.log")

    with pytest.raises(Unreadable, match="neither a file nor a folder"):
        read(tmp_path / "pipe.log")


def test_a_device_is_refused():
    with pytest.raises(Unreadable, match="neither a file nor a folder"):
        read("/dev/zero")


def test_a_pipe_that_the_shell_opened_is_read():
    out, into = os.pipe()
    os.write(into, b"through a pipe")
    os.close(into)

    try:
        assert b"through a pipe" == read(f"/dev/fd/{out}")
    finally:
        os.close(out)


def test_a_file_without_permission_says_who_may(tmp_path, monkeypatch):
    path = tmp_path / "a.log"
    path.write_bytes(b"x")
    path.chmod(0)

    def denied(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", denied)  # root may read anything: the system is replaced
    with pytest.raises(
        Unreadable, match=r"permission denied \(owner \d+, mode ----------, you are \d+\)"
    ):
        read(path)


def test_an_input_that_vanishes_says_so(tmp_path):
    with pytest.raises(Unreadable, match="no such file"):
        read(tmp_path / "gone.log")


@pytest.fixture
def folder(tmp_path):
    for name in ("b.log", "a.log", "c.log.1", "d.jsonl", "e.ndjson", "f.log.gz", "g.jsonl.gz", "h.txt",
                 "sub/i.log", "sub/j.json", "k.log.2.gz"):  # fmt: skip
        path = tmp_path / "logs" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(b"")
    (tmp_path / "logs" / "link.log").symlink_to(tmp_path / "logs" / "a.log")
    return tmp_path / "logs"


def test_a_folder_stands_for_its_logs_and_the_rest_is_listed(folder):
    found = expand([str(folder)])

    names = [os.path.relpath(path, folder) for path in found.files]
    assert ["a.log", "b.log", "c.log.1", "d.jsonl", "e.ndjson", "f.log.gz", "g.jsonl.gz", "k.log.2.gz",
            "sub/i.log"] == names  # fmt: skip
    assert ["h.txt", "link.log", "sub/j.json"] == [
        os.path.relpath(path, folder) for path in found.skipped
    ]


def test_each_input_is_read_once_in_the_order_given(folder):
    h, a = str(folder / "h.txt"), str(folder / "a.log")

    assert (h, a) == expand([h, a, str(folder / "link.log"), h]).files
    assert ("-",) == expand(["-", "-"]).files


def test_a_pattern_is_expanded_where_no_file_has_that_name(folder):
    assert (str(folder / "c.log.1"),) == expand([str(folder / "c.log.*")]).files
    (folder / "[x].log").write_bytes(b"")
    assert (str(folder / "[x].log"),) == expand([str(folder / "[x].log")]).files


@pytest.mark.parametrize("word", ["nothing.log", "nothing.*"])
def test_a_path_that_does_not_exist_is_missing(folder, word):
    with pytest.raises(Missing) as caught:
        expand([str(folder / word)])

    assert str(folder / word) == caught.value.path


def test_size_and_time_of_an_input(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes(b"12345")
    os.utime(path, ns=(0, 1_700_000_000_123_456_789))

    assert (5, 1_700_000_000_123) == (size(str(path)), modified(str(path)))
    assert (0, None) == (size(str(tmp_path / "x")), modified(str(tmp_path / "x")))
    assert 0 == size("-")
    assert modified(str(tmp_path)) is None
    assert stat.S_ISREG(path.stat().st_mode)


def test_a_file_name_that_is_no_text_is_read(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff.log"
    with open(path, "wb") as file:
        file.write(b"x")

    (found,) = expand([str(tmp_path)]).files

    assert b"x" == read(found)


def test_a_folder_that_may_not_be_listed_is_an_input_that_cannot_be_read(folder, monkeypatch):
    def closed(path=".", *, real=os.scandir):
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr("os.scandir", closed)  # root may list anything: the system is replaced
    assert str(folder / "sub") == expand([str(folder)]).files[-1]

    monkeypatch.setattr("os.listdir", closed)
    with pytest.raises(Unreadable, match="permission denied"):
        read(folder / "sub")


def test_a_path_in_a_folder_that_may_not_be_entered_is_not_missing(tmp_path, monkeypatch):
    def closed(path, *_args, real=os.lstat, **options):
        if str(path).endswith("a.log"):
            raise PermissionError(13, "Permission denied", path)
        return real(path, **options)

    monkeypatch.setattr("os.lstat", closed)
    monkeypatch.setattr("os.stat", lambda path, **_: closed(path))

    assert (str(tmp_path / "a.log"),) == expand([str(tmp_path / "a.log")]).files
    with pytest.raises(Unreadable, match="its folder may not be entered"):
        read(tmp_path / "a.log")


def test_a_slow_pipe_of_gzip_is_unpacked():
    out, into = os.pipe()
    packed = gzip.compress(b"slowly")

    def drip():
        for byte in packed:
            os.write(into, bytes([byte]))
        os.close(into)

    writer = threading.Thread(target=drip)
    writer.start()
    try:
        assert b"slowly" == read(f"/dev/fd/{out}")
    finally:
        writer.join()
        os.close(out)


def test_an_input_that_does_not_wait_is_told_of(monkeypatch):
    monkeypatch.setattr(
        "sys.stdin", type("Stdin", (), {"buffer": type("B", (), {"read": lambda *_: None})()})()
    )

    with pytest.raises(Unreadable, match="does not wait"):
        read("-")


def test_a_closed_standard_input_is_told_of(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)

    with pytest.raises(Unreadable, match="standard input is closed"):
        read("-")


def test_what_stands_before_the_damage_is_read(tmp_path):
    path, data = tmp_path / "a.log.gz", os.urandom(300_000)
    path.write_bytes(gzip.compress(data)[:-5_000])
    pieces: list[bytes] = []

    with pytest.raises(Unreadable):
        pieces.extend(Reader(str(path)).chunks())

    got = b"".join(pieces)
    assert len(got) > 200_000
    assert data.startswith(got)


EVERYBODY, SEARCH = 0o755, 0o711


@pytest.mark.parametrize(
    "mode, folders, who",
    [
        pytest.param(0o644, [EVERYBODY], 0o044, id="werf's mode in an open folder"),
        pytest.param(0o644, [EVERYBODY, SEARCH], 0o044, id="a folder that lets pass"),
        pytest.param(0o644, [EVERYBODY, 0o700], 0, id="a folder that only its owner enters"),
        pytest.param(0o644, [0o750], 0o040, id="a folder that its group enters"),
        pytest.param(0o640, [EVERYBODY], 0o040, id="the file's group"),
        pytest.param(0o600, [EVERYBODY], 0, id="only its owner"),
    ],
)
def test_who_can_reach_a_file_depends_on_the_folders_above_it(mode, folders, who):
    assert who == reach(mode, folders)


def test_who_may_read_is_asked_of_files_only(tmp_path):
    for name in ("a.log", "a.log.gz"):
        (tmp_path / name).write_bytes(b"")
        (tmp_path / name).chmod(0o600)

    paths = ["-", str(tmp_path), "/dev/null", "a\0b", str(tmp_path / "gone")]

    assert {0} == {
        readers(str(path)) for path in [*paths, tmp_path / "a.log", tmp_path / "a.log.gz"]
    }


def test_the_parts_of_a_rotated_log_go_from_the_oldest_to_the_log_itself():
    asked = ["b.log", "a.log", "a.log.1", "a.log.10.gz", "a.log.2.gz", "c-2.txt", "c-1.txt"]
    assert oldest_first(asked) == [
        "b.log", "a.log.10.gz", "a.log.2.gz", "a.log.1", "a.log", "c-2.txt", "c-1.txt",
    ]  # fmt: skip


def test_parts_that_are_named_by_their_day_go_by_it():
    asked = ["a.log", "a.log-20260302.gz", "a.log-20260301.gz", "a.log-20260303"]
    assert oldest_first(asked) == [
        "a.log-20260301.gz", "a.log-20260302.gz", "a.log-20260303", "a.log",
    ]  # fmt: skip


def test_a_packed_file_says_how_much_is_in_it(tmp_path):
    packed, plain = tmp_path / "a.log.gz", tmp_path / "a.log"
    packed.write_bytes(gzip.compress(b"x" * 5000))
    plain.write_bytes(b"x" * 70)

    assert unpacked(str(packed)) == 5000
    assert unpacked(str(plain)) == 70
    assert unpacked(str(tmp_path / "none.log.gz")) == 0
