r"""JSON values and texts in, the bytes that a log shows of them out.

Objects keep keys that stand twice.  Strings are quoted as Go's ``%q`` quotes printable text; what
is written here holds no control characters and no bytes that are not UTF-8.
"""

from __future__ import annotations

import json
import re

from inspector.model import Json, Repeated

_HTML = re.compile("[<>&\u2028\u2029]")


def dump(value: Json, gap: str = "") -> str:
    """Write JSON as Go does, without spaces; `gap` stands after the first brace."""
    text = _dump(value)
    return _HTML.sub(lambda match: f"\\u{ord(match[0]):04x}", text[:1] + gap + text[1:])


def _dump(value: Json) -> str:
    match value:
        case dict():
            pairs = value.pairs if isinstance(value, Repeated) else value.items()
            return "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{_dump(one)}"
                                  for key, one in pairs) + "}"  # fmt: skip
        case list():
            return "[" + ",".join(map(_dump, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=not _printable(value))


def _printable(value: Json) -> bool:
    return not isinstance(value, str) or value.isprintable()


def quoted(text: str) -> str:
    """Quote a text as ``%q`` does."""
    out = []
    for char in text:
        if char in '"\\':
            out.append(f"\\{char}")
        elif char.isprintable():
            out.append(char)
        else:
            code = ord(char)
            out.append(f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
    return '"' + "".join(out) + '"'
