"""Every key, once: what the app binds, what the footer offers, and what the help lists.

Letters come first, for control keys clash with tmux and zellij; the meanings are those of less, vim
and lnav.  The footer shows as many as fit, in this order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from textual.binding import Binding

from inspector.safe import Safe
from inspector.tui.cells import Line, Span, width_of
from inspector.tui.words import say


class Key(NamedTuple):
    """One binding; `short` is its word in the footer, empty where it is not offered there."""

    keys: str
    action: str
    shown: str
    text: str
    short: str = ""


MOVE = (
    Key("j,down", "move(1)", "j ↓", "next row"),
    Key("k,up", "move(-1)", "k ↑", "previous row; the view pauses"),
    Key("g,home", "first", "g Home", "first row"),
    Key("G,end", "last", "G End", "last row, and follow"),
    Key("space,pagedown", "page(1)", "Space PgDn", "a page on"),
    Key("b,pageup", "page(-1)", "b PgUp", "a page back"),
)
JUMP = (
    Key("f", "follow", "f", "follow new events on or off; ▹ is where you were", "Follow"),
    Key("equals_sign", "pause", "=", "pause or go on"),
    Key("e", "flagged(1)", "e", "next event to look at (!, ?, x)", "Next flag"),
    Key("E", "flagged(-1)", "E", "previous one"),
    Key("o", "run(1)", "o", "next event of the same run"),
    Key("O", "run(-1)", "O", "previous one"),
    Key("slash", "search", "/", "search events and records", "Search"),
    Key("n", "found(1)", "n", "next match"),
    Key("N", "found(-1)", "N", "previous match"),
)
CHOOSE = (
    Key("ampersand", "filter", "&", "type a filter (see below)", "Filter"),
    Key("exclamation_mark", "only_flagged", "!", "only what needs a look, on or off", "Flagged"),
    Key("r", "only_run", "r", "only this run, or all of them again"),
    Key("l", "level", "l", "step through the levels", "Level"),
    Key("t", "type", "t", "step through the event types", "Type"),
    Key("backslash", "unfiltered", "\\", "filter off, and on again"),
    Key("a", "everything", "a", "also remarks: what werf notes for itself"),
)
MARK = (
    Key("m", "mark", "m", "mark the event, or take its mark away", "Mark"),
    Key("u", "marked(1)", "u", "next mark"),
    Key("U", "marked(-1)", "U", "previous one"),
    Key("semicolon", "comment", ";", "say something about the event; it is kept with the mark"),
    Key("y", "copy", "y", "copy: value, key, path, record, JSON, OTLP, redacted", "Copy"),
)
SEND = (
    Key("d", "dry", "d", "dry run: show the event as the request that would carry it", "Dry run"),
    Key("D", "dry_more", "D", "the same for its run, or for everything shown"),
    Key("c", "credentials", "c", "credentials in headers: masked, or shown"),
)
LOOK = (
    Key("enter", "open", "Enter", "open the event", "Open"),
    Key("escape", "back", "Esc", "back to the list"),
    Key("tab,shift+tab", "other_pane", "Tab", "list or detail"),
    Key("v", "view", "v", "next view: Fields, JSON, Raw, Hex, OTLP", "View"),
    Key("i", "times", "i", "times: by the clock, since the row above, since its run began"),
    Key("z", "zoom(1)", "z", "timeline: half as much of it, around the cursor"),
    Key("Z", "zoom(-1)", "Z", "timeline: twice as much, in the end all of it"),
    Key("question_mark,f1", "help", "?", "this help", "Help"),
    Key("ctrl+l", "redraw", "^l", "draw the screen again"),
    Key("T", "app.next_theme", "T", "next theme: dark, light, high contrast, the terminal's"),
    Key("q,ctrl+q", "app.quit", "q", "quit", "Quit"),
)
PLACES = (
    Key("1", "app.place('events')", "1", "the events"),
    Key("2", "app.place('runs')", "2", "the runs"),
    Key("3", "app.place('fields')", "3", "the fields"),
    Key("4", "app.place('wire')", "4", "the wire: the chosen event as its request"),
    Key("5", "app.place('report')", "5", "the report: what it will say, and saved"),
    Key("colon,ctrl+p", "app.palette", ": ^p", "everything that can be done, by name"),
)
"""The keys of every screen."""
GROUPS: tuple[tuple[str, tuple[Key, ...]], ...] = (
    ("Move", MOVE), ("Jump", JUMP), ("Choose", CHOOSE), ("Mark", MARK), ("Wire", SEND),
    ("Look", LOOK),
)  # fmt: skip
WIRE = (
    Key("s", "send", "s", "send it to this app's own endpoint, on this machine", "Send"),
    Key("S", "proof", "S", "save a proof folder of the request that is shown", "Proof"),
    Key("v", "view", "v", "next view: Compare, Headers, Bytes", "View"),
    Key("L", "listen", "L", "start the endpoint, on 127.0.0.1 only", "Listen"),
    Key("K", "halt", "K", "stop the endpoint; what it received is kept", "Stop"),
    Key("y", "paste", "y", "copy the line that makes werf send to the endpoint", "Copy"),
    Key("V", "identify", "V", "recompute the ids on this machine: match, other, cannot say", "Ids"),
    Key("n", "other(1)", "n", "next request, where there are several", "Next"),
    Key("N", "other(-1)", "N", "previous request"),
    Key("c", "credentials", "c", "credentials in headers: masked, or shown", "Credentials"),
    Key("j,down", "scroll(1)", "j ↓", "a line on"),
    Key("k,up", "scroll(-1)", "k ↑", "a line back"),
    Key("space,pagedown", "page(1)", "Space PgDn", "a page on"),
    Key("b,pageup", "page(-1)", "b PgUp", "a page back"),
    Key("g,home", "edge(-1)", "g Home", "the beginning"),
    Key("G,end", "edge(1)", "G End", "the end"),
    Key("question_mark,f1", "help", "?", "this help", "Help"),
    Key("T", "app.next_theme", "T", "next theme"),
    Key("escape,q", "back", "Esc q", "stop sending; go back to the events", "Back"),
    Key("ctrl+q", "app.quit", "^q", "quit"),
)
"""The keys of the dry run's screen."""
BESIDE = (
    Key("j,down", "move(1)", "j ↓", "next row"),
    Key("k,up", "move(-1)", "k ↑", "previous row"),
    Key("space,pagedown", "page(1)", "Space PgDn", "a page on"),
    Key("b,pageup", "page(-1)", "b PgUp", "a page back"),
    Key("g,home", "first", "g Home", "first row"),
    Key("G,end", "last", "G End", "last row"),
    Key("tab,shift+tab", "other_pane", "Tab", "list or detail", "Detail"),
    Key("question_mark,f1", "help", "?", "this help", "Help"),
    Key("T", "app.next_theme", "T", "next theme"),
    Key("escape", "back", "Esc", "back", "Back"),
    Key("q,ctrl+q", "app.quit", "q", "quit", "Quit"),
)
"""The keys of every list beside the events."""
RUNS = (
    Key("enter", "open", "Enter", "show the events of the run", "Open"),
    Key("exclamation_mark", "only_flagged", "!", "only what needs a look, on or off", "Flagged"),
    Key("s", "sort", "s", "sort by start, duration, events or flags", "Sort"),
    Key("d", "dry", "d", "dry run: the requests that would carry the run", "Dry run"),
    *BESIDE,
)
"""The keys of the runs."""
FIELDS = (
    Key("enter", "open", "Enter", "list the values of the field", "Values"),
    Key("space", "facet", "Space", "only events with it, or no longer", "Filter"),
    Key("A", "accept", "A", "accept what was found in a value, for a while", "Accept"),
    Key("exclamation_mark", "only_flagged", "!", "only what needs a look, on or off", "Flagged"),
    Key("x", "scope", "x", "count all events, or only those that are shown", "Scope"),
    Key("pagedown", "page(1)", "PgDn", "a page on"),
    *(key for key in BESIDE if key.action != "page(1)"),
)
"""The keys of the fields."""
REPORT = (
    Key("s", "save", "s", "save the report as it is chosen", "Save"),
    Key("p", "preview", "p", "read its text, or what it will say", "Preview"),
    Key("y", "copy", "y", "copy the command that makes the same report", "Copy command"),
    Key("f", "form(1)", "f", "next form: text, json, sarif, markdown …", "Format"),
    Key("F", "form(-1)", "F", "previous form"),
    Key("e", "evidence", "e", "what of values is shown: shape, nothing, all", "Evidence"),
    Key("l", "language", "l", "language of the report", "Language"),
    Key("o", "name_file", "o", "where to save it", "Output"),
    Key("r", "again", "r", "read everything again, make it anew", "Again"),
    Key("j,down", "scroll(1)", "j ↓", "a line on"),
    Key("k,up", "scroll(-1)", "k ↑", "a line back"),
    Key("space,pagedown", "page(1)", "Space PgDn", "a page on"),
    Key("b,pageup", "page(-1)", "b PgUp", "a page back"),
    Key("g,home", "edge(-1)", "g Home", "the beginning"),
    Key("G,end", "edge(1)", "G End", "the end"),
    Key("question_mark,f1", "help", "?", "this help", "Help"),
    Key("escape", "back", "Esc", "stop making it; back", "Back"),
    Key("q,ctrl+q", "app.quit", "q", "quit", "Quit"),
)
"""The keys of the report."""
_WIRE_FOOTER = [
    "send", "back", "view", "listen", "proof", "other(1)", "halt", "paste", "identify",
    "credentials",
]  # fmt: skip
_FOOTER = [
    "follow",
    "flagged(1)",
    "search",
    "filter",
    "view",
    "dry",
    "open",
    "app.quit",
    "only_flagged",
    "level",
    "type",
]

_STEPS = {"(1)": "-next", "(-1)": "-previous"}

Keymap = Mapping[str, str]
"""Keys that a person chose, by the id of what they do."""
_NONE: Keymap = MappingProxyType({})


def id_of(key: Key, prefix: str = "") -> str:
    """What a keymap file calls a key: ``flagged-next``, ``wire-send``, ``place-runs``."""
    name, bracket, rest = key.action.removeprefix("app.").partition("(")
    said = name.replace("_", "-")
    step = _STEPS.get(bracket + rest, f"-{rest.strip(')').strip(chr(39))}" if rest else "")
    return f"{prefix}{said}{step}"


SCOPES: tuple[tuple[str, tuple[Key, ...]], ...] = (
    ("", tuple(key for _, group in GROUPS for key in group)),
    ("wire-", WIRE),
    ("runs-", RUNS),
    ("fields-", FIELDS),
    ("report-", REPORT),
)
"""The keys of each screen, with what their ids begin with."""


def defaults(prefix: str = "") -> dict[str, str]:
    """The keys that mean something on a screen, by their ids; those of every screen included."""
    own = {id_of(key, prefix): key.keys for key in dict(SCOPES)[prefix]}
    return own | {id_of(key): key.keys for key in PLACES}


def _bound(group: Iterable[Key], prefix: str = "") -> list[Binding]:
    return [
        Binding(key.keys, key.action, key.text, show=False, id=id_of(key, prefix)) for key in group
    ]


BINDINGS = _bound(dict(SCOPES)[""])


WIRE_BINDINGS, PLACE_BINDINGS = _bound(WIRE, "wire-"), _bound(PLACES)
REPORT_BINDINGS = _bound(REPORT, "report-")
RUNS_BINDINGS, FIELDS_BINDINGS = _bound(RUNS, "runs-"), _bound(FIELDS, "fields-")


def remapped(key: Key, keymap: Keymap, prefix: str = "") -> Key:
    """The key as a person's own keymap shows it."""
    own = keymap.get(id_of(key, prefix))
    if own is None:
        return key
    from inspector.tui.keymap import shown  # noqa: PLC0415  # only where somebody has one

    return key._replace(keys=own, shown=shown(own))


def footer(width: int, keymap: Keymap = _NONE) -> Line:
    """The keys worth most, whole entries only; help is always the last of them."""
    order = _FOOTER if width >= 80 else list(dict.fromkeys(["app.quit", *_FOOTER]))
    known = {key.action: remapped(key, keymap) for _, group in GROUPS for key in group}
    return _offered(known, order, width)


def wire_footer(width: int, *, idle: frozenset[str], keymap: Keymap = _NONE) -> Line:
    """The same for the dry run's screen: without the keys that would do nothing."""
    order = [action for action in _WIRE_FOOTER if action not in idle]
    return _offered({key.action: remapped(key, keymap, "wire-") for key in WIRE}, order, width)


def runs_footer(width: int, keymap: Keymap = _NONE) -> Line:
    """The same for the runs."""
    order = ["open", "only_flagged", "sort", "dry", "back", "other_pane", "app.quit"]
    return _offered({key.action: remapped(key, keymap, "runs-") for key in RUNS}, order, width)


def fields_footer(width: int, *, values: bool = False, keymap: Keymap = _NONE) -> Line:
    """The same for the fields; of a value no values can be listed."""
    order = ["open", "facet", "accept", "only_flagged", "scope", "back", "app.quit"]
    return _offered(
        {key.action: remapped(key, keymap, "fields-") for key in FIELDS}, order[values:], width
    )


def report_footer(width: int, keymap: Keymap = _NONE) -> Line:
    """The same for the report."""
    order = ["save", "preview", "copy", "form(1)", "evidence", "name_file", "again", "back",
             "app.quit", "language"]  # fmt: skip
    return _offered({key.action: remapped(key, keymap, "report-") for key in REPORT}, order, width)


def _offered(known: dict[str, Key], order: list[str], width: int) -> Line:
    last = _entry(known["help"])
    spans: list[Span] = []
    room = width - width_of(last)
    for action in order:
        entry = _entry(known[action])
        if width_of(entry) <= room:
            spans += entry
            room -= width_of(entry)
    return (*spans, *last)


def _entry(key: Key) -> Line:
    return (
        Span(Safe(f" {key.shown}"), "key", key.action),
        Span(Safe(f" {say(key.short)} "), "plain", key.action),
    )
