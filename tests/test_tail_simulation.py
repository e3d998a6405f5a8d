"""Random schedules of writers and rotation, with an oracle of what must and what may be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inspector.tail import Tail
from inspector.tail.memory import Found
from inspector.tail.scan import Scan
from tests.tail_world import PROFILES, NaiveTail, System, World, run

SCALE = int(os.environ.get("TAIL_SCALE", "1"))
"""Times as many runs; a nightly run sets 100."""
RUNS, BETWEEN, ACTS, MOMENTS = 70, 28, 100, 50
BUDGETS = (1 << 23, 1 << 23, 500)
profiles = pytest.mark.parametrize("profile", PROFILES)


def watched(folder: Path, seed: int, profile: str) -> tuple[World, Tail]:
    world = World(folder, seed, profile)
    return world, Tail(world.path, clock=world.clock, system=System(lambda: None))


def raced(folder: Path, seed: int, profile: str) -> tuple[World, Tail]:
    world = World(folder, seed, profile, interleaved=True)
    return world, Tail(world.path, clock=world.clock, system=System(world.between))


def folder(tmp_path: Path, seed: int) -> Path:
    made = tmp_path / str(seed)
    made.mkdir()
    return made


@profiles
def test_every_line_is_read_once_whatever_happens_between_two_looks(profile, tmp_path):
    for seed in range(RUNS * SCALE):
        world, tail = watched(folder(tmp_path, seed), seed, profile)

        outcome = run(world, tail, ACTS, BUDGETS)

        assert outcome.clean, f"seed {seed}: {outcome}"


@profiles
def test_every_line_is_read_once_whatever_happens_within_a_look(profile, tmp_path):
    for seed in range(BETWEEN * SCALE):
        world, tail = raced(folder(tmp_path, seed), seed, profile)

        outcome = run(world, tail, MOMENTS, BUDGETS)

        assert outcome.clean, f"seed {seed}: {outcome}"


@profiles
def test_a_tail_that_trusts_path_offset_and_inode_is_found_out(profile, tmp_path):
    outcomes = []
    for seed in range(20):
        world = World(folder(tmp_path, seed), seed, profile)
        outcomes.append(run(world, NaiveTail(world.path), ACTS, BUDGETS))

    assert any(outcome.lost or outcome.twice for outcome in outcomes)


def test_deciding_about_one_file_with_the_bytes_of_another_is_found_out(tmp_path, monkeypatch):
    def careless(self, member):
        try:
            fd, info = self._files.grasp(member.path, link=False)
        except OSError:
            return None
        return Found.of(self._system, fd, member.key, info.st_size)

    monkeypatch.setattr(Scan, "_open", careless)
    worlds = (raced(folder(tmp_path, seed), seed, "copytruncate") for seed in range(100))

    assert not all(run(world, tail, MOMENTS, BUDGETS).clean for world, tail in worlds)
