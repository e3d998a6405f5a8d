"""A log as a busy machine's werf processes write it: any length, the same for the same seed.

`python -m tests.benchmarks.werf_log LINES FILE [--clean] [--named SHARE]` writes one.  Some 37 % of
its lines are events, the others what each process notes for itself; a line has 310 bytes on average
and processes interleave.  Of the events some 0.5 % are flagged, and a few lines are torn or tell of
an error; with `--clean` there are none of either.  `--named` is the share of builds whose images
have names, each of which a person has to look at: 1 makes a third of the events flagged.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import heapq
import json
import random
from collections.abc import Iterator
from pathlib import Path

BEGIN = int(dt.datetime(2026, 4, 1, 6, tzinfo=dt.UTC).timestamp()) * 10**9
GAP_S = 18.0
"""Seconds between two starts on average; a build takes minutes, so that several are at work."""
NAMED = 0.01
TORN, ERROR = 0.000_2, 0.02  # of the events, of the processes

_SECOND, _MS = 10**9, 10**6
_ZONES = (("+0000 UTC", 0), ("+0300 MSK", 3 * 3600), ("+0200 EET", 2 * 3600))
_BUILDS = ("werf converge", "werf build", "werf bundle publish", "werf export")
_OTHERS = (
    "werf cleanup", "werf render", "werf dismiss", "werf kubectl get", "werf helm list",
    "werf ci-env", "werf slugify", "werf kube-run", "werf cr login", "werf config render",
)  # fmt: skip
_CHILD = "werf host cleanup"
_OPTIONS = (
    "dev", "env", "log-color-mode", "log-quiet", "log-verbose", "namespace", "parallel", "platform",
    "release", "repo", "require-built-images", "save-build-report", "set", "skip-build", "tag",
    "values",
)  # fmt: skip
_NEW = ("v2.63.0", "v2.66.1", "v2.70.0", "v2.74.3", "v2.77.1", "v3.1.0", "v3.2.0")
"""Releases that send events of builds with all their fields."""
_OLD = ("v1.2.160", "v1.2.205", "v2.0.0", "v2.18.0", "v2.57.2")
_CI = ("gitlab", "gitlab", "gitlab", "github-actions", None)
_STAPEL = (
    "from", "beforeInstall", "dependenciesBeforeInstall", "gitArchive", "install", "beforeSetup",
    "setup", "gitCache", "gitLatestPatch", "dockerInstructions", "imageSpec",
)  # fmt: skip
_STAGED = ("FROM", "RUN", "COPY", "RUN", "WORKDIR", "ENV", "COPY", "ENTRYPOINT", "CMD")
_NAMES = ("backend", "frontend", "worker", "migrations", "nginx", "web/assets", "billing-api")
_SHUTDOWN = (
    "start shutdown", "flush trace provider", "shutdown trace exporter", "shutdown trace provider",
    "shutdown complete",
)  # fmt: skip
_ERROR = "error: traces export: retry-able request failure"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def quoted(value: object) -> str:
    """Write JSON as Go does and quote it as `%q` does; everything here is plain ASCII."""
    return json.dumps(json.dumps(value, separators=(",", ":")))


class Machine:
    """Where processes run: who it is, its clock's zone and what its pipelines have in common."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.user = _hash(f"00:1c:42:17:{number // 256:02x}:{number % 256:02x}")
        self.zone, self.offset = _ZONES[number % len(_ZONES)]
        self.pid = chance.randrange(300, 30_000)
        self.ci = chance.choice(_CI)
        self.channel = chance.choice(("2 stable", "2 alpha", "1.2 stable", None))

    def next_pid(self, chance: random.Random) -> int:
        self.pid = 300 + (self.pid + chance.randrange(1, 40)) % 4_000_000
        return self.pid

    def attributes(self, version: str, extra: dict[str, str]) -> str:
        ci = {"ci": True, "ciName": self.ci} if self.ci else {}
        channel = {"groupChannel": self.channel} if self.channel else {}
        return quoted(
            {"arch": "amd64", **ci, "extra": extra, **channel, "os": "linux", "version": version}
        )


class Process:
    """What one process writes: lines with the nanoseconds at which it does."""

    def __init__(self, log: Log, machine: Machine, command: str, version: str, at: int) -> None:
        chance = log.chance
        self.log, self.machine = log, machine
        self.pid, self.start, self.now = machine.next_pid(chance), at, at
        self.lines: list[tuple[int, bytes]] = []
        bits = f"{chance.getrandbits(128):032x}"
        run = f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-{'89ab'[int(bits[16], 16) % 4]}{bits[17:20]}-{bits[20:]}"
        project = chance.choice(log.projects)
        self.options = log.options(project, command)
        extra = {} if log.clean or chance.random() > 0.000_4 else {"team": "platform"}
        self.head = (
            f'executionID="{run}", userID="{machine.user}", projectID="{project}", '
            f'command="{command}", eventType="'
        )
        self.tail = f", attributes={machine.attributes(version, extra)}, schemaVersion=2"

    def wait(self, seconds: float) -> None:
        self.now += int(seconds * _SECOND)

    def say(self, message: str) -> None:
        self.now += self.log.chance.randrange(1_500, 400_000)
        at = self.now
        seconds, rest = divmod(at, _SECOND)
        clock = self.log.clock(seconds + self.machine.offset)
        fraction = f".{rest:09d}".rstrip("0") if rest else ""
        age = at - self.start
        self.lines.append((
            at,
            f"[{self.pid}][{clock}{fraction} {self.machine.zone} m=+{age // _SECOND}."
            f"{age % _SECOND:09d}] Telemetry: {message}\n".encode(),
        ))  # fmt: skip

    def send(self, kind: str, data: object) -> None:
        self.say("start sending event")
        ts = self.now // _MS
        body = f'sent event: ts={ts}, {self.head}{kind}", eventData={quoted(data)}{self.tail}'
        torn = not self.log.clean and self.log.chance.random() < TORN
        self.say(body[: self.log.chance.randrange(40, len(body) - 20)] if torn else body)

    def begin(self) -> None:
        self.wait(0.002)
        self.say("start trace exporter")
        self.wait(0.004)
        self.say("calculate projectID based on repo origin url")
        told = [{"name": one, "asCli": False, "asEnv": False, "count": 0} for one in self.options]
        self.send("CommandStarted", {"commandOptions": told} if told else {})

    def end(self) -> None:
        chance = self.log.chance
        code = 0 if chance.random() < 0.9 else chance.choice((1, 1, 1, 2, 3))
        self.send("CommandExited", {"exitCode": code, "durationMs": (self.now - self.start) // _MS})
        if not self.log.clean and chance.random() < ERROR:
            self.say(_ERROR)
        for message in _SHUTDOWN:
            self.say(message)

    def build(self, images: list[str]) -> None:
        chance = self.log.chance
        backend = "docker" if chance.random() < 0.8 else "buildah"
        begun = {"imagesCount": len(images), "containerBackend": backend, "inContainer": False}
        self.send("BuildStarted", begun)
        self.wait(chance.uniform(2, 240))
        took = (self.now - self.start) // _MS
        self.send(
            "BuildFinished", {"durationMs": took, "success": True, "imagesCount": len(images)}
        )
        for image in images:
            self.image(image)

    def image(self, image: str) -> None:
        chance = self.log.chance
        staged = ("staged",) if image else ()  # the page shows none of its stages
        config = chance.choice(("stapel", "stapel", "dockerfile", *staged))
        stages = {"stapel": _STAPEL, "dockerfile": ("dockerfile",), "staged": _STAGED}[config]
        most, cached, took = len(stages), chance.random() < 0.6, 0
        for stage in sorted(chance.sample(range(most), chance.randint((most + 1) // 2, most))):
            cached = cached and chance.random() < 0.85
            one = 10 * chance.randrange(1, 4) if cached else 10 * int(chance.expovariate(1 / 900))
            took += one
            source = chance.choice(("repo", "secondary", "")) if stage == 0 else ""
            self.send("StageBuildFinished", {
                "image": image, "stage": stages[stage], "durationMs": one, "fromCache": cached,
                "baseImageSource": source, "baseImagePulled": source == "repo",
            })  # fmt: skip
        done = {"image": image, "durationMs": took, "rebuilt": not cached, "configType": config}
        self.send("ImageBuildFinished", done)


class Log:
    """A source of lines; `lines` begins anew with every call and goes on for ever."""

    def __init__(self, *, seed: int = 1, clean: bool = False, named: float = NAMED) -> None:
        self.seed, self.clean, self.named = seed, clean, 0.0 if clean else named
        self.chance = random.Random(seed)  # noqa: S311  # test data
        self.projects: list[str] = []
        self._clock = (-1, "")

    def options(self, project: str, command: str) -> list[str]:
        """Give the options of a command, which a project's pipeline seldom changes."""
        if command == _CHILD:
            return ["dry-run", "force"]
        change = self.chance.randrange(20) == 0
        own = random.Random(f"{project} {command} {change}")  # noqa: S311  # test data
        return sorted(own.sample(_OPTIONS, own.randint(2, 8 if command in _BUILDS else 4)))

    def clock(self, seconds: int) -> str:
        """Write a wall clock; most lines share the second of the one before."""
        if self._clock[0] != seconds:
            text = f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y-%m-%d %H:%M:%S}"
            self._clock = (seconds, text)
        return self._clock[1]

    def lines(self) -> Iterator[bytes]:
        """Give the lines of all processes in the order in which they are written."""
        self.chance = chance = random.Random(self.seed)  # noqa: S311  # test data
        self.projects = [_hash(f"git.example.com:::group/{number}") for number in range(60)]
        machines = [Machine(number, chance) for number in range(48)]
        waiting: list[tuple[int, int, bytes]] = []
        at, number = BEGIN, 0
        while True:
            at += int(chance.expovariate(1 / GAP_S) * _SECOND)
            while waiting and waiting[0][0] < at:
                yield heapq.heappop(waiting)[2]
            for process in self._started(chance.choice(machines), at):
                for when, line in process.lines:
                    heapq.heappush(waiting, (when, number, line))
                    number += 1

    def _started(self, machine: Machine, at: int) -> list[Process]:
        """Give a process that starts now and, after some builds, the one that it leaves behind."""
        chance = self.chance
        if chance.random() < 0.3:
            return [self._other(machine, chance.choice(_OTHERS), chance.choice(_OLD + _NEW), at)]
        version = chance.choice(_NEW)
        process = Process(self, machine, chance.choice(_BUILDS), version, at)
        process.begin()
        if chance.random() < 0.9:
            named = chance.random() < self.named
            some = chance.sample(_NAMES, chance.choice((1, 2, 2, 3, 4)))
            process.build(some if named else [""] * chance.choice((1, 1, 2, 3)))
        process.wait(chance.uniform(0.01, 60))
        process.end()
        if chance.random() < 0.15:
            return [process, self._other(machine, _CHILD, version, process.now)]
        return [process]

    def _other(self, machine: Machine, command: str, version: str, at: int) -> Process:
        chance = self.chance
        process = Process(self, machine, command, version, at)
        process.begin()
        process.wait(chance.expovariate(1 / 3))
        process.end()
        return process


def chunks(count: int, log: Log, size: int = 1 << 20) -> Iterator[bytes]:
    """Give the first `count` lines, in pieces of about `size` bytes."""
    lines, held, length = log.lines(), [], 0
    for _ in range(count):
        line = next(lines)
        held.append(line)
        length += len(line)
        if length >= size:
            yield b"".join(held)
            held, length = [], 0
    yield b"".join(held)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lines", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--clean", action="store_true", help="no finding, nothing unreadable")
    parser.add_argument("--named", type=float, default=NAMED, metavar="SHARE")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    log = Log(seed=given.seed, clean=given.clean, named=given.named)
    with given.file.open("wb") as out:
        for chunk in chunks(given.lines, log):
            out.write(chunk)


if __name__ == "__main__":
    main()
