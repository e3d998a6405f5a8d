"""The judgements: one function per rule, in the module of its family.

A rule's id is ``family/slug``, from the names of its module and its function, so that an id tells
where the code is; its docstring is its help.  Every module of this package is looked through, so a
new rule is one function and nothing else.
"""

from inspector.rules.clock import Period, moment, written
from inspector.rules.coverage import Coverage
from inspector.rules.describe import describe
from inspector.rules.history import History, Place
from inspector.rules.hit import Hit
from inspector.rules.registry import (
    Context,
    Rule,
    UnknownRule,
    about_event,
    about_history,
    about_pairing,
    about_record,
    about_remark,
    about_request,
    about_run,
    about_text,
    about_waiver,
    by_subject,
    check,
    check_history,
    check_pairing,
    check_record,
    check_remark,
    check_request,
    check_run,
    check_waiver,
    pick,
    rules,
)
from inspector.rules.scan import Scanner
from inspector.rules.text import Remarked, Span, Text

__all__ = [
    "Context",
    "Coverage",
    "History",
    "Hit",
    "Period",
    "Place",
    "Remarked",
    "Rule",
    "Scanner",
    "Span",
    "Text",
    "UnknownRule",
    "about_event",
    "about_history",
    "about_pairing",
    "about_record",
    "about_remark",
    "about_request",
    "about_run",
    "about_text",
    "about_waiver",
    "by_subject",
    "check",
    "check_history",
    "check_pairing",
    "check_record",
    "check_remark",
    "check_request",
    "check_run",
    "check_waiver",
    "describe",
    "moment",
    "pick",
    "rules",
    "written",
]
