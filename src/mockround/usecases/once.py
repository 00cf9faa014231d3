"""A request that makes a round, and may come twice: two clicks, or a retry after its answer was lost, are one round."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mockround.rounds.events import RoundId
from mockround.store.change import Asked


@dataclass(frozen=True, slots=True)
class Once:
    """`key` is the request's own, drawn by whoever sends it; `body` is all that it brings."""

    key: str
    body: str

    def for_one_after_the_other(self, most: int) -> Iterator["Once"]:
        """Yield the request for a first round, for a second one once that is under way, and so on."""
        return (replace(self, key=f"{self.key} {number}") for number in range(most))


def new_round(once: Once | None) -> tuple[RoundId, Asked | None]:
    """Return the id of the round that a request makes, and what tells the log that it is the same request.

    The id follows from the key, so that the log's own row for the round is what only one of two can write.
    """
    if once is None:
        return RoundId(secrets.token_hex(8)), None
    return RoundId(_hash(f"round\0{once.key}")[:16]), Asked(once.key, _hash(once.body))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
