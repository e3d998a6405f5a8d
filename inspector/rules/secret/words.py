"""What is asked of a text that could be a secret: does it stand for one, is it mixed."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from binascii import Error

from inspector.rules.late import late
from inspector.safe import Safe

_STANDS_IN = late(
    r"""\\?\$.*|%\w+%|%[-\w$.]*[sdvqr]|\{.*|<.*|\[.*|\(.*  # $X ${X} %X% %s {{x}} <x> [MASKED]
    |[x*.•·●…#_?\\-]+                                  # ****, xxxx, ....
    |.*(?:\*{3}|•{3}|…|\.{3}|x{6}|\$\{|\$\(|\{\{|data\+omitted).*""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_SAYS_SO = late(
    r"redact|mask(?:ed)?\b|hidden|omitted|scrubbed|placeholder|change[-_]?me|replace[-_]?me|insert"
    r"|your[-_ ]|my[-_]?(?:pass|secret|token)|example|dummy|sample|^fake|todo|скрыт|замаскир|пример"
    r"|удал[её]н|^ваш",
    re.IGNORECASE,
)
_CODE = late(
    r"(?:os\.|process\.env|env[.:\[(]|getenv|vault:|secrets?\.|vars?\.|values\.|ref\+|file:|arn:"
    r"|https?://|self\.|config\.|settings\.|!vault)",
    re.IGNORECASE,
)
_DIGIT = late(r"\d")
_TOLD = 96  # characters that are enough to see a mixture, so that a long text costs no more


def stand_in(value: str) -> bool:
    """Tell whether a value only stands for a secret: ``***``, ``${VAR}``, ``<token>``."""
    value = value[:256].strip("\"'`")
    return bool(
        not value or _STANDS_IN.fullmatch(value) or _SAYS_SO.search(value) or _CODE.match(value)
    )


def filler(body: str) -> bool:
    """Tell whether the body of a token is only drawn: ``xxxxxxxxxxxx``, ``************``."""
    body = body[:_TOLD]
    return "xxxxxxxx" in body.lower() or "****" in body or "...." in body


def varied(body: str) -> bool:
    """Tell whether letters of both cases or letters and digits are mixed, as no word mixes them."""
    body = body[:_TOLD]
    lower, upper = body.upper() != body, body.lower() != body
    digit = _DIGIT.search(body) is not None
    return (digit and (lower or upper)) or (lower and upper and not body.istitle())


def decoded(text: str) -> bytes | None:
    """Decode base64 of either alphabet, with or without its padding; None if it is none."""
    text = text.rstrip("=").translate(_ALPHABET)
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Error, ValueError):
        return None


_ALPHABET = str.maketrans("+/", "-_")


def shown(kind: str, length: int) -> Safe:
    """Make the evidence of a secret: what it is and how long, nothing of what it says."""
    return Safe(f"{kind} ({length} characters)")
