"""Which questions a criterion still has. A criterion is asked at most through its ladder, and no question twice."""

from collections.abc import Mapping
from typing import Literal

from mockround.content.models import Criterion, CriterionId
from mockround.grading.verdicts import Finding, Verdict
from mockround.rounds.events import Aim, MoveKind
from mockround.rounds.state import RoundState, Speaker

Rung = Literal[1, 2, 3]
RUNGS: tuple[Rung, Rung, Rung] = (1, 2, 3)
_ASKING = frozenset({MoveKind.PROBE, MoveKind.FOLLOW_UP})


def asked(state: RoundState, criterion: CriterionId) -> tuple[Aim, ...]:
    """Return what was already asked about a criterion, in order."""
    aims = (turn.aim for turn in state.turns if turn.speaker is Speaker.INTERVIEWER and turn.aim is not None)
    return tuple(aim for aim in aims if aim.criterion == criterion and _is_question(aim))


def next_rung(state: RoundState, criterion: Criterion) -> Rung | None:
    """Return the next unused rung of a criterion's ladder; None where it is used up or must not be probed.

    A criterion marked 'self' is for the candidate to raise: asking would lead.
    """
    if criterion.prompting == "self":
        return None
    highest = max((aim.rung for aim in asked(state, CriterionId(criterion.id))), default=0)
    return next((rung for rung in RUNGS if rung > highest), None)


def next_hint(state: RoundState, criterion: CriterionId) -> Rung | None:
    taken = sum(1 for hint in state.hints if hint.criterion == criterion)
    return RUNGS[taken] if taken < len(RUNGS) else None


def is_settled(findings: Mapping[CriterionId, Finding], criterion: CriterionId) -> bool:
    """Tell whether nothing is left to find out: it is surely met."""
    finding = findings.get(criterion)
    return finding is not None and finding.verdict is Verdict.MET


def _is_question(aim: Aim) -> bool:
    return aim.move in _ASKING or aim.rung > 0 and aim.move is not MoveKind.HINT
