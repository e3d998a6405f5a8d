"""The rules that keep text of a log away from Textual's markup, checked in the source."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "inspector"
MODULES = sorted((PACKAGE / "tui").rglob("*.py"))
_TAKERS = {"Static", "Label", "Button", "Markdown", "update", "notify", "set_tooltip", "Text",
           "from_markup", "Content", "add_option"}  # fmt: skip
_TEXTS = {"border_title", "border_subtitle", "tooltip", "title", "sub_title"}


def put_together(node: ast.AST) -> bool:
    """Tell whether an argument is a text built in place: f-string, %, +, .format, join."""
    match node:
        case ast.JoinedStr() | ast.BinOp(op=ast.Add() | ast.Mod()):
            return True
        case ast.Call(func=ast.Attribute(attr="format" | "join" | "format_map")):
            return True
        case _:
            return False


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_text_put_together_reaches_a_widget(path):
    wrong = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and called(node) in _TAKERS:
            arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
            wrong += [node.lineno for argument in arguments if put_together(argument)]
        if isinstance(node, ast.Assign) and put_together(node.value):
            targets = [target.attr for target in node.targets if isinstance(target, ast.Attribute)]
            wrong += [node.lineno for target in targets if target in _TEXTS]

    assert [] == wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_every_notification_is_literal(path):
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    notes = [node for node in calls if called(node) == "notify"]

    assert all(
        any(k.arg == "markup" and getattr(k.value, "value", None) is False for k in node.keywords)
        for node in notes
    )


def test_only_the_app_imports_textual():
    outside = [path for path in PACKAGE.rglob("*.py") if path not in MODULES]
    wrong = []
    for path in outside:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            wrong += [path.name for name in names if name.split(".")[0] in {"textual", "rich"}]

    assert [] == wrong


def test_no_text_becomes_a_log_of_textual_or_is_parsed_for_escapes():
    source = "".join(path.read_text() for path in MODULES)

    for word in ("from_ansi", "from_markup", "open_url", "time.time(", "datetime.now"):
        assert word not in source
