"""Names of people: a text in, the places of names out; a guess, and told as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.personal.names import (
    THINGS,
    is_cyrillic,
    is_first,
    is_patronymic,
    is_slavic,
    is_surname,
)
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_CAPITAL = r"[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ]"
_WORD = rf"{_CAPITAL}[^\W\d_]{{1,24}}(?:[-'’]{_CAPITAL}[^\W\d_]{{1,24}})?"

_NEXT = late(rf"(?<![\w@/.-]){_WORD}(?![\w@])")
_INITIALS = late(
    r"(?<![\w.])(?:([А-ЯЁ][а-яё]{2,20})[ \u00a0][А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\."
    r"|[А-ЯЁ]\.[ \u00a0]?(?:[А-ЯЁ]\.)?[ \u00a0]?([А-ЯЁ][а-яё]{2,20}))(?!\w)"
)
_TITLED = late(
    rf"(?<![\w.@/-])(?:Mr|Mrs|Ms|Dr|Prof|Sr|Sra|Herr|Frau|Mme|Monsieur|Madame|г-н|Г-н|г-жа|Г-жа"
    rf"|господин|госпожа|Господин|Госпожа|товарищ|гр)\.?[ \u00a0]"
    rf"({_WORD}(?:[ \u00a0]{_WORD}){{0,2}})"
)
_HONOURED = late(
    r"(?<![\u3040-\u30ff\u4e00-\u9fff])([\u4e00-\u9fff]{1,4}|[\u30a0-\u30ff]{2,10})"
    r"(?:さん|様|氏|先生|女士)"
)
_NO_NAMES = frozenset("お客 皆 奥 客 神 王 各 同".split())
_JOINED = late(r"([a-zа-яё]{1,20})[._ -]([a-zа-яё]{2,24})")
_KEYS = late(
    r"(?:\A|[_.-])(?:owner|author|committer|assignee|maintainer|reviewer|approver|developer|manager"
    r"|lead|contact|person|employee|customer|client|name|fullname|firstname|lastname|surname|fio"
    r"|имя|фамилия|фио|контакт|автор|владелец|ответственный|ответственная|исполнитель|сотрудник"
    r"|разработчик|заказчик|担当者|作成者|姓名|by)(?:\Z|[_.-])"
)
_THINGS_NAMED = late(
    r"(?:app|image|project|repo|repository|branch|job|stage|service|event|file|host|pod|node|env"
    r"|environment|cluster|runner|namespace|release|package|module|pipeline|domain|product|company"
    r"|org|team|group|display|class|plugin|ci)[_.-]?name"
)
_WHOLE = late(rf"{_WORD}(?:[ \u00a0]{_WORD}){{0,2}}")
_EASTERN = late(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,3}[ \u3000][\u4e00-\u9fff]{1,3}")


@about_text("violation")
def person_name(text: Text, _: Context) -> Iterator[Span]:
    """The value may hold the name of a person.

    A name in an attribute tells the vendor who works on the project.  It is a guess by first names,
    patronymics and endings of surnames, by titles, and by keys such as owner or author: names look
    like other words, and things are named after people.

    Read it; if it is a person's name, keep it out of variables, or name the team instead.
    """
    raw = text.raw
    if _KEYS.search(text.key) and not _THINGS_NAMED.search(text.key) and _labelled(raw):
        yield Span(0, len(raw), "low")
    for start, end in (*_running(raw), *_titled(raw)):
        yield Span(start, end, "low")
    if (joined := _JOINED.fullmatch(raw.lower())) and _is_joined(*joined.groups()):
        yield Span(0, len(raw), "low")


def _labelled(raw: str) -> bool:
    """Judge the value of a key that names people."""
    words = raw.replace("\u00a0", " ").split()
    if not raw.isascii() and _EASTERN.fullmatch(raw):
        return True
    if not _WHOLE.fullmatch(raw) or any(word.lower() in THINGS for word in words):
        return False
    return len(words) > 1 or is_first(raw) or is_patronymic(raw) or _cyrillic_surname(raw)


def _cyrillic_surname(word: str) -> bool:
    return not word.isascii() and is_surname(word, latin=False)


def _running(raw: str) -> Iterator[tuple[int, int]]:
    """Find a first name beside a surname or a patronymic, in either order."""
    last: re.Match[str] | None = None
    for word in _NEXT.finditer(raw):
        beside = last and raw[last.end() : word.start()] in {" ", "\u00a0", ", "}
        if last and beside and _is_person(last[0], word[0]):
            yield last.start(), word.end()
        last = word
    if raw.isascii():
        return
    for match in _INITIALS.finditer(raw):
        if is_surname(match[1] or match[2], latin=False):
            yield match.span()


def _is_person(one: str, other: str) -> bool:
    if is_patronymic(other):
        return not one.isascii() and one.lower() not in THINGS
    if is_first(one):
        return is_surname(other) and is_cyrillic(one) == is_cyrillic(other)
    return is_first(other) and is_slavic(one)


def _titled(raw: str) -> Iterator[tuple[int, int]]:
    for match in _TITLED.finditer(raw):
        if match[1].split()[0].lower() not in THINGS:
            yield match.span(1)
    if raw.isascii():
        return
    for match in _HONOURED.finditer(raw):
        if match[1] not in _NO_NAMES:
            yield match.span(1)


def _is_joined(one: str, other: str) -> bool:
    if len(one) == 1 and one.isascii():
        return len(other) > 5 and is_slavic(other)
    return (is_first(one) and is_slavic(other)) or (is_first(other) and is_slavic(one))
