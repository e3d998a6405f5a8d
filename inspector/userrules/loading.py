"""A file of rules in gitleaks' TOML format in, rules out; or every problem of the file at once.

What concerns files and commits (`path`, `paths`, `commits`) has no meaning for a value of a log:
it is passed over, and said so.  gitleaks' own rules are not shipped here, so `[extend]` is refused.
Besides gitleaks' keys a rule may have a `level`: violation (the default), review or note.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from inspector import whole
from inspector.contracts.table import Table
from inspector.model import LEVELS, Json
from inspector.rules import Rule
from inspector.safe import Safe, safe
from inspector.userrules.allowing import TARGETS, Allowlist
from inspector.userrules.checking import UserCheck
from inspector.userrules.engine import BadPattern, engine, pattern

FAMILY = "user"
_SPELLED = {
    "secretgroup": "secretGroup", "regextarget": "regexTarget", "targetrules": "targetRules",
    "usedefault": "useDefault", "disabledrules": "disabledRules", "minversion": "minVersion",
    "skipreport": "skipReport", "stopwords": "stopwords", "betterleaksminversion": "minVersion",
}  # fmt: skip
"""gitleaks reads keys in any case of letters."""
_MOST_ENTROPY = 8  # bits per character, of 256 different ones that are all as frequent
_ELSEWHERE = ("paths", "commits")


class UserRulesError(ValueError):
    """The file cannot be used; `problems` has a sentence for each thing that is wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(safe(problem) for problem in problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class UserRules:
    """The rules of a file."""

    rules: tuple[Rule, ...]
    notices: tuple[Safe, ...] = ()
    """What of the file is passed over, a sentence each."""


def load(path: str | Path) -> UserRules:
    """Read a file; raises `UserRulesError`, `NoEngine` and `OSError`."""
    engine()
    data = whole.read(path)
    try:
        table = whole.table(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UserRulesError([f"is not UTF-8 (byte {error.start}); save it as UTF-8"]) from error
    except tomllib.TOMLDecodeError as error:
        raise UserRulesError([f"is not TOML: {error}"]) from error
    except RecursionError as error:
        raise UserRulesError(["is nested too deeply to be a file of rules"]) from error
    reading = _Reading(safe(Path(path).name))
    rules = reading.read(Table(_spelled(table), "", reading.problems))
    if reading.problems:
        raise UserRulesError(reading.problems)
    return UserRules(rules, tuple(map(safe, reading.notices)))


def _spelled(table: dict[str, Json]) -> dict[str, Json]:
    return {_SPELLED.get(key.lower(), key.lower()): _inner(value) for key, value in table.items()}


def _inner(value: Json) -> Json:
    if isinstance(value, dict):
        return _spelled(value)
    return [_inner(one) for one in value] if isinstance(value, list) else value


class _Reading:
    """One file being read: its problems, and what is passed over."""

    def __init__(self, file: Safe) -> None:
        self._file = file
        self.problems: list[str] = []
        self.notices: list[str] = []
        self._passed: dict[str, int] = {}

    def read(self, top: Table) -> tuple[Rule, ...]:
        for key in ("title", "description", "minVersion"):
            top.raw(key)
        self._extended(top)
        entries = top.tables("rules")
        if not entries:
            top.problem("rules", "is missing; write at least one rule under [[rules]]")
        common = list(self._common(top, {str(one.raw("id")) for one in entries}))
        rules: dict[str, Rule] = {}
        for entry in entries:
            rule = self._rule(entry, common)
            if rule and rule.id in rules:
                entry.problem("id", f"is that of another rule ({rule.id}); give each its own")
            elif rule:
                rules[rule.id] = rule
        top.close()
        for what, times in self._passed.items():
            self.notices.append(f"{what} ({times}×): values have no path and no commit; ignored")
        return tuple(rules.values())

    def _extended(self, top: Table) -> None:
        extend = top.table("extend")
        extend.raw("disabledRules")
        if extend.flag("useDefault"):
            extend.problem(
                "useDefault",
                "gitleaks' own rules are not shipped with this program, whose family `secret` "
                "looks for the same; remove it, and copy the rules you want into this file",
            )
        for key in ("path", "url"):
            if extend.raw(key) is not None:
                extend.problem(key, "no other file is read; copy its rules into this one")
        extend.close()

    def _common(self, top: Table, ids: set[str]) -> Iterator[tuple[Allowlist, frozenset[str]]]:
        """Read the allow lists of all rules, or of those that each names."""
        for table in _either(top):
            targets = table.texts("targetRules") or ()
            for one in targets:
                if one not in ids:
                    table.problem("targetRules", f"names {one}, which is no rule of this file")
            allowed = self._allowlist(table)
            if allowed:
                yield allowed, frozenset(targets)

    def _rule(self, entry: Table, common: list[tuple[Allowlist, frozenset[str]]]) -> Rule | None:
        name = entry.text("id")
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        if name and not slug:
            entry.problem("id", "has no letter and no digit; write a word such as my-token")
        level = _one_of(LEVELS, entry.word("level", LEVELS)) if "level" in entry else "violation"
        description = entry.optional_text("description")
        entry.raw("tags")
        self._pass(entry, "path")
        if entry.raw("required") is not None:
            entry.problem("required", "rules that need another one are not supported; remove it")
        left_out = entry.flag("skipReport")
        check = self._check(entry, slug, name, common)
        entry.close()
        if not check or left_out:
            self.notices.append(
                f"rule {safe(name)} is left out: it is about files, or not reported"
            )
            return None
        return Rule(f"{FAMILY}/{slug}", level, "text", check, _help(name, description, self._file))

    def _check(
        self, entry: Table, slug: str, name: str, common: list[tuple[Allowlist, frozenset[str]]]
    ) -> UserCheck | None:
        own = [self._allowlist(table) for table in _either(entry)]
        shared = [one for one, targets in common if not targets or name in targets]
        group, entropy = _number(entry, "secretGroup"), _number(entry, "entropy")
        keywords = entry.texts("keywords") if entry.raw("keywords") != [] else ()
        if entropy > _MOST_ENTROPY:
            entry.problem(
                "entropy",
                f"is above {_MOST_ENTROPY} bits per character, which no text reaches; gitleaks' "
                "own rules ask for 2 to 4",
            )
        regex = entry.optional_text("regex")
        if regex is None:
            if "path" not in entry:
                entry.problem("regex", "is missing; write the pattern to look for")
            return None
        groups = _groups(entry, "regex", regex)
        if group != int(group) or group > groups >= 0:
            entry.problem("secretGroup", f"is no group of the regex, which has {max(groups, 0)}")
        lower = tuple(word.lower() for word in keywords or () if word)
        allow = (*filter(None, own), *shared)
        return UserCheck(f"{FAMILY}/{slug}", regex, int(group), float(entropy), lower, allow)

    def _allowlist(self, table: Table) -> Allowlist | None:
        table.raw("description")
        regexes, words = table.texts("regexes") or (), table.texts("stopwords") or ()
        for one in regexes:
            _groups(table, "regexes", one)
        target = "secret" if not table.raw("regexTarget") else table.word("regexTarget", TARGETS)
        every = _every(table)
        elsewhere = [self._pass(table, key) for key in _ELSEWHERE]
        table.close()
        if every and any(elsewhere):  # a path must fit as well, and a value has none
            return None
        lower = tuple(word.lower() for word in words if word)
        return (
            Allowlist(regexes, lower, _one_of(TARGETS, target), every) if regexes or lower else None
        )

    def _pass(self, table: Table, key: str) -> bool:
        """Pass over a key about files or commits."""
        there = bool(table.raw(key))
        if there:
            self._passed[key] = self._passed.get(key, 0) + 1
        return there


def _either(table: Table) -> list[Table]:
    """Take `[allowlist]` and `[[allowlists]]`, as of old and as of now."""
    old = [table.table("allowlist")] if "allowlist" in table else []
    return [*old, *table.tables("allowlists")]


_Word = TypeVar("_Word", bound=str)


def _one_of(words: tuple[_Word, ...], word: str) -> _Word:
    return next(one for one in words if one == word)


def _every(table: Table) -> bool:
    word = (table.optional_text("condition") or "OR").upper()
    if word not in {"OR", "||", "AND", "&&"}:
        table.problem("condition", "is neither OR nor AND")
    return word in {"AND", "&&"}


def _number(table: Table, key: str) -> float:
    found = table.raw(key)
    if found is None:
        return 0
    if isinstance(found, bool) or not isinstance(found, (int, float)) or found < 0:
        table.problem(key, "must be a number that is not negative")
        return 0
    return found


def _groups(table: Table, key: str, source: str) -> int:
    """Count the groups of a pattern; -1, and a problem, where RE2 does not take it."""
    try:
        return pattern(source).groups
    except BadPattern as error:
        hint = "; it knows no look-around" if "(?" in str(error) else ""
        table.problem(key, f"RE2 does not take this pattern: {error}{hint}")
        return -1


def _help(name: str, description: str | None, file: Safe) -> str:
    what = " ".join(safe(description or f"The rule {name} of your own fits the value").split())
    return (
        f"{what.rstrip('.')}.\n\n"
        f"It is a rule of your own, from {file}: whoever wrote it holds that this has no place in "
        "telemetry.\n\n"
        "Look where the value comes from and keep it out; if it is harmless, waive the finding or "
        "add it to an allow list of the rule."
    )
