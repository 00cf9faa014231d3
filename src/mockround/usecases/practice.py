"""What to practise: the home page, progress on a path, and the problem that surprises where it is weak."""

import random
from dataclasses import dataclass

from mockround.content.models import LearningPath, PathId, Problem, ProblemId, TopicKey
from mockround.rounds.events import Kind
from mockround.store.rounds import Filter, RoundCard
from mockround.usecases.parts import Parts

SOLID = 0.6
"""The score from which a topic counts as done: the band 'solid' of the rubric's scoring."""
_RECENT = 6


@dataclass(frozen=True, slots=True)
class PathProgress:
    """`best` holds the best low score, as a share of 1, of each topic that was graded."""

    path: LearningPath
    done_steps: frozenset[int]
    passed_checkpoints: frozenset[str]
    best: dict[TopicKey, float]


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
        paths=tuple(_progress(parts, path, best) for path in parts.library.paths.values()),
        weak=tuple(sorted((topic for topic, score in best.items() if score < SOLID), key=lambda topic: best[topic])),
    )


def progress(parts: Parts, path_id: PathId) -> PathProgress:
    return _progress(parts, parts.library.path(path_id), parts.store.grades.best_by_topic())


def surprise(parts: Parts, dice: random.Random) -> ProblemId:
    """Return a problem drawn by `dice`, three times as likely where a topic of it is weak or was never graded."""
    best = parts.store.grades.best_by_topic()
    problems = sorted(parts.library.problems.values(), key=lambda problem: problem.id)
    weights = [3 if best.get(_primary(problem), 0.0) < SOLID else 1 for problem in problems]
    return ProblemId(dice.choices(problems, weights)[0].id)


def _progress(parts: Parts, path: LearningPath, best: dict[TopicKey, float]) -> PathProgress:
    held = parts.store.rounds.listing(Filter(kind=Kind.CHECKPOINT.value, path=path.id))
    return PathProgress(
        path=path,
        done_steps=frozenset(each.n for each in path.steps if best.get(each.topic, 0.0) >= SOLID),
        passed_checkpoints=frozenset(card.checkpoint for card in held if card.checkpoint and card.passed),
        best={topic: score for topic, score in best.items() if topic in {each.topic for each in path.steps}},
    )


def _primary(problem: Problem) -> TopicKey:
    return TopicKey(f"pattern/{problem.primary_pattern}")
