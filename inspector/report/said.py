"""A finding in, sentences about it out, in the reader's language: for forms that people read.

Everything that is said here is harmless on one line; what a form's own syntax asks for besides
(escapes, quotes) is up to the form.
"""

from __future__ import annotations

from inspector.language import Language
from inspector.model import Finding, Waiver
from inspector.report import Report, Tally, found, saying
from inspector.safe import Safe, inert, safe


def message(one: Finding, language: Language) -> Safe:
    """Say what was found."""
    return safe(saying.plain(saying.message(language, one)))


def where(tally: Tally, language: Language) -> Safe:
    """Say where: the field, the event type, the contract, as far as there are any."""
    return safe(saying.plain(found.where(tally, language)))


def sentence(tally: Tally, report: Report, language: Language) -> Safe:
    """Say what was found, where, of what value (masked), and how often."""
    facts = [where(tally, language)]
    evidence = report.evidence(tally)
    if evidence is not None:
        facts.append(safe(language("value: {}", evidence)))
    if tally.occurrences > 1:
        facts.append(safe(language("seen {} times", language.number(tally.occurrences))))
    return inert(Safe(f"{message(tally.finding, language)} ({'; '.join(facts)})"))


def promise(one: Finding, language: Language) -> Safe | None:
    """Quote the promise in its own language, with its page; None where there is none."""
    if one.promise is None:
        return None
    quote = one.promise.said(language.code)
    page = quote.source
    said = language("The page says: “{}” ({}, {}, {})")
    return inert(safe(said.format(quote.text, page.page, page.language, page.date)))


def accepted(waiver: Waiver, language: Language) -> Safe:
    """Say who has accepted a finding, why, and until when."""
    until = waiver.expires.isoformat() if waiver.expires else language("no day")
    said = language("{} (accepted by {} until {})", waiver.reason, waiver.owner, until)
    return inert(safe(said))
