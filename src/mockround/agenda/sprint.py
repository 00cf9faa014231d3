"""Recognition: one prompt after the other, one answer each."""

from mockround.agenda.moves import NextPrompt, WrapUp
from mockround.rounds.state import Owed, RoundState


def next_prompt(state: RoundState) -> NextPrompt | WrapUp:
    """Return the next prompt, or the end once every prompt has had its answer or its time."""
    done = len(state.prompts_done)
    if done >= len(state.created.problems):
        return WrapUp("Every prompt has had its answer or its time.", is_last=True)
    if Owed.PROMPT in state.owed:
        return NextPrompt(done, "The time of the prompt before it was over.", ran_out=True)
    return NextPrompt(done, "Recognition asks one prompt after the other.")
