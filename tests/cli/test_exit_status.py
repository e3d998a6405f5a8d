"""What was found, by what counts as a failure: the whole table of exit statuses."""

from __future__ import annotations

import pytest

from inspector import cli

CLEAN, DIRTY, TORN = (
    "werf-v2.77.1-clean.log",
    "werf-v1.2.243-expDeployEngine.log",
    "torn-line-glued-to-next-process.log",
)
BROKEN, ASKED, NOTED = "contract/undocumented-field", "identity/hash-of-mac", "run/never-seen"
LEVELS = ("violation", "review", "note", "never")
WAIVER = '[[waivers]]\nrule = "{}"\nreason = "known"\nowner = "us"\nexpires = {}\n'


@pytest.mark.parametrize(
    "words, statuses",
    [
        pytest.param([DIRTY, "--select", BROKEN], (1, 1, 1, 0), id="violations only"),
        pytest.param([CLEAN, "--select", ASKED], (0, 1, 1, 0), id="reviews only"),
        pytest.param([CLEAN, "--select", NOTED], (0, 0, 1, 0), id="notes only"),
        pytest.param([CLEAN, "--select", BROKEN], (0, 0, 0, 0), id="nothing"),
        pytest.param([TORN, "--select", BROKEN], (3, 3, 3, 3), id="unreadable"),
        pytest.param([TORN, "--select", "run/unreadable-line"], (3, 1, 1, 3), id="unreadable, as a finding"),
        pytest.param([DIRTY, TORN, "--select", BROKEN], (1, 1, 1, 3), id="violations and unreadable"),
        pytest.param([DIRTY, "--select", BROKEN, "--waivers", "good.toml"], (0, 0, 0, 0), id="waived"),
        pytest.param([DIRTY, TORN, "--select", BROKEN, "--waivers", "good.toml"], (3, 3, 3, 3),
                     id="waived and unreadable"),
        pytest.param([DIRTY, "--select", BROKEN, "--waivers", "old.toml"], (1, 1, 1, 0), id="waived until it expired"),
        pytest.param([DIRTY, "--select", BROKEN, "--baseline", "old.json"], (0, 0, 0, 0), id="in the baseline"),
        pytest.param([DIRTY, "--baseline", "old.json"], (0, 1, 1, 0), id="partly in the baseline"),
        pytest.param([DIRTY, "--select", BROKEN, "--baseline", "none.json"], (1, 1, 1, 0), id="new since the baseline"),
        pytest.param(["empty.log"], (3, 3, 3, 3), id="no event"),
        pytest.param(["gone.log"], (2, 2, 2, 2), id="no such file"),
        pytest.param([DIRTY, "--select", "no/such"], (2, 2, 2, 2), id="no such rule"),
    ],
)  # fmt: skip
def test_the_exit_status_is_the_promised_one(words, statuses, cases, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.toml").write_text(WAIVER.format(BROKEN, "2099-12-31"))
    (tmp_path / "old.toml").write_text(WAIVER.format(BROKEN, "2020-12-31"))
    (tmp_path / "empty.log").touch()
    for case, target in ((DIRTY, "old.json"), (CLEAN, "none.json")):
        if target in words:
            audit(str(cases / case), "--select", BROKEN, "-o", f"json={target}")
    given = [str(cases / word) if word in {CLEAN, DIRTY, TORN} else word for word in words]

    assert statuses == tuple(audit(*given, "--fail-on", level) for level in LEVELS)


def audit(*words) -> int:
    return cli.main(["audit", "--quiet", *words])
