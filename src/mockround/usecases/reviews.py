"""Spaced review: each criterion is a card of FSRS, reviewed by every round in which it came up.

Nothing is stored for it: the cards are the fold of the grades, so a grade that is made anew moves them, too. The model
of memory is FSRS-6 by its own library (`fsrs`), with its standard weights and without its random spread.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from mockround.content.models import CriterionId, TopicKey
from mockround.grading.verdicts import CriterionState
from mockround.rounds.events import Kind
from mockround.usecases.mastery import embedded_grades
from mockround.usecases.parts import Parts

_RATINGS: Mapping[CriterionState, str] = MappingProxyType(
    {
        CriterionState.MET_UNAIDED: "Good",
        CriterionState.MET_AFTER_PROBE: "Hard",
        CriterionState.MET_AFTER_HINT: "Hard",
        CriterionState.PARTIAL: "Again",
        CriterionState.MISSING: "Again",
    }
)
"""What a round says of the memory of a criterion. Being probed is help, so it is 'hard'; half of it is not yet it."""
_RETENTION = 0.9
_DRILLS: Mapping[str, Kind] = MappingProxyType(
    {
        "skill/failure-mode-analysis": Kind.FAILURE_MODES,
        "skill/consistency-trade-offs": Kind.CONSISTENCY,
    }
)


@dataclass(frozen=True, slots=True)
class Due:
    """A topic of which criteria are due, and the shortest way to come back to them."""

    topic: TopicKey
    title: str
    criteria: tuple[CriterionId, ...]
    """Longest due first."""
    since: datetime
    drill: Kind
    url: str


def due(parts: Parts, now: datetime) -> tuple[Due, ...]:
    """Return the topics with criteria that are due at `now`, the one with most weight due first."""
    waiting: dict[TopicKey, list[tuple[datetime, CriterionId]]] = {}
    for criterion, at in due_dates(parts).items():
        if at <= now:
            waiting.setdefault(parts.library.topic_of(criterion).key, []).append((at, criterion))
    found = [_due(parts, topic, sorted(cards)) for topic, cards in waiting.items()]
    return tuple(sorted(found, key=lambda each: (-_weight(parts, each), each.topic)))


def due_dates(parts: Parts) -> dict[CriterionId, datetime]:
    """Return when each criterion that ever came up is to be reviewed next."""
    fsrs: Any = importlib.import_module("fsrs")
    scheduler = fsrs.Scheduler(
        desired_retention=_RETENTION,
        learning_steps=(timedelta(days=1),),
        relearning_steps=(timedelta(days=1),),
        enable_fuzzing=False,
    )
    cards: dict[CriterionId, Any] = {}
    for grade in embedded_grades(parts):
        for result in (each for unit in grade.report.units for each in unit.criteria):
            rating = _RATINGS.get(result.state)
            if rating is None or result.criterion not in parts.library.criteria:
                continue
            card = cards.get(result.criterion) or fsrs.Card(card_id=len(cards), due=grade.created_at)
            cards[result.criterion], _ = scheduler.review_card(card, fsrs.Rating[rating], grade.created_at)
    return {criterion: card.due for criterion, card in cards.items()}


def _due(parts: Parts, topic: TopicKey, cards: list[tuple[datetime, CriterionId]]) -> Due:
    drill = _DRILLS.get(topic, Kind.NARRATE if topic.startswith("pattern/") else Kind.FULL)
    url = f"/rounds/new?kind={drill.value}" + (f"&topic={topic}" if drill is Kind.NARRATE else "")
    criteria = tuple(criterion for _, criterion in cards)
    return Due(topic, parts.library.topic(topic).title, criteria, cards[0][0], drill, url)


def _weight(parts: Parts, each: Due) -> int:
    return sum(parts.library.criterion(criterion).weight for criterion in each.criteria)
