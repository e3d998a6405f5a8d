from __future__ import annotations

import pytest

from inspector.doctor import Place, examine

PRIVATE = Place("file", size=10)
LOG, URL = "WERF_TELEMETRY_LOG_FILE", "WERF_TELEMETRY_TRACE_URL"
EXTRA = "WERF_TELEMETRY_EXTRA_ATTRIBUTE_"
LOCAL = "http://127.0.0.1:4318/v1/traces"
HEADERS, ENDPOINT = "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_ENDPOINT"
TRACES_HEADERS = "OTEL_EXPORTER_OTLP_TRACES_HEADERS"
TRACES_ENDPOINT, INSECURE = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_INSECURE"
CERTIFICATE, COMPRESSION = "OTEL_EXPORTER_OTLP_CERTIFICATE", "OTEL_EXPORTER_OTLP_COMPRESSION"
LENGTH, COUNT = "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT"
QUEUE, CHANNEL = "OTEL_BSP_MAX_QUEUE_SIZE", "TRDL_USE_WERF_GROUP_CHANNEL"
OFF = {"WERF_TELEMETRY": "0"}
WASP = "WASP_TELEMETRY_"


def seen(environ):
    """Examine; the log is a private file, and there is nothing else on the disk."""
    return examine(environ, lambda path: PRIVATE if path == environ.get(LOG) else Place("absent"))


def objections(environ):
    return [(one.level, one.subject) for one in seen(environ).advice if one.level != "fact"]


def leak(subject):
    return ("leak", subject)


def contradiction(subject):
    return ("contradiction", subject)


ENVIRONMENTS = [
    ("nothing is set", {}, []),
    # the switch
    *[(f"the switch understands {value}", {"WERF_TELEMETRY": value}, []) for value in ("0", "false", "no", "1", "true", "yes")],
    *[(f"the switch passes over {value!r}", {"WERF_TELEMETRY": value}, [contradiction("WERF_TELEMETRY")]) for value in ("", "off", "False", "FALSE", "n", " 0", "0 ", "No", "disabled", "2", "ложь")],
    *[(f"on is meant by {value!r}, and on it is", {"WERF_TELEMETRY": value}, []) for value in ("True", "on", "YES", " 1")],
    ("do not track is passed over", {"DO_NOT_TRACK": "1"}, [contradiction("DO_NOT_TRACK")]),
    ("do not track asks for nothing", {"DO_NOT_TRACK": "0"}, []),
    ("do not track where it is off anyway", {**OFF, "DO_NOT_TRACK": "1"}, []),
    ("the old log variable shows nothing", {"WERF_TELEMETRY_LOGS": "1"}, [contradiction("WERF_TELEMETRY_LOGS")]),
    ("the old log variable beside the new", {"WERF_TELEMETRY_LOGS": "1", LOG: "/log"}, []),
    ("the old log variable, off", {"WERF_TELEMETRY_LOGS": "0"}, []),
    # the receiver
    ("a receiver on this machine", {URL: LOCAL}, []),
    ("a receiver on this machine by name", {URL: "http://LOCALHOST:4318/v1/traces"}, []),
    ("another receiver, encrypted", {URL: "https://collector.example/v1/traces"}, []),
    ("another receiver, unencrypted", {URL: "http://collector.example/v1/traces"}, [leak(URL)]),
    ("an unknown scheme is https", {URL: "grpc://collector.example"}, []),
    ("the vendor's own URL", {URL: "https://telemetry.werf.io/v1/traces"}, []),
    ("another receiver, unencrypted, off", {**OFF, URL: "http://collector.example"}, []),
    ("the URL carries a password", {URL: "https://a:secret@collector.example/v1/traces"}, [contradiction(URL)]),
    ("the URL carries a query", {URL: LOCAL + "?key=secret"}, [contradiction(URL)]),
    ("the URL is none", {URL: "127.0.0.1:4318"}, [contradiction(URL)]),
    ("the URL names no host", {URL: "localhost:4318"}, [contradiction(URL)]),
    ("the URL is none and holds a password", {URL: "http://a:p%zz@collector.example"}, [contradiction(URL)]),
    ("the same with a log that will quote it", {URL: "http://a:p%zz@collector.example", LOG: "/log"}, [leak(URL)]),
    # what goes along: the SDK's variables
    ("resource attributes", {"OTEL_RESOURCE_ATTRIBUTES": "host.name=a"}, [leak("OTEL_RESOURCE_ATTRIBUTES")]),
    ("resource attributes without a pair", {"OTEL_RESOURCE_ATTRIBUTES": "host.name"}, []),
    ("a blank resource", {"OTEL_RESOURCE_ATTRIBUTES": " "}, []),
    ("the service's name", {"OTEL_SERVICE_NAME": "acme"}, [leak("OTEL_SERVICE_NAME")]),
    ("the service's name, off", {**OFF, "OTEL_SERVICE_NAME": "acme"}, []),
    ("the service's name stays here", {URL: LOCAL, "OTEL_SERVICE_NAME": "acme"}, []),
    ("the service's name with a URL that sends nothing", {URL: "127.0.0.1:1", "OTEL_SERVICE_NAME": "acme"}, [contradiction(URL)]),
    ("keys for the own collector", {HEADERS: "authorization=x"}, [leak(HEADERS)]),
    ("keys for the own collector stay here", {HEADERS: "authorization=x", URL: LOCAL}, []),
    ("keys go to the own collector", {HEADERS: "authorization=x", ENDPOINT: "https://c.example", URL: "https://c.example/v1/traces"}, []),
    ("keys go to somebody else", {HEADERS: "authorization=x", ENDPOINT: "https://c.example", URL: "https://d.example/v1/traces"}, [leak(HEADERS)]),
    ("the headers for traces beat the general ones", {HEADERS: "a=1", TRACES_HEADERS: "b=2"}, [leak(TRACES_HEADERS)]),
    ("headers without a pair", {HEADERS: "authorization"}, []),
    ("a plain endpoint takes https away", {ENDPOINT: "http://c.example:4318"}, [leak(ENDPOINT)]),
    ("the case of the scheme does not matter", {ENDPOINT: " HTTP://c.example:4318"}, [leak(ENDPOINT)]),
    ("a plain endpoint, receiver here", {ENDPOINT: "http://c.example:4318", URL: LOCAL}, []),
    ("a plain endpoint, receiver here by https", {ENDPOINT: "http://c.example:4318", URL: "https://127.0.0.1/"}, []),
    ("a plain endpoint is plain for the own host too", {ENDPOINT: "http://c.example:4318", URL: "https://c.example/"}, [leak(ENDPOINT)]),
    ("the endpoint for traces beats the general one", {ENDPOINT: "http://c.example", TRACES_ENDPOINT: "https://c.example"}, []),
    ("an encrypted endpoint", {ENDPOINT: "https://c.example:4318"}, []),
    ("insecure takes https away", {INSECURE: "True"}, [leak(INSECURE)]),
    ("insecure, but not", {INSECURE: "1"}, []),
    ("insecure says no, which only new releases hear", {INSECURE: "false", ENDPOINT: "http://c.example"}, [leak(ENDPOINT)]),
    ("insecure says yes and the endpoint too", {INSECURE: "true", ENDPOINT: "http://c.example"}, [leak(ENDPOINT), leak(INSECURE)]),
    ("compression", {COMPRESSION: "gzip"}, []),
    ("no compression", {COMPRESSION: "none"}, []),
    ("authorities of one's own", {CERTIFICATE: "/ca.pem"}, [contradiction(CERTIFICATE)]),
    ("a client certificate", {"OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": "/c.pem"}, []),
    ("the SDK is not switched off", {"OTEL_SDK_DISABLED": "true"}, [contradiction("OTEL_SDK_DISABLED")]),
    ("the SDK is not asked to be off", {"OTEL_SDK_DISABLED": "false"}, []),
    ("the exporter is not switched off", {"OTEL_TRACES_EXPORTER": "none"}, [contradiction("OTEL_TRACES_EXPORTER")]),
    ("an exporter", {"OTEL_TRACES_EXPORTER": "otlp"}, []),
    ("variables of which nothing is known", {"OTEL_LOG_LEVEL": "debug", "OTEL_METRICS_EXPORTER": "none"}, []),
    # what gets lost
    ("no sampling", {"OTEL_TRACES_SAMPLER": "always_off"}, [contradiction("OTEL_TRACES_SAMPLER")]),
    ("no sampling, spelled oddly", {"OTEL_TRACES_SAMPLER": " Always_OFF"}, [contradiction("OTEL_TRACES_SAMPLER")]),
    ("no sampling, off", {**OFF, "OTEL_TRACES_SAMPLER": "always_off"}, []),
    ("no sampling loses here too", {URL: LOCAL, "OTEL_TRACES_SAMPLER": "always_off"}, [contradiction("OTEL_TRACES_SAMPLER")]),
    ("full sampling", {"OTEL_TRACES_SAMPLER": "parentbased_always_on"}, []),
    ("an unknown sampler", {"OTEL_TRACES_SAMPLER": "jaeger_remote"}, []),
    *[(f"a share of {share!r}", {"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": share}, [contradiction("OTEL_TRACES_SAMPLER")]) for share in ("0", "0.5")],
    *[(f"no share: {share!r}", {"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": share}, []) for share in ("", "1", "1.5", "-1", "nan", "half")],
    ("an argument without its sampler", {"OTEL_TRACES_SAMPLER_ARG": "0"}, []),
    *[(f"texts cut at {limit}", {LENGTH: limit}, [contradiction(LENGTH)]) for limit in ("0", "12", "+12", "1024")],
    *[(f"texts not cut by {limit!r}", {LENGTH: limit}, []) for limit in ("-1", "4095", "9999999", "12.5", " 12", "twelve", "9" * 30)],
    *[(f"fields cut at {limit}", {COUNT: limit}, [contradiction(COUNT)]) for limit in ("0", "8")],
    *[(f"fields not cut by {limit!r}", {COUNT: limit}, []) for limit in ("-1", "9", "128", "")],
    ("a general limit counts", {"OTEL_ATTRIBUTE_COUNT_LIMIT": "2"}, [contradiction("OTEL_ATTRIBUTE_COUNT_LIMIT")]),
    ("a special limit beats the general one", {"OTEL_ATTRIBUTE_COUNT_LIMIT": "2", COUNT: "100"}, []),
    *[(f"a queue of {size}", {QUEUE: size}, [contradiction(QUEUE)]) for size in ("1", "0", "-5", "512")],
    *[(f"a queue of {size!r}", {QUEUE: size}, []) for size in ("2048", "many")],
    ("batches lose nothing", {"OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "1", "OTEL_BSP_SCHEDULE_DELAY": "1"}, []),
    # what werf itself puts in
    ("an extra attribute", {EXTRA + "A": "team=platform"}, []),
    ("a malformed one is not sent", {EXTRA + "A": "secret"}, [contradiction(EXTRA + "A")]),
    ("a malformed one is logged", {EXTRA + "A": "secret", LOG: "/log"}, [leak(EXTRA + "A")]),
    ("a malformed one is logged, receiver here", {EXTRA + "A": "secret", LOG: "/log", URL: LOCAL}, [leak(EXTRA + "A")]),
    ("a malformed one, off", {**OFF, EXTRA + "A": "secret", LOG: "/log"}, []),
    ("of two with one key the last is sent", {EXTRA + "B": "team=x", EXTRA + "A": "team=y"}, [contradiction(EXTRA + "A")]),
    ("an empty key", {EXTRA: "=x"}, []),
    *[(f"trdl's {value!r}", {CHANNEL: value}, []) for value in ("2 stable", "1.2 rock-solid", "2 ", "3 dev ", "1.2 ", "2")],
    *[(f"not trdl's: {value!r}", {CHANNEL: value}, [leak(CHANNEL)]) for value in ("alice", "2 stable alice", "2 stable\n", "9 stable", "2 customer")],
    ("not trdl's, off", {**OFF, CHANNEL: "alice"}, []),
    ("CI of every kind", {"CI": "true", "GITLAB_CI": "true", "WERF_CONTAINERIZED": "yes", "CI_RUNNER_VERSION": "15"}, []),
    # proxies
    ("a proxy for https", {"HTTPS_PROXY": "http://a:b@proxy.example:3128"}, []),
    ("a proxy for https is no way for http", {"HTTPS_PROXY": "http://p.example", INSECURE: "true"}, [leak(INSECURE)]),
    ("a proxy reads plain http", {"http_proxy": "http://p.example", INSECURE: "true"}, [leak(INSECURE), leak("http_proxy")]),
    ("a proxy reads plain http to the own host", {"http_proxy": "http://p.example", ENDPOINT: "http://c.example", URL: "http://c.example"}, [leak(URL), leak("http_proxy")]),
    ("a proxy left out", {"HTTP_PROXY": "http://p.example", "NO_PROXY": "x, .werf.io", INSECURE: "true"}, [leak(INSECURE)]),
    ("a proxy is not asked for this machine", {"HTTP_PROXY": "http://p.example", URL: LOCAL}, []),
    ("a proxy where nothing is sent", {"HTTPS_PROXY": "http://p.example", URL: "localhost:4318"}, [contradiction(URL)]),
    ("a proxy that is no URL", {"HTTPS_PROXY": "http://p.example:port"}, [contradiction("HTTPS_PROXY")]),
    ("upper case beats lower", {"HTTPS_PROXY": "p.example:3128", "https_proxy": "http://:"}, []),
    ("a proxy for all is for none", {"ALL_PROXY": "socks5://p.example"}, [contradiction("ALL_PROXY")]),
    ("a proxy for all beside one that counts", {"all_proxy": "x", "https_proxy": "p.example:1"}, []),
    ("a proxy for all, receiver here", {"all_proxy": "socks5://p.example", URL: LOCAL}, []),
    ("exceptions alone", {"no_proxy": "localhost"}, []),
    # Wasp
    ("Wasp off", {WASP + "DISABLE": "0", WASP + "CONTEXT": "alice", WASP + "USER_ID": "alice"}, []),
    ("Wasp half off", {WASP + "DISABLE": ""}, [contradiction(WASP + "DISABLE")]),
    ("a known context", {WASP + "CONTEXT": "codespaces CI"}, []),
    ("a free context", {WASP + "CONTEXT": "alice"}, [leak(WASP + "CONTEXT")]),
    ("a chosen identifier", {WASP + "USER_ID": "alice"}, [leak(WASP + "USER_ID")]),
    ("do not track, with Wasp in use", {**OFF, "DO_NOT_TRACK": "1", WASP + "CONTEXT": "CI"}, [contradiction("DO_NOT_TRACK")]),
    ("do not track, with Wasp off", {**OFF, "DO_NOT_TRACK": "1", WASP + "DISABLE": "1"}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("environ", "expected"),
    [pytest.param(environ, expected, id=title) for title, environ, expected in ENVIRONMENTS],
)
def test_an_environment_is_objected_to_as_the_program_behaves(environ, expected):
    assert sorted(expected) == sorted(objections(environ))


def said(environ, subject):
    found = [one for one in seen(environ).advice if one.subject == subject]
    return " ".join(f"{one.said} | {one.todo} | {one.evidence}" for one in found)


@pytest.mark.parametrize(
    ("environ", "subject", "words"),
    [
        ({}, "WERF_TELEMETRY", "telemetry is on (dev builds of werf: off)"),
        ({"WERF_TELEMETRY": "1"}, "WERF_TELEMETRY", "for dev builds too"),
        (OFF, "WERF_TELEMETRY", "werf v1.2.159 to v1.2.170 send all the same"),
        ({"WERF_TELEMETRY": "False"}, "WERF_TELEMETRY", "“False”"),
        ({"WERF_TELEMETRY": "off"}, "WERF_TELEMETRY", "export WERF_TELEMETRY=0"),
        ({}, URL, "the vendor (telemetry.werf.io), over https."),
        ({ENDPOINT: "http://c.example"}, URL, "the vendor (telemetry.werf.io)."),
        ({URL: "http://127.0.0.1:4318/secret/v1/traces"}, URL, "| http://127.0.0.1:4318"),
        ({URL: "http://[::1]:4318/"}, URL, "| http://[:\\:1]:4318"),
        ({URL: "https://a:b@c.example:8443/x?y"}, URL, "https://c.example:8443"),
        ({URL: "https://c.example"}, URL, "telemetry.werf.io gets none"),
        ({"OTEL_RESOURCE_ATTRIBUTES": "host.name=alice, k8s.pod.name=x,bad"}, "OTEL_RESOURCE_ATTRIBUTES", ": host.name, k8s.pod.name. Not in the log."),
        ({"OTEL_RESOURCE_ATTRIBUTES": ",".join(f"k{c}=v" for c in "abcdefgh")}, "OTEL_RESOURCE_ATTRIBUTES", "kf and 2 more"),
        ({HEADERS: "authorization=Bearer x,x-tenant=y"}, HEADERS, "authorization, x-tenant"),
        ({HEADERS: "a=1", URL: LOCAL}, HEADERS, f"{URL} keeps it on this machine"),
        ({HEADERS: "a=1", **OFF}, HEADERS, "werf's telemetry is off now"),
        ({INSECURE: "true"}, INSECURE, "(werf v2 and v3)"),
        ({ENDPOINT: "http://c.example", INSECURE: "false"}, ENDPOINT, "(werf v1.2)"),
        ({ENDPOINT: "http://c.example"}, ENDPOINT, "instead of https: whoever"),
        ({"OTEL_LOG_LEVEL": "debug", "OTEL_X": "1"}, "OTEL_*", "OTEL_LOG_LEVEL, OTEL_X"),
        ({LENGTH: "12"}, LENGTH, "cut to 12 characters"),
        ({LENGTH: "4095"}, LENGTH, "longer than 4,095"),
        ({COUNT: "0"}, COUNT, "none is sent"),
        ({COUNT: "3"}, COUNT, "only the first 3 are sent"),
        ({QUEUE: "-1"}, QUEUE, "drop events or fail"),
        ({EXTRA + "1": "team=x", EXTRA + "2": "os=y"}, EXTRA + "*", "os, team"),
        ({EXTRA + "1": "os=y"}, EXTRA + "*", "v1.2.154 mixed them up"),
        ({EXTRA + "1": "a=x", EXTRA + "2": "a=y"}, EXTRA + "1", f"{EXTRA}2 has the same key"),
        ({EXTRA + "glpat-12345678": "x"}, EXTRA + "[g…8 (14)]", "not key=value"),
        ({"CI": "TRUE"}, "CI", "werf knows only 1, true and yes"),
        ({"CI": "yes"}, "CI", "ci: true"),
        ({"GITLAB_CI": "true", "TEAMCITY_VERSION": "9"}, "TEAMCITY_VERSION", "ciName: teamcity; the value is not. Passed over for it: GITLAB_CI."),
        ({"WERF_CONTAINERIZED": "yes"}, "WERF_CONTAINERIZED", "inContainer: true"),
        ({"WERF_CONTAINERIZED": "1"}, "WERF_CONTAINERIZED", "inContainer: false"),
        ({"CI_SERVER_VERSION": "17.5"}, "CI_SERVER_VERSION", "UnshallowFailed"),
        ({"HTTPS_PROXY": "http://alice:secret@proxy.example:3128"}, "HTTPS_PROXY", "http://proxy.example:3128 (user and password not shown)"),
        ({"HTTP_PROXY": "p.example"}, "HTTP_PROXY", "it is for http requests"),
        ({"HTTPS_PROXY": "p.example", "https_proxy": "q.example"}, "https_proxy", "Passed over, for HTTPS_PROXY is set"),
        ({"HTTPS_PROXY": "p.example", "NO_PROXY": "*"}, "HTTPS_PROXY", "NO_PROXY leaves out"),
        ({"NO_PROXY": "werf.io"}, "NO_PROXY", "Leaves out the vendor"),
        ({"NO_PROXY": "other.io"}, "NO_PROXY", "Does not leave out the vendor"),
        ({WASP + "DISABLE": "false"}, WASP + "DISABLE", "Any value does that"),
        ({"BUILD_ID": "7", "CI": "false"}, "BUILD_ID", "Adds “CI” to the context: BUILD_ID."),
    ],
)  # fmt: skip
def test_the_sentences_tell_what_happens(environ, subject, words):
    assert words in said(environ, subject)


@pytest.mark.parametrize(
    ("environ", "werf", "wasp"),
    [
        ({}, "on", "on"),
        ({"WERF_TELEMETRY": "no", WASP + "DISABLE": "x"}, "off", "off"),
        ({"WERF_TELEMETRY": "off", WASP + "DISABLE": ""}, "on", "on"),
        ({URL: "127.0.0.1:4318"}, "unknown", "on"),
        ({URL: "127.0.0.1:4318", **OFF}, "off", "on"),
        ({LOG: "/log"}, "on", "on"),
    ],
)
def test_the_state_of_telemetry_is_told(environ, werf, wasp):
    diagnosis = seen(environ)

    assert (werf, wasp) == (diagnosis.werf, diagnosis.wasp)


def test_a_log_that_cannot_be_opened_leaves_the_state_unknown():
    diagnosis = examine({LOG: "/log"}, lambda _: Place("folder"))

    assert "unknown" == diagnosis.werf


@pytest.mark.parametrize(
    ("environ", "file"),
    [
        ({"HOME": "/home/a"}, "/home/a/.cache/wasp/telemetry/signature"),
        ({"HOME": "/home/a", "XDG_CACHE_HOME": "/c"}, "/c/wasp/telemetry/signature"),
    ],
)
@pytest.mark.parametrize("more", [{}, {WASP + "DISABLE": "1"}], ids=["on", "off"])
def test_the_place_of_wasps_identifier_is_told_where_there_is_one(environ, file, more):
    kinds = {file: "file"}
    diagnosis = examine({**environ, **more}, lambda path: Place(kinds.get(path, "absent")))

    assert [file] == [
        one.evidence for one in diagnosis.advice if one.subject == "telemetry/signature"
    ]


def test_leaks_come_first_within_a_section():
    environ = {"OTEL_LOG_LEVEL": "x", "OTEL_SDK_DISABLED": "true", "OTEL_SERVICE_NAME": "x"}

    sections = dict(seen(environ).sections)

    assert ["leak", "contradiction", "fact"] == [one.level for one in sections["what goes along"]]
