"""Recognition: one prompt after the other, one answer each."""

from mockround.agenda.moves import NextPrompt, WrapUp
from mockround.rounds.state import RoundState, Speaker


def next_prompt(state: RoundState) -> NextPrompt | WrapUp:
    """Return the next prompt, or the end once every prompt has its answer."""
    answered = sum(1 for turn in state.turns if turn.speaker is Speaker.CANDIDATE and not turn.late)
    if answered >= len(state.created.problems):
        return WrapUp("Every prompt has its answer.", is_last=True)
    return NextPrompt(answered, "Recognition asks one prompt after the other.")
