"""Makes a grader's transcript and scope out of a round's state."""

from mockround.content.library import Library
from mockround.content.models import CriterionId
from mockround.grading.transcript import Scope, Transcript, Utterance
from mockround.rounds.events import MoveKind
from mockround.rounds.state import RoundState, Speaker

_PROBES = frozenset({MoveKind.PROBE, MoveKind.FOLLOW_UP, MoveKind.PUSH_BACK})


def transcript_of(state: RoundState) -> Transcript:
    """Return the turns that are graded: late ones are kept in the round and left out here."""
    return Transcript(
        utterances=tuple(
            Utterance(
                turn=turn.seq,
                speaker="candidate" if turn.speaker is Speaker.CANDIDATE else "interviewer",
                text=turn.text,
                aim=turn.aim.criterion if turn.aim is not None else None,
                is_hint=turn.aim is not None and turn.aim.move is MoveKind.HINT,
                is_probe=turn.aim is not None and turn.aim.move in _PROBES,
            )
            for turn in state.turns
            if not turn.late
        ),
        board=state.board,
    )


def scope_of(state: RoundState, library: Library) -> Scope:
    chosen = state.created
    hints: dict[CriterionId, int] = {}
    for hint in state.hints:
        hints[hint.criterion] = max(hint.rung, hints.get(hint.criterion, 0))
    return Scope(
        level=chosen.level,
        primary=chosen.primary,
        secondary=chosen.secondary,
        skills=chosen.skills,
        only=chosen.criteria,
        problem=library.problem(chosen.problem) if chosen.problem else None,
        data_classes=chosen.data_classes,
        hints=hints,
        reached=_reached(state) if state.ended_because == "time" else None,
    )


def _reached(state: RoundState) -> frozenset[CriterionId]:
    aims = (turn.aim.criterion for turn in state.turns if turn.aim is not None)
    return frozenset(criterion for criterion in aims if criterion is not None)
