"""`inspector contracts [NAME]` and `inspector contracts check FILE`: the promises themselves."""

from __future__ import annotations

from pathlib import Path

from inspector.cli import FINDINGS, OK, UsageError
from inspector.cli.parser import Parser
from inspector.contracts import ContractError, load, named, shipped
from inspector.contracts.describe import describe, listing
from inspector.model import Contract
from inspector.safe import safe
from inspector.samples import failures


def run(arguments: list[str]) -> int:
    """List the contracts, print one, or check a file."""
    parser = Parser(
        prog="inspector contracts",
        description="Print the promises that events are judged by, or check a file of your own.",
        usage="inspector contracts [NAME]\n       inspector contracts check FILE",
        epilog="check: exit 0 if the file can be used and its samples do what they say, else 1",
    )
    parser.add_argument("words", nargs="*", metavar="NAME | check FILE")
    words: list[str] = parser.parse_args(arguments).words
    match words:
        case []:
            print("\n".join(listing(shipped())))
        case ["check", path]:
            return _check(path)
        case [name] if name != "check":
            print("\n".join(describe(_named(name))))
        case _:
            raise UsageError("say `inspector contracts [NAME]` or `inspector contracts check FILE`")
    return OK


def _named(name: str) -> Contract:
    try:
        return named(name)
    except ContractError as error:
        raise UsageError(safe(str(error))) from error


def _check(path: str) -> int:
    if not Path(path).is_file():
        raise UsageError(f"there is no file {safe(path)}; give the path of a contract (TOML)")
    try:
        contract = load(path)
    except ContractError as error:
        print(error)
        return FINDINGS
    problems = failures(contract)
    print("\n".join(problems) if problems else f"{contract.name}: no problem found")
    return FINDINGS if problems else OK
