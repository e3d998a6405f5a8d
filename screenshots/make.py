"""Make the pictures beside this script: run ``python screenshots/make.py``.

They are scenes that tests/tui/test_snapshots.py compares, and the golden report of tests/report, so
nothing in them depends on the day or the machine.  An SVG loads nothing, a font neither.  For the
PNGs that the README shows, Chromium is needed: it alone keeps the columns of an SVG's text where
they are.  ``--check`` makes no file and says which are not what would be made; of a PNG it knows
from ``png.sha256`` which SVG, or which report, it was made of.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from film import film
from scenes import FILM, SCENES, SIZES, picture

HERE = Path(__file__).parent
PICTURES = {  # file: scene and size
    "events-dark": ("session", SIZES[0]),
    "events-light": ("light", SIZES[0]),
    "events-narrow": ("session", SIZES[2]),
    "events-russian": ("russian", SIZES[0]),
    "events-high-contrast": ("high-contrast", SIZES[0]),
    "runs-dark": ("runs", SIZES[0]),
    "runs-light": ("light-runs", SIZES[0]),
    "fields-dark": ("fields", SIZES[0]),
    "fields-light": ("light-fields", SIZES[0]),
    "wire-dark": ("wire-sent", SIZES[0]),
    "wire-light": ("light-wire", SIZES[0]),
    "report-dark": ("report", SIZES[0]),
    "report-light": ("light-report", SIZES[0]),
}
SHOWN = (
    "events-dark", "events-light", "events-narrow", "events-russian", "fields-dark", "wire-dark",
)  # fmt: skip
SECONDS = (2.5, 2, 2, 2.5, 1.5, 7, 2, 2.5)
"""How long each picture of the live run lasts; the longest is to be read."""
GOLDEN = HERE.parent / "tests" / "report" / "golden" / "report.html"
_SUMS = HERE / "png.sha256"
_QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
          "--disable-background-networking", "--disable-sync", "--hide-scrollbars",
          "--default-background-color=00000000")  # fmt: skip


def main() -> None:
    """Write every picture, or check them all."""
    made = {f"{name}.svg": _play(*of) for name, of in PICTURES.items()}
    live = [_play(name, SCENES[name].sizes[0]) for name in FILM]
    made["live.svg"] = film(live, SECONDS, still=SECONDS.index(max(SECONDS)))
    pages = {f"{name}.png": made[f"{name}.svg"] for name in SHOWN}
    pages["report.png"] = GOLDEN.read_text()
    made[_SUMS.name] = "".join(
        f"{hashlib.sha256(page.encode()).hexdigest()}  {name}\n" for name, page in pages.items()
    )
    if sys.argv[1:] == ["--check"]:
        sys.exit(_check(made, set(pages)))
    for name, page in pages.items():
        _png(page, HERE / name)
    for name, text in made.items():
        (HERE / name).write_text(text)


def _play(scene: str, size: tuple[int, int]) -> str:
    return asyncio.run(picture(SCENES[scene], size))


def _check(made: dict[str, str], pngs: set[str]) -> str | None:
    """Say which files are not those that would be made."""
    there = {path.name for path in HERE.iterdir() if path.suffix in {".svg", ".png"}}
    old = {name for name, text in made.items() if not _holds(HERE / name, text)}
    wrong = sorted(old | (there ^ (pngs | set(made) - {_SUMS.name})))
    return f"run python screenshots/make.py: {', '.join(wrong)}" if wrong else None


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


def _png(page: str, png: Path) -> None:
    """Let Chromium take the picture of an SVG at its size, or of a page."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit(f"{png.name} cannot be made: there is no Chromium here")
    box = re.match(r'<svg [^>]*viewBox="0 0 (\d+) (\d+)', page)
    size = f"{box[1]},{box[2]}" if box else "1000,1050"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"page.{'svg' if box else 'html'}"
        source.write_text(page)
        subprocess.run(
            [browser, *_QUIET, f"--user-data-dir={folder}/profile", f"--window-size={size}",
             f"--screenshot={png}", source.as_uri()], check=True, capture_output=True,
        )  # fmt: skip
    print(png.name)


if __name__ == "__main__":
    main()
