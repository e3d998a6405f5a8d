"""Identifiers of logs and guesses in, what each was made of out.

A guess costs a microsecond and proves itself: the hash fits or it does not.  Everything is computed
here; nothing is looked up anywhere.
"""

from inspector.identify.candidates import candidates
from inspector.identify.examples import Example, examples, printed
from inspector.identify.logs import gather
from inspector.identify.prefix import ADDRESSES, Prefix, search
from inspector.identify.result import Id, Local, Result, Runs, rows
from inspector.identify.search import Recovery, Search

__all__ = [
    "ADDRESSES",
    "Example",
    "Id",
    "Local",
    "Prefix",
    "Recovery",
    "Result",
    "Runs",
    "Search",
    "candidates",
    "examples",
    "gather",
    "printed",
    "rows",
    "search",
]
