from __future__ import annotations

import pytest

from inspector import probe as probes
from inspector.probe import hashes, probe
from inspector.probe.git import Remote, Repository
from inspector.probe.interfaces import Interface
from inspector.probe.naming import words
from inspector.recipes import project_hash, project_ids, user_id

URL = "git@gitlab.example.invalid:acme/billing.git"
HERE = Repository(
    remotes=(Remote("origin", URL, URL),), authors=("Ksenia Orlova", "ksenia@acme.example.invalid")
)
CARDS = (
    Interface("docker0", "02:42:ac:11:00:02", up=True),
    Interface("wlan0", "00:1c:42:aa:bb:cc", up=True),
)


def test_every_id_that_is_made_here_is_known_without_what_it_is_made_of(tmp_path):
    known = {one.id: what for what, one in hashes(tmp_path, HERE, CARDS)}

    assert "the hardware address of wlan0" == known[user_id(CARDS[1].mac).id]
    assert user_id(CARDS[0].mac).id not in known
    assert {"the URL of the remote origin here"} == {known[one.id] for one in project_ids(URL)}
    assert "this folder" == known[project_hash(str(tmp_path)).id]
    assert "the folder 1 above this one" == known[project_hash(str(tmp_path.parent)).id]
    assert not any("acme" in what or "1c:42" in what for what in known.values())


def test_both_spellings_of_a_replaced_url_are_tried(tmp_path):
    here = Repository(remotes=(Remote("origin", URL, "gl:billing.git"),))

    known = {one.id for _what, one in hashes(tmp_path, here, ())}

    assert project_ids("gl:billing.git")[0].id in known


def test_hashes_of_nothing_are_nobody_s(tmp_path):
    here = Repository(remotes=(Remote("origin", "", ""),))

    assert not any(one.recipe == "werf-origin" for _what, one in hashes(tmp_path, here, ()))


@pytest.fixture
def _nobody(monkeypatch):
    monkeypatch.setattr("inspector.probe.naming._account", lambda: None)
    monkeypatch.setattr("os.uname", lambda: type("U", (), {"nodename": "ksenia-x1.acme.lan"}))


@pytest.mark.usefixtures("_nobody")
def test_words_name_user_host_author_and_project():
    assert {
        "korlova",
        "ksenia-x1.acme.lan",
        "ksenia-x1",
        "Ksenia Orlova",
        "ksenia@acme.example.invalid",
        "ksenia",
        "gitlab.example.invalid",
        "acme",
        "billing",
        "acme/billing",
    } == set(words(HERE, {"USER": "korlova", "LOGNAME": "KOrlova"}))


@pytest.mark.usefixtures("_nobody")
def test_words_that_everybody_has_or_that_are_too_short_are_left_out(monkeypatch):
    monkeypatch.setattr("os.uname", lambda: type("U", (), {"nodename": "localhost"}))
    url = "https://github.com/ab/app.git"
    here = Repository(remotes=(Remote("origin", url, url),), authors=("", "root@localhost"))

    assert ["root@localhost", "ab/app"] == list(words(here, {"USER": "root"}))


def test_a_probe_of_this_machine_starts_and_sends_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(probes, "interfaces", lambda: CARDS)

    known = probe(tmp_path, {"HOME": str(tmp_path)})

    assert project_hash(str(tmp_path)).id in known.hashes
    assert user_id(CARDS[1].mac).id in known.hashes
