"""Tokens of package registries: npm, PyPI, RubyGems, Docker Hub, NuGet, crates.io, JFrog …."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import Confidence
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.prefix import Kind, tokens
from inspector.rules.secret.words import varied
from inspector.rules.text import Span, Text

_END = r"(?![A-Za-z0-9])"


def _mixed(body: str) -> Confidence | None:
    """Short prefixes begin words too; a token mixes capitals, small letters and mostly digits."""
    return "high" if varied(body) and not body.islower() and not body.isupper() else None


def _lower(body: str) -> Confidence | None:
    """Of a body in small letters: no word of that length has this many digits."""
    return "high" if sum(map(str.isdigit, body)) > 2 else None


KINDS = (
    Kind("npm_", rf"[A-Za-z0-9]{{36}}{_END}", "npm token npm_"),
    Kind("pypi-AgE", r"[\w-]{50,300}", "PyPI token pypi-"),
    Kind("rubygems_", rf"[a-f0-9]{{48}}{_END}", "RubyGems key rubygems_"),
    *(Kind(f"dckr_{one}_", r"[\w-]{24,64}", f"Docker token dckr_{one}_") for one in ("pat", "oat")),
    Kind("oy2", rf"[a-z0-9]{{43}}{_END}", "NuGet key oy2", doubt=_lower),
    Kind("hf_", rf"[A-Za-z0-9]{{34}}{_END}", "Hugging Face token hf_"),
    Kind("cio", rf"[A-Za-z0-9]{{32}}{_END}", "crates.io token cio", doubt=_mixed),
    Kind("AKC", rf"[A-Za-z0-9]{{60,80}}{_END}", "JFrog key AKC", doubt=_mixed),
    Kind("cmVmdGtuO", rf"[A-Za-z0-9]{{54,80}}{_END}", "JFrog token"),
    *(Kind(f"packagist_{one}_", r"[a-z0-9]{32,80}", "Packagist token")
      for one in ("uut", "oat", "ack", "acs")),
    Kind("CLOJARS_", rf"[a-z0-9]{{60}}{_END}", "Clojars token CLOJARS_"),
)  # fmt: skip


@about_text("violation")
def package_token(text: Text, _context: Context) -> Iterator[Span]:
    """A token of a package registry (npm, PyPI, Docker Hub, NuGet and others) stands in the value.

    With it anybody can publish under its owner's name, and whoever installs the package runs it.

    Revoke the token at the registry, look at what was published with it, and take it out of
    the place where the program picked it up.
    """
    yield from tokens(text, KINDS)
