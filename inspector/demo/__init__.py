"""A made-up werf session, so that the program has something to show before a log is set.

`session.log` has the form that werf v2.70 and v1.2.243 write, with invented names, hosts and ids:
a `werf converge` with its background clean-up, a build in a container whose delivery fails, a plan
by an older werf, and a line torn by a full disk.  It holds what a reader should learn to spot: an
undocumented value and field, a person's address in a free attribute, a branch in an error text.
"""

from __future__ import annotations

from importlib.resources import files


def session() -> bytes:
    """Give the demo log."""
    return files(__name__).joinpath("session.log").read_bytes()
