"""This machine and a folder in, what telemetry could say of them out; only where somebody asks.

No process is started and no socket opened: files of git, of the kernel and the environment are
read.  What is found stays in memory: rules get words to look for and hashes to compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from inspector.model import Known
from inspector.probe.git import Repository, repository
from inspector.probe.interfaces import Interface, interfaces
from inspector.probe.naming import words
from inspector.recipes import NOTHING, Made, project_hash, project_ids, user_id
from inspector.safe import Safe, safe

__all__ = ["Interface", "Repository", "hashes", "interfaces", "probe", "repository"]

_CONSTANT = {value for table in NOTHING.values() for value in table}


def probe(folder: Path, environ: Mapping[str, str]) -> Known:
    """Find what is known of this machine, its user, and the project in a folder."""
    here = repository(folder, environ)
    made = hashes(folder, here, interfaces())
    return Known(tuple(words(here, environ)), {one.id: what for what, one in made})


def hashes(
    folder: Path, here: Repository, found: tuple[Interface, ...]
) -> Iterator[tuple[Safe, Made]]:
    """Give every id that werf or Wasp makes of what is here, with words for what it is made of."""
    for interface in found:
        if interface.vendor:
            yield safe(f"the hardware address of {interface.name}"), user_id(interface.mac)
    for remote in here.remotes:
        for url in dict.fromkeys((remote.url, remote.written)):
            for made in project_ids(url):
                if made.id not in _CONSTANT:
                    yield safe(f"the URL of the remote {remote.name} here"), made
    for above, parent in enumerate((folder, *folder.parents)):
        what = "this folder" if not above else f"the folder {above} above this one"
        yield Safe(what), project_hash(str(parent))
