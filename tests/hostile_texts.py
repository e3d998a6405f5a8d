"""Texts that are made to keep a detector busy: a unit, repeated to any length."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

HOSTILE = {
    "at signs": "@",
    "dots": ".",
    "labels": "a.",
    "a name and an at sign": "a@",
    "addresses of mail without an end": "a@a.",
    "digits": "1",
    "digits and dots": "1.",
    "digits and dashes": "1-",
    "digits and spaces": "1 ",
    "addresses": "10.1.2.3 ",
    "addresses in one": "10.1.2.3.",
    "pairs and colons": "a1:",
    "pairs and dashes": "a1-",
    "colons": ":",
    "colons and digits": "fe80::1:",
    "slashes": "/",
    "slashes and names": "/a",
    "backslashes": "\\",
    "schemes": "http://",
    "separators of schemes": "://",
    "schemes and at signs": "http://a@",
    "long schemes": "https://a.b/c?d=",
    "keys of secrets": "password=",
    "keys of secrets in Russian": "пароль: ",
    "beginnings of keys": "-----BEGIN",
    "beginnings and ends": "-----BEGIN X-----\n-----END",
    "tokens": "ghp_",
    "tokens of tokens": "eyJ",
    "tokens with dots": "eyJa.eyJa.",
    "mixed case": "sK-Sk-",
    "an alphabet": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    "hexadecimal": "0123456789abcdef",
    "equals signs": "=",
    "names and equals signs": "a=",
    "percent escapes": "%2540",
    "bare percents": "%",
    "entities": "&#64;",
    "unicode escapes": "\\u0040",
    "quoted-printable": "=40",
    "spaces": " ",
    "tabs and newlines": "\t\n",
    "quotes": '"',
    "quotes and words": "'a' ",
    "brackets": "[",
    "brackets inside brackets": '{"a":[',
    "letters": "a",
    "capital words": "Анна ",
    "capital words in Latin": "Anna Smith ",
    "Cyrillic": "я",
    "letters that grow when lowered": "İ",
    "zero width": "\u200b",
    "reordering": "\u202e",
    "combining marks": "e\u0301",
    "emoji": "🚀",
    "homes": "/home/",
    "homes of Windows": "C:\\Users\\",
    "shares": "\\\\a\\",
    "ends of remotes": ".git",
    "remotes without a path": "git@a:",
    "refs": "refs/heads/",
    "origins": "origin/",
    "images": "a.b/c:",
    "images without an end": "a.bc/",
    "namespaces": 'namespace "',
    "options": "-n a ",
    "services": "a.svc.",
    "local names": "a.lan.",
    "look-ups": "lookup ",
    "hosts": "host: ",
    "accounts": "account ",
    "builds": "builds/",
    "jobs": "/job/a",
    "projects": "/projects/a%2f",
    "urls of jobs": "://a/b/-/",
    "ARNs": "arn:aws:",
    "phones": "+7 (",
    "phones without an end": "+7 905 000-11-2",
    "cards": "4242 ",
    "accounts of banks": "ES91 2100 ",
    "dates": "01.02.",
    "days of birth": "born 1990-01-",
    "user names": "user=",
    "authors": "Author: a <",
    "bearers": "Bearer ",
}
"""What it is, and the unit."""


def repeated(unit: str, size: int) -> str:
    """Give `size` characters of a unit again and again."""
    return (unit * (size // len(unit) + 1))[:size]


@cache
def tables(family: str) -> object:
    """Give the module of a family's tables of cases."""
    path = Path(__file__).parent / "rules" / f"test_{family}.py"
    spec = importlib.util.spec_from_file_location(f"cases_of_{family}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def own(rule_id: str) -> dict[str, dict[str, str]]:
    """Give the cases on which a rule fires, as keywords of a `Text`."""
    family, _, slug = rule_id.partition("/")
    cases = tables(family).FIRES.get(slug, {})  # type: ignore[attr-defined]  # by convention
    return {
        words: case if isinstance(case, dict) else {"raw": case} for words, case in cases.items()
    }
