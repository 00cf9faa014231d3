"""All rounds, filtered and searched."""

from mockround.store.rounds import Filter, Hit, RoundCard
from mockround.usecases.parts import Parts

Card = RoundCard

__all__ = ["Card", "Filter", "Hit", "listing", "search"]


def listing(parts: Parts, wanted: Filter) -> tuple[RoundCard, ...]:
    """Return a page of rounds, newest first."""
    return parts.store.rounds.listing(wanted)


def search(parts: Parts, text: str) -> tuple[Hit, ...]:
    """Return the turns in which the words of `text` occur, best first."""
    return parts.store.rounds.search(text)
