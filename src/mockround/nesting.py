"""How deep JSON is nested, told before it is read: readers call themselves for each level. Knows nothing above it."""

import re

MAX_DEPTH = 64
"""Levels of lists and objects. What is sent here has fewer than ten."""
_PIECE = 4096
_OUTSIDE = re.compile(rb'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+', re.DOTALL)
"""What neither opens nor closes anything: whole strings are part of it."""
_INSIDE = re.compile(rb"[^\"\\]*+(?:\\.[^\"\\]*+)*+", re.DOTALL)
"""A string up to its end, or to half an escape."""
_QUOTE, _ESCAPE = ord('"'), ord("\\")
_OPENS = b"[{"


class Nesting:
    """Counts the levels of the JSON value that comes in pieces. It looks at each byte once, and never calls itself."""

    def __init__(self) -> None:
        self._depth = 0
        self._is_in_string = self._is_escaped = False
        self.is_too_deep = False
        self.is_over = False
        """Whether the value has ended: whoever reads it reads no further."""

    def take(self, piece: bytes) -> None:
        """Count the next piece, wherever it was cut."""
        at = self._after_string(piece, 0) if self._is_in_string else 0
        while at < len(piece) and not (self.is_over or self.is_too_deep):
            found = _OUTSIDE.match(piece, at)
            at = found.end() if found else at
            if at == len(piece):
                return
            if piece[at] == _QUOTE:
                self._is_in_string = True
                at = self._after_string(piece, at + 1)
            else:
                self._step(1 if piece[at] in _OPENS else -1)
                at += 1

    def _step(self, levels: int) -> None:
        self._depth += levels
        self.is_over = self._depth <= 0
        self.is_too_deep = self._depth > MAX_DEPTH

    def _after_string(self, piece: bytes, at: int) -> int:
        """Return where the string has ended, or the piece has."""
        if self._is_escaped and piece:
            at, self._is_escaped = at + 1, False
        found = _INSIDE.match(piece, at)
        end = found.end() if found else at
        if end < len(piece):
            self._is_in_string = self._is_escaped = piece[end] == _ESCAPE
            end += 1
        return end


def is_too_deep(text: str, start: int = 0) -> bool:
    """Tell whether the JSON value that begins at `start` has more levels than are read."""
    nesting = Nesting()
    for at in range(start, len(text), _PIECE):
        nesting.take(text[at : at + _PIECE].encode("utf-8", "surrogatepass"))
        if nesting.is_over or nesting.is_too_deep:
            break
    return nesting.is_too_deep
