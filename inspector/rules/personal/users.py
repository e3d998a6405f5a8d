"""Names of accounts: a text in, the places of names that may be a person's out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.personal.accounts import personal
from inspector.rules.personal.windows import before, places
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_NAME = r"[^\W\d_][\w.-]{0,38}\w"
_SAID = late(
    r"(?<![\w./@-])(?:--?)?(?:git_?|ssh_?|remote_?|ci_?|gitlab_?|github_?|vcs_?|os_?)?"
    r"(?:user(?:[ _-]?name|[ _-]?login)?|login|logname|sudo_user|account|uname"
    r"|пользователь|логин|учётная запись|учетная запись)"
    rf"[\"']?\s{{0,2}}[=:]\s{{0,2}}[\"'«`]?({_NAME})(?![\w@$<{{(:\\/-]|\.\w)",
    re.IGNORECASE,
)
_QUOTED = late(
    r"(?<![\w.-])(?:user|username|login|account|пользовател[ьяюе]м?|учётной записи|учетной записи)"
    rf"\s{{1,2}}([\"'«`‘“])({_NAME})[\"'»`’”]",
    re.IGNORECASE,
)
_BARE = late(
    rf"(?<![\w.-])(?:for (?:invalid )?user|as user|by user|пользователя|пользователем|пользователю)"
    rf"\s{{1,2}}({_NAME})(?![\w@/\\(-]|:\S|\.\w)",
    re.IGNORECASE,
)
_ID = late(rf"(?<!\w)[ug]id=\d{{1,10}}\(({_NAME})\)")
_DOMAIN = late(rf"(?<![\w\\:/.%-])([A-Z][A-Z0-9-]{{1,14}})(\\{{1,2}})({_NAME})(?![\w\\:/])")
_LOGON = late(
    r"(?:user|account|log ?[io]n|owner|for|by|as|пользовател\w{1,2})\W{1,4}\Z", re.IGNORECASE
)
_NO_DOMAIN = frozenset(
    "HKLM HKCU HKCR HKU AUTHORITY BUILTIN NT WINDOWS SYSTEM SYSTEM32 BIN SRC USERS PROGRA IIS "
    "DOCKER LIB TEMP TMP DEVICE GLOBAL SOFTWARE APPPOOL".split()
)
_FILE = late(r"\.[A-Za-z]{1,4}\Z")
_LOCAL = late(r"[\w.-]{2,40}")  # of the reversed text before the @
_HOST = late(r"[^\W_][\w-]{1,62}+(?![.@])")
_PROMPT = late(r":[~/]|\s?[$#]\s")
_REVISION = late(r"v?\d|[0-9a-f]{7,}\Z|sha(?:1|256|384|512)")
_REVISIONS = frozenset(
    "latest next beta alpha canary main master stable lts dev develop head edge nightly rc legacy "
    "experimental current release trunk snapshot hidden internal prod preview insiders tip".split()
)
_LOGIN = late(r"([^\s/@:\"'<>]{1,64})(?::[^\s/@]{0,128})?@")  # https://ivan@, https://ivan:…@
_KEYS = frozenset(
    "user username user_name user-name login logname account_name gitlab_user_login gitlab_user "
    "github_actor actor build_user build_user_id sudo_user os_user triggered_by started_by "
    "requested_by created_by deployed_by пользователь логин".split()
)
_ONE = late(_NAME)


@about_text("violation")
def user_name(text: Text, _: Context) -> Iterator[Span]:
    """The value holds the name of somebody's account.

    A login is a person's name in many companies, and one name is often the same everywhere.
    Accounts of systems, images and CI services (root, www-data, runner) are left alone.

    Let a service account run what sends this, or keep the name out of variables and messages.
    """
    raw = text.raw
    if text.key in _KEYS and _ONE.fullmatch(raw) and personal(raw):
        yield Span(0, len(raw))
    yield from _spoken(text)
    if "id=" in raw:
        yield from _named(_ID, raw, 1)
    if "\\" in raw:
        yield from _domains(raw)
    if "@" in raw:
        yield from _hosts(raw)
        for at in places(raw, "://"):
            login = _LOGIN.match(raw, at + 3)
            if login and personal(login[1]):
                yield Span(login.start(1), login.end(1))


def _named(form: re.Pattern[str], raw: str, group: int) -> Iterator[Span]:
    for match in form.finditer(raw):
        if personal(match[group]):
            yield Span(match.start(group), match.end(group))


def _spoken(text: Text) -> Iterator[Span]:
    """Find names after the words for them."""
    lower = text.lower
    if any(word in lower for word in ("user", "log", "account", "пользовател", "учетн", "учётн")):
        yield from _named(_QUOTED, text.raw, 2)
        yield from _named(_SAID, text.raw, 1)
        for span in _named(_BARE, text.raw, 1):
            yield Span(span.start, span.end, "medium")
    elif "uname" in lower or "логин" in lower:
        yield from _named(_SAID, text.raw, 1)


def _domains(raw: str) -> Iterator[Span]:
    r"""Find DOMAIN\user; without a word for it, it may be a folder."""
    for match in _DOMAIN.finditer(raw):
        domain, _, user = match.groups()
        if domain in _NO_DOMAIN or _FILE.search(user) or not personal(user):
            continue
        whole = match.end() - match.start() == len(raw)
        said = whole or _LOGON.search(before(raw, match.start(), 24))
        yield Span(match.start(), match.end(), "high" if said else "medium")


def _hosts(raw: str) -> Iterator[Span]:
    """Find user@host; a host with a dot makes it an address of mail."""
    for at in places(raw, "@"):
        host = _HOST.match(raw, at + 1)
        local = host and _LOCAL.match(before(raw, at, 48)[::-1])
        if not host or not local:
            continue
        start, name = at - len(local[0]), local[0][::-1]
        if raw[start - 1 : start] in tuple("/@$}>:{%=") or not personal(name) or _tag(host[0]):
            continue
        prompt = _PROMPT.match(raw, host.end())
        yield Span(start, host.end(), "high" if prompt else "medium")


def _tag(host: str) -> bool:
    """Tell a version or a branch after a package's name from a machine."""
    low = host.lower()
    return low in _REVISIONS or _REVISION.match(low) is not None
