"""What to practise: the home page, progress on a path, and the problem that surprises where it is weak."""

import random
from dataclasses import dataclass

from mockround.content.models import PathId, Problem, ProblemId, TopicKey
from mockround.store.rounds import Filter, RoundCard
from mockround.usecases.parts import Parts
from mockround.usecases.progress import SOLID, PathProgress, path_progress

_RECENT = 6


@dataclass(frozen=True, slots=True)
class Home:
    unfinished: tuple[RoundCard, ...]
    recent: tuple[RoundCard, ...]
    paths: tuple[PathProgress, ...]
    weak: tuple[TopicKey, ...]


def home(parts: Parts) -> Home:
    cards = parts.store.rounds.listing(Filter())
    best = parts.store.grades.best_by_topic()
    return Home(
        unfinished=tuple(card for card in cards if card.status in ("created", "running")),
        recent=tuple(card for card in cards if card.status in ("ended", "graded"))[:_RECENT],
        paths=tuple(path_progress(parts, path) for path in parts.library.paths.values()),
        weak=tuple(sorted((topic for topic, score in best.items() if score < SOLID), key=lambda topic: best[topic])),
    )


def progress(parts: Parts, path_id: PathId) -> PathProgress:
    return path_progress(parts, parts.library.path(path_id))


def surprise(parts: Parts, dice: random.Random) -> ProblemId:
    """Return a problem drawn by `dice`, three times as likely where a topic of it is weak or was never graded."""
    best = parts.store.grades.best_by_topic()
    problems = sorted(parts.library.problems.values(), key=lambda problem: problem.id)
    weights = [3 if best.get(_primary(problem), 0.0) < SOLID else 1 for problem in problems]
    return ProblemId(dice.choices(problems, weights)[0].id)


def _primary(problem: Problem) -> TopicKey:
    return TopicKey(f"pattern/{problem.primary_pattern}")
