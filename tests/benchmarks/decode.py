"""Decoding speed of the plain path, as a ratio to an `orjson.loads` loop over the same events.

Run it with `python -m tests.benchmarks.decode`.  Both sides do the same events in interleaved
rounds of process CPU time; the medians are compared, so the ratio means the same on any machine.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from inspector.audit import Inspection
from inspector.decode import Decoder
from inspector.lines import Splitter

EVENTS = 20_000
ROUNDS = 7
CHUNK = 1 << 18
CASE = Path(__file__).parent.parent / "cases" / "werf-v2.77.1-build-events.log"


def sent_lines(count: int, seed: int = 1) -> list[bytes]:
    """Give genuine `sent event` lines with their ids and times varied."""
    chance = random.Random(seed)  # noqa: S311  # test data
    genuine = [
        line for line in CASE.read_bytes().splitlines(keepends=True) if b"sent event" in line
    ]
    lines = []
    for n in range(count):
        run = b"%08x-3b7e-4c0d-9a44-%012x" % (chance.getrandbits(32), n // 13)
        line = genuine[n % len(genuine)]
        at = line.index(b'executionID="') + 13
        lines.append(line[:at] + run + line[at + 36 :])
    return lines


def as_json(lines: list[bytes]) -> list[bytes]:
    """Give the same events as the JSON objects they stand for, one line each."""
    decoder = Decoder()
    return [
        orjson.dumps(r.content.body) for r in decoder.feed(b"".join(lines)) if r.kind == "event"
    ]  # type: ignore[union-attr]  # by kind


def load_all(lines: list[bytes]) -> None:
    for line in lines:
        orjson.loads(line)


def run(stage: Splitter | Decoder | Inspection, data: bytes) -> None:
    """Feed a stage as a file is read; what it gives is dropped, as an audit does."""
    for at in range(0, len(data), CHUNK):
        stage.feed(data[at : at + CHUNK])


def measure(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Give the median seconds of CPU time of each work over interleaved rounds."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.process_time()
            work()
            times[name].append(time.process_time() - start)
    return {name: statistics.median(row) for name, row in times.items()}


def main() -> None:
    lines = sent_lines(EVENTS)
    data, objects = b"".join(lines), as_json(lines)
    print(f"{EVENTS} events, {len(data) / EVENTS:.0f} bytes a log line, "
          f"{sum(map(len, objects)) / EVENTS:.0f} bytes as JSON")  # fmt: skip
    medians = measure({
        "orjson.loads": lambda: load_all(objects),
        "split into lines": lambda: run(Splitter(), data),
        "decode": lambda: run(Decoder(), data),
        "decode, bind and check": lambda: run(Inspection(), data),
    })  # fmt: skip
    base = medians["orjson.loads"]
    for name, seconds in medians.items():
        print(f"{name:24} {seconds * 1e6 / EVENTS:8.2f} us/event   ratio {base / seconds:6.3f}")


if __name__ == "__main__":
    main()
