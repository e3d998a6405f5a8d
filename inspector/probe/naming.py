"""What git and the environment say of a user in, words that would name them in telemetry out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from inspector.probe.git import Repository
from inspector.recipes import place

SHORTEST = 3
"""Characters of a word that is worth looking for."""
GENERIC = frozenset({
    "admin", "administrator", "app", "azureuser", "bitbucket.org", "build", "builder", "centos",
    "codeberg.org", "debian", "default", "dev", "developer", "docker", "ec2-user", "gitea.com",
    "git", "github", "github.com", "gitlab", "gitlab-runner", "gitlab.com", "guest", "home",
    "host", "jenkins", "local", "localhost", "localhost.localdomain", "main", "master", "nobody",
    "node", "origin", "project", "repo", "root", "runner", "server", "src", "ssh.github.com",
    "test", "ubuntu", "user", "vagrant", "web", "werf", "wasp", "work", "www",
})  # fmt: skip
"""Words that thousands of machines share, and that telemetry holds for other reasons."""

_USERS = ("USER", "LOGNAME", "USERNAME")


def words(here: Repository, environ: Mapping[str, str]) -> Iterator[str]:
    """Give the words that name this machine, its user and the projects here, each once."""
    seen = set()
    for word in _all(here, environ):
        plain = word.strip()
        small = plain.lower()
        if len(plain) >= SHORTEST and small not in GENERIC and small not in seen:
            seen.add(small)
            yield plain


def _all(here: Repository, environ: Mapping[str, str]) -> Iterator[str]:
    yield from filter(None, (environ.get(name) for name in _USERS))
    yield from filter(None, (_account(),))
    host = os.uname().nodename if hasattr(os, "uname") else environ.get("COMPUTERNAME", "")
    yield host
    yield host.partition(".")[0]
    for author in here.authors:
        yield author
        yield author.partition("@")[0] if "@" in author else author
    for remote in here.remotes:
        host, path = place(remote.url)
        parts = [part for part in path.removesuffix(".git").split("/") if part]
        yield host
        yield from parts
        if len(parts) > 1:
            yield "/".join(parts)


def _account() -> str | None:
    """Name the account that this process runs under; None where the system knows no name."""
    try:
        import pwd  # noqa: PLC0415  # not there on Windows

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return None
