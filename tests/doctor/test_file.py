from __future__ import annotations

import os
import socket
from types import SimpleNamespace

import pytest

from inspector.doctor import Place, examine, file, look

LOG = "WERF_TELEMETRY_LOG_FILE"


def told(path, place, **environ):
    found = dict(examine({LOG: path, **environ}, lambda _: place).sections)["the log file"]
    return [(one.level, str(one.said)) for one in found]


PLACES = [
    ("a private file", Place("file"), [("fact", "There, 0 bytes, mode 0600")]),
    ("a link", Place("file", link=True), [("fact", "A link, which werf follows.")]),
    ("not there yet", Place("absent", mode=0o644), [("fact", "werf creates it (mode 0644)")]),
    ("a folder", Place("folder"), [("contradiction", "a folder, which werf cannot open")]),
    ("a socket", Place("socket"), [("contradiction", "a socket, which werf cannot open")]),
    ("a pipe", Place("pipe"), [("contradiction", "werf waits")]),
    ("a device", Place("device", readers="everybody"), [("contradiction", "nothing is kept")]),
    ("no folder", Place("absent", folder=False), [("contradiction", "folder does not exist")]),
    ("not writable", Place("file", writable=False), [("contradiction", "You may not write")]),
    ("not creatable", Place("absent", writable=False), [("contradiction", "You may not create")]),
    ("not to be looked at", Place("absent", trouble=True), [("contradiction", "cannot be used")]),
    ("a full disk", Place("file", full=True), [("contradiction", "The disk is full")]),
    ("readable", Place("file", readers="everybody"), [("leak", "It is readable by every user"), ("fact", "There")]),
    ("readable when made", Place("absent", readers="everybody"), [("leak", "It will be readable"), ("fact", "Not there")]),
    ("writable", Place("file", writers="everybody"), [("contradiction", "can be forged"), ("fact", "There")]),
    ("replaceable", Place("file", replacers="everybody"), [("contradiction", "put another in its place"), ("fact", "There")]),
    ("foreseeable", Place("absent", replacers="everybody"), [("contradiction", "put a file there first"), ("fact", "Not there")]),
    ("the group's", Place("file", readers="group", writers="group"), [("fact", "There"), ("fact", "group can read and write it")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "expected"), [pytest.param(*row[1:], id=row[0]) for row in PLACES]
)
def test_the_log_is_described_and_judged(place, expected):
    found = told("/log", place)

    assert [level for level, _ in expected] == [level for level, _ in found]
    for (_, words), (_, sentence) in zip(expected, found, strict=True):
        assert words in sentence


@pytest.mark.parametrize("place", [row[1] for row in PLACES], ids=[row[0] for row in PLACES])
def test_nothing_about_the_log_matters_while_telemetry_is_off(place):
    assert {"fact"} == {level for level, _ in told("/log", place, WERF_TELEMETRY="0")}


def test_what_a_log_holds_already_can_be_read_by_others_even_when_telemetry_is_off():
    found = told("/log", Place("file", size=5, readers="everybody"), WERF_TELEMETRY="0")

    assert "leak" == found[0][0]


@pytest.mark.parametrize(
    ("path", "level", "words"),
    [
        ("telemetry.log", "fact", "A relative path means another file"),
        ("~/telemetry.log", "contradiction", "Only a shell replaces ~"),
        ("$HOME/telemetry.log", "contradiction", "Only a shell replaces ~"),
    ],
)
def test_the_spelling_of_a_path_is_judged(path, level, words):
    assert [level] == [one for one, sentence in told(path, Place("file")) if words in sentence]


@pytest.mark.parametrize("path", ["/dev/stderr", "/dev/fd/3", "/proc/self/fd/1"])
def test_a_stream_of_each_command_is_not_looked_at(path):
    ((level, sentence),) = told(path, None)

    assert "fact" == level
    assert "among the other output" in sentence


def test_without_a_log_one_is_proposed_unless_telemetry_is_off():
    assert ["fact"] == [level for level, _ in told("", None)]
    assert [] == told("", None, WERF_TELEMETRY="0")


@pytest.fixture
def reached(monkeypatch):
    """Everybody can pass through the folders above, wherever the tests run."""
    monkeypatch.setattr(file, "_way", lambda _: "everybody")


@pytest.mark.parametrize(
    ("mode", "readers", "writers"),
    [
        (0o600, "owner", "owner"),
        (0o640, "group", "owner"),
        (0o644, "everybody", "owner"),
        (0o660, "group", "group"),
        (0o666, "everybody", "everybody"),
        (0o604, "everybody", "owner"),
    ],
)
@pytest.mark.usefixtures("reached")
def test_the_mode_tells_who_may_read_and_write(mode, readers, writers, tmp_path):
    log = tmp_path / "log"
    log.write_text("x")
    log.chmod(mode)

    place = look(str(log))

    assert ("file", 1, mode) == (place.kind, place.size, place.mode)
    assert (readers, writers) == (place.readers, place.writers)
    assert place.openable


@pytest.mark.parametrize(
    ("umask", "mode", "readers"), [(0o022, 0o644, "everybody"), (0o077, 0o600, "owner")]
)
@pytest.mark.usefixtures("reached")
def test_the_umask_tells_how_a_log_will_be_created(umask, mode, readers, tmp_path):
    before = os.umask(umask)
    try:
        place = look(str(tmp_path / "log"))
        after = os.umask(umask)
    finally:
        os.umask(before)

    assert ("absent", mode, readers, umask) == (place.kind, place.mode, place.readers, after)


@pytest.mark.parametrize(
    ("mode", "there", "replacers"),
    [
        (0o755, True, "owner"),
        (0o777, True, "everybody"),
        (0o1777, True, "owner"),
        (0o1777, False, "everybody"),
        (0o770, True, "group"),
    ],
)
@pytest.mark.usefixtures("reached")
def test_the_folder_tells_who_may_replace_the_log(mode, there, replacers, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    folder.chmod(mode)
    if there:
        (folder / "log").touch()

    assert replacers == look(str(folder / "log")).replacers


@pytest.mark.parametrize(
    ("modes", "who"),
    [
        ((0o755, 0o755), "everybody"),
        ((0o755, 0o711), "everybody"),
        ((0o755, 0o750), "group"),
        ((0o700, 0o755), "owner"),
        ((), "everybody"),
    ],
)
def test_a_closed_folder_above_keeps_others_away(modes, who):
    folders = [
        SimpleNamespace(stat=lambda mode=mode: SimpleNamespace(st_mode=mode)) for mode in modes
    ]

    assert who == file._way(SimpleNamespace(parents=folders))


def test_where_modes_mean_nothing_nobody_else_is_suspected(monkeypatch, tmp_path):
    monkeypatch.setattr(file, "_POSIX", False)
    (tmp_path / "log").touch(0o666)

    assert "owner" == look(str(tmp_path / "log")).readers


def test_what_is_no_file_is_recognised(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        kinds = [look(str(tmp_path / one)).kind for one in ("pipe", "folder", "file", "socket")]

    assert ["pipe", "folder", "file", "socket"] == kinds
    assert "device" == look("/dev/null").kind


def test_a_link_is_followed_and_told(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "log")
    dangling = look(str(tmp_path / "link"))
    (tmp_path / "log").write_text("four")
    there = look(str(tmp_path / "link"))

    assert (True, "absent", True) == (dangling.link, dangling.kind, dangling.openable)
    assert (True, "file", 4) == (there.link, there.kind, there.size)


def test_a_path_in_no_folder_cannot_be_opened(tmp_path):
    (tmp_path / "file").touch()

    for path in (tmp_path / "none" / "log", tmp_path / "file" / "log"):
        place = look(str(path))
        assert (False, False) == (place.folder, place.openable)


@pytest.mark.parametrize(
    "path", ["a\0b", "x" * 5000, "\ud800", "/" + "y/" * 3000], ids=["nul", "long", "lone", "deep"]
)
def test_what_can_be_no_path_is_trouble(path):
    place = look(path)

    assert not place.openable


def test_a_loop_of_links_is_trouble(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")

    assert look(str(tmp_path / "a")).trouble


def test_what_may_not_be_written_cannot_be_opened(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write anything

    assert not look(str(tmp_path / "log")).openable


@pytest.mark.parametrize(
    ("free", "full"), [(0, True), (10, True), (1_000_000, False)], ids=["none", "little", "much"]
)
def test_a_full_disk_is_noticed(free, full, tmp_path, monkeypatch):
    room = SimpleNamespace(f_blocks=1, f_bavail=free, f_frsize=512)
    monkeypatch.setattr("os.statvfs", lambda _: room)

    assert full == look(str(tmp_path / "log")).full


def test_a_system_that_does_not_tell_of_room_is_not_full(tmp_path, monkeypatch):
    monkeypatch.delattr("os.statvfs")

    assert not look(str(tmp_path / "log")).full
