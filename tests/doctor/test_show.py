from __future__ import annotations

import json

from inspector.doctor import Advice, Diagnosis, Place, examine
from inspector.doctor.show import as_json, text
from inspector.safe import Safe

SAMPLE = Diagnosis(
    "on",
    "off",
    (
        (
            Safe("werf"),
            (
                Advice("leak", Safe("A"), Safe("Word " * 30), Safe("Do " * 30), Safe("x…y (9)")),
                Advice("contradiction", Safe("B"), Safe("Said.")),
                Advice("fact", Safe("C"), Safe("Said too.")),
            ),
        ),
        (Safe("proxies"), ()),
    ),
)


def test_the_text_says_what_is_wrong_and_sums_it_up():
    lines = text(SAMPLE).splitlines()

    assert "Telemetry here: werf on, Wasp off" == lines[0]
    assert "  ! leak  A" in lines
    assert "  ! contradiction  B" in lines
    assert "  i fact  C" in lines
    assert "      value: x…y (9)" in lines
    assert "  i nothing is set" in lines
    assert "1 leak, 1 contradiction" == lines[-1]
    assert max(map(len, lines)) <= 80


def test_colour_adds_nothing_but_colour():
    plain, colored = text(SAMPLE), text(SAMPLE, color=True)

    assert "\x1b[33;1m! leak\x1b[0m  A" in colored
    for code in ("\x1b[33;1m", "\x1b[36m", "\x1b[2m", "\x1b[1m", "\x1b[0m"):
        colored = colored.replace(code, "")
    assert plain == colored


def test_the_json_holds_the_promised_keys():
    document = json.loads(as_json(SAMPLE))

    assert "telemetry-inspector/doctor/1" == document["schema"]
    assert {"werf": "on", "wasp": "off"} == document["telemetry"]
    assert {"leak": 1, "contradiction": 1, "fact": 1} == document["summary"]
    assert ["A", "B", "C"] == [one["subject"] for one in document["advice"]]
    for one in document["advice"]:
        assert {"level", "section", "subject", "said", "todo", "evidence"} == one.keys()


def test_what_is_said_fits_in_80_columns():
    environ = {
        "WERF_TELEMETRY": "off",
        "OTEL_SERVICE_NAME": "x",
        "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": "x",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c.example",
        "WERF_TELEMETRY_EXTRA_ATTRIBUTE_A": "x",
        "WERF_TELEMETRY_LOG_FILE": "telemetry.log",
        "HTTP_PROXY": "http://a:b@c.example",
    }

    lines = text(examine(environ, lambda _: Place("file", readers="everybody"))).splitlines()

    assert max(map(len, lines)) <= 80
