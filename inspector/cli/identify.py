"""`inspector identify [PATH…]`: whose these hashes are, and what finding that out costs."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from inspector import identify
from inspector.cli import FINDINGS, INCOMPLETE, OK, Interrupted, UsageError, say
from inspector.cli.judging import chosen_contracts
from inspector.cli.meter import Meter
from inspector.cli.output import colored, print_out
from inspector.cli.parser import Parser
from inspector.identify import ADDRESSES, Local, Prefix, Result, Runs, Search, as_json, as_text
from inspector.identify.candidates import HOSTS
from inspector.probe import Repository, hashes, interfaces, repository
from inspector.probe.interfaces import chosen, readable
from inspector.reading import Found, Missing, expand, size
from inspector.recipes import address, local, user_id
from inspector.report import told
from inspector.rules.identities import RANDOM, Identities
from inspector.safe import Safe, safe

FORMATS = ("text", "json")
_PREFIX = re.compile(r"([0-9A-Fa-f]{2})([:-]?)([0-9A-Fa-f]{2})\2([0-9A-Fa-f]{2})\Z")
_UNREADABLE = Safe(
    "The network interfaces cannot be read here without starting a program; give their addresses "
    "with --mac."
)


def run(arguments: list[str]) -> int:
    """Compare ids with guesses, show what was found, give the exit status."""
    options = _parser().parse_args(arguments)
    prefixes = [_prefix(word) for word in options.oui]
    found = _expand(options.paths)
    here = _here(options)
    _refuse_missing(options.candidates)
    with Meter(sum(map(size, found.files)), quiet=options.quiet, verb="reading") as meter:
        ids, problems = identify.gather(found.files, meter.add, chosen_contracts(options.contract))
    wanted = [one.value for one in ids if not one.nothing]
    search = Search(wanted if options.paths else [one.made.id for one in here])
    problems += _guess(options, search, here)
    macs = _macs(ids) if options.paths else _local_macs(here)
    tried = [_try(prefix, macs, search, quiet=options.quiet) for prefix in prefixes]
    result = _result(options, found, ids, (search, here, tried, problems))
    print_out(
        as_json.render(result)
        if options.format == "json"
        else as_text.render(result, color=colored(options.color))
    )
    if result.recovered:
        return FINDINGS
    return INCOMPLETE if problems else OK


def _parser() -> Parser:
    parser = Parser(
        prog="inspector identify",
        description="Find what the ids of logs were made of: this machine's hardware addresses, "
        "the remotes of a repository here, the folders, and guesses of your own. Without PATH: "
        "the ids that werf and Wasp make here. Only files are read; what is found is shown raw, "
        "on standard output and nowhere else.",
        epilog="exit status: 0 no id of a log was recovered, 1 some were, 2 usage or a missing "
        "path, 3 a log could not be read (1 beats 3), 130 interrupted",
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="log, folder of logs, pattern, .gz, or -")
    add("--repo", action="append", default=[], metavar="DIR",
        help="a folder whose git remotes are tried (default: this one)")  # fmt: skip
    add("--folder", action="append", default=[], metavar="DIR",
        help="a folder that may be a Wasp project, with those above it")  # fmt: skip
    add("--mac", action="append", default=[], metavar="ADDRESS",
        help="a hardware address to try; may be repeated")  # fmt: skip
    add("--candidates", action="append", default=[], metavar="FILE",
        help="guesses, one a line: URLs, owner/name (tried in the usual spellings and on the "
        "usual hosts), folders, hardware addresses, names; may be repeated")  # fmt: skip
    add("--oui", action="append", default=[], metavar="PREFIX",
        help="try all 2^24 hardware addresses of a vendor's prefix such as 00:1c:42, and tell "
        "how long that takes")  # fmt: skip
    add("--contract", action="append", default=[], metavar="NAME|FILE",
        help="read logs by this contract only; a FILE adds a system; may be repeated")  # fmt: skip
    add("--example", action="store_true",
        help="show the pages' own examples falling, even where logs hold ids")  # fmt: skip
    add("--format", choices=FORMATS, default="text", help="form of the answer (default: text)")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colour in text")
    add("--quiet", action="store_true", help="say nothing on stderr but errors")
    return parser


def _expand(paths: list[str]) -> Found:
    if "" in paths:
        raise UsageError("a PATH is empty; name a log, or none to see the ids of this machine")
    try:
        return expand(paths)
    except Missing as error:
        raise UsageError(f"{safe(error.path)} does not exist; nothing was compared") from error


def _prefix(word: str) -> str:
    found = _PREFIX.match(word)
    if not found:
        raise UsageError(f"--oui takes three bytes such as 00:1c:42, not {safe(word, 40)}")
    prefix = ":".join(found.group(1, 3, 4)).lower()
    if local(prefix):
        raise UsageError(
            f"{prefix} is no vendor's prefix (its second bit is set); werf never hashes such an "
            "address"
        )
    return prefix


def _refuse_missing(paths: list[str]) -> None:
    for path in paths:
        if not Path(path).is_file():
            raise UsageError(f"there is no file {safe(path)}; give a file of guesses, one a line")


def _here(options: argparse.Namespace) -> list[Local]:
    """Give every id that is made of this machine, and of what the options name."""
    cards = interfaces()
    first = chosen(cards)
    ids = [Local(safe(f"--mac {mac}"), user_id(mac)) for mac in map(_mac, options.mac)]
    for folder, here in _folders(options):
        for what, made in hashes(folder, here, cards):
            sent = made.recipe != "sha256-of-mac" or (first is not None and first.mac == made.of)
            ids.append(Local(what, made, sent))
    once = {(one.made.id, one.made.how): one for one in reversed(ids)}
    return list(reversed(once.values()))


def _folders(options: argparse.Namespace) -> Iterator[tuple[Path, Repository]]:
    """Give each folder with the repository whose remotes are to be tried."""
    for word in options.repo or ["."]:
        folder = _absolute(word)
        if not folder.is_dir():
            raise UsageError(f"there is no folder {safe(word)}; --repo takes one of a repository")
        yield folder, repository(folder, os.environ)
    for word in options.folder:  # it need not exist: it may be one of another machine
        yield _absolute(word), Repository()


def _absolute(word: str) -> Path:
    return Path(os.path.abspath(word))  # noqa: PTH100  # a link is hashed by its own name


def _mac(word: str) -> str:
    mac = address(word)
    if mac is None:
        raise UsageError(f"--mac takes an address such as 00:1c:42:aa:bb:cc, not {safe(word, 40)}")
    return mac


def _guess(options: argparse.Namespace, search: Search, here: list[Local]) -> list[Safe]:
    """Try what is known here, then the candidates; give why a file could not be read."""
    for one in here:
        search.guess(one.made, one.what)
    for made in identify.printed():
        search.guess(made, Safe("what the vendors' pages print"))
    hosts = tuple(dict.fromkeys([*HOSTS, *_hosts(here)]))
    problems: list[Safe] = []
    refused: list[Safe] = []
    total = sum(map(size, options.candidates))

    def refuse(path: str) -> Callable[[int, str], None]:
        return lambda number, why: refused.append(Safe(f"line {number:,} of {told(path)}: {why}"))

    with Meter(total, quiet=options.quiet, verb="guessing") as meter:
        for path in options.candidates:
            try:
                for number, taken, ids in identify.candidates(path, hosts, refuse(path)):
                    for made in ids:
                        search.guess(made, Safe(f"line {number:,} of {told(path)}"))
                    meter.add(taken)
            except OSError as error:
                why = (error.strerror or "cannot be read").lower()
                problems.append(Safe(f"{told(path)}: {why}"))
    if refused and not options.quiet:
        lines = "line" if len(refused) == 1 else "lines"
        say(f"{len(refused):,} {lines} could not be used as a guess; the first is {refused[0]}")
    return problems


def _hosts(here: list[Local]) -> Iterator[str]:
    for one in here:
        if one.made.recipe == "werf-origin":
            host = one.made.of.split(":::")[0]
            if "." in host:
                yield host


def _macs(ids: Identities) -> list[str]:
    """Give the ids that are made of hardware addresses."""
    return [one.value for one in ids if one.hashed and "sha256-of-mac" in one.doc.recipes]


def _local_macs(here: list[Local]) -> list[str]:
    return [one.made.id for one in here if one.made.recipe == "sha256-of-mac"]


def _try(prefix: str, wanted: list[str], search: Search, *, quiet: bool) -> Prefix:
    tried = [0]

    def progress(count: int) -> None:
        meter.add(count - tried[0])
        tried[0] = count

    with Meter(ADDRESSES, quiet=quiet, verb=f"trying {prefix}", unit="addresses") as meter:
        try:
            found = identify.search(prefix, wanted, progress)
        except KeyboardInterrupt:
            raise Interrupted(
                f"interrupted after {tried[0]:,} of {ADDRESSES:,} addresses; nothing is shown"
            ) from None
    before = search.tried["sha256-of-mac"]
    for count, made in found.found:
        search.tried[made.recipe] = before + count - 1
        search.guess(made, Safe(f"the prefix {prefix}"))
    search.tried["sha256-of-mac"] = before + found.tried
    return found


def _result(
    options: argparse.Namespace,
    found: Found,
    ids: Identities,
    work: tuple[Search, list[Local], list[Prefix], list[Safe]],
) -> Result:
    search, here, prefixes, problems = work
    shown = identify.rows(ids, search.found) if options.paths else ()
    rows = tuple(shown)
    return Result(
        logs=len(found.files) if options.paths else None,
        ids=rows,
        runs=tuple(
            Runs(*where, len(keys), ids.versions[where] == {RANDOM})
            for where, keys in sorted(ids.runs.items())
        ),
        local=() if options.paths else tuple(here),
        notes=() if options.paths or readable() else (_UNREADABLE,),
        prefixes=tuple(prefixes),
        examples=identify.examples() if options.example or not rows else (),
        tried=search.tried,
        problems=tuple(problems),
    )
