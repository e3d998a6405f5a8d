"""Every form of a report through the commands that write it."""

from __future__ import annotations

import os
import stat

import pytest

from inspector import cli
from inspector.cli import endpoint as module
from inspector.report.forms import FORMS, MASKED
from inspector.wire.endpoint import Endpoint
from tests.report.inert_world import check
from tests.wire.hostile import post, talk
from tests.wire_world import STARTED, attributes, export, span

DIRTY = "werf-v1.2.243-expDeployEngine.log"
STRANGE = export(span(attributes(STARTED | {"hostname": "build-7"}))).SerializeToString()


def audit(*words) -> int:
    return cli.main(["audit", *map(str, words)])


def test_all_forms_are_written_in_one_run(cases, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.log").write_bytes((cases / DIRTY).read_bytes())
    words = [word for form in FORMS for word in ("--output", f"{form}=report.{form}")]

    assert 1 == audit(*words, "a.log")

    assert "" == capsys.readouterr().out
    assert sorted(["a.log", *(f"report.{form}" for form in FORMS)]) == sorted(os.listdir(tmp_path))
    for form in FORMS:
        file = tmp_path / f"report.{form}"
        assert 0o600 == stat.S_IMODE(file.stat().st_mode)
        check(form, file.read_bytes().decode())
        assert "expDeployEngine" in file.read_text()


@pytest.mark.parametrize("form", FORMS)
def test_a_form_on_standard_output_is_the_file_that_would_be_written(form, cases, tmp_path, capsys):
    target = tmp_path / "report"

    assert 1 == audit("--format", form, cases / DIRTY)
    shown = capsys.readouterr().out
    assert 1 == audit("-o", f"{form}={target}", cases / DIRTY)

    assert target.read_bytes().decode() == shown


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_never_written_over_an_input_or_a_link(form, cases, tmp_path):
    log, link = tmp_path / "a.log", tmp_path / "link"
    log.write_bytes((cases / DIRTY).read_bytes())
    link.symlink_to(tmp_path / "elsewhere")

    assert 2 == audit("-o", f"{form}={log}", log)
    assert 2 == audit("-o", f"{form}={link}", log)

    assert (cases / DIRTY).read_bytes() == log.read_bytes()
    assert {"a.log", "link"} == set(os.listdir(tmp_path))


@pytest.mark.parametrize("form", FORMS)
def test_values_are_refused_to_forms_that_others_read(form, cases, tmp_path, capsys):
    target = tmp_path / "report"

    ended = audit("--evidence", "full", "-o", f"{form}={target}", cases / DIRTY)

    assert (2 if form in MASKED else 1) == ended
    assert (form in MASKED) != target.exists()
    said = "is refused for" if form in MASKED else "will hold the values themselves"
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("form", [form for form in FORMS if form != "text"])
def test_what_an_endpoint_received_is_told_in_every_form_and_nothing_else(
    form, capsys, monkeypatch
):
    class Fed(Endpoint):
        def start(self):
            super().start()
            talk(self.port, [post(STRANGE).replace(b"@PORT@", str(self.port).encode())])

    monkeypatch.setattr(module, "Endpoint", Fed)

    assert 1 == cli.main(["endpoint", "--for", "0.001", "--format", form])

    out, err = capsys.readouterr()
    check(form, out)
    assert "hostname" in out
    assert "export WERF_TELEMETRY_TRACE_URL=" in err
