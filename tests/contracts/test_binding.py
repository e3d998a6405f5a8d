from __future__ import annotations

import json
import time
import tracemalloc

import pytest

from inspector.contracts import bind, load, named, shipped
from inspector.contracts.binding import PREFIX
from inspector.model import Line, Payload, Record, Remark, Repeated

STARTED = json.loads(named("werf-v2").samples[0].line)
FIRST = json.loads(named("werf-v1").samples[0].line)
WASP = json.loads(named("wasp-cli").samples[0].line)
INSTALLED = json.loads(named("wasp-installer").samples[0].line)


def bound(body, contracts=None):
    record = Record(Line(b"", 0, 0, 1), Payload("json", body))
    return bind(record, shipped() if contracts is None else contracts)


def rows(body, below=""):
    """Place, role and path of the rows whose place begins with `below`."""
    return [
        (row.place, row.role, row.path) for row in bound(body).values if row.place.startswith(below)
    ]


def with_attributes(**more):
    return {**STARTED, "attributes": {**STARTED["attributes"], **more}}


def test_every_leaf_has_a_row_in_the_order_of_the_data():
    event = bound(STARTED)

    assert [
        "ts",
        "executionID",
        "userID",
        "projectID",
        "command",
        "attributes.arch",
        "attributes.ci",
        "attributes.ciName",
        "attributes.extra",
        "attributes.groupChannel",
        "attributes.os",
        "attributes.version",
        "eventType",
        "eventData.commandOptions[0].name",
        "eventData.commandOptions[0].asCli",
        "eventData.commandOptions[0].asEnv",
        "eventData.commandOptions[0].count",
        "schemaVersion",
    ] == [row.place for row in event.values]
    assert {"documented"} == {row.role for row in event.values}
    assert all(row.doc and row.doc.path == row.path for row in event.values)
    assert () == event.missing


def test_an_event_knows_contract_type_and_documentation():
    event = bound(STARTED)

    assert (named("werf-v2"), "CommandStarted") == (event.contract, event.type)
    assert "CommandStarted" == event.documented.name


@pytest.mark.parametrize(
    "kind, expected",
    [
        pytest.param("DeployFinished", "DeployFinished", id="a new type"),
        pytest.param(7, None, id="no text"),
        pytest.param(None, None, id="null"),
    ],
)
def test_a_type_that_no_page_lists_is_not_documented(kind, expected):
    event = bound({**STARTED, "eventType": kind})

    assert (expected, None) == (event.type, event.documented)


def test_without_a_name_the_only_event_of_the_page_is_meant():
    assert "cli" == bound(WASP["properties"]).type
    assert "install-script:run" == bound({"distinct_id": "1", "os": "linux"}).type


def test_an_undocumented_container_is_one_row_that_its_leaves_follow():
    body = {**STARTED, "x": {"a": [1, {"b": {}}], "c": None}}

    found = [(row.place, row.role, row.path, row.value) for row in bound(body).values[-4:]]

    assert [
        ("x", "undocumented", "x", body["x"]),
        ("x.a[0]", "inside", "x.a[]", 1),
        ("x.a[1].b", "inside", "x.a[].b", {}),
        ("x.c", "inside", "x.c", None),
    ] == found


def test_a_documented_field_of_the_wrong_container_keeps_its_words():
    event = bound(with_attributes(os=[{"a": "b"}]))

    row, leaf = (row for row in event.values if row.place.startswith("attributes.os"))
    assert ("documented", [{"a": "b"}], "attributes.os") == (row.role, row.value, row.doc.path)
    assert ("inside", "attributes.os[].a", None) == (leaf.role, leaf.path, leaf.doc)


def test_fields_of_another_event_are_not_documented():
    found = rows({**STARTED, "eventData": {"exitCode": 0}}, "eventData")

    assert [("eventData.exitCode", "undocumented", "eventData.exitCode")] == found


@pytest.mark.parametrize(
    "key, place",
    [
        pytest.param("CI", "attributes.CI", id="other letters"),
        pytest.param("trdl group-channel", 'attributes["trdl group-channel"]', id="words"),
        pytest.param("Werf Version", 'attributes["Werf Version"]', id="words in other letters"),
    ],
)
def test_another_spelling_is_judged_as_the_documented_field(key, place):
    body = {**FIRST, "attributes": {key: "x"}}

    (row,) = (row for row in bound(body).values if row.place == place)

    assert ("alias", row.doc.path) == (row.role, row.path)


def test_a_container_under_another_spelling_has_a_row_of_its_own():
    body = {key: value for key, value in FIRST.items() if key != "eventData"}
    body["data"] = {"commandOptions": [{"name": "repo"}]}

    assert [
        ("data", "alias", "eventData"),
        (
            "data.commandOptions[0].name",
            "documented",
            "eventData.commandOptions[].name",
        ),
    ] == rows(body, "data")


def test_letters_of_other_scripts_are_not_folded():
    (row,) = rows({**STARTED, "attributes": {"oſ": "x"}}, "attributes.oſ")

    assert "undocumented" == row[1]


def test_keys_of_an_open_map_are_judged_by_its_words():
    body = with_attributes(extra={"team": "x", "x y": "z", "deep": {"a": 1}})

    assert [
        ("attributes.extra.team", "map", "attributes.extra.*"),
        ('attributes.extra["x y"]', "map", "attributes.extra.*"),
        ("attributes.extra.deep", "map", "attributes.extra.*"),
        ("attributes.extra.deep.a", "inside", "attributes.extra.*.a"),
    ] == rows(body, "attributes.extra")


@pytest.mark.parametrize(
    "key, place",
    [
        ("a-b_1", "a-b_1"),
        ("команда", "команда"),
        ("a.b", '["a.b"]'),
        ("", '[""]'),
        ("*", '["*"]'),
        ("a[0]", '["a[0]"]'),
        ('"]', '["\\"]"]'),
        ("a\n", '["a\\n"]'),
        ("\x1b[2J", '["\\u001b[2J"]'),
    ],
)
def test_a_key_that_is_no_word_stands_in_brackets(key, place):
    event = bound({**STARTED, key: 1})

    assert (place, place) == (event.values[-1].place, event.values[-1].path)


def test_every_value_of_a_repeated_key_has_a_row():
    extra = Repeated([("a", "1"), ("b", "2"), ("a", "3")])

    found = [row for row in bound(with_attributes(extra=extra)).values if "extra" in row.place]

    assert [("1", True), ("2", False), ("3", True)] == [(row.value, row.repeated) for row in found]


def test_a_repeated_container_has_a_row_besides_its_members():
    body = Repeated(
        [("schemaVersion", 2), ("attributes", {"os": "a"}), ("attributes", {"os": "b"})]
    )

    found = [(row.place, row.repeated) for row in bound(body).values]

    assert [
        ("schemaVersion", False),
        ("attributes", True),
        ("attributes.os", False),
        ("attributes", True),
        ("attributes.os", False),
    ] == found


def test_what_stands_below_an_undocumented_key_may_be_repeated_too():
    body = {**STARTED, "x": {"y": Repeated([("z", {"a": 1}), ("z", 2)])}}

    found = [(row.place, row.repeated) for row in bound(body).values[-4:]]

    assert [("x", False), ("x.y.z", True), ("x.y.z.a", False), ("x.y.z", True)] == found


def test_an_envelope_is_shown_and_its_payload_judged_as_if_at_the_top():
    assert [
        ("api_key", "envelope", "api_key"),
        ("type", "envelope", "type"),
        ("event", "envelope", "event"),
        ("distinct_id", "documented", "distinct_id"),
        ("properties.os", "documented", "os"),
    ] == rows(INSTALLED)
    assert () == bound(INSTALLED).missing


def test_an_undocumented_key_keeps_its_place_in_the_envelope():
    body = {**WASP, "$lib": "x", "properties": {**WASP["properties"], "arch": "x86_64"}}

    assert ("properties.arch", "undocumented", "arch") in rows(body)
    assert ('["$lib"]', "undocumented", '["$lib"]') in rows(body)


@pytest.mark.parametrize(
    "properties, found",
    [
        pytest.param({}, [("properties", "envelope", "properties")], id="empty"),
        pytest.param("x", [("properties", "envelope", "properties")], id="no object"),
        pytest.param(
            [1],
            [
                ("properties", "envelope", "properties"),
                ("properties[0]", "inside", "properties[]"),
            ],
            id="a list",
        ),
    ],
)
def test_an_envelope_without_a_payload_is_shown_as_it_is(properties, found):
    body = {"event": "cli", "properties": properties}

    assert found == rows(body, "properties")
    assert 7 == len(bound(body).missing)


def test_a_repeated_payload_is_walked_each_time():
    body = Repeated([*INSTALLED.items(), ("properties", {"os": "b"})])

    found = [(row.place, row.value) for row in bound(body).values if "os" in row.place]

    assert [("properties.os", "linux"), ("properties.os", "b")] == found


@pytest.mark.parametrize(
    "body, missing",
    [
        pytest.param({**STARTED, "attributes": {}}, ["os", "arch", "version", "extra"], id="empty"),
        pytest.param({**STARTED, "attributes": None}, [], id="wrong"),
        pytest.param(
            {key: value for key, value in STARTED.items() if key != "attributes"},
            ["attributes"],
            id="the topmost only",
        ),
        pytest.param(
            {**STARTED, "eventData": {"commandOptions": [{}, {"name": "a"}]}},
            ["name", "asCli", "asEnv", "count"],
            id="each once in a list",
        ),
        pytest.param(with_attributes(OS="x"), [], id="another spelling besides"),
    ],
)
def test_what_must_be_there_and_is_not_is_named_once(body, missing):
    found = [field.path.rpartition(".")[2] for field in bound(body).missing]

    assert missing == found


def test_without_a_contract_everything_is_undocumented():
    event = bound({"a": 1, "b": {"c": "d"}})

    assert (None, None, None) == (event.contract, event.type, event.documented)
    assert [("a", "undocumented"), ("b", "undocumented"), ("b.c", "inside")] == [
        (row.place, row.role) for row in event.values
    ]


def test_only_an_event_can_be_bound():
    with pytest.raises(TypeError, match="Remark"):
        bind(Record(Line(b"", 0, 0, 1), Remark("foreign", "x")), shipped())


def test_a_deep_payload_is_walked_to_its_end():
    body = inner = {}
    for _ in range(5000):
        inner["a"] = inner = {}
    inner["b"] = "end"

    row = bound(body).values[-1]

    assert "end" == row.value
    assert row.place.endswith("….b")
    assert len(row.place) < PREFIX + 10


def test_a_long_key_is_not_repeated_for_everything_below_it():
    body = {"schemaVersion": 2, "k" * 200_000: [0] * 2_000}
    tracemalloc.start()

    event = bound(body)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 2_002 == len(event.values)
    assert peak < 8_000_000  # 400 MB with the key in every place


def test_binding_takes_time_in_proportion_to_the_payload():
    def seconds(count):
        body = {"schemaVersion": 2, "x": [{str(n): n} for n in range(count)]}
        began = time.process_time()
        bound(body)
        return time.process_time() - began

    seconds(1_000)

    assert seconds(40_000) < 100 * max(seconds(4_000), 0.001)


def test_a_contract_of_the_users_own_binds_without_any_python(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(
        """
name = "own"
title = "Own"
event = "meta.kind"
default_event = "Ran"
match = [{ has = ["meta.kind"] }]
[source.en]
title = "T"
language = "en"
date = 2026-01-01
page = "p"
[fields.meta]
type = "object"
privacy = "anonymous"
doc.en = "meta"
[fields."meta.kind"]
type = "string"
privacy = "anonymous"
doc.en = "kind"
[fields.nodes]
type = "object"
privacy = "anonymous"
doc.en = "nodes"
[fields."nodes.*"]
type = "object"
privacy = "anonymous"
doc.en = "nodes"
[fields."nodes.*.size"]
type = "integer"
privacy = "anonymous"
doc.en = "size"
[events.Ran]
doc.en = "Ran"
[[samples]]
why = "ran"
violations = []
line = "{}"
[[samples]]
why = "bad"
violations = ["value/wrong-type"]
line = "{}"
""",
        encoding="utf-8",
    )

    event = bound({"meta": {"kind": "Ran"}, "nodes": {"a": {"size": 1}, "b": {}}}, [load(file)])

    assert ("Ran", ["nodes.*.size"]) == (event.type, [field.path for field in event.missing])
    assert [
        ("meta.kind", "meta.kind", "documented"),
        ("nodes.a.size", "nodes.*.size", "documented"),
        ("nodes.b", "nodes.*", "map"),
    ] == [(row.place, row.path, row.role) for row in event.values]
