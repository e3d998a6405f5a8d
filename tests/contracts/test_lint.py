"""A contract held against a page: pages of the same shape as the vendors', in words of our own."""

from __future__ import annotations

import pytest

from inspector import cli
from inspector.contracts import load
from inspector.contracts.lint import languages, of_page, plain, unquoted

CONTRACT = """
name = "acme"
title = "Acme"
event = "kind"
match = [{ has = ["kind"] }]
[source.en-2030-01]
title = "Data"
language = "en"
date = 2030-01-02
page = "acme.example, data"
[source.de-2030-01]
title = "Daten"
language = "de"
date = 2030-01-02
page = "acme.example, daten"
[fields.kind]
type = "string"
privacy = "anonymous"
doc.en-2030-01 = "`kind` — what happened"
doc.de-2030-01 = "`kind` — was geschah"
[fields.size]
type = "integer"
privacy = "anonymous"
doc.en-2030-01 = "size — in bytes"
DOC
[events.Started]
doc.en-2030-01 = "Started"
doc.de-2030-01 = "Started"
[[samples]]
why = "good"
violations = []
line = '{"kind":"Started","size":1}'
[[samples]]
why = "bad"
violations = ["contract/undocumented-field"]
line = '{"kind":"Started","size":1,"name":"x"}'
"""
BOTH = CONTRACT.replace("DOC", 'doc.de-2030-01 = "size — in Byte"')
ENGLISH = """# Data

We send:

```json
{"kind": "Started", "size": 12}
```

* **kind** — what
  happened;
* `size` — in bytes.
* `Started`
"""
GERMAN = "# Daten\n\n* `kind` — was geschah\n* `size` — in Byte\n* `Started`\n"


@pytest.fixture
def there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in {"acme.toml": BOTH, "en.md": ENGLISH, "de.md": GERMAN}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def check(*words) -> int:
    return cli.main(["contracts", "check", "acme.toml", *words])


def test_marks_and_line_ends_make_no_difference():
    assert "kind — what happened" in plain(ENGLISH)


def test_pages_bear_the_contract_out(there, capsys):
    assert 0 == check("--page", "en.md", "--page", "de-2030-01=de.md"), capsys.readouterr().out


def test_a_quotation_that_does_not_stand_there_is_named(there, capsys):
    (there / "en.md").write_text(ENGLISH.replace("in bytes", "in megabytes"))

    assert 1 == check("--page", "en.md")
    assert (
        "en.md: size: the page en-2030-01 does not say “size — in bytes”" in capsys.readouterr().out
    )


def test_an_example_that_the_contract_objects_to_is_named(there, capsys):
    (there / "en.md").write_text(ENGLISH.replace('"size": 12', '"size": 12, "host": "x"'))

    assert 1 == check("--page", "en.md")
    assert (
        "en.md: the page's example at line 6 breaks contract/undocumented-field"
        in capsys.readouterr().out
    )


def test_a_page_without_examples_says_so(there, capsys):
    assert 0 == check("--page", "de.md")
    assert "de.md: shows no example" in capsys.readouterr().out


def test_a_page_of_something_else_is_no_page_of_the_contract(there, capsys):
    (there / "other.md").write_text("nothing of the kind")

    assert 1 == check("--page", "other.md")
    assert "holds no quotation of acme" in capsys.readouterr().out


def test_languages_of_one_day_must_agree(there, capsys):
    (there / "acme.toml").write_text(CONTRACT.replace("DOC", ""))

    assert 1 == check()
    assert "size: not documented in de on 2030-01-02" in capsys.readouterr().out


def test_which_page_a_text_is_is_found_by_its_words(there):
    contract = load("acme.toml")

    assert ("en-2030-01", "de-2030-01") == tuple(
        of_page(contract, one).id for one in (ENGLISH, GERMAN)
    )
    assert [] == languages(contract)
    assert 2 == len(unquoted(contract, contract.sources[1], ENGLISH))


@pytest.mark.parametrize(
    "words, said",
    [
        pytest.param(
            ["check", "acme.toml", "--page", "none.md"], "cannot be read", id="no such page"
        ),
        pytest.param(["check", "none.toml"], "there is no file", id="no such contract"),
        pytest.param(["werf-v1", "--page", "en.md"], "--page goes with", id="a page without check"),
        pytest.param(["diff", "werf-v1"], "--help", id="a word is missing"),
        pytest.param(["diff", "werf-v1", "werf-v3"], "is no shipped contract", id="no such name"),
        pytest.param(["export", "werf-v1@x"], "has no page x", id="no such page of a contract"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(there, capsys, words, said):
    assert 2 == cli.main(["contracts", *words])
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "words, said",
    [
        pytest.param(
            ["diff", "acme.toml", "./acme.toml"], "The pages say the same", id="diff of files"
        ),
        pytest.param(["export", "acme.toml"], '"$schema"', id="export of a file"),
        pytest.param(["acme.toml"], "Fields of every event", id="print a file"),
        pytest.param(["diff", "werf-v1@en-2022-08", "werf-v2"], "+ userID", id="diff of a page"),
    ],
)
def test_files_and_pages_can_be_asked(there, capsys, words, said):
    assert 0 == cli.main(["contracts", *words])
    assert said in capsys.readouterr().out
