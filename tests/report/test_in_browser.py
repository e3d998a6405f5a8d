"""The page in a real browser: what it forbids itself is forbidden, and it asks for nothing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector.report import html
from tests.report import hostile
from tests.report.test_golden import report as golden

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")

OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--v=0",
)  # fmt: skip


@dataclass
class Visit:
    dom: str
    console: list[str]
    requests: set[str]
    picture: bytes


def visit(folder: Path, page: str) -> Visit:
    (folder / "page.html").write_text(page, encoding="utf-8")
    address = (folder / "page.html").as_uri()
    log, picture = folder / "net.json", folder / "page.png"
    fixed = [BROWSER, *OPTIONS, f"--user-data-dir={folder / 'profile'}"]
    dumped = subprocess.run(
        [*fixed, f"--log-net-log={log}", "--dump-dom", address],
        capture_output=True, timeout=120, check=True, encoding="utf-8",
    )  # fmt: skip
    subprocess.run(
        [*fixed, "--window-size=1280,1600", f"--screenshot={picture}", address],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    console = [line for line in dumped.stderr.splitlines() if "CONSOLE" in line]
    return Visit(dumped.stdout, console, asked(log, address), picture.read_bytes())


def asked(log: Path, address: str) -> set[str]:
    """Addresses of the network log that are of the page's making, not the browser's own."""
    text = log.read_text(encoding="utf-8")
    events = json.loads(text if text.rstrip().endswith("}") else text.rstrip().rstrip(",") + "]}")[
        "events"
    ]
    urls = {str(event.get("params", {}).get("url", "")) for event in events}
    return {
        url
        for url in urls
        if re.search(r"\.example\b", url) or (url.startswith("file:") and url != address)
    }


@pytest.fixture(scope="module", params=["golden", "hostile"])
def opened(request, tmp_path_factory) -> tuple[str, Visit]:
    made = golden() if request.param == "golden" else hostile.report(" ".join(hostile.HOSTILE))
    page = html.render(made)
    return page, visit(tmp_path_factory.mktemp(request.param), page)


def test_the_browser_finds_nothing_to_refuse(opened):
    _, seen = opened

    assert [] == seen.console


def test_the_page_asks_for_nothing(opened):
    _, seen = opened

    assert set() == seen.requests


def test_the_browser_reads_the_elements_that_were_written(opened):
    page, seen = opened

    def count(text: str) -> list[str]:
        return re.findall(r"<([a-z0-9]+)[ >/]", text)

    assert count(page) == count(seen.dom)


def test_the_page_is_painted_in_its_own_style(opened):
    _, seen = opened

    assert seen.picture.startswith(b"\x89PNG")
    assert len(seen.picture) > 20_000  # the same page without a style sheet is a list of words


def test_what_would_break_the_policy_would_be_seen(tmp_path):
    page = html.render(golden()).replace(
        "<main>",
        '<main><p style="color: red">x</p><img src="http://a.example/x.png"><script>1</script>',
    )

    seen = visit(tmp_path, page)

    assert len(seen.console) >= 3
    assert all("Content Security Policy" in line for line in seen.console)
