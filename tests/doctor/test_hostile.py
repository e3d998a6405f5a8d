"""Whoever sets a variable does not get its value, nor a command, into what is printed."""

from __future__ import annotations

import json
import re

import pytest

from inspector.doctor import Place, examine
from inspector.doctor.show import as_json, text

VARIABLES = [
    "WERF_TELEMETRY", "DO_NOT_TRACK", "WERF_TELEMETRY_LOGS", "OTEL_RESOURCE_ATTRIBUTES",
    "OTEL_SERVICE_NAME", "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
    "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_INSECURE",
    "OTEL_EXPORTER_OTLP_CERTIFICATE", "OTEL_EXPORTER_OTLP_COMPRESSION", "OTEL_TRACES_EXPORTER",
    "OTEL_SDK_DISABLED", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG", "OTEL_BSP_MAX_QUEUE_SIZE",
    "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_ATTRIBUTE_COUNT_LIMIT", "OTEL_SOMETHING",
    "WERF_TELEMETRY_EXTRA_ATTRIBUTE_A", "TRDL_USE_WERF_GROUP_CHANNEL", "CI", "GITLAB_CI", "JENKINS_URL",
    "WERF_CONTAINERIZED", "CI_RUNNER_VERSION", "CI_SERVER_VERSION", "NO_PROXY",
    "WASP_TELEMETRY_DISABLE", "WASP_TELEMETRY_CONTEXT", "WASP_TELEMETRY_USER_ID", "BUILD_ID",
]  # fmt: skip
"""Those whose value is nothing but a value: no path, no URL to show."""

ADDRESSES = ["WERF_TELEMETRY_TRACE_URL", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "ALL_PROXY"]

SECRETS = {
    "word": "correcthorse",
    "token": "glpat-Zz12345678901234567x",
    "pair": "glpatZz123456789012345=correcthorse",
    "pairs": "a=correcthorse,b=glpatZz1234567890,=horsebattery",
    "address": "alice.liddell@wonderland.example",
    "url": "https://alice:correcthorse@wonderland.example/glpatZz12?key=horsebattery",
    "number": "123456789",
    "escape": "\x1b]0;correcthorse\x07\x1b[31m",
    "lines": "correct\nhorse\r\nbattery\u2028staple",
    "bytes": "horse\udcff\udc9bbattery",
    "lone": "horse\ud800battery",
    "azure": "##vso[task.setvariable]correcthorse",
    "github": "::set-output name=x::correcthorse",
    "markup": "[@click=app.quit]correcthorse[/]",
    "bidi": "\u202ecorrecthorse\u202c",
    "huge": "correcthorse" * 10_900,
}
"""The last is as long as Linux lets a variable be, 128 KiB."""


def printed(environ):
    diagnosis = examine(environ, lambda _: Place("file"))
    return text(diagnosis), as_json(diagnosis)


def harmless(shown):
    return all(char == "\n" or char >= " " for char in shown) and not re.search(
        r"[\x7f-\x9f\u2028\u202a-\u202e\ud800-\udfff]|##|::", shown
    )


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
@pytest.mark.parametrize("variable", VARIABLES)
def test_no_value_is_printed(variable, secret):
    pieces = [one for one in re.findall(r"\w{6,}", secret) if one.isascii()]

    for shown in printed({variable: secret, "WERF_TELEMETRY_LOG_FILE": "/l"}):
        assert harmless(shown)
        assert len(shown) < 10_000
        assert [] == [piece for piece in pieces if piece in shown]


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
@pytest.mark.parametrize("variable", ADDRESSES)
def test_of_a_url_only_scheme_host_and_port_are_printed(variable, secret):
    urls = [
        secret,
        f"http://{secret}@h/",
        f"http://h/{secret}",
        f"http://h?{secret}",
        f"http://h:{secret}",
    ]
    hosts = {"wonderland", "example"}  # what stands behind an @ is a host
    pieces = set(re.findall(r"[A-Za-z0-9]{6,}", secret)) - hosts

    for url in urls:
        for shown in printed({variable: url}):
            assert harmless(shown)
            assert len(shown) < 10_000
            assert [] == [piece for piece in pieces if piece in shown]


@pytest.mark.parametrize("secret", list(SECRETS.values())[1:], ids=list(SECRETS)[1:])
def test_names_that_somebody_chose_are_printed_only_if_they_read_as_names(secret):
    environ = {
        f"WERF_TELEMETRY_EXTRA_ATTRIBUTE_{secret}": "x",
        f"OTEL_{secret}": "x",
        "OTEL_RESOURCE_ATTRIBUTES": f"{secret.replace('=', '-')}=x",
        "WERF_TELEMETRY_EXTRA_ATTRIBUTE_": f"{secret.replace('=', '-')}=x",
    }

    for shown in printed(environ):
        assert harmless(shown)
        assert len(shown) < 10_000
        assert "glpat" not in shown
        assert "vso" not in shown


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
def test_a_path_is_printed_harmlessly(secret):
    for shown in printed({"WERF_TELEMETRY_LOG_FILE": secret, "HOME": secret}):
        assert harmless(shown)
        assert len(shown) < 10_000


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
def test_no_line_begins_with_anything_of_the_environment(secret):
    environ = dict.fromkeys([*VARIABLES, *ADDRESSES, "WERF_TELEMETRY_LOG_FILE"], secret)

    beginnings = {line[:4] for line in printed(environ)[0].splitlines()}

    assert beginnings <= {
        "",
        "    ",
        "  ! ",
        "  i ",
        "Tele",
        "werf",
        "the ",
        "what",
        "prox",
        "Wasp",
        *(f"{n} le" for n in range(10)),
        *(f"{n} l" for n in range(10, 40)),
    }


def test_json_can_be_read_back():
    environ = dict.fromkeys(VARIABLES, "<script>&\x1b[31m</script>")

    shown = printed(environ)[1]

    assert shown.isascii()
    assert not set("<>&") & set(shown)
    assert "telemetry-inspector/doctor/1" == json.loads(shown)["schema"]
