"""A folder in, the remotes and the author of the git repository that it belongs to out.

Only files are read: `.git/config` of the repository (found through the `.git` file of a worktree or
submodule), what it includes, and `~/.gitconfig`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector.probe.gitconfig import Setting, read

_POINTER = 4096  # bytes of a `.git` file, which holds one path


@dataclass(frozen=True, slots=True)
class Remote:
    """A remote of a repository."""

    name: str
    url: str
    """After what `insteadOf` makes of it: what werf hashes."""
    written: str
    """As the configuration has it."""


@dataclass(frozen=True, slots=True)
class Repository:
    """What git's files say of a repository and its user."""

    folder: Path | None = None
    """The folder that holds `.git`; None outside a repository."""
    remotes: tuple[Remote, ...] = ()
    authors: tuple[str, ...] = ()
    """Names and addresses of `user.name` and `user.email`."""


def repository(folder: Path, environ: Mapping[str, str]) -> Repository:
    """Find the repository that a folder belongs to, and read its remotes, origin first."""
    root, git = _found(folder)
    settings = list(read(_common(git) / "config")) if git else []
    if git and git != _common(git):
        settings += read(git / "config.worktree")
    home = environ.get("HOME") or environ.get("USERPROFILE")
    own = list(read(Path(home) / ".gitconfig")) if home else []
    return Repository(root, _remotes(settings, own), _authors([*settings, *own]))


def _found(folder: Path) -> tuple[Path | None, Path | None]:
    for parent in (folder, *folder.parents):
        git = parent / ".git"
        if os.path.isdir(git):  # noqa: PTH112  # Path raises on EACCES
            return parent, git
        if os.path.isfile(git) and (pointed := _pointed(git, "gitdir:")):  # noqa: PTH113
            return parent, pointed
    return None, None


def _pointed(file: Path, prefix: str) -> Path | None:
    """Read a file that holds a path, relative to its own folder."""
    try:
        with file.open("rb") as opened:
            text = opened.read(_POINTER).decode("utf-8", "surrogateescape")
    except OSError:
        return None
    path = text.removeprefix(prefix).strip()
    return file.parent / path if path and text.startswith(prefix) and "\0" not in path else None


def _common(git: Path) -> Path:
    """Find the folder that a worktree shares with its repository."""
    return _pointed(git / "commondir", "") or git


def _remotes(settings: list[Setting], own: list[Setting]) -> tuple[Remote, ...]:
    """Give every remote's first URL, which is the one that go-git takes."""
    urls: dict[str, str] = {}
    for one in settings:
        if (one.section, one.key) == ("remote", "url") and one.sub:
            urls.setdefault(one.sub, one.value)
    bases = [
        (one.value, one.sub)
        for one in (*settings, *own)
        if (one.section, one.key) == ("url", "insteadof") and one.value
    ]
    names = sorted(urls, key=lambda name: (name != "origin", name))
    return tuple(Remote(name, _replaced(urls[name], bases), urls[name]) for name in names)


def _replaced(url: str, bases: list[tuple[str, str]]) -> str:
    """Put the base of the longest beginning that `insteadOf` names in its place."""
    fitting = [pair for pair in bases if url.startswith(pair[0])]
    if not fitting:
        return url
    beginning, base = max(fitting, key=lambda pair: len(pair[0]))
    return base + url[len(beginning) :]


def _authors(settings: list[Setting]) -> tuple[str, ...]:
    found = [
        one.value for one in settings if one.section == "user" and one.key in {"name", "email"}
    ]
    return tuple(dict.fromkeys(filter(None, found)))
