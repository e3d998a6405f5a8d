"""One TOML table in, checked values out; what is wrong is gathered, so that one run tells it all.

Every key is asked for by name.  What nobody asked for is a problem too: a misspelt `optinal` would
otherwise turn a promise into its opposite in silence.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from inspector.model import Json
from inspector.safe import safe

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")


class ContractError(ValueError):
    """A contract cannot be used; `problems` holds one sentence for each thing that is wrong."""

    def __init__(self, source: str, problems: Iterable[str]) -> None:
        self.source = safe(source)
        self.problems = tuple(safe(problem) for problem in problems)
        super().__init__("\n".join(f"{self.source}: {problem}" for problem in self.problems))


class Table:
    """A TOML table being read; a value of the wrong kind is a problem and reads as its default."""

    def __init__(self, data: dict[str, Json], at: str, problems: list[str]) -> None:
        self._data = data
        self._asked: set[str] = set()
        self._at = at
        self._problems = problems

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def problem(self, key: str, text: str) -> None:
        """Note what is wrong with the value of `key`."""
        self._problems.append(f"{self._path(key)}: {text}")

    def raw(self, key: str) -> Json:
        """Take the value of a key as it stands; None where it is absent."""
        self._asked.add(key)
        return self._data.get(key)

    def text(self, key: str) -> str:
        """Take a text that must be there; an empty one where it is not."""
        text = self.optional_text(key)
        if text is None and key not in self._data:
            self.problem(key, "is missing; write a text")
        return text or ""

    def optional_text(self, key: str) -> str | None:
        """Take a text that may be absent."""
        found = self.raw(key)
        if found is None:
            return None
        if isinstance(found, str) and found.strip():
            return found
        self.problem(key, "must be a text that is not empty")
        return None

    def word(self, key: str, words: Sequence[str]) -> str:
        """Take one of `words`, which must be there; the first of them where it is not."""
        found = self.text(key)
        if found and found not in words:
            self.problem(key, f"is none of {', '.join(words)}")
        return found if found in words else words[0]

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Take a list of texts that may be absent; an empty text is one."""
        found = self.raw(key)
        if found is None:
            return None
        if isinstance(found, list) and found and all(isinstance(one, str) for one in found):
            return tuple(found)
        self.problem(key, "must be a list of texts that is not empty")
        return None

    def count(self, key: str) -> int:
        """Take a whole number above 0, which must be there; 1 where it is not."""
        found = self.raw(key)
        if type(found) is int and found > 0:
            return found
        self.problem(key, "must be a whole number above 0")
        return 1

    def flag(self, key: str) -> bool:
        """Take true or false; false where it is absent."""
        found = self.raw(key)
        if found is not None and not isinstance(found, bool):
            self.problem(key, "must be true or false")
        return found is True

    def table(self, key: str) -> Table:
        """Take a table; an empty one where it is absent."""
        return self._inner(key, self.raw(key), self._path(key))

    def tables(self, key: str) -> list[Table]:
        """Take an array of tables; an empty one where it is absent."""
        found = self.raw(key)
        if found is None:
            return []
        if not isinstance(found, list):
            self.problem(key, f"must be an array of tables; write [[{key}]]")
            return []
        at = self._path(key)
        return [self._inner(key, one, f"{at}[{n}]") for n, one in enumerate(found, 1)]

    def entries(self) -> list[tuple[str, Table]]:
        """Take every key of the table, each of which must hold a table."""
        return [(key, self.table(key)) for key in self._data]

    def close(self) -> None:
        """Note every key that was not asked for."""
        for key, found in self._data.items():
            if key not in self._asked:
                self.problem(key, self._unknown(key, found))

    def _unknown(self, key: str, found: Json) -> str:
        if isinstance(found, dict) and "fields" in self._at:
            return 'is no key here; write a dotted path in quotes: [fields."a.b"]'
        near = difflib.get_close_matches(key, self._asked, n=1)
        return f"is no key here; did you mean {near[0]}?" if near else "is no key here; remove it"

    def _inner(self, key: str, found: Json, at: str) -> Table:
        if found is not None and not isinstance(found, dict):
            self.problem(key, "must be a table")
        return Table(found if isinstance(found, dict) else {}, at, self._problems)

    def _path(self, key: str) -> str:
        step = key if _BARE.match(key) else f'"{key}"'
        return f"{self._at}.{step}" if self._at else step
