"""What stands right before a provider: one call, no patience and no second try of its own."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mockround.llm.port import Ask, Shape, Thought, Usage, Words


@dataclass(frozen=True, slots=True)
class Stopped:
    """The marker by which upstream ends a reply. `reason` is upstream's own word for why."""

    reason: str
    usage: Usage = field(default_factory=Usage)
    shape: Shape = "prompt"


Together = Sequence[Words | Thought | Stopped]
"""Pieces that came together, in order: there is nothing to wait for between them."""


class CallAgain(Exception):  # noqa: N818 - no error: a request that upstream refused to read is written differently
    """Upstream refused the form of the request before it did any work; the next call takes another form."""


class Upstream(Protocol):
    """Who calls: `watched.py` alone. Raises ModelFailure or CallAgain; a stream that ends without Stopped is cut off.

    Closing the iterator closes the connection.
    """

    def stream(self, ask: Ask) -> AsyncIterator[Together]: ...


async def hang_up(pieces: AsyncIterator[Together]) -> None:
    """Close what a client streams, where it can be closed. Left to itself it is closed some time later."""
    aclose = getattr(pieces, "aclose", None)
    if aclose is not None:
        await aclose()
