"""Make the pictures beside this script: run ``python screenshots/make.py``.

The same scenes are compared by tests/tui/test_snapshots.py, the report is the golden one of
tests/report.  The PNGs for the README need cairosvg (pip install cairosvg), a monospaced font and
Chromium; what is missing is said, and the other files are written.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
from pathlib import Path

from scenes import SCENES, SIZES, picture

HERE = Path(__file__).parent
FONT = "DejaVu Sans Mono"
_ALL_SIZES = ("session", "help", "wire-sent")
_QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
          "--disable-background-networking", "--disable-sync", "--hide-scrollbars")  # fmt: skip
_PNG = ("session", "wire-sent")


def main() -> None:
    """Write every scene at 80 by 24, the first ones at every size, and the PNGs."""
    for name, scene in SCENES.items():
        wanted = scene.sizes if name in _ALL_SIZES else SIZES[1:2]
        for size in wanted:
            path = HERE / f"{name}-{size[0]}x{size[1]}.svg"
            path.write_text(asyncio.run(picture(scene, size)))
            print(path.name)
    for name in _PNG:
        _png(HERE / f"{name}-120x40.svg", HERE / f"{name}.png")
    _page(HERE.parent / "tests" / "report" / "golden" / "report.html", HERE / "report.png")


def _png(svg: Path, png: Path) -> None:
    try:
        import cairosvg  # noqa: PLC0415  # only this script needs it
    except ImportError:
        print(f"{png.name} was not written: cairosvg is not installed")
        return
    text = svg.read_text().replace("Fira Code", FONT)
    cairosvg.svg2png(bytestring=text.encode(), write_to=str(png), scale=1.0)
    print(png.name)


def _page(page: Path, png: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print(f"{png.name} was not written: there is no Chromium here")
        return
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [browser, *_QUIET, f"--user-data-dir={profile}", "--window-size=1000,1180",
             f"--screenshot={png}", page.as_uri()], check=True, capture_output=True,
        )  # fmt: skip
    print(png.name)


if __name__ == "__main__":
    main()
