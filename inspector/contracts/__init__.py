"""The promises: TOML files that lay a vendor's own words beside every field of its telemetry.

A contract is data.  `load` reads one file and names everything that is wrong with it, `match`
finds whose payload a body is, `bind` lays the body beside its contract, row by row.  What the pages
do not list is undocumented even where the program always sends it: the page is the contract.
"""

from inspector.contracts.binding import bind
from inspector.contracts.loading import load
from inspector.contracts.matching import match
from inspector.contracts.shelf import named, shipped
from inspector.contracts.table import ContractError
from inspector.contracts.vintage import at, by_page, pages

__all__ = ["ContractError", "at", "bind", "by_page", "load", "match", "named", "pages", "shipped"]
