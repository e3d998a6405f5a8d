"""Looking at the files beside the log: copies to finish a truncated file from, files never seen."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from contextlib import suppress
from typing import Literal

from inspector.tail import notices
from inspector.tail.family import MOST, Family, Sibling, age, sibling
from inspector.tail.files import KEPT, Cut, Files
from inspector.tail.generation import HEAD, Calm
from inspector.tail.memory import Found
from inspector.tail.place import Unsuitable, folders
from inspector.tail.siblings import packed, relation, unpacked_already
from inspector.tail.values import Key, Notice, key

PATIENCE = 5.0
"""Seconds to look for the copy of a truncated file while its folder does not come to rest."""
Verdict = Literal["done", "wait", "read"]
"""Of a file: nothing in it is new; look again; it is read from now on."""


class Scan:
    """The families of a path, and what was decided about each file in them."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._system = files.system
        self.families: list[Family] = []
        self._calms: dict[Key, Calm] = {}
        """Of files that were decided about."""
        self._waiting: list[bytes] = []
        """Paths of files that could not be decided about."""
        self._barred: dict[Key, int] = {}
        """Times of change of files that were there before the start and may not be read."""
        self._said: set[object] = set()

    def meet(self) -> None:
        """Find the folders; files that are there when one is first seen are never read."""
        met = {(family.folder, family.base): family for family in self.families}
        places = folders(self._system, self._files.path)
        families = [met.get(place) or self._meet(Family(*place)) for place in places]
        self.families = [family for family in families if family]

    def _meet(self, family: Family) -> Family | None:
        members = self._members(family)
        if members is None:  # met when it can be listed: until then nobody knows what is old
            return None
        for old in members:
            if old.size < 0 or self._files.by_key(old.key):
                continue
            self._barred[old.key] = old.mtime
            self._said.add(old.key)
            if found := self._open(old):
                with suppress(OSError):
                    self._files.memory.put(found.aside())
                    del self._barred[old.key]
                self._files.close(found.fd)
        return family

    def _members(self, family: Family) -> list[Sibling] | None:
        """The files of a family, none in a folder that is missing; None if it cannot be listed."""
        try:
            members = family.members(self._system)
        except OSError as error:
            family.calm.doubt()
            if error.errno in {errno.ENOENT, errno.ENOTDIR}:
                return []
            notice = notices.failed(self._system, family.folder, error)
            self._once(("unlisted", family.folder), notice)
            return None
        if family.capped:
            self._once(("crowded", family.folder), notices.crowded(family.folder, MOST))
        return members

    def _once(self, about: object, notice: Notice) -> None:
        if about not in self._said:
            self._said.add(about)
            self._files.say(notice)

    def where(self, wanted: Key) -> bytes | None:
        """Under which name of the family a file is found now."""
        for family in self.families:
            for member in self._members(family) or ():
                if member.key == wanted:
                    return member.path
        return None

    def run(self, at_path: Key | None) -> None:
        """Look at what changed beside the path, where `at_path` was seen in this step."""
        files = self._files
        listed: dict[bytes, Sibling] = {}
        for family in self.families:
            if family.changed(self._system, files.now) or files.cuts:
                listed |= {member.path: member for member in self._members(family) or ()}
        for path in self._waiting:
            if path not in listed and (member := sibling(self._system, path)):
                listed[path] = member
        for cut in tuple(files.cuts):
            self._finish(cut, listed.values())
        oldest_first = sorted(listed.values(), key=age)
        self._waiting = [file.path for file in oldest_first if not self._decide(file, at_path)]
        if len(self._calms) > 2 * MOST:  # also those of files long gone
            self._calms.clear()

    def _finish(self, cut: Cut, members: Iterable[Sibling]) -> None:
        files = self._files
        for member in sorted(members, key=lambda member: -member.size):
            if member.size < cut.known.offset:
                break
            if files.by_key(member.key) or not (found := self._open(member)):
                continue
            with suppress(OSError):
                if found.begins(cut.known):
                    files.say(notices.copied(files.path, cut.number, member.path))
                    files.finish(cut, found)
                    return
            files.close(found.fd)
        at_rest = all(family.calm.sure for family in self.families)
        if at_rest or files.now - cut.since > PATIENCE:
            files.give_up(cut)

    def _open(self, member: Sibling) -> Found | None:
        """Open what a scan saw; None when it cannot be read, or when another file stands there.

        Deciding about one file with the bytes of another lost 0.5 % of all lines in long runs:
        rotation renames files between our own system calls.
        """
        files = self._files
        try:
            fd, info = files.grasp(member.path, link=False)
        except Unsuitable:
            return None
        except OSError as error:
            if error.errno == errno.ENOENT:
                self._doubt()
            else:
                self._once(member.key, notices.failed(self._system, member.path, error))
            return None
        with suppress(OSError):
            if key(info) == member.key:
                return Found.of(self._system, fd, member.key, info.st_size)
        files.close(fd)
        self._doubt()
        return None

    def _doubt(self) -> None:
        for family in self.families:
            family.calm.doubt()

    def _decide(self, member: Sibling, at_path: Key | None) -> bool:
        """Whether nothing more need be found out about a file."""
        files = self._files
        if member.size < 0 or files.by_key(member.key):
            return True
        if self._barred.get(member.key) == member.mtime:
            return True
        calm = self._calms.pop(member.key, Calm())
        if not calm.holds(member.stamp, files.now):
            found = self._open(member) if member.size else None
            if not found or not self._judged(found, member.path, at_path):
                return False
        self._calms[member.key] = calm
        return True

    def _judged(self, found: Found, path: bytes, at_path: Key | None) -> bool:
        verdict: Verdict = "wait"
        with suppress(OSError):
            verdict = self._judge(found, path, at_path)
        if verdict != "read":
            self._files.close(found.fd)
        return verdict != "wait"

    def _judge(self, found: Found, path: bytes, at_path: Key | None) -> Verdict:
        files = self._files
        if packed(path):
            return self._pass_over(found, path)
        relations = {relation(found, gen) for gen in files.live()}
        if "wait" in relations or self._sought(found):
            return "wait"
        known = files.memory.recall(found)
        if "copy" in relations or (known and known.spent(found.size)):
            return self._set_aside(found)
        if len(files.older) >= KEPT or not self._still(at_path):
            return "wait"
        gen = files.begin_reading(found, known)
        files.older.append(gen)
        files.say(notices.opened(path, gen.number, gen.base))
        return "read"

    def _sought(self, found: Found) -> bool:
        """Whether it is a copy of a generation that is not finished yet."""
        cuts = [cut.known for cut in self._files.cuts]
        return any(found.within(known) or found.begins(known) for known in cuts)

    def _still(self, at_path: Key | None) -> bool:
        """Whether the path holds what it held: else the file may be a copy of what stands there."""
        try:
            return key(self._system.stat(self._files.path)) == at_path
        except OSError:
            return at_path is None

    def _set_aside(self, found: Found) -> Verdict:
        """Remember a file that holds nothing new, unless it may still become something else."""
        files = self._files
        if files.memory.same(found) is None:
            if not self._finished(found):
                return "wait"
            files.memory.put(found.aside())
        return "done"

    def _finished(self, found: Found, *, small: bool = False) -> bool:
        """Whether a file will not grow any more, nor did since it was opened; raises OSError.

        Where nobody can say who writes it, a file of a few bytes counts as unfinished unless
        `small` is set.
        """
        writer = self._files.writers(found.fd)
        if writer or (writer is None and len(found.head) < HEAD and not small):
            return False
        return self._system.fstat(found.fd).st_size == found.size

    def _pass_over(self, found: Found, path: bytes) -> Verdict:
        """Say once that a compressed file is not read, unless all in it was."""
        files = self._files
        if files.memory.same(found) is None:
            if not self._finished(found, small=True):
                return "wait"
            read = [(gen.head, gen.size) for gen in files.live()]
            read += [(known.head, known.offset) for known in files.memory]
            if not unpacked_already(found, read):
                files.say(notices.compressed(path))
            files.memory.put(found.aside())
        return "done"
