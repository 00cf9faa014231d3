"""The kinds of round and their time budgets (docs/design.md, 'Kinds of round')."""

from dataclasses import dataclass

from mockround.content.models import Checkpoint, Level
from mockround.rounds.events import Kind, Phase, PhaseBudget

FULL_MINUTES = (20, 30, 45, 60)
DEFAULT_MINUTES = 45

# The dimensions' time guides for 45 minutes: 5-7 to scope, 10-15 for the design, 12-18 for depth, then pressure.
_SHARES_OF_45 = {
    Phase.REQUIREMENTS: 6,
    Phase.HIGH_LEVEL_DESIGN: 14,
    Phase.DEEP_DIVE: 14,
    Phase.PRESSURE_TEST: 8,
    Phase.WRAP_UP: 3,
}


EXTRA_TIMES = (0, 25, 50, 100)
"""Percent of more time that a candidate may ask for."""


@dataclass(frozen=True, slots=True)
class KindCard:
    """How a kind is presented before it is chosen."""

    kind: Kind
    title: str
    what_happens: str
    what_is_graded: str


CARDS = (
    KindCard(
        Kind.FULL,
        "Full round",
        "Requirements, high-level design, deep dives, a pressure test and a wrap-up, with twists on the way.",
        "The problem's patterns, the skills it stresses and five dimensions of the round.",
    ),
    KindCard(
        Kind.RECOGNISE,
        "Recognise the shape",
        "You get a prompt. Say which shape it is, what gives it away, and how version one looks.",
        "The right shape, the tell-tale sign, the runner-up ruled out.",
    ),
    KindCard(
        Kind.NARRATE,
        "Narrate a pattern",
        "Tell one pattern's story from v1 to v3 without notes.",
        "Each stage, what breaks it, what the next one adds.",
    ),
    KindCard(
        Kind.FAILURE_MODES,
        "Failure-mode minute",
        "Components are given. One failure, its detection and a mitigation for each.",
        "The failure-mode matrix.",
    ),
    KindCard(
        Kind.CONSISTENCY,
        "PACELC drill",
        "Data classes are given. Say the partition choice and the else choice for each, with a reason.",
        "The PACELC matrix.",
    ),
    KindCard(
        Kind.CHECKPOINT,
        "Checkpoint",
        "The path's own question, with its own time limit.",
        "What a passing answer must contain.",
    ),
)


def phases_of_full(minutes: int) -> tuple[PhaseBudget, ...]:
    """Return the five phases with budgets in seconds that sum to `minutes` exactly; the deep dive takes the rest."""
    total_s = minutes * 60
    seconds = {phase: total_s * share // 45 // 10 * 10 for phase, share in _SHARES_OF_45.items()}
    seconds[Phase.DEEP_DIVE] += total_s - sum(seconds.values())
    return tuple(PhaseBudget(phase=phase, seconds=seconds[phase]) for phase in _SHARES_OF_45)


def drill_seconds(kind: Kind, level: Level) -> int:
    """The default time of a drill. Staff candidates get a minute for the failure-mode drill."""
    if kind is Kind.FAILURE_MODES:
        return 60 if level is Level.STAFF else 180
    return {Kind.RECOGNISE: 120, Kind.NARRATE: 300, Kind.CONSISTENCY: 240}[kind]


def checkpoint_seconds(checkpoint: Checkpoint, level: Level) -> int:
    by_level = checkpoint.time_limit_by_level or {}
    return by_level.get(level, checkpoint.time_limit_seconds)


def drill_phases(seconds: int) -> tuple[PhaseBudget, ...]:
    return (PhaseBudget(phase=Phase.DRILL, seconds=seconds),)
