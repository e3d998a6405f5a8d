"""The contracts that ship with the package: every TOML file beside this module, by name."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files

from inspector.contracts.loading import load
from inspector.contracts.table import ContractError
from inspector.model import Contract


@cache
def shipped() -> tuple[Contract, ...]:
    """Load the shipped contracts, in the order of their names."""
    folder = files(__package__)
    found = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    return tuple(load(file, folder) for file in sorted(found, key=lambda file: file.name))


def named(name: str) -> Contract:
    """Find a shipped contract; raises `ContractError` that names the ones there are."""
    known = {contract.name: contract for contract in shipped()}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    raise ContractError(name, [f"is no shipped contract; {hint}"])
