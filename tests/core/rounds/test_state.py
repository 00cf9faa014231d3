"""The fold: the state of a round is what its log says, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockround.content.models import CriterionId
from mockround.rounds.board import Board, Node
from mockround.rounds.events import (
    BoardChanged,
    CandidateSpoke,
    CriterionGraded,
    Event,
    FactGiven,
    Graded,
    GradeId,
    GradeStarted,
    HintGiven,
    Phase,
    PhaseChanged,
    RoundEnded,
    TimeWarned,
    TwistInjected,
)
from mockround.rounds.log import read, written
from mockround.rounds.state import Owed, Status, fold, step
from mockround.rounds.voices import Dictated
from tests.support.logs import asked, created, log_of, running, said

CRITERION = CriterionId("rh-invalidation")
GRADE = GradeId("one")


def test_a_created_round_waits_for_its_start() -> None:
    state = fold(log_of([created()]))
    assert (state.status, state.ends_at, state.turns) == (Status.CREATED, None, ())


def test_a_started_round_owes_its_opening() -> None:
    assert running().owed == (Owed.OPENING,)


def test_what_the_interviewer_says_settles_what_it_owed() -> None:
    assert running((1, asked())).owed == ()
    assert running((1, asked()), (2, said()), (3, HintGiven(criterion=CRITERION, rung=1))).owed == (
        Owed.REPLY,
        Owed.HINT,
    )


def test_a_late_turn_is_kept_and_owes_no_reply() -> None:
    state = running((1, asked()), (2, CandidateSpoke(text="too late", late=True)))
    assert state.turns[-1].late
    assert state.owed == ()


def test_a_phase_that_the_clock_changed_is_announced_and_one_that_was_chosen_is_not() -> None:
    by_time = running((1, asked()), (2, PhaseChanged(phase=Phase.DEEP_DIVE, because="time")))
    chosen = running((1, asked()), (2, PhaseChanged(phase=Phase.DEEP_DIVE, because="covered")))
    assert (by_time.owed, chosen.owed) == ((Owed.PHASE,), ())


def test_a_gap_in_the_log_is_refused() -> None:
    first, second = log_of([created(), RoundEnded(because="candidate")])
    with pytest.raises(ValueError, match="gap"):
        step(fold([first]), second.model_copy(update={"seq": 3}))


def test_a_log_that_does_not_begin_with_its_creation_is_refused() -> None:
    with pytest.raises(ValueError, match="creation"):
        fold(log_of([RoundEnded(because="candidate")]))


def test_a_second_creation_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        fold(log_of([created(), created()]))


def test_grades_are_added_and_never_replaced() -> None:
    state = running(
        (5, RoundEnded(because="candidate")),
        (6, GradeStarted(grade=GRADE, grader="embedded", criteria=1)),
        (6, CriterionGraded(grade=GRADE, criterion=CRITERION, verdict="met")),
        (7, Graded(grade=GRADE)),
        (8, GradeStarted(grade=GradeId("two"), grader="embedded", criteria=1)),
        (9, Graded(grade=GradeId("two"))),
    )
    assert state.grades == (GRADE, GradeId("two"))
    assert state.grading is None


EVENTS = st.sampled_from(
    [
        asked(),
        said(),
        said("Zero width \u200b, RTL \u202e, NUL \x00 and an emoji \U0001f600 stay as they are"),
        CandidateSpoke(text="late", late=True),
        CandidateSpoke(text="spoken", dictated=Dictated(spoken_s=0.7, words=1)),
        HintGiven(criterion=CRITERION, rung=2),
        FactGiven(asked="Regions?", answer="One.", source="sheet"),
        TwistInjected(index=0, probes=(CRITERION,)),
        TimeWarned(at="half"),
        PhaseChanged(phase=Phase.DEEP_DIVE, because="time"),
        BoardChanged(board=Board(nodes=(Node(id="a", kind="cache", label="Redis"),))),
        RoundEnded(because="candidate"),
    ]
)


@given(st.lists(EVENTS, max_size=25))
def test_folding_all_at_once_or_one_by_one_is_the_same(events: list[Event]) -> None:
    log = log_of([created(), *events])
    state = fold(log[:1])
    for logged in log[1:]:
        state = step(state, logged)
    assert state == fold(log)


@given(st.lists(EVENTS, max_size=25))
def test_a_log_that_was_written_and_read_folds_to_the_same_state(events: list[Event]) -> None:
    log = log_of([created(), *events])
    again = [logged.model_copy(update={"event": read(written(logged.event), 1)}) for logged in log]
    assert fold(again) == fold(log)
