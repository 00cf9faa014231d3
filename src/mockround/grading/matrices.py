"""Which matrices a round gets, and whose rows they have: the embedded grader's, or a model's where it filled them."""

from collections.abc import Sequence

from mockround.content.library import Library
from mockround.content.models import TopicKey
from mockround.grading.failure_modes import failure_matrix
from mockround.grading.from_round import scope_of, transcript_of
from mockround.grading.model_cells import RowGraded, key_of
from mockround.grading.pacelc.matrix import pacelc_matrix
from mockround.grading.report import FailureRow, PacelcRow
from mockround.grading.scoping import topics_in
from mockround.rounds.events import Kind
from mockround.rounds.state import RoundState


def failure_rows(library: Library, state: RoundState, by_model: Sequence[RowGraded] = ()) -> tuple[FailureRow, ...]:
    """Return the failure-mode matrix of a round; none where the round is not about it."""
    scope, chosen = scope_of(state, library), state.created
    is_wanted = chosen.kind is Kind.FULL or TopicKey("skill/failure-mode-analysis") in topics_in(scope)
    if not is_wanted and not chosen.components:
        return ()
    filled = {key_of(each.row): each.row for each in by_model if isinstance(each.row, FailureRow)}
    rows = failure_matrix(transcript_of(state), tuple(library.components.values()), always=chosen.components)
    return tuple(filled.get(key_of(each), each) for each in rows)


def pacelc_rows(library: Library, state: RoundState, by_model: Sequence[RowGraded] = ()) -> tuple[PacelcRow, ...]:
    """Return the PACELC matrix of a round."""
    filled = {each.row.data_class: each.row for each in by_model if isinstance(each.row, PacelcRow)}
    wanted = scope_of(state, library).data_classes
    rows = pacelc_matrix(transcript_of(state), tuple(library.data_classes.values()), wanted=wanted)
    return tuple(filled.get(each.data_class, each) for each in rows)
