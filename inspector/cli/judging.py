"""The options that say what a log is judged by, and the settings they come to.

`inspector audit`, `verify` and whatever else judges share them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from inspector import baseline, tags, userrules, waivers
from inspector.audit import Settings
from inspector.cli import UsageError, knowing, say
from inspector.cli.clock import fixed, instant
from inspector.cli.parser import Parser
from inspector.contracts import ContractError, at, by_page, load, named, shipped
from inspector.language import LANGUAGES
from inspector.model import Contract, Waiver
from inspector.report import told
from inspector.report.provenance import File, Provenance, judges, rules_digest
from inspector.rules import Context, Period, Rule, UnknownRule, pick, rules
from inspector.safe import safe

FILES = ("waivers", "baseline", "rules")
"""Options that name one file each."""


def add_options(parser: Parser) -> None:
    """Give a parser the options that say what is judged by."""
    add = parser.add_argument
    add("--contract", action="append", default=[], metavar="NAME[@PAGE]|FILE",
        help="judge by this contract only, or by one page of it; a FILE adds a system; may be "
        "repeated")  # fmt: skip
    add("--as-of", type=_day, metavar="DATE",
        help="judge by the pages as they stood on that day")  # fmt: skip
    add(
        "--select", action="append", default=[], metavar="RULE", help="only these rules or families"
    )
    add("--ignore", action="append", default=[], metavar="RULE", help="not these rules or families")
    add("--rules", metavar="FILE",
        help="rules of your own (TOML, as gitleaks has them; needs the extra re2)")  # fmt: skip
    add("--waivers", metavar="FILE", help="findings that somebody has accepted (TOML)")
    add("--baseline", metavar="REPORT.json", help="count only what this earlier report lacks")
    add("--evidence", choices=("masked", "none", "full"), default="masked",
        help="what to show of values: their shape (default), nothing, or the values "
        "themselves")  # fmt: skip
    add("--key", metavar="FILE", help="key of the tags that tell equal values from others "
        f"(default: {tags.VARIABLE}, or one kept for you)")  # fmt: skip
    knowing.add_options(parser)
    add("--since", metavar="TIME", help="judge only what was made at that time or later (ISO 8601 "
        "date, or date and time; UTC unless it names a zone)")  # fmt: skip
    add("--until", metavar="TIME", help="judge only what was made before that time; a date alone "
        "includes that day")  # fmt: skip
    add("--opted-out-since", metavar="TIME", help="when telemetry was switched off: whatever was "
        "made later breaks a promise (ISO 8601, UTC unless it names a zone)")  # fmt: skip
    add("--lang", choices=LANGUAGES, default="en", help="language of the report")


def settings(options: argparse.Namespace, arguments: list[str], *, tagged: bool = True) -> Settings:
    """Read the options; `arguments` is the command line as it stands in the report.

    Without `tagged` nothing of what is written shows tags of values, so that no key is made.
    """
    now = fixed()
    if options.as_of and any("@" in word for word in options.contract):
        raise UsageError("--as-of and --contract NAME@PAGE both choose pages; leave one out")
    contracts = tuple(_as_of(chosen_contracts(options.contract), options.as_of))
    own = _own_rules(options)
    try:
        chosen = pick((*rules(), *own), options.select, options.ignore)
    except UnknownRule as error:
        raise UsageError(safe(str(error))) from error
    tagged = tagged or any((options.key, options.waivers, options.baseline))
    key = key_of(options.key) if tagged else None
    return Settings(
        contracts=contracts,
        rules=chosen,
        now_ms=now,
        context=Context(
            known=knowing.known(options),
            raw=options.evidence == "full",
            period=_period(options),
            opted_out_since=_time(options.opted_out_since, "--opted-out-since"),
        ),
        waivers=_waivers(options.waivers),
        baseline=_baseline(options.baseline, key),
        key=key,
        provenance=Provenance(
            rules=rules_digest(),
            judges=judges(contracts),
            command=tuple(map(told, arguments)),
            files=tuple(_files(options)),
            key=key.id if key else None,
            language=options.lang,
            evidence=options.evidence,
            as_of=options.as_of,
        ),
    )


def named_files(options: argparse.Namespace) -> list[str]:
    """Give every file that the options read: no report may be written over one of them."""
    named_ = [getattr(options, name, None) for name in (*FILES, "key")]
    return [*filter(None, named_), *options.words, *filter(_is_file, options.contract)]


def _files(options: argparse.Namespace) -> Iterator[File]:
    for name in FILES:
        path = getattr(options, name, None)
        if path:
            digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
            yield File(f"--{name}", told(path), digest)


def _time(word: str | None, option: str, *, end_of_day: bool = False) -> int | None:
    return None if word is None else instant(word, option, end_of_day=end_of_day)


def _period(options: argparse.Namespace) -> Period:
    since = _time(options.since, "--since")
    until = _time(options.until, "--until", end_of_day=True)
    if since is not None and until is not None and since >= until:
        raise UsageError("--since is not before --until, so nothing would be judged")
    return Period(since, until)


def chosen_contracts(words: list[str]) -> tuple[Contract, ...]:
    """Read `--contract`: names choose among the shipped contracts; files come first and add."""
    files = [_load(word) for word in words if _is_file(word)]
    names = [_named(word) for word in words if not _is_file(word)]
    return (*files, *(names or shipped()))


def _day(word: str) -> str:
    try:
        return dt.date.fromisoformat(word).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError("give a day such as 2022-09-30") from error


def _as_of(contracts: tuple[Contract, ...], day: str | None) -> Iterator[Contract]:
    for one in contracts:
        yield one if day is None else at(one, day, (*contracts, *shipped()))


def _is_file(word: str) -> bool:
    return word.endswith(".toml") or os.sep in word


def _load(path: str) -> Contract:
    try:
        return load(path)
    except (ContractError, OSError) as error:
        raise UsageError(f"the contract {safe(path)} cannot be used: {safe(str(error))}") from error


def _named(word: str) -> Contract:
    name, at_page, page = word.partition("@")
    try:
        return by_page(named(name), page, shipped()) if at_page else named(name)
    except ContractError as error:
        raise UsageError(safe(str(error))) from error


def _own_rules(options: argparse.Namespace) -> tuple[Rule, ...]:
    """Read the user's own rules, and say what of the file is passed over."""
    path: str | None = options.rules
    if path is None:
        return ()
    try:
        found = userrules.load(path)
    except userrules.NoEngine as error:
        raise UsageError(str(error)) from error
    except userrules.UserRulesError as error:
        listed = "".join(f"\n  {problem}" for problem in error.problems)
        raise UsageError(f"the rules {safe(path)} cannot be used:{listed}") from error
    except OSError as error:
        raise UsageError(_unread("file of rules", path, error)) from error
    for notice in () if options.quiet else found.notices:
        say(f"{safe(path)}: {notice}")
    return found.rules


def _waivers(path: str | None) -> tuple[Waiver, ...]:
    if path is None:
        return ()
    try:
        return waivers.load(path)
    except waivers.WaiverError as error:
        raise UsageError(f"the waiver file {safe(path)} {safe(str(error))}") from error
    except OSError as error:
        raise UsageError(_unread("waiver file", path, error)) from error


def _baseline(path: str | None, key: tags.Key | None) -> baseline.Baseline | None:
    if path is None:
        return None
    try:
        earlier = baseline.load(path)
    except baseline.BaselineError as error:
        raise UsageError(f"the baseline {safe(path)} {safe(str(error))}") from error
    except OSError as error:
        raise UsageError(_unread("baseline", path, error)) from error
    if not earlier.keyed_as(key):
        say(
            "the baseline was made with another key, so values are compared by their shape only; "
            f"give the same key to both (--key FILE or {tags.VARIABLE})"
        )
    return earlier


def key_of(path: str | None) -> tags.Key | None:
    """Find the key that an option names, or the usual one; raises `UsageError`."""
    try:
        return tags.find(path)
    except tags.KeyUnusable as error:
        raise UsageError(f"the key {safe(path or tags.VARIABLE)}: {safe(str(error))}") from error


def _unread(what: str, path: str, error: OSError) -> str:
    why = safe((error.strerror or "it cannot be read").lower())
    return f"the {what} {safe(path)} cannot be read ({why}); check path and permissions"
