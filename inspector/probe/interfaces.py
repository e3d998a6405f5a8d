"""The network interfaces of this machine, as the kernel's files show them.

Go's `net.Interfaces` lists them by their index, leaves out an address that is all zero, and takes
"up" from the flags; werf takes the first that is up and has a vendor's address.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector.recipes import address, local

CLASS = Path("/sys/class/net")
"""Where Linux shows interfaces; macOS has no such files."""

_UP = 0x1  # IFF_UP
_LAST = 1 << 31


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface that has a hardware address."""

    name: str
    mac: str
    """As Go spells it."""
    up: bool

    @property
    def vendor(self) -> bool:
        """Tell whether the address is a vendor's, so that werf may hash it."""
        return not local(self.mac)


def readable(folder: Path = CLASS) -> bool:
    """Tell whether interfaces can be read here without starting a program."""
    return folder.is_dir()


def interfaces(folder: Path = CLASS) -> tuple[Interface, ...]:
    """Read the interfaces with hardware addresses, in the order in which Go lists them."""
    try:
        names = sorted(one.name for one in folder.iterdir())
    except OSError:
        return ()
    found = [(_index(folder / name), _read(folder, name)) for name in names]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]) if one)


def chosen(found: tuple[Interface, ...]) -> Interface | None:
    """Choose the one that werf hashes; None where it finds none and sends a constant."""
    return next((one for one in found if one.up and one.vendor), None)


def _read(folder: Path, name: str) -> Interface | None:
    mac = address(_text(folder / name / "address"))
    if mac is None or not mac.strip("0:"):
        return None
    return Interface(name, mac, bool(_number(folder / name / "flags", 16, 0) & _UP))


def _index(interface: Path) -> int:
    return _number(interface / "ifindex", 10, _LAST)


def _number(file: Path, base: int, default: int) -> int:
    try:
        return int(_text(file), base)
    except ValueError:
        return default


def _text(file: Path) -> str:
    try:
        return file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
