from __future__ import annotations

import hashlib

import pytest

from inspector.contracts import ContractError, load

MINIMAL = """
name = "acme"
title = "Acme, its events"
event = "kind"
match = [{ schema = 7 }]

[source.en-2026-01]
title = "What we send"
language = "en"
date = 2026-01-31
page = "Acme handbook, telemetry"

[fields.kind]
type = "string"
privacy = "anonymous"
doc.en-2026-01 = "kind: what happened"

[fields.tags]
type = "object"
privacy = "user-defined"
doc.en-2026-01 = "tags: yours"

[fields."tags.*"]
type = "string"
privacy = "user-defined"
doc.en-2026-01 = "tags: yours"

[events.Started]
doc.en-2026-01 = "Started, when the program starts"

[events.Started.fields.options]
type = "array"
privacy = "anonymous"
doc.en-2026-01 = "options: their names"

[events.Started.fields."options[]"]
type = "string"
optional = true
aliases = ["opts"]
privacy = "user-defined"
doc.en-2026-01 = "options: their names"

[[promises]]
id = "only-shown"
text = "Nothing else is sent."
doc.en-2026-01 = "That is all."

[[gaps]]
id = "more"
text = "More is sent."

[[samples]]
why = "a start"
violations = []
line = '{"schema":7,"kind":"Started","tags":{},"options":[]}'

[[samples]]
why = "a stop"
violations = ["contract/undocumented-event"]
line = '{"schema":7,"kind":"Stopped","tags":{}}'
"""


def written(folder, text):
    file = folder / "acme.toml"
    file.write_text(text, encoding="utf-8")
    return file


def problems(folder, text):
    with pytest.raises(ContractError) as caught:
        load(written(folder, text))
    return caught.value.problems


def test_a_contract_is_read_from_its_file(tmp_path):
    contract = load(written(tmp_path, MINIMAL))

    assert ("acme", "kind", None, "en") == (
        contract.name,
        contract.event_field,
        contract.default_event,
        contract.language,
    )
    assert ({"schema": 7},) == contract.match
    assert ["kind", "tags", "tags.*"] == [field.path for field in contract.fields]
    assert "2026-01-31" == contract.sources[0].date
    assert hashlib.sha256(MINIMAL.encode()).hexdigest() == contract.digest


def test_fields_of_an_event_know_their_event_and_their_page(tmp_path):
    contract = load(str(written(tmp_path, MINIMAL)))

    (started,) = contract.events
    options, items = started.fields
    assert ("Started", ("array",), False) == (options.event, options.types, options.optional)
    assert (True, ("opts",)) == (items.optional, items.aliases)
    assert contract.sources[0] == items.quotes[0].source


def test_the_events_close_the_set_of_the_field_that_names_them(tmp_path):
    contract = load(written(tmp_path, MINIMAL))

    assert ("Started",) == contract.fields[0].values


def test_promises_gaps_and_samples_are_kept_in_order(tmp_path):
    contract = load(written(tmp_path, MINIMAL))

    assert "That is all." == contract.promises[0].quotes[0].text
    assert ("more", ()) == (contract.gaps[0].id, contract.gaps[0].quotes)
    assert [(), ("contract/undocumented-event",)] == [one.violations for one in contract.samples]


def test_a_page_of_which_only_the_month_is_known_may_say_so(tmp_path):
    text = MINIMAL.replace("date = 2026-01-31", 'date = "2026-01"')

    assert "2026-01" == load(written(tmp_path, text)).sources[0].date


PROBLEMS = {
    "misspelt key": ("optional = true", "optinal = true", "optinal: is no key here", "optional"),
    "unknown key": ("title = ", "colour = 1\ntitle = ", "colour: is no key here"),
    "no name": ('name = "acme"', "", "name: is missing"),
    "odd name": ('name = "acme"', 'name = "Acme Inc"', "name: must be lower-case"),
    "empty title": ('title = "Acme, its events"', 'title = ""', "title: must be a text"),
    "no match": ("match = [{ schema = 7 }]", "match = []", "match: must be a list of tables"),
    "empty alternative": ("{ schema = 7 }", "{}", "match: must be a list of tables"),
    "has without a list": ("{ schema = 7 }", '{ has = "a" }', "match: must be a list of tables"),
    "no source": ("[source.en-2026-01]", "[sauce.en-2026-01]", "source: is missing"),
    "time of day": ("2026-01-31", "2026-01-31T10:00:00", "date: must be a date"),
    "date as text": ("2026-01-31", '"31.01.2026"', "date: must be a date"),
    "unknown source": (
        'doc.en-2026-01 = "kind: what happened"',
        'doc.ru-2026-01 = "kind"',
        "fields.kind.doc: ru-2026-01 is no declared source",
    ),
    "no quotation": (
        'doc.en-2026-01 = "kind: what happened"',
        "",
        "fields.kind.doc: is missing; quote a page",
    ),
    "empty quotation": (
        'doc.en-2026-01 = "kind: what happened"',
        'doc.en-2026-01 = " "',
        "fields.kind.doc: en-2026-01 must quote",
    ),
    "promise without a quotation": (
        'doc.en-2026-01 = "That is all."',
        "",
        "promises[1].doc: is missing",
    ),
    "unquoted path": ('[fields."tags.*"]', "[fields.tags.all]", "dotted path in quotes"),
    "odd path": ('[fields."tags.*"]', '[fields."tags..a"]', "tags..a is no path"),
    "undescribed parent": (
        '[fields."tags.*"]',
        '[fields."labels.*"]',
        'fields."labels.*": stands inside labels, which is not described',
    ),
    "parent that is no object": (
        '[fields."tags.*"]',
        '[fields."kind.*"]',
        'fields."kind.*": stands inside kind, which is no object',
    ),
    "items of no array": (
        '[events.Started.fields."options[]"]',
        '[events.Started.fields."tags[]"]',
        "stands inside tags, which is no array",
    ),
    "array without items": (
        '[events.Started.fields."options[]"]',
        '[events.Started.fields."tags.b"]',
        "is an array; describe its items as well: options[]",
    ),
    "field twice": (
        "[events.Started.fields.options]",
        "[events.Started.fields.kind]\n[events.Started.fields.options]",
        'events.Started.fields."kind": stands in fields as well',
    ),
    "no event": ("[events.Started", "[happenings.Started", "events: is missing"),
    "event that is no table": (
        "[events.Started]",
        "[events]\nOther = 1\n[events.Started]",
        "Other",
    ),
    "event field nowhere": ('event = "kind"', 'event = "type"', "event: names neither"),
    "default event nowhere": (
        'event = "kind"',
        'event = "kind"\ndefault_event = "Stopped"',
        "default_event: is none of the events",
    ),
    "envelope that is a field": (
        'event = "kind"',
        'event = "kind"\nenvelope = ["tags"]',
        "envelope: tags is a field as well",
    ),
    "payload outside the envelope": (
        'event = "kind"',
        'event = "kind"\nenvelope = ["a"]\npayload_key = "b"',
        "payload_key: must be one of the envelope",
    ),
    "samples that are a table": ('[[samples]]\nwhy = "a start"', '[samples]\nwhy = "a"', "TOML"),
    "nothing to object to": (
        'violations = ["contract/undocumented-event"]',
        "violations = []",
        "samples: must hold a line to accept and a line to object to",
    ),
    "sample without a verdict": (
        'violations = ["contract/undocumented-event"]',
        "",
        "samples[2].violations: is missing",
    ),
    "sample with an odd rule": (
        '"contract/undocumented-event"',
        '"UNDOC"',
        "samples[2].violations: must hold rule ids",
    ),
    "not TOML": ('name = "acme"', "name = ", "is not TOML"),
}


@pytest.mark.parametrize("case", PROBLEMS.values(), ids=PROBLEMS.keys())
def test_a_problem_is_told_with_its_key(tmp_path, case):
    old, new, *words = case

    found = problems(tmp_path, MINIMAL.replace(old, new))

    assert any(all(word in problem for word in words) for problem in found), found


def test_all_problems_are_told_at_once(tmp_path):
    text = (
        MINIMAL.replace('name = "acme"', "")
        .replace("2026-01-31", "7")
        .replace("[[gaps]]", "[[gabs]]")
    )

    with pytest.raises(ContractError) as caught:
        load(written(tmp_path, text))

    assert 3 == len(caught.value.problems)
    assert all(line.startswith("acme.toml: ") for line in str(caught.value).splitlines())


def test_an_empty_file_lacks_everything(tmp_path):
    found = problems(tmp_path, "")

    assert {"name", "title", "event", "match", "source", "events", "samples"} == {
        problem.partition(":")[0] for problem in found
    }


def test_wrong_kinds_are_problems_and_no_crash(tmp_path):
    text = (
        'fields = 1\nevents = []\nsource = "x"\nsamples = {}\nname = 7\nmatch = 3\nenvelope = [1]'
    )

    found = problems(tmp_path, text)

    assert {"fields", "events", "source", "samples", "name", "match", "envelope"} <= {
        problem.partition(":")[0] for problem in found
    }


def test_a_missing_file_says_why(tmp_path):
    with pytest.raises(ContractError, match="cannot be read: no such file"):
        load(tmp_path / "none.toml")


def test_a_file_that_is_not_utf8_says_where(tmp_path):
    file = tmp_path / "acme.toml"
    file.write_bytes(b'name = "\xff"')

    with pytest.raises(ContractError, match="is not UTF-8"):
        load(file)


def test_a_problem_cannot_move_the_cursor(tmp_path):
    found = problems(tmp_path, MINIMAL + '\n["\\u001b[2J"]\n')

    assert not any("\x1b" in problem for problem in found)


def test_a_file_of_usual_values_stands_beside_the_contract_and_counts_in_its_digest(tmp_path):
    path = tmp_path / "acme.toml"
    line = 'doc.en-2026-01 = "kind: what happened"'
    path.write_text(MINIMAL.replace(line, f'{line}\nusual = "kinds.txt"'))
    digests = []
    for words in ("Started\n", "Started\nStopped\n"):
        (tmp_path / "kinds.txt").write_text(words)
        digests.append(load(path).digest)

    with_file, other = digests

    assert hashlib.sha256(path.read_bytes() + b"Started\n").hexdigest() == with_file != other


def test_a_file_of_usual_values_that_is_missing_is_a_problem(tmp_path):
    path = tmp_path / "acme.toml"
    line = 'doc.en-2026-01 = "kind: what happened"'
    path.write_text(MINIMAL.replace(line, f'{line}\nusual = "kinds.txt"'))

    with pytest.raises(ContractError, match=r"kinds\.txt cannot be read: no such file"):
        load(path)
