"""`inspector contracts`: the promises themselves, printed, checked, compared and exported."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from inspector.cli import FINDINGS, OK, UsageError
from inspector.cli.parser import Parser
from inspector.contracts import ContractError, by_page, load, named, shipped
from inspector.contracts.describe import describe, listing
from inspector.contracts.difference import difference
from inspector.contracts.export import export
from inspector.contracts.lint import languages, of_page, unquoted
from inspector.language import LANGUAGES, language
from inspector.model import Contract
from inspector.safe import Safe, safe
from inspector.samples import examples, failures

_USAGE = """\
inspector contracts [NAME]
       inspector contracts check FILE [--page FILE]
       inspector contracts diff A B
       inspector contracts export NAME"""


def run(arguments: list[str]) -> int:
    """Print, check, compare or export contracts; give the exit status."""
    parser = Parser(
        prog="inspector contracts",
        description="Print the promises that events are judged by; check a file of your own, "
        "compare two, or export one as JSON Schema. NAME may be NAME@PAGE or a file (TOML).",
        usage=_USAGE,
        epilog="check: exit 0 if the file can be used, its samples do what they say and its "
        "quotations stand on the pages given, else 1",
    )
    parser.add_argument("words", nargs="*", metavar="NAME | check | diff | export")
    parser.add_argument("--page", action="append", default=[], metavar="[PAGE=]FILE",
        help="check: a page that the contract quotes, as text; may be repeated")  # fmt: skip
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of what is said")
    options = parser.parse_args(arguments)
    return _command(options)


def _command(options: argparse.Namespace) -> int:
    say = language(options.lang)
    match options.words:
        case []:
            print("\n".join(listing(shipped(), say)))
        case ["check", path]:
            return _check(path, options.page)
        case ["diff", old, new]:
            print("\n".join(difference(_contract(old), _contract(new), say)))
        case ["export", name]:
            print(json.dumps(export(_contract(name)), ensure_ascii=False, indent=1))
        case [name] if name not in {"check", "diff", "export"}:
            print("\n".join(describe(_contract(name), say)))
        case _:
            raise UsageError("say `inspector contracts --help` to see what can be asked")
    if options.page:
        raise UsageError("--page goes with `inspector contracts check FILE`")
    return OK


def _contract(word: str) -> Contract:
    """Find a contract by its name, by the name of a page of it, or by its file."""
    try:
        if word.endswith(".toml") or "/" in word:
            return load(word)
        name, at_page, page = word.partition("@")
        return by_page(named(name), page, shipped()) if at_page else named(name)
    except ContractError as error:
        raise UsageError(safe(str(error))) from error


def _check(path: str, pages: list[str]) -> int:
    if not Path(path).is_file():
        raise UsageError(f"there is no file {safe(path)}; give the path of a contract (TOML)")
    try:
        contract = load(path)
    except ContractError as error:
        print(error)
        return FINDINGS
    problems: list[Safe] = [*failures(contract), *languages(contract)]
    for word in pages:
        problems += _page(contract, word)
    print("\n".join(problems) if problems else f"{contract.name}: no problem found")
    return FINDINGS if problems else OK


def _page(contract: Contract, word: str) -> list[Safe]:
    """Check a contract against one page: its quotations, and the page's own examples."""
    known = {source.id: source for source in contract.sources}
    key, equals, path = word.partition("=")
    if not (equals and key in known):
        key, path = "", word
    data = _read(path)
    text = data.decode("utf-8", "replace")
    source = known.get(key) or of_page(contract, text)
    if source is None:
        return [safe(f"{path}: the page holds no quotation of {contract.name}")]
    number, broken = examples(by_page(contract, source.id, (contract,)), data)
    found: Callable[[Safe], Safe] = lambda line: safe(f"{path}: {line}")  # noqa: E731  # a prefix
    if not number:
        print(safe(f"{path}: shows no example that can be read as an event"))
    return [found(line) for line in (*unquoted(contract, source, text), *broken)]


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        why = safe((error.strerror or "it cannot be read").lower())
        raise UsageError(f"the page {safe(path)} cannot be read ({why}); check the path") from error
