"""Family `behaviour`: what the pages promise over many events, and what a run of events shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from inspector.language import Term
from inspector.model import Contract, Event
from inspector.rules.clock import Clock, moment
from inspector.rules.history import History, Place
from inspector.rules.hit import Hit, promised
from inspector.rules.registry import Context, about_event, about_history
from inspector.rules.runs import MOST, Run, Runs
from inspector.rules.streams import rates

_CLOCKS: dict[Clock, Term] = {
    "event": Term("the event's own time"),
    "log": Term("the clock of the log's line"),
    "capture": Term("the time of capture"),
}


def _clocks(clocks: Iterable[Clock]) -> Term:
    """Name clocks in words."""
    return Term.series((_CLOCKS[one] for one in sorted(clocks)), " and ")


def _seen(places: Iterable[Place], message: str, *, contract: str, event: str | None = None) -> Hit:
    """Make one hit of everything that the same can be said of."""
    known = sorted(places)
    return Hit(
        message,
        about=message,
        contract=contract,
        event=event,
        places=tuple(known[:MOST]),
        times=len(known),
    )


@about_history("violation")
def rate_promise(history: History, _: Context) -> Iterator[Hit]:
    """More was sent in a span of time than the page promises.

    How often a program sends tells how often it is used.  A page that says "no more than twice in
    twelve hours" bounds that.  Both readings of such a sentence are counted: what it says to a
    reader (per user), and what the program means to do (per project and kind of command).

    Compare the times and the commands; if the pause is not kept, switch telemetry off with the
    variable that the page names, and report it to the vendor.  Events without a time are not
    judged: capture them with their time, or look into the program's own record of what it sent.
    """
    streams = history.runs.streams
    for name, contract in sorted(history.runs.contracts.items()):
        promise = next((one.id for one in contract.promises if one.rates), "")
        quote = promised(contract, promise)
        for number, rate in enumerate(rates(contract.promises)):
            places: list[Place] = []
            clocks: set[Clock] = set()
            for key, stream in streams.streams.items():
                if key[:2] == (name, number) and (beyond := stream.beyond(rate)):
                    places += beyond
                    clocks |= stream.clocks
            if places:
                words = (rate.most, rate.hours, Term(rate.reading), _clocks(clocks))
                known = sorted(places)
                yield Hit(
                    "More was sent than the promise allows ({} in {} hours, as {}); judged by {}.",
                    words=words,
                    about=number,
                    contract=name,
                    quote=quote,
                    places=tuple(known[:MOST]),
                    times=len(known),
                )
        if blind := streams.blind.get(name):
            yield Hit(
                "These events carry no time, or not the id that is counted by, so how often they "
                "were sent cannot be judged.",
                about="blind",
                contract=name,
                level="note",
                quote=quote,
                places=tuple(blind),
                times=streams.blind_times[name],
                sent="unknown",
            )


@about_event("violation")
def sent_after_opt_out(event: Event, context: Context) -> Iterator[Hit]:
    """An event was made after telemetry had been switched off.

    The page says that a variable turns telemetry off.  werf v1.2.159 to v1.2.170 did not heed it,
    and words such as `off` or `False` never did anything; a container or another shell may not
    have the variable at all.

    Look at the version and at where the variable is set (`inspector doctor` tells what its value
    really does), and check the time that --opted-out-since was given.
    """
    since = context.opted_out_since
    if since is None:
        return
    time = moment(event)
    say = partial(Hit, once="event", quote=promised(event.contract, "opt-out"))
    if time is None:
        text = "The event carries no time: whether it was made after telemetry was off is unknown."
        yield say(text, about="blind", level="note")
    elif time[0] >= since:
        words = (_CLOCKS[time[1]],)
        yield say("It was made after telemetry was off; judged by {}.", about=time[1], words=words)


@about_history("note")
def started_without_exited(history: History, _: Context) -> Iterator[Hit]:
    """A run began, and no event of its end was seen.

    A process that was killed, crashed, or replaced itself by another program sends no last event;
    so does one that is still running, or whose end is in another file.  The numbers of a report
    then speak of less than was done.

    Nothing has to be done for the last run of a file.  For any other, see whether the log was
    rotated or cut.
    """
    yield from _unfinished(history.runs, "begins")


@about_history("note")
def exited_without_started(history: History, _: Context) -> Iterator[Hit]:
    """A run ended, and no event of its beginning was seen.

    The file was rotated, cut, or written by several programs, or an event was lost.  What is
    missing cannot be judged.

    Audit the older files as well (`inspector audit telemetry.log*`).
    """
    yield from _unfinished(history.runs, "ends")


_WORDS = {
    ("begins", False): "Runs began here and no event tells of their end: they were killed, or the "
    "rest is in another file.",
    ("begins", True): "The input ends while this run goes on, as is normal for its last run.",
    ("ends", False): "Runs ended here and no event tells of their beginning.",
    ("ends", True): "The input begins while this run goes on, as is normal after a rotation.",
}


def _unfinished(runs: Runs, bound: str) -> Iterator[Hit]:
    found: dict[tuple[str, bool], list[Place]] = {}
    for run in runs.open.values():
        here, other = (run.began, run.ended) if bound == "begins" else (run.ended, run.began)
        if here and not other:
            found.setdefault((run.contract, _at_edge(runs, run, bound)), []).append(here)
    for (name, edge), places in sorted(found.items()):
        kind = _bound(runs.contracts[name], bound)
        yield _seen(places, _WORDS[bound, edge], contract=name, event=kind)


def _at_edge(runs: Runs, run: Run, bound: str) -> bool:
    place = run.last if bound == "begins" else run.first
    return runs.edges[place[0]][bound == "begins"] == place


def _bound(contract: Contract, bound: str) -> str | None:
    return next((event.name for event in contract.events if event.bound == bound), None)


@about_history("note")
def clock_backwards(history: History, _: Context) -> Iterator[Hit]:
    """Within one process, an event's time lies before that of an event written earlier.

    The clock of the machine was set back, or the lines are not in the order in which they were
    written.  Whatever is judged by time is then less certain.  Up to a second is not told: events
    of one process overtake each other, and time services correct clocks by so much.

    See whether files were joined in the wrong order; a corrected clock needs nothing.
    """
    for (name, clock), found in sorted(history.runs.backwards.items()):
        yield Hit(
            "Within one process the time goes back, by up to {} seconds; judged by {}.",
            words=(Term.number(found.most_ms / 1000, 1), _CLOCKS[clock]),
            about=clock,
            contract=name,
            places=tuple(found.places),
            times=found.times,
        )


@about_history("note")
def duplicate_event(history: History, _: Context) -> Iterator[Hit]:
    """The same event stands more than once, time and all.

    A file was given twice, or copied while it was rotated, or something wrote an event a second
    time.  Counts are then too high.  An event in a log and the request that carried it are no
    duplicates.

    Give each file once.
    """
    if places := history.runs.repeated():
        text = "The event was seen before, with the same time (the event's own) and content."
        yield Hit(text, about=text, places=tuple(places[:MOST]), times=len(places))


@about_history("review")
def id_collides(history: History, _: Context) -> Iterator[Hit]:
    """One run id is used by two commands or two processes.

    A run id is drawn at random for each process, so two that share one are copies of one machine
    state, a test double, or a forgery.  Events of different runs are then taken for one.

    Compare the lines: same machine, same time?
    """
    commands: dict[str, list[Place]] = {}
    processes: dict[str, list[Place]] = {}
    for run in history.runs.open.values():
        if len({command for command, _pid in run.faces}) > 1:
            commands.setdefault(run.contract, []).extend(run.faces.values())
        elif len({pid for _command, pid in run.faces} - {None}) > 1:
            processes.setdefault(run.contract, []).extend(run.faces.values())
    for name, places in sorted(commands.items()):
        yield _seen(places, "One run id stands with several commands.", contract=name)
    for name, places in sorted(processes.items()):
        yield _seen(places, "One run id stands with several process ids.", contract=name)
