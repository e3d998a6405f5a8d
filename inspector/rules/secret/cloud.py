"""Keys of clouds and of the services that are hosted there."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import Confidence
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.prefix import Kind, tokens
from inspector.rules.secret.words import shown, stand_in, varied
from inspector.rules.text import Span, Text

_END = r"(?![A-Za-z0-9])"


def _base32(body: str) -> Confidence | None:
    """Of an AWS key's id: base 32 in capitals; those of its manuals end in EXAMPLE."""
    sure = not body.endswith("EXAMPLE") and not set(body) & set("0189")
    return "high" if sure else "medium"


def _kind(literal: str, form: str, name: str) -> Kind:
    return Kind(literal, form, f"{name} {literal}")


KINDS = (
    *(Kind(one, rf"[A-Z0-9]{{16}}{_END}", f"AWS access key {one}", doubt=_base32)
      for one in ("AKIA", "ASIA", "ABIA", "ACCA")),
    _kind("AIza", r"[\w-]{35}(?![\w-])", "Google API key"),
    _kind("GOCSPX-", r"[\w-]{28}(?![\w-])", "Google client secret"),
    _kind("ya29.", r"[\w-]{20,300}", "Google access token"),
    _kind("AccountKey=", r"[A-Za-z0-9+/]{86}==", "Azure key"),
    _kind("SharedAccessKey=", r"[A-Za-z0-9+/]{43}=", "Azure key"),
    _kind("AQVN", r"[\w-]{34,40}(?![\w-])", "Yandex Cloud API key"),
    _kind("t1.", r"[A-Za-z0-9_-]{20,400}={0,2}\.[A-Za-z0-9_-]{80,100}={0,2}", "Yandex Cloud token"),
    _kind("YCAJ", r"[\w-]{21}(?![\w-])", "Yandex Cloud access key"),
    *(_kind(f"YC{one}", r"[\w-]{37}(?![\w-])", "Yandex Cloud secret") for one in "MNOP"),
    *(_kind(f"y{one}_", r"[\w-]{50,120}", "Yandex token") for one in "0123"),
    *(_kind(f"do{one}_v1_", rf"[a-f0-9]{{64}}{_END}", "DigitalOcean token") for one in "por"),
    _kind("LTAI", rf"[A-Za-z0-9]{{12,26}}{_END}", "Alibaba Cloud access key"),
    _kind("AKID", rf"[A-Za-z0-9]{{32}}{_END}", "Tencent Cloud key"),
    *(_kind(one, r"[\w-]{24,200}", "Vault token") for one in ("hvs.", "hvb.", "hvr.")),
    _kind("HRKU-", r"[\w-]{36,70}", "Heroku key"),
    _kind("SG.", r"[\w-]{22}\.[\w-]{43}(?![\w-])", "SendGrid key"),
    *(_kind(one, r"[\w-]{20,200}", "API key") for one in
      ("sk-ant-", "sk-proj-", "sk-svcacct-", "sk-or-v1-", "gsk_", "xai-")),
    Kind("sk-", r"[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}", "API key sk-"),
    *(_kind(one, rf"[A-Za-z0-9]{{32}}_[a-f0-9]{{8}}{_END}", "Grafana token") for one in ("glsa_",)),
    _kind("glc_", r"[A-Za-z0-9+/=]{32,400}", "Grafana token"),
    *(_kind(one, r"[A-Za-z0-9+/=_-]{40,400}", "Sentry token") for one in ("sntrys_", "sntryu_")),
    _kind("NRAK-", rf"[A-Z0-9]{{27}}{_END}", "New Relic key"),
    _kind("fo1_", r"[\w-]{43}(?![\w-])", "Fly.io token"),
    *(_kind(one, r"[A-Za-z0-9+/=_-]{60,600}", "Fly.io token") for one in ("fm1r_", "fm2_")),
    _kind("nfp_", rf"[A-Za-z0-9]{{36}}{_END}", "Netlify token"),
    _kind("sbp_", rf"[a-f0-9]{{40}}{_END}", "Supabase token"),
    _kind("pscale_tkn_", r"[\w.-]{32,64}", "PlanetScale token"),
    _kind("dapi", rf"[a-f0-9]{{32}}(?:-\d)?{_END}", "Databricks token"),
    _kind("dp.pt.", rf"[A-Za-z0-9]{{40,44}}{_END}", "Doppler token"),
    _kind("dt0c01.", r"[A-Z0-9]{24}\.[A-Z0-9]{64}", "Dynatrace token"),
    _kind("pul-", rf"[a-f0-9]{{40}}{_END}", "Pulumi token"),
    _kind("lin_api_", rf"[A-Za-z0-9]{{40}}{_END}", "Linear key"),
)  # fmt: skip

_AWS_SECRET = late(r"(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_AWS_WORDS = (
    "secret_access_key",
    "secretaccesskey",
    "secret access key",
    "aws_secret",
    "akia",
    "asia",
)
_ENTRA = late(r"(?<![\w.~-])[\w~.-]{3}[78]Q~[\w~.-]{31,34}(?![\w.~-])")
_PRIVATE = late(r'private_key(?:_id)?\\*"\s{0,3}:\s{0,3}\\*"([^"\\]{8,64})')


@about_text("violation")
def cloud_key(text: Text, _context: Context) -> Iterator[Span]:
    """A key or token of a cloud or a hosted service stands in the value.

    It opens an account: machines, storage, data and a bill.  A key's public half (an access key id)
    is reported as well, for it names the account and seldom travels alone.

    Revoke or rotate the key in the service's console, look at what was done with it, and take it
    out of the place where the program picked it up.
    """
    yield from tokens(text, KINDS)
    yield from _aws_secret(text)
    if "service_account" in text.raw and "private_key" in text.raw:
        yield from _service_account(text.raw)
    if "Q~" in text.raw:
        yield from _entra(text.raw)


def _aws_secret(text: Text) -> Iterator[Span]:
    done = 0
    for word in _AWS_WORDS:
        at = text.lower.find(word)
        while at >= 0:
            for match in _AWS_SECRET.finditer(text.raw, max(at, done), at + 140):
                done = match.end()
                if varied(match[0]) and not match[0].islower() and not stand_in(match[0]):
                    yield Span(*match.span(), "high", shown("AWS secret key", len(match[0])))
            at = text.lower.find(word, at + len(word))
        done = 0


def _service_account(raw: str) -> Iterator[Span]:
    at = raw.find("private_key")
    while at >= 0:
        match = _PRIVATE.match(raw, at)
        if match and not stand_in(match[1]):
            yield Span(at, match.end(), "high", shown("Google service account", match.end() - at))
        at = raw.find("private_key", at + 1)


def _entra(raw: str) -> Iterator[Span]:
    at = raw.find("Q~")
    while at >= 0:
        match = _ENTRA.search(raw, max(0, at - 4), at + 40)
        if match and varied(match[0]):
            yield Span(*match.span(), "high", shown("Azure client secret", len(match[0])))
        at = raw.find("Q~", at + 2)
