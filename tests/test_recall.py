"""What is recalled is what would have been read: every test here does both and compares."""

from __future__ import annotations

import itertools
import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector import audit as audited
from inspector import recall
from inspector.audit import Inspection, Settings, audit
from inspector.contracts import shipped
from inspector.contracts.shelf import named
from inspector.model import Known
from inspector.recall import ALONE, ELSEWHERE, TOGETHER
from inspector.recipes.printed import PRINTED
from inspector.report.forms import render
from inspector.rules import Context, Period, pick, rules
from tests.benchmarks.werf_log import Log

NOW = 1_800_000_000_000
LATER = 1_790_000_000_000
"""A time at which the generated logs were written, in milliseconds."""


class Forgetful:
    """What `Inspection` would have if the package were deleted."""

    def __init__(self, *_):
        pass

    def recall(self, *_):
        return None

    def learn(self, *_):
        pass


def forgetful(*args, **more):
    inspection = Inspection(*args, **more)
    inspection._memory = Forgetful()
    return inspection


def judge(inspection, data, chunk=1 << 16):
    pieces = (data[at : at + chunk] for at in range(0, len(data), chunk))
    return [*itertools.chain.from_iterable(map(inspection.feed, pieces)), *inspection.end()]


def recalled(inspection):
    """Count the lines that an inspection recalls from now on."""
    counted, memory = [], inspection._memory

    class Counting:
        learn = memory.learn

        def recall(self, line, now_ms):
            known = memory.recall(line, now_ms)
            counted.append(known is not None)
            return known

    inspection._memory = Counting()
    return counted


def generated(count, **more):
    return b"".join(itertools.islice(Log(**more).lines(), count))


def same(data, *args, chunk=1 << 16, **more):
    """Judge bytes with and without memory; gives what both say."""
    known, read = judge(Inspection(*args, **more), data, chunk), None
    read = judge(forgetful(*args, **more), data, chunk)
    assert known == read
    return read


def test_every_rule_about_events_is_known_to_judge_fields_alone_or_not():
    asked = {rule.id for rule in rules() if rule.about == "event"}

    assert asked == ALONE | TOGETHER | ELSEWHERE
    assert {rule.id for rule in rules() if rule.about == "record"} == {"run/unreadable-line"}


def test_nearly_every_line_of_a_long_log_is_recalled():
    data = generated(20_000, named=0.5)
    inspection = Inspection()
    counted = recalled(inspection)

    judge(inspection, data)

    assert sum(counted) > 0.93 * 20_000


@pytest.mark.parametrize("chunk", [1 << 10, 7 << 10, 64 << 10])
@pytest.mark.parametrize("more", [{"clean": True}, {"named": 0.5}])
def test_a_generated_log_is_judged_as_without_memory(chunk, more):
    found = same(generated(3_000, seed=3, **more), now_ms=LATER, chunk=chunk)

    assert any(one.findings for one in found) is ("named" in more)


@pytest.mark.parametrize("chunk", [7 << 10, 64 << 10])
def test_every_case_is_judged_as_without_memory(cases, chunk):
    files = [path for path in sorted(cases.iterdir()) if path.is_file()]
    logs = b"".join(path.read_bytes() + b"\n" for path in files if path.suffix == ".log")
    others = b"".join(path.read_bytes() + b"\n" for path in files if path.suffix != ".log")

    same(logs + others + logs, now_ms=NOW, chunk=chunk)


def test_every_report_has_the_same_bytes_as_without_memory(cases, tmp_path, monkeypatch):
    twice = tmp_path / "twice.log"
    twice.write_bytes(generated(3_000, named=0.3) + generated(500, seed=2))
    paths = [str(path) for path in sorted(cases.glob("*.log"))] * 2 + [str(twice)]
    given_ = Settings(shipped(), rules(), now_ms=NOW)

    def reports():
        report = audit(paths, given_)
        return [render(report, form) for form in ("json", "text")]

    known = reports()
    monkeypatch.setattr(audited, "Memory", Forgetful)

    assert known == reports()


# --- one line that is changed -------------------------------------------------------------------


def kinds(data):
    """Give one line of each type of event, and each remark."""
    found = {}
    for line in data.splitlines(keepends=True):
        kind = line.partition(b'eventType="')[2].partition(b'"')[0] or line.rpartition(b"] ")[2]
        found[kind] = line
    return list(found.values())


@pytest.fixture(scope="module")
def warm():
    """A log, one line of each kind of it, and two inspections that have seen it."""
    log = generated(3_000, seed=5, named=0.5)
    known, read = Inspection(now_ms=LATER), forgetful(now_ms=LATER)
    assert known.feed(log) == read.feed(log)
    lines = sorted(kinds(generated(3_000, seed=5, clean=True)), key=len)
    return [*lines[:2], *lines[8:11], lines[-1]], known, read


def test_a_line_with_any_one_byte_changed_is_judged_as_without_memory(warm):
    lines, known, read = warm
    chance = random.Random(1)  # noqa: S311  # test data
    assert len(lines) == 6
    for line in lines:
        assert known.feed(line) == read.feed(line)
        for at in range(len(line)):
            for byte in (
                chance.choice((chance.randrange(256), line[at] ^ 1)),
                chance.choice(b'"\\,{}0 \n'),
            ):
                changed = line[:at] + bytes([byte]) + line[at + 1 :] + line
                assert known.feed(changed) == read.feed(changed), (at, byte)


def test_a_line_with_a_byte_more_or_less_is_judged_as_without_memory(warm):
    lines, known, read = warm
    chance = random.Random(2)  # noqa: S311  # test data
    for line in lines:
        for at in range(len(line)):
            more = bytes([chance.choice(b'"\\,{}0 \n\r9\xff')])
            changed = line[:at] + chance.choice((b"", more + line[at : at + 1])) + line[at + 1 :]
            assert known.feed(changed + line) == read.feed(changed + line), (at, more)


@pytest.mark.parametrize("number", [b"", b"#", b"x", b"\\n", b"-", b"01"])
def test_a_duration_without_a_number_is_not_recalled_as_one(warm, number):
    lines, known, read = warm
    for line in lines:
        begin, name, rest = line.partition(b'\\"durationMs\\":')
        changed = begin + name + number + rest.lstrip(b"0123456789")
        assert known.feed(line + changed) == read.feed(line + changed), changed


# --- parts that are put together anew -----------------------------------------------------------

PRINTED_HASH = next(key for key in PRINTED if len(key) == 64)
TEXTS = (
    "", "werf converge", "werf build", "acme-billing", "mail bob@example.com", 'a "quoted" word',
    'x", eventData="y', "back\\slash", "a] Telemetry: sent event: b", "tab\there", "Привет", "\u202e",
    '{"durationMs":5}', "token=ghp_0123456789abcdefghijABCDEFGHIJ012345", "1" * 64, PRINTED_HASH,
)  # fmt: skip
DATA = (
    "{}", "null", '{"exitCode":0,"durationMs":%d}', '{"exitCode":"no","durationMs":%d}',
    '{"durationMs":%d,"success":true,"imagesCount":1}', '{"durationMs":%d,"durationMs":7}',
    '{"image":"","stage":"from","durationMs":%d,"fromCache":true,"baseImageSource":"","baseImagePulled":false}',
    '{"image":"acme","stage":"RUN","durationMs":%d,"fromCache":true,"baseImageSource":"x","baseImagePulled":false}',
    '{"\\u0064urationMs":%d,"inner":{"durationMs":%d}}', '{"inner":{"durationMs":%d}}',
    '{"image":"\\\\\\"durationMs\\\\\\":5","durationMs":%d}', '{"durationMs": %d}', "[%d]", '"%d"',
    '{"durationMs":%d.5}', '{"durationMs":%de2}', '{"durationMs":-%d}', '{"durationMs":0%d}',
    '{"commandOptions":[{"name":"repo","asCli":false,"asEnv":false,"count":%d}]}', '{"a":1,"a":2}',
    '{"errorMessage":"from 10.1.2.3 \\u202e","gitlabRunnerVersion":"15.3.0","gitlabServerVersion":"x"}',
)  # fmt: skip
ATTRIBUTES = (
    '{"arch":"amd64","extra":{},"os":"linux","version":"v2.77.1"}',
    '{"arch":"amd64","ci":true,"ciName":"gitlab","extra":{},"os":"linux","version":"v2.77.1"}',
    '{"arch":"amd64","expDeployEngine":true,"extra":{"team":"a b"},"os":"linux","version":"v1.2.300"}',
    '{"arch":"sparc","CI":true,"extra":{"mail":"bob@example.com"},"os":"linux","version":"x"}',
    '{"arch":"amd64","is_build":true,"deploy_cmd_args":"x"}', "{}", "null", '{"ts":12}',
    '{"arch":"amd64","arch":"arm64","extra":{"\\u202e":"{\\"a\\":1}"},"os":5,"version":"v2.77.1"}',
)  # fmt: skip
RUNS = (
    "c1238ad0-8669-49c6-afd8-dfc91970eeaa", "C1238AD0-8669-49C6-AFD8-DFC91970EEAA", "", "bob",
    "c1238ad0-8669-19c6-afd8-dfc91970eeaa", "c1238ad0-8669-79c6-afd8-dfc91970eeaa",
    PRINTED[PRINTED_HASH].beside,
)  # fmt: skip
TIMES = ("1795174209526", "1795174209527", "1999999999999", "0795174209526", "1100000000000",
         "1795174209", "-5", "9999999999999", "17951742095260")  # fmt: skip
TYPES = ("CommandStarted", "CommandExited", "StageBuildFinished", "BuildFinished", "Other")
FRAMES = (
    "[1][2026-11-20 14:30:09.522166109 +0300 MSK m=+0.003075326] Telemetry: ",
    "[1][2026-11-20 14:30:09 +0300 MSK m=+0.003075326] Telemetry: ",
    "[2][2026-13-20 14:30:09.5 +0300 MSK m=+0.003075326] Telemetry: ",
    "[3][2026-11-20 14:30:09.5 +0545 +0545 m=+0.003075326] Telemetry: ",
    "[4][2026-11-20 14:30:09.5 +0300 МСК m=+0.003075326] Telemetry: ",
    "[5][2026-11-20 14:30:09.5 +0300 MSK] Telemetry: ",
    " [1][2026-11-20 14:30:09.5 +0300 MSK m=-0.003075326] Telemetry: ",
)
ENDS = ("schemaVersion=2", "schemaVersion=1", "schemaVersion=2\r", "schemaVersion=02", "n=2")


def often(plain, *others):
    """Mostly one of the first, so that whole lines are known; sometimes another."""
    return st.sampled_from([*plain] * (1 + 4 * len(others) // len(plain)) + [*others])


HASHES = ("5" * 64, "6" * 64)
LINES = st.builds(
    "{}sent event: ts={}, executionID={}, userID={}, projectID={}, command={}, eventType={}, "
    "eventData={}, attributes={}, {}".format,
    often(FRAMES[:1], *FRAMES[1:]),
    often(TIMES[:2], *TIMES[2:]),
    often(RUNS[:1], *RUNS[1:]).map(json.dumps),
    often(HASHES, *TEXTS).map(json.dumps),
    often(HASHES, *TEXTS).map(json.dumps),
    often(TEXTS[1:3], *TEXTS).map(lambda text: json.dumps(text, ensure_ascii=False)),
    often(TYPES).map(json.dumps),
    st.builds(
        lambda text, number: json.dumps(text.replace("%d", str(number))),
        st.sampled_from(DATA),
        often((0, 5, 10**6), 10**9, 2_592_000_000, 2_592_000_001, 9_223_372_036_854, 10**40),
    ),
    often(ATTRIBUTES[:2], *ATTRIBUTES[2:]).map(json.dumps),
    often(ENDS[:1], *ENDS[1:]),
)
MANY = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@MANY
@given(st.lists(LINES, min_size=20, max_size=60))
def test_parts_that_meet_in_new_lines_are_judged_as_without_memory(lines):
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")

    same(data + data, now_ms=NOW)


@MANY
@given(
    st.lists(LINES, min_size=20, max_size=40),
    st.sampled_from([
        {"context": Context(known=Known(words=("acme",), hashes={"5" * 64: "a guess"}), raw=True)},
        {"context": Context(opted_out_since=1_795_174_209_527)},
        {"context": Context(period=Period(since=1_795_174_209_527))},
        {"chosen": pick(rules(), ["identity", "personal"])},
        {"chosen": ()},
        {"contracts": ()},
        {"contracts": (named("werf-v2"),)},
    ]),
)  # fmt: skip
def test_settings_do_not_change_that(lines, more):
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")

    same(data + data, **more)


def test_the_latest_time_that_is_no_surprise_may_move_on():
    line = kinds(generated(3_000, clean=True))[-1]
    late = generated(200, clean=True)
    known, read = Inspection(now_ms=1_000), forgetful(now_ms=1_000)
    assert known.feed(late + line) == read.feed(late + line)
    for now in (LATER, 1_000, LATER):
        known.until(now)
        read.until(now)
        judged = known.feed(late)

        assert judged == read.feed(late)
        assert any(one.findings for one in judged) is (now == 1_000)


def test_a_hostile_log_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(recall, "BUDGET", 1 << 20)
    inspection = Inspection()
    memory = inspection._memory
    (line,) = [one for one in kinds(generated(3_000, clean=True)) if b"BuildStarted" in one]
    most = 0
    for number in range(120):
        many = ",".join(f'"k{number}-{key}":{key}' for key in range(90)).replace('"', '\\"')
        begin, _, _ = line.partition(b'\\"imagesCount')
        _, end, rest = line.partition(b'}", attributes')
        inspection.feed(begin + many.encode() + end + rest)
        most = max(most, memory._spent)

    assert 1 << 19 < most < (1 << 20) + (1 << 17)
