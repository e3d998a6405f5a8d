"""Several pictures of one size in one SVG that shows them in turn, without a script.

What several pictures have in common is stored once; CSS shows each thing while it is there.  Who
asks for less motion, and what knows no animation, gets one of the pictures, still.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

_ID = re.compile(r"terminal-\d+-")
_LOOK = re.compile(r"\.(r\d+) (\{.*?\})\n?")
_LAYERS = (  # as Textual writes them: what is behind the text, the text, the title of the window
    re.compile(r'<rect fill="[^"]+" x="[^>]*crispEdges"/>'),
    re.compile(r'<text class="r\d+"[^>]*>[^<]*\S[^<]*</text>'),
    re.compile(r'<text class="title"[^>]*>[^<]*</text>'),
)
_CLASS = re.compile(r'(?<=class=")r\d+(?=")')
When = tuple[int, ...]


def film(pictures: Sequence[str], seconds: Sequence[float], still: int) -> str:
    """Show each of Textual's pictures for its seconds, over and over."""
    looks = dict[str, str]()
    pictures = [_renamed(_ID.sub("", picture), looks) for picture in pictures]
    layers = [_shared(pattern.findall(one) for one in pictures) for pattern in _LAYERS]
    back, text, title = (
        "\n".join(f'<g class="{_name(when)}">{"".join(parts)}</g>' for when, parts in layer.items())
        for layer in layers
    )
    style = [f".{name} {look}" for look, name in looks.items()]
    style += _times({when for layer in layers for when in layer}, seconds, still)
    frame = _LAYERS[1].sub("", _LAYERS[0].sub("", _LOOK.sub("", pictures[0])))
    frame = (
        _LAYERS[2].sub(lambda _: title, frame).replace("</style>", "\n".join([*style, "</style>"]))
    )
    head, matrix, rest = frame.partition('<g class="matrix">')
    tidy = re.sub(r"\n\s*", "\n", f"{head}{back}\n{matrix}\n{text}{rest}")
    return re.sub(r"<text [^>]*>\s*</text>\n?", "", tidy)


def _renamed(picture: str, looks: dict[str, str]) -> str:
    """Call the same look by the same name in every picture."""
    names = {old: looks.setdefault(look, f"r{len(looks)}") for old, look in _LOOK.findall(picture)}
    return _CLASS.sub(lambda found: names[found[0]], picture)


def _shared(pictures: Iterable[list[str]]) -> dict[When, list[str]]:
    """The parts of all pictures, by the pictures that they are in."""
    seen = dict[str, list[int]]()
    for number, parts in enumerate(pictures):
        for part in dict.fromkeys(parts):
            seen.setdefault(part, []).append(number)
    groups = dict[When, list[str]]()
    for part, numbers in seen.items():
        groups.setdefault(tuple(numbers), []).append(part)
    return groups


def _name(when: When) -> str:
    return "t" + "-".join(map(str, when))


def _times(groups: Iterable[When], seconds: Sequence[float], still: int) -> Iterable[str]:
    """The rules that show a group while one of its pictures lasts."""
    ends = list(accumulate(seconds))
    starts = [0.0, *ends[:-1]]
    for when in sorted(groups):
        if len(when) == len(seconds):
            continue
        name = _name(when)
        steps = "".join(
            f"{100 * start / ends[-1]:.2f}%{{visibility:{_seen(number in when)}}}"
            for number, start in enumerate(starts)
        )
        yield f"@keyframes {name}{{{steps}}}"
        yield (
            f".{name}{{visibility:{_seen(still in when)};"
            f"animation:{name} {ends[-1]:g}s step-end infinite}}"
        )
    yield "@media (prefers-reduced-motion:reduce){g{animation:none!important}}"


def _seen(there: bool) -> str:  # noqa: FBT001  # of one word
    return "visible" if there else "hidden"
