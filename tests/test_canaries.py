"""Values that stand nowhere else are put wherever data can stand; no output holds one of them."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector import cli
from inspector.cli import endpoint
from inspector.report.forms import FORMS, MASKED
from inspector.rules import scan
from inspector.wire.endpoint import Endpoint
from tests.canary_log import files, requests
from tests.canary_world import ENCODINGS, KINDS, Canaries
from tests.run_world import command
from tests.wire.hostile import post
from tests.wire.talk import talk

SAID = ("--reason", "looked at", "--owner", "somebody", "--expires", "2099-12-31")
ALL_FORMS = [word for form in FORMS for word in ("-o", f"{form}=report.{form}")]


@dataclass(frozen=True)
class Here:
    """A folder with inputs, what was planted in them, and what a command has put out."""

    capfd: pytest.CaptureFixture[str]
    canaries: Canaries
    inputs: tuple[str, ...]

    def ran(self, *words: str) -> dict[str, str]:
        """Run a command; gives what it said and the files it made."""
        before = {*os.listdir()}
        self.status(*words)
        out, err = self.capfd.readouterr()
        made = {name: Path(name).read_text(errors="replace") for name in {*os.listdir()} - before}
        return {"stdout": out, "stderr": err, **made}

    def status(self, *words: str) -> int:
        return cli.main([*words])

    def held(self, outputs: dict[str, str]) -> dict[str, list[str]]:
        """Give the canaries of each output that holds one."""
        found = {name: self.canaries.found(text) for name, text in outputs.items()}
        return {name: names for name, names in found.items() if names}


@pytest.fixture(autouse=True)
def _temporary(tmp_path, monkeypatch):
    """Temporary files and what is kept for later, in folders of their own."""
    for name in ("temporary", "here", "state"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    # tags of a key that is made anew would hold five letters of a canary now and then
    monkeypatch.setenv("INSPECTOR_KEY", "the same tags in every run")
    monkeypatch.chdir(tmp_path / "here")
    for name in [one for one in os.environ if one.startswith(("WERF_", "OTEL_"))]:
        monkeypatch.delenv(name)


@pytest.fixture
def planted(tmp_path, capfd):
    """Make a world of canaries of some kinds; afterwards nothing of it lies about."""
    made = []

    def plant(*kinds: str) -> Here:
        canaries = Canaries(*kinds)
        for name, data in files(canaries).items():
            Path(name).write_bytes(data)
        made.append(Here(capfd, canaries, tuple(files(Canaries(*kinds)))))
        return made[0]

    yield plant
    assert [] == list((tmp_path / "temporary").iterdir())
    kept = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    for here in made:
        assert {} == here.held({str(path): path.read_bytes().decode("latin-1") for path in kept})


@pytest.fixture
def few(planted) -> Here:
    """A world of secrets and of words in Cyrillic letters."""
    return planted("token", "word")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_canary_is_found_however_it_is_spelled(kind, encoding):
    canaries = Canaries()
    text = ENCODINGS[encoding](canaries.of(kind, "a place"))

    assert [f"{kind} in a place"] == canaries.found(f'{{"evidence": "{text}"}} and more')


@pytest.mark.parametrize("kind", ["token", "mail", "word"])
def test_a_part_of_a_canary_is_found_and_its_mask_is_none(kind):
    canaries = Canaries()
    text = canaries.of(kind, "a place")

    assert [f"{kind} in a place"] == canaries.found(f"x {text[4:11]} y")
    assert [] == canaries.found(f"x {text[0]}…{text[-1]} (12)")


def test_no_form_of_the_report_holds_a_canary_of_any_kind(planted):
    here = planted()

    made = here.ran("audit", *ALL_FORMS, *here.inputs)

    assert {*FORMS} == {name.partition(".")[2] for name in made} - {""}
    assert "136" in made["stderr"], "the lines that cannot be read were taken for such"
    assert here.canaries.count > 1000
    assert {} == here.held(made)


def test_no_form_in_russian_without_evidence_and_with_vintages_holds_a_canary(few):
    words = ("--evidence", "none", "--lang", "ru", "--vintages")

    made = few.ran("audit", *ALL_FORMS, *words, *few.inputs)

    assert "…" not in {json.loads(row).get("evidence") for row in made["report.jsonl"].splitlines()}
    assert {} == few.held(made)


def test_baseline_waivers_and_verification_hold_no_canary(few):
    made = few.ran("audit", "-o", "json=old.json", *few.inputs)
    found = json.loads(made["old.json"])["findings"]
    names = dict.fromkeys(one["fingerprint"] for one in found if one["field"] and one["evidence"])
    for bind in ("shape", "value", "field"):
        said = few.ran("waive", "old.json", *list(names)[:40], *SAID, "--bind", bind)
        made |= {f"waive {bind} {name}": text for name, text in said.items()}
    made |= few.ran("audit", *ALL_FORMS, "--waivers", "waivers.toml", *few.inputs)
    made["waivers.toml"] = Path("waivers.toml").read_text()
    assert "50 accepted" in made["report.text"]

    for one in found[::3]:
        one["occurrences"] += 1
    document = json.loads(made["old.json"]) | {"findings": found[1:]}
    Path("old.json").write_text(json.dumps(document))
    made |= {f"verify {n}": text for n, text in few.ran("verify", "old.json", *few.inputs).items()}
    made |= few.ran("audit", "--baseline", "old.json", "-o", "json=new.json", *few.inputs)

    assert "occurrences of this finding" in made["verify stdout"]
    assert {} == few.held(made)


@pytest.mark.parametrize("form", ["text", "json"])
def test_comparing_log_and_wire_tells_of_no_canary(few, form):
    made = few.ran("compare", "--format", form, "events.jsonl", "requests.jsonl")

    assert made["stdout"]
    assert {} == few.held(made)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_endpoint_tells_of_no_canary(few, monkeypatch, form):
    class Fed(Endpoint):
        def start(self):
            super().start()
            for one in sent:
                talk(self.port, [one.replace(b"@PORT@", str(self.port).encode())])

    sent = [part for one in requests(few.canaries) for part in _posted(one)]
    monkeypatch.setattr(endpoint, "Endpoint", Fed)

    made = few.ran("endpoint", "--for", "0.001", "--format", form, "--save", "saved.jsonl")

    saved = [json.loads(row) for row in made.pop("saved.jsonl").splitlines()]
    assert len(saved) > 10
    made["headers"] = json.dumps([text for one in saved for _, text in one["headers"]])
    assert {} == few.held(made)


def _posted(one):
    """Write a request to the endpoint's own path, and to one that it refuses."""
    kind = one.header("content-type")
    more = [
        f"{name}: {text}".encode().decode("latin-1")
        for name, text in one.headers
        if name not in {"Host", "Content-Type"} and name.isascii() and " " not in name
    ]
    yield post(one.body, *more, kind=kind)
    yield post(one.body, *more, kind=kind, path=one.path.encode().decode("latin-1"))


def test_a_command_that_is_run_leaves_no_canary_in_what_is_said_of_it(few):
    data = Path("remarks.log").read_bytes() + Path("events.jsonl").read_bytes()
    sent = [("post", one.body) for one in requests(few.canaries)]
    plan = command(("log", data), *sent)

    made = few.ran("run", "-o", "json=run.json", "-o", "text=run.txt", "--", *plan)
    made |= {f"plain {n}": text for n, text in few.ran("run", "--", *plan).items()}

    document = json.loads(made["run.json"])
    assert document
    assert {} == few.held(made)


@pytest.mark.parametrize("name", ["events.jsonl", "remarks.log", "captured.jsonl"])
def test_a_redacted_log_holds_no_canary(planted, name):
    here = planted("mail", "token", "path", "address", "host", "name", "word")

    made = here.ran("redact", name, "-o", "safe.out")

    assert {"stdout", "stderr", "safe.out"} == set(made), made["stderr"]
    assert {} == here.held(made)


def test_doctor_shows_no_value_of_the_environment(few, monkeypatch):
    def of(place: str) -> str:
        return few.canaries.of("token", place)

    for name in ("WERF_TELEMETRY", "WERF_TELEMETRY_EXTRA_ATTRIBUTE_TEAM", "OTEL_SERVICE_NAME", "OTEL_SDK_DISABLED",
                 "OTEL_TRACES_SAMPLER", "WASP_TELEMETRY_CONTEXT", "OTEL_BSP_MAX_QUEUE_SIZE"):  # fmt: skip
        monkeypatch.setenv(name, of(name))
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", f"host={of('attribute')},{of('attributes')}")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", f"authorization=Bearer%20{of('headers')}")
    monkeypatch.setenv(
        "OTEL_EXPORTER_OTLP_ENDPOINT", f"http://me:{of('password')}@{of('host')}.example/"
    )
    monkeypatch.setenv(
        "WERF_TELEMETRY_TRACE_URL", f"https://x.example/{of('url path')}?k={of('query')}"
    )
    monkeypatch.setenv("https_proxy", f"http://me:{of('proxy password')}@proxy.example:1")
    monkeypatch.setenv("WERF_TELEMETRY_LOG_FILE", "remarks.log")

    made = few.ran("doctor")
    made |= {f"json {n}": text for n, text in few.ran("doctor", "--format", "json").items()}

    assert "leak" in made["stdout"]
    assert {} == few.held(made)


@pytest.mark.parametrize("kind", [ValueError, KeyError, UnicodeError, RecursionError, RuntimeError])
def test_a_fault_of_ours_tells_the_place_and_nothing_of_the_data(few, monkeypatch, kind):
    def fail(text, _most):
        raise kind(text)

    monkeypatch.setattr(scan, "layers", fail)

    made = few.ran("audit", *few.inputs)

    assert "this is a fault in the program" in made["stderr"]
    assert {} == few.held(made)


def test_forms_that_others_read_hold_no_folder(few, monkeypatch):
    folder = Path(few.canaries.of("word", "a folder")) / few.canaries.of("token", "another")
    folder.mkdir(parents=True)
    (folder / "a.log").write_bytes(Path("captured.jsonl").read_bytes())

    made = few.ran("audit", *ALL_FORMS, str(folder.resolve() / "a.log"))

    assert {} == few.held({form: made[f"report.{form}"] for form in MASKED})
    assert "report.text" in few.held(made), "a path is told as it was given"


SHOWN = [form for form in FORMS if form not in MASKED]


def test_full_evidence_shows_values_stamps_the_report_and_warns(few):
    outputs = [word for form in SHOWN for word in ("-o", f"{form}=report.{form}")]

    made = few.ran("audit", "--evidence", "full", *outputs, "events.jsonl")

    held = few.held(made)
    assert {f"report.{form}" for form in SHOWN} == set(held)
    assert "will hold the values themselves" in made["stderr"]
    assert "full" == json.loads(made["report.json"])["provenance"]["evidence"]
    for form in ("text", "markdown", "html"):
        assert "values themselves" in made[f"report.{form}"].lower()


@pytest.mark.parametrize("form", sorted(MASKED))
def test_full_evidence_is_refused_where_others_read(few, form):
    made = few.ran("audit", "--evidence", "full", "-o", f"{form}=report.{form}", "events.jsonl")

    assert {"stdout", "stderr"} == set(made)
    assert f"--evidence full is refused for {form}" in made["stderr"]
