"""What the next question about a criterion is worth: weight x level x uncertainty x relevance x what is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mockround.agenda.ladder import Rung, is_settled, next_rung
from mockround.content.library import Library
from mockround.content.models import Criterion, CriterionId, Level, TopicKey
from mockround.grading.text import stems
from mockround.grading.verdicts import Finding, Verdict
from mockround.rounds.events import Phase
from mockround.rounds.state import RoundState, Speaker

_LEVELS = (Level.MID, Level.SENIOR, Level.STAFF)
_ABOVE_LEVEL = 0.3
"""Criteria above the round's level can only add, so they are asked last."""
_MUST, _OWED = 3, 4.0
_RUNG_WORTH = {1: 1.0, 2: 0.6, 3: 0.35}
_UNCERTAIN = {Verdict.MISSING: 1.0, Verdict.PARTIAL: 0.7, Verdict.UNGRADED: 1.0}
_ORDINARY_STEMS = 4
"""Stems up to this length carry little; they do not make a question relevant."""


@dataclass(frozen=True, slots=True)
class Worth:
    criterion: Criterion
    rung: Rung
    value: float
    shared: tuple[str, ...]
    """Stems that the criterion shares with what the candidate just said."""


def ranked(library: Library, state: RoundState, findings: Mapping[CriterionId, Finding]) -> tuple[Worth, ...]:
    """Return the questions of the current phase that are worth asking, best first; ties by the rubric's order."""
    said = frozenset(stem for stem in stems(_last_words(state)) if len(stem) > _ORDINARY_STEMS)
    owed = _owed(library, state)
    worths = (_worth(state, findings, criterion, said, owed) for criterion in _in_phase(library, state))
    return tuple(sorted((each for each in worths if each is not None), key=lambda each: -each.value))


def above(level: Level, target: Level) -> bool:
    return _LEVELS.index(level) > _LEVELS.index(target)


def _owed(library: Library, state: RoundState) -> frozenset[CriterionId]:
    """What the primary topics cannot do without: once the design stands, it is asked before anything else."""
    if state.phase not in (Phase.DEEP_DIVE, Phase.PRESSURE_TEST):
        return frozenset()
    primary = (each for topic in state.created.primary for each in library.topic(topic).criteria)
    return frozenset(CriterionId(each.id) for each in primary if each.weight == _MUST)


def _worth(
    state: RoundState,
    findings: Mapping[CriterionId, Finding],
    criterion: Criterion,
    said: frozenset[str],
    owed: frozenset[CriterionId],
) -> Worth | None:
    criterion_id = CriterionId(criterion.id)
    rung = next_rung(state, criterion)
    if rung is None or is_settled(findings, criterion_id):
        return None
    finding = findings.get(criterion_id)
    if finding is not None and finding.verdict is Verdict.NOT_APPLICABLE:
        return None
    shared = tuple(sorted(said & frozenset(stems(f"{criterion.title} {criterion.definition.met}"))))
    value = criterion.weight * (_ABOVE_LEVEL if above(criterion.level, state.created.level) else 1.0) * _UNCERTAIN.get(
        finding.verdict if finding else Verdict.MISSING, 1.0
    ) * (1.0 + 0.12 * min(len(shared), 5)) * _RUNG_WORTH[rung] * (1.5 if criterion_id in _twisted(state) else 1.0) + (
        _OWED if rung == 1 and criterion_id in owed else 0.0
    )
    return Worth(criterion, rung, value, shared)


def _in_phase(library: Library, state: RoundState) -> Iterable[Criterion]:
    """The criteria that the current phase is for; a later phase also takes what an earlier one left open."""
    if state.created.criteria:
        return [library.criterion(criterion) for criterion in state.created.criteria]
    topics = _topics_in_phase(state)
    scope = [criterion for topic in topics for criterion in library.topic(topic).criteria]
    if state.phase is Phase.HIGH_LEVEL_DESIGN:
        return [each for each in scope if each.level is not Level.STAFF]
    return scope


def _topics_in_phase(state: RoundState) -> tuple[TopicKey, ...]:
    chosen = state.created
    match state.phase:
        case Phase.REQUIREMENTS:
            return ()
        case Phase.HIGH_LEVEL_DESIGN:
            return chosen.primary
        case Phase.DEEP_DIVE:
            return (*chosen.primary, *chosen.secondary[:2])
        case Phase.PRESSURE_TEST:
            return (*chosen.skills, *chosen.primary)
        case Phase.WRAP_UP:
            return ()
        case Phase.DRILL:
            return chosen.primary


def _last_words(state: RoundState) -> str:
    spoken = [turn.text for turn in state.turns if turn.speaker is Speaker.CANDIDATE and not turn.late]
    return spoken[-1] if spoken else ""


def _twisted(state: RoundState) -> frozenset[CriterionId]:
    """Criteria that the newest twist asks about: the redesign is followed up."""
    return frozenset(state.twists[-1].probes) if state.twists else frozenset()
