"""A log in, a log out that is safe to publish: the same lines and events, none of the user's words.

What is kept is copied: values that a contract closes, values that a program is known to send, words
that are the same for everybody.  Everything else is replaced by a pseudonym, the same for the same
value wherever it stands, made with the user's key so that nobody can guess it back.
"""

from inspector.redact.lines import Redaction, Saved
from inspector.redact.pseudonym import Pseudonyms

__all__ = ["Pseudonyms", "Redaction", "Saved"]
