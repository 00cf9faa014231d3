"""How far a path is walked: steps shown, checkpoints passed, where a failed one leads back, and what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mockround.content.models import Checkpoint, LearningPath, Step, TopicKey
from mockround.rounds.events import Kind
from mockround.store.rounds import Filter, RoundCard
from mockround.usecases.parts import Parts

SOLID = 0.6
"""The score from which a topic counts as done: the band 'solid' of the rubric's scoring."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One held checkpoint; `passed` is None where a verdict that decides could not be graded."""

    at: datetime
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Next:
    """What a path asks for now: a step, a step again after a failed checkpoint, or a checkpoint."""

    title: str
    why: str
    url: str
    step: int | None = None
    checkpoint: str | None = None


@dataclass(frozen=True, slots=True)
class PathProgress:
    """`best` holds the best low score, as a share of 1, of each topic that was graded."""

    path: LearningPath
    done_steps: frozenset[int]
    passed_checkpoints: frozenset[str]
    failed_checkpoints: frozenset[str]
    """Held, and not passed since."""
    waiting_steps: Mapping[int, int]
    """Steps that a checkpoint holds back until it is passed: step number to checkpoint number."""
    next: Next | None
    """None where the path is walked to its end."""
    best: dict[TopicKey, float]


def path_progress(parts: Parts, path: LearningPath) -> PathProgress:
    """Return how far a path is walked, by what the embedded grader has seen."""
    scores = parts.store.grades.scores()
    best: dict[TopicKey, float] = {}
    for each in scores:
        best[each.topic] = max(each.low, best.get(each.topic, 0.0))
    attempts = _attempts(parts.store.rounds.listing(Filter(kind=Kind.CHECKPOINT.value, path=path.id)))
    done = frozenset(each.n for each in path.steps if best.get(each.topic, 0.0) >= SOLID)
    passed = frozenset(each.id for each in path.checkpoints if is_passed(each, attempts.get(each.id, ())))
    failed = frozenset(each.id for each in path.checkpoints if each.id not in passed and attempts.get(each.id))
    shown_since = {each.topic: each.at for each in scores if each.low >= SOLID}
    return PathProgress(
        path=path,
        done_steps=done,
        passed_checkpoints=passed,
        failed_checkpoints=failed,
        waiting_steps=_waiting(path, passed),
        next=_next(parts, path, _Standing(done, passed, attempts, shown_since)),
        best={topic: score for topic, score in best.items() if topic in {each.topic for each in path.steps}},
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    done: frozenset[int]
    passed: frozenset[str]
    attempts: Mapping[str, Sequence[Attempt]]
    shown: Mapping[TopicKey, datetime]
    """When each topic was last shown at a solid level."""


def _attempts(cards: Sequence[RoundCard]) -> dict[str, list[Attempt]]:
    """Return the attempts at each checkpoint, newest first."""
    found: dict[str, list[Attempt]] = {}
    for card in sorted(cards, key=lambda card: card.created_at, reverse=True):
        if card.checkpoint and card.status == "graded":
            found.setdefault(card.checkpoint, []).append(Attempt(card.ended_at or card.created_at, card.passed))
    return found


def is_passed(checkpoint: Checkpoint, attempts: Sequence[Attempt]) -> bool:
    """Passed once; one that is to be repeated after a failure is passed twice in a row then."""
    if not any(each.passed for each in attempts):
        return False
    if checkpoint.on_fail.action != "repeat" or all(each.passed for each in attempts):
        return True
    outcomes = [bool(each.passed) for each in reversed(attempts)]
    return any(one and other for one, other in zip(outcomes, outcomes[1:], strict=False))


def _waiting(path: LearningPath, passed: frozenset[str]) -> dict[int, int]:
    waiting: dict[int, int] = {}
    holding: int | None = None
    for item in path.sequence:
        if isinstance(item, Checkpoint):
            if holding is None and item.blocks_next and item.id not in passed:
                holding = item.n
        elif holding is not None:
            waiting[item.n] = holding
    return waiting


def _next(parts: Parts, path: LearningPath, standing: _Standing) -> Next | None:
    for item in path.sequence:
        if isinstance(item, Step):
            if item.n not in standing.done:
                return _step(parts, item, item.why_here)
        elif item.id not in standing.passed:
            return _back(parts, path, item, standing) or _checkpoint(path, item)
    return None


def _back(parts: Parts, path: LearningPath, checkpoint: Checkpoint, standing: _Standing) -> Next | None:
    """Return the step that a failed checkpoint leads back to, until it has been shown again."""
    attempts = standing.attempts.get(checkpoint.id, ())
    to_step = checkpoint.on_fail.to_step
    if not attempts or to_step is None or checkpoint.on_fail.action != "loop-back":
        return None
    step = next(each for each in path.steps if each.n == to_step)
    shown_at = standing.shown.get(step.topic)
    if shown_at is not None and shown_at > attempts[0].at:
        return None
    return _step(parts, step, f"Checkpoint {checkpoint.n} was not passed. {checkpoint.on_fail.note}")


def _step(parts: Parts, step: Step, why: str) -> Next:
    title = step.also_known_as or parts.library.topic(step.topic).title
    url = f"/rounds/new?kind=narrate&topic={step.topic}" if step.kind == "pattern" else f"/topics/{step.topic}"
    return Next(f"Step {step.n}: {title}", why, url, step=step.n)


def _checkpoint(path: LearningPath, checkpoint: Checkpoint) -> Next:
    url = f"/rounds/new?kind=checkpoint&path={path.id}&checkpoint={checkpoint.id}"
    return Next(f"Checkpoint {checkpoint.n}", checkpoint.question, url, checkpoint=checkpoint.id)
