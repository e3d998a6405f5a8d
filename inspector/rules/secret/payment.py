"""Keys of payment services: Stripe, YooKassa, Square, PayPal, Shopify, Razorpay."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import Confidence
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.prefix import Kind, tokens
from inspector.rules.text import Span, Text

_END = r"(?![\w-])"


def _both_cases(body: str) -> Confidence | None:
    """`live_` and `test_` begin many a name; a YooKassa key has capitals, small letters, digits."""
    mixed = not (body.islower() or body.isupper()) and any(map(str.isdigit, body))
    return "high" if mixed else None


def _only_test(body: str) -> Confidence | None:
    return "medium" if _both_cases(body) else None


KINDS = (
    *(Kind(f"{one}_live_", r"[A-Za-z0-9]{16,255}", f"Stripe key {one}_live_")
      for one in ("sk", "rk", "ak")),
    *(Kind(f"{one}_test_", r"[A-Za-z0-9]{16,255}", f"Stripe test key {one}_test_", "medium")
      for one in ("sk", "rk")),
    Kind("whsec_", r"[A-Za-z0-9+/=]{32,80}", "Stripe web hook secret whsec_"),
    Kind("live_", rf"[A-Za-z0-9_-]{{43}}{_END}", "YooKassa key live_", doubt=_both_cases),
    Kind("test_", rf"[A-Za-z0-9_-]{{43}}{_END}", "YooKassa test key test_", doubt=_only_test),
    Kind("sq0atp-", rf"[\w-]{{22}}{_END}", "Square token sq0atp-"),
    Kind("sq0csp-", rf"[\w-]{{43}}{_END}", "Square secret sq0csp-"),
    Kind("EAAA", rf"[\w-]{{60}}{_END}", "Square token EAAA"),
    Kind("access_token$production$", r"[0-9a-z]{16}\$[0-9a-f]{32}", "PayPal access token"),
    Kind("access_token$sandbox$", r"[0-9a-z]{16}\$[0-9a-f]{32}", "PayPal test token", "medium"),
    *(Kind(f"{one}_", r"[a-fA-F0-9]{32}(?![\w])", f"Shopify token {one}_")
      for one in ("shpat", "shpca", "shppa", "shpss")),
    Kind("rzp_live_", r"[A-Za-z0-9]{14}(?![\w])", "Razorpay key rzp_live_"),
    Kind("FLWSECK-", r"[0-9a-zA-Z]{32}-X", "Flutterwave key FLWSECK-"),
)  # fmt: skip


@about_text("violation")
def payment_token(text: Text, _context: Context) -> Iterator[Span]:
    """A secret key of a payment service (Stripe, YooKassa, Square) stands in the value.

    It moves money and reads what customers have bought.  Keys of a test account are for a person to
    decide; publishable keys (`pk_live_`) are no secret and are left alone.

    Roll the key in the service's dashboard and look at its log of requests, then take it out of
    the place where the program picked it up.
    """
    yield from tokens(text, KINDS)
