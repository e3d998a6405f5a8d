r"""Characters written as escapes, undone: ``%40``, ``&#64;``, ``\u0040``, ``=40``, ``U+0040``.

Only what becomes a visible character or a blank is undone: a terminal's ``\x1b`` stays as it is.
"""

from __future__ import annotations

import html
import quopri
import re
from collections.abc import Callable

from inspector.rules.disguise.alphabets import from_base64
from inspector.rules.late import late

_PERCENT = late(r"(?:%[0-9A-Fa-f]{2})+")
_ENTITY = late(
    r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});?|&[A-Za-z][A-Za-z0-9]{1,31};"  # the longest name: 31
)
_ESCAPE = late(  # any number of backslashes: escapes are escaped when they are quoted again
    r"(?<!\\)\\++(?:(?:u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]{1,6}\}|U[0-9A-Fa-f]{8})"
    r"|(?P<bytes>x[0-9A-Fa-f]{2}(?:\\++x[0-9A-Fa-f]{2})*+|[0-3][0-7]{2}(?:\\++[0-3][0-7]{2})*+))"
    r"|%u[0-9A-Fa-f]{4}"
)
_POINTS = late(r"(?:[Uu]\+[0-9A-Fa-f]{4,6}[ ,;]{0,2}){3,}")  # fewer are named in a sentence
_POINT = late(r"[Uu]\+([0-9A-Fa-f]{4,6})")
_DRIVE = late(r"\b[A-Za-z]:\\")  # in such a path `\x` and `\101` are names of folders
_BYTE = late(r"x([0-9A-Fa-f]{2})|([0-3][0-7]{2})")
_CONTROL = late(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = late("[\ud800-\udfff]")
_QUOTED = late(r"(?:=[0-9A-F]{2})+")
_SOFT = late(r"(?<!=)=\r?\n")  # base64 may end a line with one as well
_SPLIT = late(r"@[\w.-]{0,64}=\r?\n[\w.-]|[\w.+-]=\r?\n[\w.+-]{0,64}@")
"""An address that a soft break divides, which needs no other sign of the encoding."""
_SIGNS = (  # an equals sign is common; these tell that it is this encoding's
    late(r"(?:=[0-9A-F]{2}){2}"),
    late(r"=3D"),
    late(r"\w=40[A-Za-z0-9-]{1,63}\.[A-Za-z]"),
    late(r"=[2-7][A-F][^=\s]{0,64}=[2-7][A-F]"),
)
_WORD = late(r"=\?([A-Za-z0-9-]{1,20})\?([BbQq])\?([^?\s]{1,1000})\?=(?:\s{1,4}(?==\?))?")
_CHARSETS = late(  # others are not mail's, and some decode in more than linear time
    r"(?:utf-?8|us-ascii|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]|iso-2022-jp|gb2312|big5)\Z",
    re.IGNORECASE,
)


def percent_undone(text: str) -> str | None:
    """Undo percent-encoding; None where there is none."""
    if "%" not in text:
        return None
    return _changed(
        text,
        _PERCENT.sub(
            lambda match: _visible(bytes.fromhex(match[0].replace("%", "")), match[0]), text
        ),
    )


def entities_undone(text: str) -> str | None:
    """Undo the entities of HTML; None where there are none."""
    if "&" not in text:
        return None
    return _changed(text, _ENTITY.sub(lambda match: _entity(match[0]), text))


def _entity(word: str) -> str:
    plain = html.unescape(word)
    return plain if _shows(plain) else word


def escapes_undone(text: str) -> str | None:
    """Undo the escapes of JSON, Go, Python, JavaScript and Unicode; None where there are none."""
    if "\\" not in text and "%u" not in text and "U+" not in text and "u+" not in text:
        return None
    path = bool(_DRIVE.search(text))
    changed = _ESCAPE.sub(lambda match: _escape(match, path=path), text)
    changed = _POINTS.sub(_points, changed)
    if _SURROGATE.search(changed):  # pairs of `\ud83d\ude00` are one character
        changed = changed.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _changed(text, changed)


def _escape(match: re.Match[str], *, path: bool) -> str:
    if match["bytes"]:
        pairs = _BYTE.findall(match["bytes"])
        data = bytes(int(low, 16) if low else int(octal, 8) for low, octal in pairs)
        return match[0] if path else _visible(data, match[0])
    code = int(match[0].lstrip("\\%uU").strip("{}"), 16)
    if code > 0x10FFFF or not (_shows(chr(code)) or 0xD800 <= code < 0xE000):
        return match[0]
    return chr(code)


def _points(match: re.Match[str]) -> str:
    """Read ``U+0069 U+0076``; what shows nothing stays, for it is spoken of."""
    codes = [int(code, 16) for code in _POINT.findall(match[0])]
    plain = "".join(chr(code) for code in codes if code <= 0x10FFFF)
    return plain if len(plain) == len(codes) and plain.isprintable() else match[0]


def quoted_undone(text: str) -> str | None:
    """Undo quoted-printable and the encoded words of mail headers; None where there are none."""
    if "=" not in text:
        return None
    changed = _WORD.sub(_encoded_word, text) if "=?" in text else text
    soft = _SOFT.search(changed) and _QUOTED.search(changed)
    if soft or any(sign.search(changed) for sign in _SIGNS):
        changed = _QUOTED.sub(_quoted, _SOFT.sub("", changed))
    elif "@" in changed and _SPLIT.search(changed):
        changed = _SOFT.sub("", changed)
    return _changed(text, changed)


def _quoted(match: re.Match[str]) -> str:
    return _visible(bytes.fromhex(match[0].replace("=", "")), match[0])


def _encoded_word(match: re.Match[str]) -> str:
    charset, form, body = match.groups()
    if not _CHARSETS.match(charset):
        return match[0]
    data = from_base64(body) if form in "Bb" else quopri.decodestring(body.encode(), header=True)
    return (data or b"").decode(charset, "ignore") or match[0]


def _visible(data: bytes, otherwise: str) -> str:
    """Read bytes as UTF-8; give `otherwise` where they are not, or show nothing."""
    try:
        plain = data.decode()
    except UnicodeDecodeError:
        return otherwise
    return plain if _shows(plain) else otherwise


def _shows(plain: str) -> bool:
    return not _CONTROL.search(plain)


def _changed(text: str, changed: str) -> str | None:
    return None if changed == text else changed


UNDO: dict[str, Callable[[str], str | None]] = {
    "percent": percent_undone,
    "html-entities": entities_undone,
    "escapes": escapes_undone,
    "quoted-printable": quoted_undone,
}
