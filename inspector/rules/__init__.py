"""The judgements: one function per rule, in the module of its family.

A rule's id is ``family/slug``, from the names of its module and its function, so that an id tells
where the code is; its docstring is its help.  Every module of this package is looked through, so a
new rule is one function and nothing else.
"""

from inspector.rules.coverage import Coverage
from inspector.rules.describe import describe
from inspector.rules.hit import Hit
from inspector.rules.registry import (
    Context,
    Rule,
    UnknownRule,
    about_event,
    about_pairing,
    about_record,
    about_request,
    about_run,
    check,
    check_pairing,
    check_record,
    check_request,
    check_run,
    pick,
    rules,
)

__all__ = [
    "Context",
    "Coverage",
    "Hit",
    "Rule",
    "UnknownRule",
    "about_event",
    "about_pairing",
    "about_record",
    "about_request",
    "about_run",
    "check",
    "check_pairing",
    "check_record",
    "check_request",
    "check_run",
    "describe",
    "pick",
    "rules",
]
