"""Make the pictures beside this script: run ``python screenshots/make.py``.

The same scenes are compared by tests/tui/test_snapshots.py.  The PNGs for the README need cairosvg
(pip install cairosvg) and a monospaced font; without it only the SVG files are written.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from scenes import SCENES, SIZES, picture

HERE = Path(__file__).parent
FONT = "DejaVu Sans Mono"
_ALL_SIZES = ("session", "help", "wire-sent")
_PNG = ("session", "wire-sent")


def main() -> None:
    """Write every scene at 80 by 24, the first ones at every size, and the PNGs."""
    for name, scene in SCENES.items():
        for size in SIZES if name in _ALL_SIZES else SIZES[1:2]:
            path = HERE / f"{name}-{size[0]}x{size[1]}.svg"
            path.write_text(asyncio.run(picture(scene, size)))
            print(path.name)
    for name in _PNG:
        _png(HERE / f"{name}-120x40.svg", HERE / f"{name}.png")


def _png(svg: Path, png: Path) -> None:
    try:
        import cairosvg  # noqa: PLC0415  # only this script needs it
    except ImportError:
        print(f"{png.name} was not written: cairosvg is not installed")
        return
    text = svg.read_text().replace("Fira Code", FONT)
    cairosvg.svg2png(bytestring=text.encode(), write_to=str(png), scale=1.0)
    print(png.name)


if __name__ == "__main__":
    main()
