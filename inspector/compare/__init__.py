"""The log beside the wire: whether what the log says was sent is what was really sent.

`compare` is pure: judged records of both sides in, a `Comparison` out.  Every event of the log and
every span of the wire is in exactly one of its matches.
"""

from inspector.compare import as_json, as_text
from inspector.compare.comparison import Comparison, Match, compare
from inspector.compare.result import Capture, Gathered, Result, Verdict

__all__ = [
    "Capture",
    "Comparison",
    "Gathered",
    "Match",
    "Result",
    "Verdict",
    "as_json",
    "as_text",
    "compare",
]
