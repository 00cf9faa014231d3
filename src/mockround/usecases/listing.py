"""All rounds, filtered and searched."""

from dataclasses import replace

from mockround.rounds.state import Status
from mockround.store.rounds import Filter, Hit, RoundCard
from mockround.usecases.parts import Parts

Card = RoundCard

__all__ = ["Card", "Filter", "Hit", "listing", "search"]


def listing(parts: Parts, wanted: Filter) -> tuple[RoundCard, ...]:
    """Return a page of rounds, newest first. What a round is about is told when it is over: it may be the answer."""
    return tuple(map(_unspoiled, parts.store.rounds.listing(wanted)))


def search(parts: Parts, text: str) -> tuple[Hit, ...]:
    """Return the turns in which the words of `text` occur, best first."""
    return parts.store.rounds.search(text)


def _unspoiled(card: RoundCard) -> RoundCard:
    return replace(card, topics=()) if card.status in (Status.CREATED, Status.RUNNING) else card
