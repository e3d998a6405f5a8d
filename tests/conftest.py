"""What every test shares: the network guard, the cases, and no environment of the developer's."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from inspector import guard

guard.install(processes=True)
settings.register_profile("search", deadline=None)  # draws anew every time
settings.register_profile("inspector", deadline=None, derandomize=True)  # the gate has no luck
settings.load_profile("inspector")

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="session")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cases, in a folder that nobody else may enter: how the checkout was made says nothing."""
    copy: Path = tmp_path_factory.mktemp("cases") / "cases"
    shutil.copytree(CASES, copy)
    return copy


@pytest.fixture(autouse=True)
def _plain_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.getbasetemp()))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
    for name in (
        "WERF_TELEMETRY_LOG_FILE",
        "SOURCE_DATE_EPOCH",
        "INSPECTOR_KEY",
        "NO_COLOR",
        "FORCE_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def hears() -> Iterator[None]:
    """Signals arrive, as they do not under `nohup` or in the background of a script."""
    before = {}
    for number, handler in (
        (signal.SIGHUP, signal.SIG_DFL),
        (signal.SIGQUIT, signal.SIG_DFL),
        (signal.SIGINT, signal.default_int_handler),
    ):
        if signal.getsignal(number) is signal.SIG_IGN:
            before[number] = signal.signal(number, handler)
    yield
    for number in before:
        signal.signal(number, signal.SIG_IGN)
