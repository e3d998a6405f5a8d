"""A stand-in for werf: a script that does what a plan says, with the variables that it finds."""

from __future__ import annotations

import base64
import json
import sys

SCRIPT = r"""
import base64, http.client, json, os, signal, sys
from urllib.parse import urlsplit

def log(text):
    with open(os.environ["WERF_TELEMETRY_LOG_FILE"], "ab") as file:
        file.write(base64.b64decode(text))

def post(
    body, kind="application/x-protobuf", variable="WERF_TELEMETRY_TRACE_URL", headers=(), path=None
):
    url = urlsplit(os.environ[variable])
    peer = http.client.HTTPConnection(url.hostname, url.port)
    fields = {"Content-Type": kind, **dict(headers)}
    peer.request("POST", path or url.path, base64.b64decode(body), fields)
    peer.getresponse().read()

def astray(body):
    post(body, path="/v1/traces")

def out(text):
    os.write(1, base64.b64decode(text))

def echo():
    sys.stdout.buffer.write(sys.stdin.buffer.read())
    sys.stdout.buffer.flush()

def exit(status):
    sys.exit(status)

def kill(number):
    os.kill(os.getpid(), number)

def on(number, plan):
    def handle(*_):
        follow(plan)
    signal.signal(number, handle)

def pause():
    os.write(1, b"READY\n")
    while True:
        signal.pause()

def behind(plan):
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(writing)
        os.read(reading, 1)  # until the parent has ended
        follow(plan)
        os._exit(0)
    os.close(reading)  # `writing` stays open for as long as this process runs

def linger(path):
    if os.fork() == 0:
        open(path).close()  # until the test opens the pipe of that name
        os._exit(0)

def spoil(how):
    log = os.environ["WERF_TELEMETRY_LOG_FILE"]
    os.unlink(log)
    if how == "folder":
        os.mkdir(log)
    elif how == "pipe":
        os.mkfifo(log)
    elif how == "link":
        os.symlink(__import__("shutil").__file__, log)
    elif how == "away":
        os.rmdir(os.path.dirname(log))

def rmdir(path):
    os.rmdir(path)

def forbid():
    os.chmod(os.environ["WERF_TELEMETRY_LOG_FILE"], 0)

def show(path):
    with open(path, "w") as file:
        json.dump(dict(os.environ), file)

def follow(plan):
    for name, *words in plan:
        globals()[name](*words)

follow(json.loads(sys.argv[1]))
"""


def command(*plan):
    """The words that run a plan: steps such as ``("log", b"…")``, ``("exit", 7)``."""
    return [sys.executable, "-E", "-S", "-c", SCRIPT, json.dumps([*map(_step, plan)])]


def _step(step):
    return [_plain(word) for word in step]


def _plain(word):
    if isinstance(word, bytes):
        return base64.b64encode(word).decode()
    return [*map(_step, word)] if isinstance(word, list) else word
