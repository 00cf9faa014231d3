"""How long each phase took against its budget."""

from collections import Counter

from mockround.grading.report import PhaseTime
from mockround.rounds.events import Phase
from mockround.rounds.state import RoundState


def time_use(state: RoundState) -> tuple[PhaseTime, ...]:
    """Return a line for each phase of the round, in order, in whole seconds; none where times are not known."""
    if state.created.source == "transcript":
        return ()
    ended_at = min(filter(None, (state.ended_at, state.ends_at)), default=state.last_at)
    bounds = [*(span.began_at for span in state.spans), ended_at]
    used: Counter[Phase] = Counter()
    for span, until in zip(state.spans, bounds[1:], strict=True):
        used[span.phase] += max(0, round((until - span.began_at).total_seconds()))
    return tuple(
        PhaseTime(phase=budget.phase, budget_s=budget.seconds, used_s=used[budget.phase])
        for budget in state.created.phases
    )
