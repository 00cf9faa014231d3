"""Which criterion a hint is about: the one that the last question aimed at, else the most valuable one left."""

from collections.abc import Mapping

from mockround.agenda.ladder import is_settled, next_hint
from mockround.agenda.moves import Hint
from mockround.agenda.value import ranked
from mockround.content.library import Library
from mockround.content.models import CriterionId
from mockround.grading.verdicts import Finding
from mockround.rounds.state import RoundState


def hint_for(library: Library, state: RoundState, findings: Mapping[CriterionId, Finding]) -> Hint | None:
    """Return the next hint, one rung further than the last on the same criterion; None where no hint is left."""
    for criterion in _candidates(library, state, findings):
        rung = next_hint(state, criterion)
        if rung is not None and not is_settled(findings, criterion):
            title = library.criterion(criterion).title
            return Hint(criterion, rung, f"You asked for a hint; it is about: {title}.")
    return None


def _candidates(
    library: Library, state: RoundState, findings: Mapping[CriterionId, Finding]
) -> tuple[CriterionId, ...]:
    aimed = [turn.aim.criterion for turn in reversed(state.turns) if turn.aim is not None and turn.aim.criterion]
    best = [CriterionId(each.criterion.id) for each in ranked(library, state, findings)]
    primary = [CriterionId(each.id) for topic in state.created.primary for each in library.topic(topic).criteria]
    return (*aimed[:1], *best, *primary)
