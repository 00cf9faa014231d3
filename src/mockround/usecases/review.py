"""The ledger of a finished round: what each question aimed at, why it was chosen, what the reply did to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mockround.content.models import Criterion
from mockround.grading.from_round import transcript_of
from mockround.grading.transcript import Transcript
from mockround.grading.verdicts import Verdict
from mockround.rounds.events import Seq
from mockround.rounds.state import RoundState, Speaker, Turn
from mockround.usecases.parts import Parts


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the ledger. The verdicts are the embedded grader's, as it heard the round up to then."""

    criterion: str
    """Its title; '' where the turn aimed at none."""
    why: str
    before: Verdict | None
    after: Verdict | None
    """None where nobody replied, or the turn aimed at no criterion."""


def ledger(parts: Parts, state: RoundState) -> Mapping[Seq, Asked]:
    """Return a line for each interviewer turn, by its number; nothing while the round runs, since it would lead."""
    if not state.is_over:
        return {}
    said = transcript_of(state)
    spoken = [turn for turn in state.turns if turn.speaker is Speaker.INTERVIEWER and turn.aim is not None]
    return {turn.seq: _asked(parts, state, said, turn) for turn in spoken}


def _asked(parts: Parts, state: RoundState, said: Transcript, turn: Turn) -> Asked:
    if turn.aim is None or turn.aim.criterion is None:
        return Asked("", turn.aim.why if turn.aim else "", None, None)
    criterion = parts.library.criterion(turn.aim.criterion)
    reply = next((each for each in state.turns if each.seq > turn.seq and each.speaker is Speaker.CANDIDATE), None)
    return Asked(
        criterion.title,
        turn.aim.why,
        before=_heard(parts, said, criterion, turn.seq),
        after=_heard(parts, said, criterion, reply.seq) if reply is not None and not reply.late else None,
    )


def _heard(parts: Parts, said: Transcript, criterion: Criterion, until: Seq) -> Verdict:
    """The verdict on the round up to turn `until`."""
    so_far = replace(said, utterances=tuple(each for each in said.utterances if each.turn <= until))
    [finding] = parts.grader.findings(so_far, [criterion])
    return finding.verdict
