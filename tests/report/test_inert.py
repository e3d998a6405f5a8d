"""Hostile logs in, harmless reports out: nothing in a report is obeyed by whatever reads it."""

from __future__ import annotations

import base64
import datetime as dt
import json
from pathlib import Path

import pytest

from inspector.audit import Settings, audit
from inspector.contracts import shipped
from inspector.model import Waiver
from inspector.report import Report
from inspector.report.forms import FORMS, MASKED, render
from inspector.report.provenance import Provenance
from inspector.rules import Context, rules
from inspector.safe import safe
from tests.report.inert_world import HOSTILE, check
from tests.sarif_world import validator
from tests.wire_world import STARTED

NOW = 1_800_000_000_000
LINES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "hostile-lines.jsonl").read_text().splitlines()
]  # fmt: skip
FRAME = b"[41207][2026-10-06 14:02:06.000 +0300 MSK m=+0.041052043] Telemetry: "


def lines_of(text: str) -> bytes:
    """The text as a value, a key, a type, a command, a remark and a line of somebody else."""
    bodies = [
        STARTED | {"attributes": STARTED["attributes"] | {"extra": {"team": text}}},
        STARTED | {"attributes": STARTED["attributes"] | {"extra": {text: "x"}}},
        STARTED | {"eventType": text},
        STARTED | {"eventData": {text: text, "host": text}},
        STARTED | {"command": text, "executionID": text, text: 1},
    ]
    raw = text.encode("utf-8", "surrogatepass")
    spelled = "".join(f"{json.dumps(body)}\n" for body in bodies).encode()
    return b"".join((spelled, FRAME, b"error: ", raw, b"\n", raw, b"\n"))


def audited(paths: list[str], *, full: bool = False, waivers=()) -> Report:
    settings = Settings(
        shipped(),
        rules(),
        NOW,
        context=Context(raw=full),
        waivers=waivers,
        provenance=Provenance(evidence="full" if full else "masked"),
    )
    return audit(paths, settings)


@pytest.mark.parametrize("full", [False, True], ids=["masked", "full"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_inert_in_every_form(text, full, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.log").write_bytes(lines_of(text))

    report = audited(["a.log"], full=full, waivers=_waivers(text))

    assert report.findings
    for form in FORMS:
        if not (full and form in MASKED):
            check(form, render(report, form))


def _waivers(text: str) -> tuple[Waiver, ...]:
    said, day = safe(text), dt.date(2028, 1, 1)
    return (
        Waiver("personal/unreviewed-value", said, said, day, number=1),
        Waiver("contract/missing-field", said, said, day, field=text, event=text, number=2),
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_of_a_file_is_inert_in_every_form(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    named = text.replace("/", "_").replace("\0", "_").encode("utf-8", "surrogatepass")[:200]
    path = named.decode("utf-8", "surrogateescape")
    Path(path).write_bytes(lines_of("x"))
    missing = f"{path}gone"

    report = audited([path, missing, f"{tmp_path}/{path}"])

    assert report.incomplete
    for form in FORMS:
        check(form, render(report, form))
        if form in MASKED | {"junit"}:
            assert tmp_path.name not in render(report, form)


@pytest.mark.parametrize("case", LINES, ids=[case["id"] for case in LINES])
def test_a_hostile_line_is_inert_in_every_form(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.log").write_bytes(base64.b64decode(case["b64"]) + b"\n")

    report = audited(["a.log"])

    for form in FORMS:
        check(form, render(report, form))


def test_hostile_texts_keep_sarif_to_its_schema(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("[x](y) {0}#?.log").write_bytes(b"".join(map(lines_of, HOSTILE.values())))
    Path("b.log").write_bytes(b"\n".join(base64.b64decode(case["b64"])[:5000] for case in LINES))

    report = audited(["[x](y) {0}#?.log", "b.log", "gone.log"])
    text = render(report, "sarif")

    check("sarif", text)
    document = json.loads(text)
    del document["runs"][0]["results"][60:]  # the schema takes 20 ms for each
    validator().validate(document)
