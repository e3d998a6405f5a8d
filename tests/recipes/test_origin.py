from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.recipes import form_of, place, project_ids, spelled
from inspector.recipes.origin import RELEASES

VECTORS = json.loads(
    (Path(__file__).parent.parent / "cases" / "projectid-vectors.json").read_text()
)["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["url"] or "(empty)")
def test_every_spelling_gives_what_the_program_gave(vector):
    made = {one.id: one.of for one in project_ids(vector["url"])}

    assert made == {
        vector["projectID"]: vector["preimage"],
        vector["projectID_old_gogit"]: vector["preimage_old_gogit"],
        vector["v1_2_123_to_151_projectID"]: vector["v1_2_123_to_151_preimage"],
    }


def test_an_id_that_several_releases_make_is_told_once_as_the_newest():
    made = project_ids("https://github.com/user/repository.git")

    assert [RELEASES["new"], RELEASES["old"]] == [one.how for one in made]


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://user:%zz@github.com/user/repository.git", id="password"),
        pytest.param("https://github.com/user/rep%2.git", id="path"),
        pytest.param("https://github.com/user/repository.git#%", id="fragment"),
        pytest.param("https://git hub.com/user/repository.git", id="host"),
        pytest.param("https://github.com:ssh/user/repository.git", id="port"),
        pytest.param("https://us er@github.com/user/repository.git", id="user"),
        pytest.param("https://github.com/user/rep\x7fository.git", id="control"),
        pytest.param("1https://github.com/user/repository.git", id="scheme"),
    ],
)
def test_what_go_cannot_read_has_no_id(url):
    assert () == project_ids(url)


def test_a_port_beyond_all_numbers_counts_as_none():
    made = project_ids(f"https://github.com:{10**20}/a/b")

    assert "https:::github.com:::0:::/a/b" == made[-1].of


def test_a_byte_that_is_no_text_is_hashed_as_that_byte():
    (new, _old) = project_ids("/srv/caf\udce9.git")

    assert ":::srv/caf\udce9" == new.of
    assert 64 == len(new.id)


@pytest.mark.parametrize(
    "url",
    [
        f"{before}/{{}}{end}"
        for before in (
            "https://github.com",
            "http://github.com",
            "git://github.com",
            "ssh://git@github.com",
        )
        for end in (".git", "", "/")
    ]
    + ["git@github.com:{}.git", "git@github.com:{}", "ssh://git@github.com:22/{}.git"],
)
def test_the_usual_spellings_of_a_repository_are_tried(url):
    tried = {one.id: one.of for one in spelled("github.com", "user/repository")}

    for made in project_ids(url.format("user/repository")):
        assert made.of == tried[made.id]


@pytest.mark.parametrize(
    "url, found",
    [
        ("git@github.com:a/b.git", ("github.com", "a/b.git")),
        ("https://u:p@github.com:8443/a/b?c", ("github.com", "/a/b")),
        ("/srv/a", ("", "/srv/a")),
        ("https://%zz/", ("", "")),
    ],
)
def test_host_and_path_of_a_url_are_told(url, found):
    assert found == place(url)


@pytest.mark.parametrize(
    "version, form",
    [
        ("v1.2.122", None),
        ("v1.2.123", "old"),
        ("v1.2.151", "old"),
        ("v1.2.140+fix3", "old"),
        ("v1.2.146+fix2", "old"),
        ("v1.2.152", "middle"),
        ("v1.2.162+fix1", "middle"),
        ("v1.2.277", "middle"),
        ("v1.2.278", "new"),
        ("2.67.1", "new"),
        ("v3.0.0-alpha.1", "new"),
        ("dev", None),
        ("1.2.3.4", None),
        ("", None),
    ],
)
def test_the_release_tells_the_form(version, form):
    assert form == form_of(version)
