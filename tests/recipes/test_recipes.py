from __future__ import annotations

import pytest

from inspector.recipes import (
    BITS,
    NOTHING,
    PRINTED,
    address,
    installed,
    local,
    name_id,
    project_hash,
    project_ids,
    user_id,
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("00:1c:42:aa:bb:cc", id="colons"),
        pytest.param("00-1C-42-AA-BB-CC", id="dashes"),
        pytest.param("001c.42aa.bbcc", id="dots"),
    ],
)
def test_a_hardware_address_is_read_in_every_usual_spelling(text):
    assert "00:1c:42:aa:bb:cc" == address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00:1c:42:aa:bb",
        "00:1c:42:aa:bb:cg",
        "00:1c-42:aa:bb:cc",
        "001c42aabbcc",
        "00:1c:42:aa:bb:cc\n",
        "10:20:30",
        "2001:0db8:0000:0000:0000:ff00:0042:8329",
        ":".join(["00"] * 21),
    ],
)
def test_what_is_no_hardware_address_is_none(text):
    assert address(text) is None


@pytest.mark.parametrize("size", [6, 8, 20])
def test_three_lengths_of_addresses_are_known(size):
    text = ":".join(["0a"] * size)

    assert text == address(text)


@pytest.mark.parametrize(
    "mac, chosen",
    [("00:1c:42:aa:bb:cc", False), ("02:42:ac:11:00:02", True), ("52:54:00:0:0:0", True)],
)
def test_an_address_that_software_chose_is_told(mac, chosen):
    assert chosen == local(mac)


def test_a_user_id_is_that_of_the_program():
    made = user_id("00:1c:42:aa:bb:cc")

    assert "5f3ab59ef261052afea6ffa372f842dfd226d26abce1a6d612c9f58d2fc5d85f" == made.id


@pytest.mark.parametrize("folder", ["/home/alice/app", "/home/alice/app/"])
def test_a_project_hash_is_that_of_the_program(folder):
    made = project_hash(folder)

    assert ("533b638ea7d05290", "/home/alice/app/") == (made.id, made.of)


def test_the_root_is_a_folder_too():
    assert "/" == project_hash("/").of


def test_a_chosen_name_is_hashed_as_it_stands():
    assert name_id("alice").id.startswith("2bd806c9")


@pytest.mark.parametrize(
    "text, random, time, unit",
    [
        pytest.param(
            "274701613078193779564259",
            "27470",
            "2021-02-11T21:16:33.779564259Z",
            "nanosecond",
            id="the page's own",
        ),
        pytest.param(
            "1795173105477443774", "", "2026-11-20T11:11:45.477443774Z", "nanosecond", id="dash"
        ),
        pytest.param(
            "252771795173112659", "25277", "2026-11-20T11:11:52.659Z", "millisecond", id="npm"
        ),
        pytest.param("294081700000000N", "29408", "2023-11-14T22:13:20Z", "second", id="BSD"),
    ],
)
def test_an_install_id_is_read_from_the_right(text, random, time, unit):
    found = installed(text)

    assert (random, time, unit) == (found.random, found.time, found.unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345",
        "7d0c2a4e-5b1f-4c83-9a0e-3f6f1f2b9c11",
        "000000000000000000000000",
        "9999999999999999999999999",
        "294081700000000M",
        "١٧٩٥١٧٣١٠٥٤٧٧٤٤٣٧٧٤",
    ],
)
def test_what_holds_no_time_is_no_install_id(text):
    assert installed(text) is None


@pytest.mark.parametrize(
    "recipe, constant",
    [
        ("sha256-of-mac", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("werf-origin", "f1ae2a75ed1f99721f02ef869e2fb3d4df102fdd73e2d00b424a222f9c1ea69c"),
        ("werf-origin", "b21a093f95c249276743266f39d2b36e460d3e609f8b32ef84047a74ffbda166"),
    ],
)
def test_the_hashes_of_nothing_are_known(recipe, constant):
    assert NOTHING[recipe][constant]


def test_the_constants_of_a_missing_origin_are_the_ids_of_an_empty_url():
    assert set(NOTHING["werf-origin"]) == {one.id for one in project_ids("")}


def test_what_the_pages_print_is_what_it_is_said_to_be_made_of():
    project, folder, install = PRINTED

    assert project in {
        one.id for one in project_ids("git@github.com:werf/quickstart-application.git")
    }
    assert PRINTED[project].of in {
        one.of for one in project_ids("git@github.com:werf/quickstart-application.git")
    }
    assert folder == project_hash(PRINTED[folder].of).id
    assert installed(install).time in PRINTED[install].of


def test_a_hash_is_as_long_as_its_bits_say():
    made = [user_id("00:1c:42:aa:bb:cc"), name_id("a"), project_hash("/"), *project_ids("a")]

    assert {one.recipe for one in made} == set(BITS)
    assert all(4 * len(one.id) == BITS[one.recipe] for one in made)
