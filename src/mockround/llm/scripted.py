"""A model that says what it is told to, for tests and for trying things out."""

from collections.abc import AsyncGenerator, Callable, Sequence

from mockround.llm.failures import Trouble
from mockround.llm.port import Ask, Finished, ModelFailure, Piece, Words

Line = str | Trouble | Sequence[str | Trouble]
"""A reply; a trouble; or pieces, of which the last may be a trouble."""


class ScriptedModel:
    """Says one line a call, in order; calls are kept in `asked`."""

    def __init__(self, *lines: Line, otherwise: Callable[[Ask], Line] | None = None) -> None:
        self._lines = list(lines)
        self._otherwise = otherwise
        self.asked: list[Ask] = []

    async def stream(self, ask: Ask) -> AsyncGenerator[Piece, None]:
        self.asked.append(ask)
        line = self._lines.pop(0) if self._lines else self._next(ask)
        for piece in [line] if isinstance(line, str | Trouble) else line:
            if isinstance(piece, Trouble):
                raise ModelFailure(piece)
            yield Words(piece)
        yield Finished()

    def _next(self, ask: Ask) -> Line:
        if self._otherwise is None:
            raise AssertionError("the scripted model has nothing left to say")
        return self._otherwise(ask)
