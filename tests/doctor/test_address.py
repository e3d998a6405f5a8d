from __future__ import annotations

import pytest

from inspector.doctor.address import parse, proxy, shown, spared


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://127.0.0.1:4318/v1/traces", ("http", "127.0.0.1", "4318", "/v1/traces", False, False)),
        ("HTTPS://Collector.Example", ("https", "collector.example", "", "", False, False)),
        ("https://a:b@c.example/x?y=z#f", ("https", "c.example", "", "/x", True, True)),
        ("https://a@b@c.example", ("https", "c.example", "", "", True, False)),
        ("http://[::1]:1/", ("http", "::1", "1", "/", False, False)),
        ("http://h:/", ("http", "h", "", "/", False, False)),
        ("localhost:4318", ("localhost", "", "", "", False, False)),
        ("//host/path", ("", "host", "", "/path", False, False)),
        ("/path:x", ("", "", "", "/path:x", False, False)),
        ("http:/path", ("http", "", "", "/path", False, False)),
        ("collector.example/v1", ("", "", "", "collector.example/v1", False, False)),
        ("", ("", "", "", "", False, False)),
        ("http://пример.example", ("http", "пример.example", "", "", False, False)),
    ],
)  # fmt: skip
def test_a_url_is_read_as_go_reads_it(text, expected):
    found = parse(text)

    assert expected == (found.scheme, found.host, found.port, found.path, found.user, found.query)


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1:4318", ":4318", "://x", "http://h:port/", "http://h/%zz", "http://a:%zz@h/",
        "http://a b@h/", "http://h h/", "http://[::1/", "http://h\n/", "http://h\x7f/", "%zz", "1:/x",
    ],
)  # fmt: skip
def test_what_go_refuses_is_refused(text):
    assert parse(text) is None


def test_only_scheme_host_and_port_are_shown():
    assert "https://c.example:8443" == shown(parse("https://a:b@c.example:8443/token?key=x"))
    assert 120 > len(shown(parse(f"http://{'h' * 1_000_000}:{'1' * 1_000_000}/")))


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("collector", "collector"),
        ("c-1.пример.example.", "c-1.пример.example."),
        ("10.0.0.1", "10.0.0.1"),
        ("[fe80:0:0:0:1:2:3:4]", "[fe80:0:0:0:1:2:3:4]"),
        ("a=secret,b", "[a…b (10)]"),
        ("\u202esecret", "[\\u202e…t (7)]"),
    ],
)
def test_a_host_that_reads_as_none_is_masked(host, expected):
    assert f"http://{expected}" == shown(parse(f"http://{host}/"))


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("http://p.example:3128", "p.example"),
        ("p.example:3128", "p.example"),
        ("p.example", "p.example"),
        ("127.0.0.1:3128", "127.0.0.1"),
        ("socks5://p.example", "p.example"),
    ],
)
def test_the_scheme_of_a_proxy_may_be_left_out(text, host):
    assert host == proxy(text).host


@pytest.mark.parametrize("text", ["http://", "http://p:port", "http://:", "p q"])
def test_a_proxy_without_a_host_is_none(text):
    assert proxy(text) is None


@pytest.mark.parametrize(
    ("exceptions", "found"),
    [
        ("*", True),
        ("telemetry.werf.io", True),
        ("werf.io", True),
        (".werf.io", True),
        ("*.werf.io", True),
        (" a.example , WERF.IO ", True),
        ("werf.io:443", True),
        ("werf.io:80", False),
        ("erf.io", False),
        (".telemetry.werf.io", False),
        ("io", True),
        ("", False),
        (",,", False),
        ("10.0.0.0/8", False),
        (":443", False),
    ],
)
def test_exceptions_from_the_proxy_are_matched_as_go_matches_them(exceptions, found):
    assert found == spared("telemetry.werf.io", "443", exceptions)


@pytest.mark.parametrize(
    ("host", "exceptions", "found"),
    [
        ("10.1.2.3", "10.0.0.0/8", True),
        ("10.1.2.3", "10.1.2.3", True),
        ("10.1.2.3", "11.0.0.0/8", False),
        ("10.1.2.3", "10.1.2.3:443", True),
        ("10.1.2.3", "::/0", False),
    ],
)
def test_exceptions_may_be_networks(host, exceptions, found):
    assert found == spared(host, "443", exceptions)
