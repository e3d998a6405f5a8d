"""Lines in, Textual strips out: the only place where text of the program meets a widget.

Both widgets paint spans themselves, segment by segment, so no text is ever parsed for markup, and
the spans' `Safe` text holds nothing that a terminal would obey.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Literal, get_args

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from inspector.safe import Safe
from inspector.tui.cells import Line, Role, Span, text_of

CLASSES = {f"role--{role}" for role in get_args(Role)} | {"role--cursor", "role--away"}
"""The component classes of a screen that holds such widgets.  Textual works out the styles of every
class for every widget that declares it, at each change of layout: with the classes on the widgets
the first paint took half as long again."""
_COPIED = 2000  # lines of one selection that are copied at most


def strip(widget: Widget, line: Line, base: Style) -> Strip:
    """Paint one line in the roles of the stylesheet, over a base style."""
    segments = []
    for text, role, _ in line:
        style = base
        if role != "plain":
            style += role_style(widget, role)
        segments.append(Segment(text, style))
    return Strip(segments)


def role_style(widget: Widget, role: Role | Literal["cursor", "away"]) -> Style:
    """What the stylesheet says of a role, and nothing that it inherits."""
    return widget.screen.get_component_rich_style(f"role--{role}", partial=True)


def action_at(line: Line, x: int) -> str:
    """The action of the span at a cell of a line, empty where there is none."""
    at = 0
    for span in line:
        at += cell_len(span.text)
        if x < at:
            return span.action
    return ""


class Bar(Widget):
    """One line across the screen; clicking a span that has an action asks for that action."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Bar { height: 1; width: 1fr; }"

    class Pressed(Message):
        """A span was clicked; `action` is one of the program's own names."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, id_: str) -> None:
        super().__init__(id=id_)
        self._line: Line = ()

    @property
    def line(self) -> Line:
        """What is shown."""
        return self._line

    def show(self, line: Line) -> None:
        """Show another line; costs nothing where it is the same."""
        if line != self._line:
            self._line = line
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the line, cut or padded to the width of the widget."""
        base, width = self.rich_style, self.size.width
        line = self._line if y == 0 else ()
        return strip(self, line, base).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        """Find the span that was clicked."""
        if action := action_at(self._line, event.x):
            self.post_message(self.Pressed(action))


class Panel(Widget):
    """As many lines as there are to say."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Panel { height: 0; width: 1fr; }"

    def __init__(self, id_: str) -> None:
        super().__init__(id=id_)
        self._lines: list[Line] = []

    def show(self, lines: list[Line]) -> None:
        """Show other lines; costs nothing where they are the same."""
        if lines != self._lines:
            self._lines = lines
            self.styles.height = len(lines)
            self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        """Paint one of them, cut or padded to the width of the widget."""
        base, width = self.rich_style, self.size.width
        line = self._lines[y] if y < len(self._lines) else ()
        return strip(self, line, base).adjust_cell_length(width, base)


class Painted(ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolling pane of lines, painted as they come into sight."""

    class Resized(Message):
        """The pane has another size; bars that speak of it are out of date."""

    def __init__(self, id_: str) -> None:
        super().__init__(id=id_)
        self._strips: LRUCache[Hashable, Strip] = LRUCache(512)
        self._ground: Style | None = None

    # --- what a pane is made of; subclasses say ---

    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def line(self, y: int) -> Line:
        """The line at `y`."""
        raise NotImplementedError

    def base(self, y: int) -> Style:  # noqa: ARG002  # only some panes have a cursor
        """The style that the line at `y` is painted over."""
        return self.ground

    @property
    def ground(self) -> Style:
        """The pane's own style; Textual works it out from all ancestors at every call."""
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def key(self, y: int) -> Hashable:
        """What the painted line at `y` depends on, besides its width and the style sheet."""
        return y

    @property
    def page(self) -> int:
        """Lines that a page key moves by: one stays in sight."""
        return max(1, self.size.height - 1)

    @property
    def room(self) -> int:
        """Cells beside the scroll bar, which `size` counts in."""
        return self.scrollable_content_region.width

    # --- painting ---

    def resized(self) -> None:
        """Tell Textual how many lines there are now."""
        self.virtual_size = Size(self.room, self.count())

    def repaint(self) -> None:
        """Forget what was painted."""
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget what was painted in other styles."""
        super().notify_style_update()
        self._ground = None
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Paint the line at row `y` of the pane."""
        at, width = self.scroll_offset.y + y, self.room
        if at >= self.count():
            return Strip.blank(width, self.ground)
        selection = self.text_selection
        if selection is not None:
            return self._selected(at, selection).crop_extend(0, width, self.base(at))
        key = (self.key(at), width)
        painted = self._strips.get(key)
        if painted is None:
            base = self.base(at)
            painted = strip(self, self.line(at), base).crop_extend(0, width, base)
            self._strips[key] = painted
        # without offsets a mouse drag over four rows would select every row there is
        return painted.apply_offsets(0, at)

    def _selected(self, at: int, selection: Selection) -> Strip:
        line, base = self.line(at), self.base(at)
        span = selection.get_span(at)
        if span is None:
            return strip(self, line, base).apply_offsets(0, at)
        start, end = span
        text = text_of(line)
        end = len(text) if end == -1 else end
        marked = base + self.screen.get_component_rich_style("screen--selection")
        strips = [strip(self, (part,), base) for part in _cut(line, 0, start)]
        strips += [strip(self, (Span(part.text),), marked) for part in _cut(line, start, end)]
        strips += [strip(self, (part,), base) for part in _cut(line, end, len(text))]
        return Strip.join(strips).apply_offsets(0, at)

    # --- selecting with the mouse ---

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Give the selected text; only of the lines selected, and of no more than `_COPIED`."""
        first = selection.start.y if selection.start else 0
        last = selection.end.y if selection.end else self.count() - 1
        texts = []
        for y in range(first, min(last, self.count() - 1, first + _COPIED) + 1):
            span = selection.get_span(y)
            if span is not None:
                text = text_of(self.line(y))
                texts.append(text[span[0] : None if span[1] == -1 else span[1]].rstrip())
        return ("\n".join(texts), "\n") if texts else None

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint the selection, or its absence."""
        del selection
        self.refresh()

    def text_select_all(self) -> None:
        """Do nothing: a double click opens an event, it does not select a whole log."""


def _cut(line: Line, start: int, end: int) -> list[Span]:
    """The part of a line between two characters."""
    out, at = [], 0
    for span in line:
        text = span.text[max(0, start - at) : max(0, end - at)]
        if text:
            out.append(span._replace(text=Safe(text)))
        at += len(span.text)
    return out


class Lines(Painted):
    """Lines that scroll; `show` gives others."""

    def __init__(self, id_: str) -> None:
        super().__init__(id_)
        self._lines: list[Line] = []

    def show(self, lines: list[Line], *, top: bool = False) -> None:
        """Show other lines, from their beginning with `top`; costs nothing where they are equal."""
        if lines != self._lines:
            self._lines = lines
            self.resized()
            self.repaint()
        if top:
            self.scroll_to(y=0, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Say that lines must be broken anew."""
        self.post_message(self.Resized())

    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def line(self, y: int) -> Line:
        """One of them."""
        return self._lines[y]
