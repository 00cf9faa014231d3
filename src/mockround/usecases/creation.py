"""Turns a person's choice into a round's first event. Everything that the round needs of the content is fixed here."""

import random
import secrets
from dataclasses import dataclass, replace
from typing import Literal

from mockround.content.drills import Drill
from mockround.content.library import Library
from mockround.content.models import Checkpoint, CriterionId, Level, PathId, Problem, ProblemId, TopicKey
from mockround.errors import invalid
from mockround.rounds.events import Kind, Persona, PhaseBudget, RoundCreated
from mockround.rounds.kinds import (
    DEFAULT_MINUTES,
    FULL_MINUTES,
    checkpoint_seconds,
    drill_phases,
    drill_seconds,
    phases_of_full,
)
from mockround.rounds.voices import EMBEDDED

RECOGNITION_CHECKPOINT_PROMPTS = 5
PROMPT_COUNTS = (1, 3, 5, 10)
_BORING = "request-response"
_CHANGE_S = 5
"""Between two prompts: the grace of the one, and the reading out of the next."""
_DEFAULT_COMPONENTS = ("cache", "primary-db", "read-replica")
_DRILL_DATA_CLASSES = 3


@dataclass(frozen=True, slots=True)
class NewRound:
    """What a person chooses. Which fields are needed depends on the kind; `created` says what is missing."""

    kind: Kind
    level: Level = Level.SENIOR
    persona: Persona = Persona.NEUTRAL
    problem: str | None = None
    path: str | None = None
    checkpoint: str | None = None
    topic: str | None = None
    minutes: int | None = None
    seed: int | None = None
    prompts: int = 1
    """For recognition: how many prompts, one after the other, each with its own two minutes."""
    seen: frozenset[str] = frozenset()
    """Problems that the candidate has met already: a sprint draws others while there are any."""
    interviewer: str | None = None
    """'embedded', or the name of a model's profile; None for whom the settings name."""
    grader: str | None = None
    extra_time: Literal[0, 25, 50, 100] | None = None
    """Percent of more time; None for what the settings say."""


def created(library: Library, wanted: NewRound) -> RoundCreated:
    """Return the first event of the round; raise `invalid` or `not_found` naming the choice that is wrong."""
    if wanted.minutes is not None and wanted.kind is not Kind.FULL:
        raise invalid(f"A {wanted.kind.value} round has its own time limit.", "Leave the minutes out.")
    # Drawn once: what is drawn from the seed must be drawn from the one that the log keeps.
    wanted = replace(wanted, seed=_seed(wanted))
    match wanted.kind:
        case Kind.FULL:
            return _full(library, wanted)
        case Kind.RECOGNISE:
            return _recognise(library, wanted)
        case Kind.NARRATE:
            return _narrate(library, wanted)
        case Kind.FAILURE_MODES:
            return _failure_modes(library, wanted)
        case Kind.CONSISTENCY:
            return _consistency(library, wanted)
        case Kind.CHECKPOINT:
            return _checkpoint(library, wanted)


def _seed(wanted: NewRound) -> int:
    return secrets.randbelow(2**31) if wanted.seed is None else wanted.seed


def _full(library: Library, wanted: NewRound) -> RoundCreated:
    problem = _problem(library, wanted)
    minutes = DEFAULT_MINUTES if wanted.minutes is None else wanted.minutes
    if minutes not in FULL_MINUTES:
        raise invalid(f"A full round cannot last {minutes} minutes.", "Choose 20, 30, 45 or 60.")
    return _base(
        library, wanted, title=problem.title, prompt=problem.prompt, phases=phases_of_full(minutes)
    ).model_copy(
        update={
            "problem": problem.id,
            "primary": _patterns((problem.primary_pattern,)),
            "secondary": _patterns(problem.secondary_patterns),
            "skills": _skills(problem),
            "data_classes": problem.data_classes,
        }
    )


def _recognise(library: Library, wanted: NewRound) -> RoundCreated:
    if wanted.prompts not in PROMPT_COUNTS:
        raise invalid(f"A recognition round cannot have {wanted.prompts} prompts.", "Choose 1, 3, 5 or 10.")
    if wanted.prompts > 1:
        return _recognition(library, wanted, _unseen(library, wanted, wanted.prompts))
    return _recognition(library, wanted, (_problem(library, wanted),))


def _recognition(library: Library, wanted: NewRound, problems: tuple[Problem, ...]) -> RoundCreated:
    first = problems[0]
    limit_s = library.reference.recognition.time_limit_seconds
    drill = _drill(library, Kind.RECOGNISE)
    is_sprint = len(problems) > 1
    title = f"Recognition sprint: {len(problems)} prompts" if is_sprint else drill.title.format(title=first.title)
    phases = drill_phases(limit_s * len(problems) + _CHANGE_S * (len(problems) - 1))
    return _base(
        library, wanted, title=title, prompt=drill.prompt.format(prompt=first.prompt), phases=phases
    ).model_copy(
        update={
            "problem": first.id,
            "problems": tuple(problem.id for problem in problems),
            "prompt_s": _longer_s(limit_s, wanted.extra_time or 0) if is_sprint else None,
            "primary": _patterns((first.primary_pattern,)),
        }
    )


def _narrate(library: Library, wanted: NewRound) -> RoundCreated:
    topic = _wanted_topic(library, wanted, "Name the pattern to narrate.")
    if not topic.startswith("pattern/"):
        raise invalid(f"{wanted.topic!r} is a skill; only patterns are narrated.", "Choose a pattern.")
    drill = _drill(library, Kind.NARRATE)
    title = library.topic(topic).title
    phases = drill_phases(drill_seconds(Kind.NARRATE, wanted.level))
    fixed = _base(
        library, wanted, title=drill.title.format(title=title), prompt=drill.prompt.format(title=title), phases=phases
    )
    return fixed.model_copy(update={"primary": (topic,)})


def _failure_modes(library: Library, wanted: NewRound) -> RoundCreated:
    problem = library.problem(ProblemId(wanted.problem)) if wanted.problem else None
    ids = problem.typical_components[:4] if problem else _DEFAULT_COMPONENTS
    names = ", ".join(library.components[component].title for component in ids)
    drill = _drill(library, Kind.FAILURE_MODES)
    phases = drill_phases(drill_seconds(Kind.FAILURE_MODES, wanted.level))
    title = drill.title.format(title=problem.title if problem else "a read-heavy design")
    fixed = _base(library, wanted, title=title, prompt=drill.prompt.format(components=names), phases=phases)
    skill = TopicKey("skill/failure-mode-analysis")
    return fixed.model_copy(update={"problem": problem.id if problem else None, "primary": (skill,), "components": ids})


def _consistency(library: Library, wanted: NewRound) -> RoundCreated:
    problem = _problem(library, wanted)
    ids = problem.data_classes[:_DRILL_DATA_CLASSES]
    names = ", ".join(library.data_classes[data_class].title for data_class in ids)
    drill = _drill(library, Kind.CONSISTENCY)
    phases = drill_phases(drill_seconds(Kind.CONSISTENCY, wanted.level))
    prompt = drill.prompt.format(title=problem.title, data_classes=names)
    fixed = _base(library, wanted, title=drill.title.format(title=problem.title), prompt=prompt, phases=phases)
    skill = TopicKey("skill/consistency-trade-offs")
    return fixed.model_copy(update={"problem": problem.id, "primary": (skill,), "data_classes": ids})


def _checkpoint(library: Library, wanted: NewRound) -> RoundCreated:
    if not wanted.path or not wanted.checkpoint:
        raise invalid("A checkpoint round needs a path and a checkpoint.", "Open the path and start it there.")
    path = library.path(PathId(wanted.path))
    checkpoint = library.checkpoint(PathId(path.id), wanted.checkpoint)
    criteria = _criteria_of(checkpoint)
    update = {"path": path.id, "checkpoint": checkpoint.id, "criteria": criteria}
    if not criteria:
        sprint = _recognition(library, wanted, _unseen(library, wanted, RECOGNITION_CHECKPOINT_PROMPTS))
        return sprint.model_copy(update={**update, "title": f"{path.title}: checkpoint {checkpoint.n}"})
    topics = tuple(dict.fromkeys(library.topic_of(criterion).key for criterion in criteria))
    title = f"{path.title}: checkpoint {checkpoint.n}"
    phases = drill_phases(checkpoint_seconds(checkpoint, wanted.level))
    fixed = _base(library, wanted, title=title, prompt=checkpoint.question, phases=phases)
    return fixed.model_copy(update={**update, "primary": topics})


def _base(
    library: Library, wanted: NewRound, *, title: str, prompt: str, phases: tuple[PhaseBudget, ...]
) -> RoundCreated:
    return RoundCreated(
        kind=wanted.kind,
        title=title,
        prompt=prompt,
        level=wanted.level,
        persona=wanted.persona,
        phases=tuple(_longer(each, wanted.extra_time or 0) for each in phases),
        extra_time=wanted.extra_time or 0,
        seed=_seed(wanted),
        content_hash=library.content_hash,
        interviewer=wanted.interviewer or EMBEDDED,
        grader=wanted.grader or EMBEDDED,
    )


def _longer(budget: PhaseBudget, percent: int) -> PhaseBudget:
    return budget.model_copy(update={"seconds": _longer_s(budget.seconds, percent)})


def _longer_s(seconds: int, percent: int) -> int:
    return round(seconds * (100 + percent) / 100)


def _problem(library: Library, wanted: NewRound) -> Problem:
    if wanted.problem:
        return library.problem(ProblemId(wanted.problem))
    raise invalid("This kind of round needs a problem.", "Choose one, or let us surprise you.")


def _wanted_topic(library: Library, wanted: NewRound, remedy: str) -> TopicKey:
    if not wanted.topic:
        raise invalid("This kind of round needs a topic.", remedy)
    return library.topic_named(wanted.topic).key


def _drill(library: Library, kind: Kind) -> Drill:
    return library.drills[kind.value]


def _criteria_of(checkpoint: Checkpoint) -> tuple[CriterionId, ...]:
    return tuple(dict.fromkeys(CriterionId(c) for item in checkpoint.must_contain for c in item.criteria))


def _unseen(library: Library, wanted: NewRound, count: int) -> tuple[Problem, ...]:
    """Return `count` prompts in an order that the seed decides, new ones while there are any.

    As many shapes as there are, and from five prompts on one of them the boring default: not every prompt has a shape.
    """

    def is_met(each: Problem) -> bool:
        return each.id in wanted.seen

    dice = random.Random(_seed(wanted))  # noqa: S311 - repeatable, not secret
    by_shape: dict[str, list[Problem]] = {}
    for problem in sorted(library.problems.values(), key=lambda each: (is_met(each), dice.random())):
        by_shape.setdefault(problem.primary_pattern, []).append(problem)
    with_boring = count >= RECOGNITION_CHECKPOINT_PROMPTS
    others = sorted(by_shape.keys() - {_BORING})
    shapes = dice.sample(others, min(len(others), count - with_boring)) + [_BORING] * with_boring
    chosen = [by_shape[shape].pop(0) for shape in shapes]
    left = sorted((each for rest in by_shape.values() for each in rest), key=is_met)
    chosen += left[: count - len(chosen)]
    dice.shuffle(chosen)
    return tuple(chosen)


def _patterns(ids: tuple[str, ...]) -> tuple[TopicKey, ...]:
    return tuple(TopicKey(f"pattern/{pattern}") for pattern in ids)


def _skills(problem: Problem) -> tuple[TopicKey, ...]:
    return tuple(TopicKey(f"skill/{skill}") for skill in problem.skills)
