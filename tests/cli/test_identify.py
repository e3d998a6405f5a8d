from __future__ import annotations

import json

import pytest

from inspector import cli
from inspector.cli import identify
from inspector.identify import Prefix
from inspector.probe.interfaces import Interface
from inspector.recipes import project_hash, project_ids, user_id

MAC = "00:1c:42:aa:bb:cc"
ORIGIN = "git@gitlab.example.invalid:team/app.git"


def event(**more):
    return {
        "ts": 1_775_000_000_000,
        "executionID": "7d0c2a4e-5b1f-4c83-9a0e-3f6f1f2b9c11",
        "userID": user_id(MAC).id,
        "projectID": project_ids(ORIGIN)[0].id,
        "command": "werf converge",
        "attributes": {"arch": "amd64", "os": "linux", "version": "v2.77.1", "extra": {}},
        "eventType": "CommandStarted",
        "eventData": {},
        "schemaVersion": 2,
        **more,
    }


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    """A machine without interfaces, in a folder without a repository."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(identify, "interfaces", lambda: ())
    return folder


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "a.jsonl"

    def write(*bodies):
        path.write_text("".join(json.dumps(body) + "\n" for body in bodies))
        return str(path)

    return write


def said(capsys, *words):
    status = cli.main(["identify", *map(str, words)])
    out, err = capsys.readouterr()
    return status, out, err


def document(capsys, *words):
    status, out, _err = said(capsys, "--format", "json", *words)
    return status, json.loads(out)


def recovered(found):
    return {
        one["field"]: one["recovered"]["of"] for one in found["ids"] if one["recovered"] is not None
    }


def test_without_a_log_the_ids_of_this_machine_are_shown(capsys, home, monkeypatch):
    cards = (Interface("tun0", "02:00:00:00:00:01", up=True), Interface("eth0", MAC, up=True))
    monkeypatch.setattr(identify, "interfaces", lambda: cards)
    git = home / ".git"
    git.mkdir()
    (git / "config").write_text(f'[remote "origin"]\nurl = {ORIGIN}\n')

    status, out, err = said(capsys)

    assert (0, "") == (status, err)
    assert f"the hardware address of eth0: {MAC}\n    {user_id(MAC).id}\n" in out
    assert all(made.id in out for made in project_ids(ORIGIN))
    assert f"{project_hash(str(home)).of}\n    {project_hash(str(home)).id}" in out
    assert "02:00:00" not in out


def test_a_card_that_werf_would_not_choose_now_is_told_apart(capsys, monkeypatch):
    cards = (Interface("eth0", MAC, up=False), Interface("wlan0", "00:1c:42:aa:bb:cd", up=True))
    monkeypatch.setattr(identify, "interfaces", lambda: cards)

    _status, found = document(capsys)

    chosen = {one["what"]: one["chosen"] for one in found["local"] if "hardware" in one["what"]}
    assert {
        "the hardware address of eth0": False,
        "the hardware address of wlan0": True,
    } == chosen


def test_without_the_kernel_s_files_an_address_can_be_given(capsys, monkeypatch):
    monkeypatch.setattr(identify, "readable", lambda: False)

    _status, out, _err = said(capsys)

    assert "without starting a program; give their addresses" in " ".join(out.split())


def test_the_pages_own_examples_fall(capsys):
    _status, out, _err = said(capsys)

    assert "is ssh:::github.com:::22:::werf/quickstart-application.git" in out
    assert "is /home/martin/git/wasp-lang/wasp/waspc/examples/todoApp/" in out
    assert "holds 2021-02-11T21:16:33.779564259Z" in out


def test_examples_are_left_out_where_a_log_has_ids_unless_asked_for(capsys, log):
    path = log(event())

    assert [0, 3] == [
        len(document(capsys, path, *words)[1]["examples"]) for words in ([], ["--example"])
    ]


@pytest.mark.parametrize(
    "words, fields",
    [
        pytest.param([], {}, id="nothing known"),
        pytest.param(["--mac", MAC.upper()], {"userID": MAC}, id="address"),
        pytest.param(
            ["--repo", "REPO"], {"projectID": "gitlab.example.invalid:::team/app"}, id="repository"
        ),
        pytest.param(
            ["--candidates", "FILE"],
            {"projectID": "gitlab.example.invalid:::team/app", "userID": MAC},
            id="candidates",
        ),
    ],
)
def test_ids_of_a_log_are_compared_with_what_is_known(capsys, log, tmp_path, words, fields):
    git = tmp_path / "repo" / ".git"
    git.mkdir(parents=True)
    (git / "config").write_text(f'[remote "origin"]\nurl = {ORIGIN}\n')
    guesses = tmp_path / "guesses"
    guesses.write_text(f"gitlab.example.invalid/team/app\n{MAC}\n")
    places = {"REPO": git.parent, "FILE": guesses}

    status, found = document(capsys, log(event()), *(places.get(word, word) for word in words))

    assert (int(bool(fields)), fields) == (status, recovered(found))


def test_a_folder_of_another_machine_is_tried(capsys, log):
    wasp = {
        "distinct_id": "alice",
        "project_hash": project_hash("/home/alice/app").id,
        "is_build": False,
    }

    status, found = document(capsys, log(wasp), "--folder", "/home/alice/app/src")

    assert (1, {"project_hash": "/home/alice/app/"}) == (status, recovered(found))


def test_every_recovery_tells_guesses_and_chance(capsys, log):
    status, out, _err = said(capsys, log(event()), "--mac", MAC)

    assert 1 == status
    assert f"RECOVERED: {MAC}" in out
    words = " ".join(out.split())
    assert f"from --mac {MAC}, after 1 guess (chance of a false hit: 1 in 10^77)" in words
    assert "not recovered by" in out
    assert "joins 1 run with 1 command on 1 day" in out
    assert "1 id of 2 recovered" in out
    assert "executionID (werf-v2): random per run, 1 different" in out


def test_only_random_uuids_are_called_random(capsys, log):
    path = log(event(), event(executionID="6fa459ea-ee8a-11e4-9a21-001c42aabbcc"))

    _status, out, _err = said(capsys, path)
    _status, found = document(capsys, path)

    assert "executionID (werf-v2): new per run, not all random, 2 different" in out
    assert [False] == [one["random"] for one in found["run_ids"]]


def test_constants_are_nobody_s(capsys, log):
    body = event(userID=user_id("").id, projectID=project_ids("")[0].id)

    status, out, _err = said(capsys, log(body))

    assert 0 == status
    assert out.count("a constant: ") == 2


def test_an_install_id_gives_its_time_away(capsys, log):
    status, out, _err = said(capsys, log({"distinct_id": "294081700000000N", "os": "linux"}))

    assert 1 == status
    assert "HOLDS ITS TIME: 2023-11-14T22:13:20Z" in out


def test_a_prefix_is_tried_and_its_rate_told(capsys, log, monkeypatch):
    asked = []

    def search(prefix, wanted, progress):
        asked.append((prefix, wanted))
        progress(65_536)
        return Prefix(prefix, 65_536, 0.5, ((60_000, user_id(MAC)),))

    monkeypatch.setattr(identify.identify, "search", search)

    status, out, err = said(capsys, log(event()), "--oui", "00-1C-42")

    assert (1, "") == (status, err)
    assert [("00:1c:42", [user_id(MAC).id])] == asked
    assert "65,536 of 16,777,216 addresses in 0.5 s, 0.13 million a second" in " ".join(out.split())
    assert "from the prefix 00:1c:42, after 60,000 guesses" in " ".join(out.split())


def test_an_interrupted_search_says_how_far_it_came(capsys, monkeypatch):
    def search(_prefix, _wanted, progress):
        progress(131_072)
        raise KeyboardInterrupt

    monkeypatch.setattr(identify.identify, "search", search)

    status, out, err = said(capsys, "--oui", "00:1c:42")

    assert (130, "") == (status, out)
    assert "interrupted after 131,072 of 16,777,216 addresses" in err


@pytest.mark.parametrize(
    "words, why",
    [
        pytest.param(["no.log"], "no.log does not exist", id="path"),
        pytest.param([""], "a PATH is empty", id="empty path"),
        pytest.param(["--mac", "me"], "--mac takes an address", id="address"),
        pytest.param(["--oui", "00:1c"], "--oui takes three bytes", id="prefix"),
        pytest.param(["--oui", "02:42:ac"], "no vendor's prefix", id="local prefix"),
        pytest.param(["--repo", "none"], "there is no folder none", id="repository"),
        pytest.param(["--candidates", "none"], "there is no file none", id="candidates"),
    ],
)
def test_what_cannot_be_done_is_refused(capsys, words, why):
    status, out, err = said(capsys, *words)

    assert (2, "") == (status, out)
    assert why in err


def test_a_log_that_cannot_be_read_leaves_the_answer_open(capsys, tmp_path):
    path = tmp_path / "a.log.gz"
    path.write_bytes(b"\x1f\x8b\x08torn")

    status, found = document(capsys, path)

    assert 3 == status
    assert "gzip data ends early" in found["problems"][0]


def test_a_hostile_id_cannot_reach_the_terminal(capsys, log):
    status, out, _err = said(capsys, log(event(userID="\x1b[2J\u202e")))

    assert 0 == status
    assert "\x1b" not in out
    assert "\\x1b[2J\\u202e" in out


def test_json_is_plain_ascii_without_markup(capsys, log):
    _status, out, _err = said(capsys, "--format", "json", log(event(userID="<b>\u202e")))

    assert out.isascii()
    assert "<" not in out


def test_lines_that_can_be_no_guess_are_told_on_stderr(capsys, log, tmp_path):
    path = tmp_path / "guesses"
    path.write_bytes(b"alice\n" + b"x" * 5000 + b"\na\0b\n")
    words = [log(event()), "--candidates", path]

    _status, _out, err = said(capsys, *words)

    assert (
        "inspector: 2 lines could not be used as a guess; the first is line 2 of guesses: it is "
        "longer than 4,096 bytes\n"
    ) == err.replace(str(tmp_path) + "/", "")
    assert "" == said(capsys, "--quiet", *words)[2]
