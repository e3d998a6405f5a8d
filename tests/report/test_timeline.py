from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspector.report.timeline import LIMIT, Timeline

LAST = 253_402_300_799_999  # the last millisecond that a calendar can hold
TIMES = st.lists(st.integers(0, 4_000_000_000) | st.integers(0, LAST), max_size=50)


def counted(times) -> Timeline:
    timeline = Timeline()
    for time in times:
        timeline.add(time)
    return timeline


def scattered(count: int):
    return [number * 7_919_000 % 10**10 * 20 for number in range(count)]


@given(TIMES, st.integers(10, 60))
def test_every_event_is_in_one_bar(times, most):
    width, bars = counted(times).bars(most)

    assert len(times) == sum(count for _, count in bars)
    assert len(bars) <= most
    assert all(start % width == 0 for start, _ in bars)
    assert not bars or (bars[0][1] and bars[-1][1])


def test_a_time_that_no_clock_tells_is_not_counted():
    assert (1000, []) == counted([None]).bars(60)


def test_bars_have_widths_that_people_count_in():
    hour = 3_600_000

    width, bars = counted(range(0, 24 * hour, 60_000)).bars(30)
    assert (hour, 24) == (width, len(bars))


def test_memory_is_bounded_whatever_the_clocks_say():
    timeline = counted(range(0, LAST, LAST // 10_000))

    assert len(timeline.buckets) <= LIMIT
    assert 60 >= len(timeline.bars(60)[1])


def test_order_and_split_change_nothing():
    times = scattered(5 * LIMIT)
    whole = counted(times)

    for cut in (0, 1, LIMIT, 3 * LIMIT, len(times)):
        left, right = counted(times[:cut]), counted(times[cut:])
        left.merge(right)
        assert whole == left
    assert whole == counted(reversed(times))


def test_merging_is_associative():
    times = scattered(3 * LIMIT)
    parts = [times[at::3] for at in range(3)]

    one, two, three = map(counted, parts)
    two.merge(three)
    one.merge(two)
    first, second, third = map(counted, parts)
    first.merge(second)
    first.merge(third)

    assert one == first == counted(times)
