"""A log that another process writes, followed live: path -> Chunk, Ended, Notice.

The tail looks again and again (`Tail.step`, driven by `follow`); what it trusts is an open file, a
byte offset and the bytes already read, never an event, a size or a clock.  One open file between
two truncations is a *generation*; a rotated file stays open until nobody writes it any more, for a
program that opened the log once goes on writing to the old file after a rename.

Four things no reader can give back: bytes destroyed by a truncation that no copy holds; files that
appeared, left the naming family of the log and were deleted between two looks; a truncation after
which the first and the last bytes read are the same at the same places; files compressed and
removed between two looks.
"""

from inspector.tail.live import Tail
from inspector.tail.pace import follow
from inspector.tail.values import Chunk, Ended, Item, Notice, State

__all__ = ["Chunk", "Ended", "Item", "Notice", "State", "Tail", "follow"]
