"""What is read back folds to the state that was kept, whatever was said."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mockround.content.models import CriterionId, Level
from mockround.rounds.board import Board, Node
from mockround.rounds.events import (
    Aim,
    BoardChanged,
    CandidateSpoke,
    Event,
    HintGiven,
    InterviewerSpoke,
    Kind,
    Logged,
    MoveKind,
    Persona,
    Phase,
    PhaseBudget,
    PhaseChanged,
    RoundCreated,
    RoundEnded,
    RoundId,
    RoundStarted,
    Seq,
    TimeWarned,
)
from mockround.rounds.state import fold
from mockround.store.engine import open_store

ANA = RoundId("ana1")
NINE = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
words = st.text(st.characters(codec="utf-8"), max_size=40)
criteria = st.sampled_from([CriterionId("rh-cache"), CriterionId("rh-invalidation")])

events: st.SearchStrategy[Event] = st.one_of(
    st.builds(CandidateSpoke, text=words, late=st.booleans()),
    st.builds(InterviewerSpoke, text=words, aim=st.builds(Aim, move=st.sampled_from(MoveKind), why=words)),
    st.builds(RoundStarted, ends_at=st.datetimes(timezones=st.just(UTC))),
    st.builds(PhaseChanged, phase=st.sampled_from(Phase), because=st.just("time")),
    st.builds(BoardChanged, board=st.builds(Board, nodes=st.tuples(st.builds(Node, id=st.just("n"), label=words)))),
    st.builds(HintGiven, criterion=criteria, rung=st.integers(1, 3)),
    st.builds(TimeWarned, at=st.sampled_from(["half", "one-minute"])),
    st.builds(RoundEnded, because=st.just("candidate")),
)
changes = st.lists(st.lists(st.tuples(events, st.integers(-5, 60)), max_size=4), max_size=6)

CREATED = RoundCreated(
    kind=Kind.NARRATE,
    title="Narrate",
    prompt="Say v1.",
    level=Level.MID,
    persona=Persona.TOUGH,
    phases=(PhaseBudget(phase=Phase.DRILL, seconds=300),),
    seed=1,
    content_hash="x",
)


@settings(max_examples=40, deadline=None)
@given(changes)
def test_the_log_that_is_read_back_folds_to_the_state_that_was_kept(
    changes: list[list[tuple[Event, int]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own" / "mockround.db"
        store = open_store(path)
        kept = store.log.create([Logged(round=ANA, seq=Seq(1), at=NINE, event=CREATED)])
        for change_of in changes:
            with store.log.change(ANA) as change:
                for event, seconds in change_of:
                    change.append(event, NINE + timedelta(seconds=seconds))
            kept = change.state
        assert store.log.state(ANA) == kept
        store.close()
        again = open_store(path)
        read_back = again.log.events(ANA)
        assert fold(read_back) == kept == again.log.state(ANA)
        assert all(one.at <= other.at for one, other in zip(read_back, read_back[1:], strict=False))
        again.close()
