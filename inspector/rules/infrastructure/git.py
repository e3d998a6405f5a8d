"""Where a repository is fetched from, and what its branches are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.rules.infrastructure import hosts
from inspector.rules.infrastructure.words import words
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_LEFT = 256  # characters before `.git` or `@` that may belong to the remote
_STOP = late(r"[\s\"'`<>«»(){}=,;|\\]")
_AFTER = late(r"(?:[/#?][^\s\"'`<>«»,;]{0,120})?")
_SCP = late(r"@(?P<host>[\w.\-]{1,253}):(?P<path>[^\s\"'`<>«»:@,;]{1,255})")
_USER = late(r"[\w.\-]{1,32}\Z")
_ALGORITHMS = words("sha1 sha256 sha384 sha512 md5 npm workspace file link patch")
_SCHEMES = late(
    r"(?:git\+)?(?:ssh|git|https?|file)://[^\s\"'`<>«»,;]{1,400}|"
    r"file://[^\s\"'`<>«»,;]{1,400}"
)
_ALWAYS = ("ssh://", "git://", "git+", "file://")
_CONTEXT = late(
    r"(?:^|\n|\b)(?:from|cloning|repository|unable to access|origin|remote|clone|fetch|pull|push|"
    r"origin url|git url|url|репозитори\w{0,2})[:\s=]{1,2}[\"'«`]?\Z"
)
_FORGE = late(r"(?:git|gitlab|gitea|gogs|forgejo|bitbucket|stash|codeberg|svn|vcs)[\d\-.]")
_REPO = late(
    r"https?://(?:[^\s/@]{1,128}@)?(?P<host>[\w.\-]{1,253})(?::\d{1,5})?/[\w.\-]+/[\w.\-~]+"
)


@about_text("violation")
def git_remote(text: Text, _: Context) -> Iterator[Span]:
    """The address of a Git repository stands in a value.

    The pages promise that only a hash of it is sent.  The address names the forge, the group and
    the project, and in a public repository the people as well: so it counts even there.

    Look at the text that held it: git prints the address in most of its errors.
    """
    raw, lower = text.raw, text.lower
    if "://" in raw:
        for match in _SCHEMES.finditer(lower):
            if _remote(match, lower):
                yield Span(match.start(), match.start() + len(match[0].rstrip(".:)]}")))
    if ".git" in lower:
        yield from _dotted(lower)
    if "@" in raw and ":" in raw:
        yield from _scp(lower)


def _remote(match: re.Match[str], lower: str) -> bool:
    """Tell whether a URL is that of a repository: by scheme, by its end, or by the words before."""
    url = match[0].rstrip(".:)]}")
    if url.startswith(_ALWAYS):
        return (
            not url.startswith("file://") or ".git" in url or "git" in lower[: match.start()][-64:]
        )
    path = url.split("://", 1)[1]
    if re.search(r"[^/.]\.git(?:[/#?@]|\Z)", path):
        return True
    repo = _REPO.match(url)
    if repo is None or "/-/" in url or "/v2/" in url:
        return False
    before = lower[max(0, match.start() - 32) : match.start()]
    return _CONTEXT.search(before) is not None and _known_forge(repo["host"])


def _known_forge(host: str) -> bool:
    forges = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
    return host in forges or _FORGE.match(host) is not None or not hosts.public(host)


def _dotted(lower: str) -> Iterator[Span]:
    """Find what ends in `.git` and has a path before it."""
    at, done = lower.find(".git"), 0
    while at >= 0:
        end = at + 4
        follows = lower[end : end + 1]
        if not (follows.isalnum() or follows in {"-", "_", "."}) or lower[end : end + 2] == ".":
            window = lower[max(done, at - _LEFT) : at]
            cut = [match.end() for match in _STOP.finditer(window)]
            start = at - len(window) + (cut[-1] if cut else 0)
            name = lower[start:at]
            if name[-1:] not in {"", "/", ":", "."} and ("/" in name or ":" in name):
                yield Span(start, end)
            done = end
        at = lower.find(".git", end)


def _scp(lower: str) -> Iterator[Span]:
    """Find `user@host:path`."""
    for match in _SCP.finditer(lower):
        before = lower[max(0, match.start() - 80) : match.start()]
        user = _USER.search(before)
        if user is None or match["host"] in _ALGORITHMS or "://" in before[-64:].split()[-1]:
            continue
        path, git = match["path"].rstrip(".)"), user[0] == "git"
        if path.isdecimal() or not path or path.startswith("//"):
            continue
        deep = "/" in path and ("." in match["host"] or git) and not re.match(r"\d{2,5}/", path)
        if path.endswith(".git") or deep or (git and "." in match["host"] and path[0].isalpha()):
            yield Span(match.start() - len(user[0]), match.start("path") + len(path))


_BRANCH = late(
    r"(?:refs/heads/|refs/remotes/[\w.\-]{1,40}/|\borigin/|"
    r"\[new branch\] {1,20}|\* branch {1,30}|remote ref (?:refs/heads/)?|remote branch |"
    r"\bbranch(?:es)? [\"'«`]|pathspec [\"']|origin \+?|ветк[аиуе]й? [\"'«]?)"
    r"(?P<name>[^\s\"'`:,;*?\[\\^~<>«»+\-.(/][^\s\"'`:,;*?\[\\^~<>«»(]{0,200})"
)
_SAYS_NOTHING = words(
    """
    main master trunk head fetch_head orig_head refs refs/heads refs/remotes refs/tags not was is
    has does in the for to from of and url didn't couldn't не на в does-not
    """
)
_USUAL = late(r"(?:dev|develop|development|staging|stage|prod|production|release|stable|next)")


@about_text("violation")
def branch_name(text: Text, _: Context) -> Iterator[Span]:
    """A branch is named in what git printed.

    Branches are called after tickets, customers and people, and an error of `git fetch` lists them
    all.  werf sends that error whole.

    Look at the names.  main, master, trunk and HEAD are left alone; other names that many projects
    share are for you to decide.
    """
    if text.path != "eventData.errorMessage" or text.event not in {None, "UnshallowFailed"}:
        return
    lower = text.lower
    if not any(
        word in lower for word in ("refs/", "origin", "branch", "remote ref", "pathspec", "ветк")
    ):
        return
    for match in _BRANCH.finditer(lower):
        name = match["name"].rstrip(".)")
        plain = name.removeprefix("refs/heads/").removeprefix("origin/")
        if plain in _SAYS_NOTHING or name.startswith(("refs/", "/", "http", "git@")) or "@" in name:
            continue
        start = match.start("name")
        sure = "medium" if _USUAL.fullmatch(plain) else "high"
        yield Span(start, start + len(name), "medium" if sure == "medium" else "high")
