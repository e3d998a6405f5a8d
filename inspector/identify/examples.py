"""The pages' own "anonymous" examples in, what they were made of out: found by guessing, each time.

The lists are of public words: owners and names of example repositories, first names, usual folders.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from inspector.identify.candidates import HOSTS
from inspector.identify.search import Recovery, Search
from inspector.recipes import (
    PRINTED,
    Installed,
    Made,
    Printed,
    installed,
    project_hash,
    project_ids,
    spelled,
)
from inspector.safe import Safe

_OWNERS: Final = ("flant", "deckhouse", "werf", "trdl", "kubedog", "argoproj", "helm")
_NAMES: Final = (
    "app", "application", "backend", "demo", "demo-app", "django-app", "docs", "example",
    "examples", "frontend", "getting-started", "guestbook", "guide", "guides", "hello-world",
    "helm-example",
    "nodejs-app", "quickstart", "quickstart-app", "quickstart-application", "rails-app", "sample",
    "site", "spring-app", "test", "tutorial", "web", "website", "werf", "werf-guides",
)  # fmt: skip

_PEOPLE: Final = (
    "adam", "alex", "alice", "ana", "andrew", "anna", "anton", "bob", "boris", "chris", "daniel",
    "david", "dev", "elena", "eva", "filip", "george", "ivan", "jack", "james", "jan", "john",
    "josip", "laura", "luka", "maria", "marko", "martin", "matija", "michael", "mike", "nikola",
    "paul", "peter", "sara", "tom", "user", "vince",
)  # fmt: skip
_HOMES: Final = ("/home", "/Users")
_FOLDERS: Final = ("", "code/", "dev/", "git/", "github/", "projects/", "repos/", "src/", "work/")
_TREES: Final = (
    "wasp/examples/", "wasp-lang/wasp/examples/", "wasp/waspc/examples/",
    "wasp-lang/wasp/waspc/examples/",
)  # fmt: skip
_APPS: Final = ("crud-testing", "hello", "realworld", "thoughts", "todo", "todoApp", "waspello")


@dataclass(frozen=True, slots=True)
class Example:
    """An id that a page prints, and what came of guessing."""

    id: str
    printed: Printed
    recovery: Recovery | None
    holds: Installed | None
    """What stands in the id itself; nothing of it had to be guessed."""


def examples() -> tuple[Example, ...]:
    """Guess what the pages' own examples were made of."""
    search = Search(PRINTED)
    for made in _guesses():
        search.guess(made, Safe("a list of public words"))
    return tuple(
        Example(value, printed, search.found.get(value), installed(value))
        for value, printed in PRINTED.items()
    )


def printed() -> Iterator[Made]:
    """Make the ids that the pages print of what they are known to be made of."""
    yield from project_ids("git@github.com:werf/quickstart-application.git")
    yield from (project_hash(one.of) for one in PRINTED.values() if one.of.startswith("/"))


def _guesses() -> Iterator[Made]:
    for host, owner, name in product(HOSTS, _OWNERS, _NAMES):
        yield from spelled(host, f"{owner}/{name}")
    for parts in product(_HOMES, _PEOPLE, _FOLDERS, _TREES, _APPS):
        home, person, folder, tree, app = parts
        yield project_hash(f"{home}/{person}/{folder}{tree}{app}")
