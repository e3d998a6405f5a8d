from __future__ import annotations

import _posixsubprocess
import asyncio
import socket
import subprocess
import sys
import threading
import urllib.request
import webbrowser
from pathlib import Path

import pytest

from inspector import guard
from inspector.guard import Refused


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", b"127.0.0.1"]
)
def test_a_loopback_address_is_one(host):
    assert guard.loopback(host)


@pytest.mark.parametrize(
    "host",
    ["10.0.0.1", "8.8.8.8", "::", "0.0.0.0", "", "127.0.0.1.example", "localhost", "1270.0.0.1",
     "127.1", "fe80::1", None, 5, "::ffff:8.8.8.8", "127.0.0.x"],
)  # fmt: skip
def test_anything_else_is_not_a_loopback_address(host):
    assert not guard.loopback(host)


def udp():
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


ATTEMPTS = {
    "tcp": lambda: socket.create_connection(("192.0.2.1", 443), timeout=0.1),
    "tcp6": lambda: socket.socket(socket.AF_INET6).connect(("2001:db8::1", 443)),
    "mapped": lambda: socket.socket(socket.AF_INET6).connect(("::ffff:192.0.2.1", 443)),
    "udp": lambda: udp().sendto(b"x", ("192.0.2.1", 53)),
    "sendmsg": lambda: udp().sendmsg([b"x"], [], 0, ("192.0.2.1", 53)),
    "bind": lambda: udp().bind(("0.0.0.0", 0)),  # refused, as it should be
    "lookup": lambda: socket.getaddrinfo("telemetry.example", 443),
    "byname": lambda: socket.gethostbyname("telemetry.example"),
    "byaddr": lambda: socket.gethostbyaddr("192.0.2.1"),
    "nameinfo": lambda: socket.getnameinfo(("192.0.2.1", 80), 0),
    "urllib": lambda: urllib.request.urlopen("http://192.0.2.1/", timeout=0.1),
    "browser": lambda: webbrowser.GenericBrowser("true").open("http://192.0.2.1/"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_an_attempt_to_leave_the_machine_is_refused(attempt):
    with pytest.raises(Refused):
        attempt()


def test_asyncio_is_refused_too():
    async def attempt():
        await asyncio.open_connection("192.0.2.1", 443)

    with pytest.raises(Refused):
        asyncio.run(attempt())


def test_loopback_and_unix_sockets_work():
    left, right = socket.socketpair()
    with left, right, socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()) as client:
            assert client.getpeername() == server.getsockname()


STARTS = {
    "subprocess": "import subprocess; subprocess.run(['true'])",
    "system": "import os; os.system('true')",
    "fork": "import os; os.fork()",
    "exec": "import os; os.execv('/bin/true', ['true'])",
    "spawn": "import os; os.posix_spawn('/bin/true', ['true'], {})",
    "pty": "import pty; pty.spawn(['true'])",
    "multiprocessing": "import multiprocessing as m; m.get_context('spawn').Process(target=print).start()",
    "forkserver": "import multiprocessing as m; m.get_context('forkserver').Process(target=print).start()",
}


@pytest.mark.parametrize("code", STARTS.values(), ids=STARTS.keys())
def test_the_program_starts_no_process(code):
    program = f"from inspector import guard; guard.install(); {code}"

    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert "Refused" in ended.stderr


def test_a_second_hook_is_not_installed():
    before = guard._installed
    guard.install()

    assert before is guard._installed is True
    assert 0 == subprocess.run([sys.executable, "-c", ""], check=False).returncode


REFUSED = [
    (guard._check_address, ("socket.connect", (None, ("192.0.2.1", 1)))),
    (guard._check_address, ("socket.bind", (None, ("", 0)))),
    (guard._check_address, ("socket.connect", (None, ("localhost", 1)))),
    (guard._check_address, ("socket.bind", (None, (0, 0)))),
    (guard._check_name, ("socket.getaddrinfo", ("telemetry.example", 1, 0, 0, 0))),
    (guard._check_name, ("socket.getnameinfo", (("192.0.2.1", 80),))),
]
ALLOWED = [
    (guard._check_address, ("socket.connect", (None, "/run/unix"))),
    (guard._check_address, ("socket.sendmsg", (None, None))),
    (guard._check_address, ("socket.connect", (None, ("127.0.0.1", 1)))),
    (guard._check_name, ("socket.getaddrinfo", ("localhost", 1, 0, 0, 0))),
    (guard._check_name, ("socket.gethostbyname", ("127.0.0.1",))),
    (guard._check_name, ("socket.getaddrinfo", (None, 1, 0, 0, 0))),
]


@pytest.mark.parametrize(("check", "call"), REFUSED)
def test_what_the_hook_sees_is_refused(check, call):
    with pytest.raises(Refused, match=r"never leaves this machine"):
        check(*call)


@pytest.mark.parametrize(("check", "call"), ALLOWED)
def test_what_stays_on_the_machine_is_allowed(check, call):
    assert check(*call) is None


def test_no_process_starts_behind_the_hook():
    with pytest.raises(Refused, match="starting a process"):
        guard._gate(lambda: 7)()


def test_the_function_that_raises_no_event_is_shut(monkeypatch):
    monkeypatch.setattr(_posixsubprocess, "fork_exec", lambda: 7)

    guard._shut()

    with pytest.raises(Refused, match="starting a process"):
        _posixsubprocess.fork_exec()


@pytest.mark.parametrize("event", sorted(guard._CLIENTS | guard._PROCESSES))
def test_clients_and_processes_are_refused_by_their_events(event):
    with pytest.raises(Refused, match=event.replace(".", r"\.")):
        guard._see(guard._CLIENTS | guard._PROCESSES, event, ())


def test_what_the_hook_has_no_word_on_is_allowed():
    assert guard._see(guard._PROCESSES, "open", ("file", "r", 0)) is None
    assert guard._see(guard._CLIENTS, "os.fork", ()) is None


def test_the_hook_judges_addresses():
    with pytest.raises(Refused):
        guard._see(frozenset(), "socket.bind", (None, ("0.0.0.0", 1)))


def test_an_opening_lets_one_start_pass_the_hook():
    with guard.starting_one():
        for event in ("subprocess.Popen", "os.posix_spawn"):
            assert guard._see(guard._PROCESSES, event, ()) is None
            with pytest.raises(Refused):
                guard._see(guard._PROCESSES, event, ())
        with pytest.raises(Refused):
            guard._see(guard._PROCESSES, "os.system", ())


def test_one_process_starts_behind_the_hook_where_it_may():
    start = guard._gate(lambda: 7)

    with guard.starting_one():
        assert 7 == start()
        with pytest.raises(Refused):
            start()
    with pytest.raises(Refused):
        start()


def test_another_thread_has_no_share_in_the_opening():
    refused = []

    def attempt():
        try:
            guard._gate(lambda: 7)()
        except Refused as error:
            refused.append(error)

    with guard.starting_one():
        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join()

    assert 1 == len(refused)


def test_the_opening_has_no_opening_inside():
    with guard.starting_one(), pytest.raises(Refused, match="a second process"):
        with guard.starting_one():
            pass


ONCE = """
from inspector import guard
{before}
guard.install()
{after}
import subprocess, sys
with guard.starting_one():
    print(subprocess.Popen([sys.executable, "-c", "pass"]{options}).wait())
    {second}
{outside}
"""
TRUE = "subprocess.run(['true'])"
AGAIN = {
    "inside": {"second": TRUE},
    "outside": {"outside": TRUE},
    "system": {"second": "import os; os.system('true')"},
    "fork": {"second": "import os; os.fork()"},
    "multiprocessing": {"second": "import multiprocessing as m; m.get_context('spawn').Process(target=print).start()"},
}  # fmt: skip


@pytest.mark.parametrize("options", ["", ", close_fds=False"], ids=["forked", "spawned"])
@pytest.mark.parametrize("imported", ["before", "after"])
def test_one_process_starts_whenever_subprocess_was_imported(imported, options):
    ended = _once(**{imported: "import subprocess", "options": options})

    assert (0, b"0\n", b"") == (ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.parametrize("again", AGAIN.values(), ids=AGAIN.keys())
def test_a_second_process_is_refused(again):
    ended = _once(**again)

    assert b"0\n" == ended.stdout
    assert b"Refused" in ended.stderr


def _once(**parts):
    empty = dict.fromkeys(("before", "after", "options", "second", "outside"), "")
    program = ONCE.format(**empty | parts)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)


def test_only_the_launcher_opens_the_guard():
    package = Path(guard.__file__).parent

    users = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "starting_one" in path.read_text(encoding="utf-8")
    ]

    assert ["guard.py", "launch.py"] == sorted(users)
