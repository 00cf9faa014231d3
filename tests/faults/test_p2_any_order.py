"""Whatever is asked for in whatever order: what is illegal is refused and changes nothing, and a round's log goes
forward only."""

import asyncio
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.board import Board, Node
from mockround.rounds.events import CandidateSpoke, GradeId, GradeStarted, Kind, RoundId
from mockround.rounds.state import RoundState, Status, fold
from mockround.usecases import boards, drafts, grades, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.promises import Tally

DRILL = NewRound(Kind.NARRATE, topic="read-heavy", seed=3)
NOWHERE = RoundId("nowhere")
_LEGAL_REFUSALS = (ErrorCode.CONFLICT, ErrorCode.NOT_FOUND, ErrorCode.INVALID)
_CLICKS = 25
_ORDER = (Status.CREATED, Status.RUNNING, Status.ENDED, Status.GRADED)

TakeTurn = Callable[[Parts, RoundId, str, str], None]


def take_turn(parts: Parts, round_id: RoundId, text: str, key: str) -> None:
    rounds.take_turn(parts, round_id, text, key=key)


def take_any_turn(parts: Parts, round_id: RoundId, text: str, key: str) -> None:
    """Known to be bad: takes a turn whatever the state of the round is."""
    with parts.store.log.change(round_id) as change:
        change.append(CandidateSpoke(text=text), parts.clock.now())


class AnyOrder(RuleBasedStateMachine):
    """Clicks whatever it likes."""

    parts: ClassVar[Parts]
    clock: ClassVar[FakeClock]
    take: ClassVar[TakeTurn]
    """How the product takes a turn."""

    @initialize()
    def begin(self) -> None:
        self.round = rounds.create(self.parts, DRILL)
        self.said = 0
        self.last = rounds.state(self.parts, self.round)

    @rule()
    def start(self) -> None:
        self._ask(lambda: rounds.start(self.parts, self.round), legal=not self.now.is_over)

    @rule(again=st.booleans())
    def say(self, again: bool) -> None:
        self.said += 0 if again and self.said else 1
        text, state = f"Answer {self.said}: the cache takes the reads.", self.now
        known = text in [turn.text for turn in state.turns]
        may = state.status is not Status.CREATED and (not state.is_over or state.ended_because == "time")
        self._ask(lambda: type(self).take(self.parts, self.round, text, str(self.said)), legal=may or known)

    @rule()
    def hint(self) -> None:
        runs = self.now.status is Status.RUNNING and not self.now.time_ran_out and not self._is_time_over()
        self._ask(lambda: rounds.ask_hint(self.parts, self.round), legal=None if runs else False)

    @rule(label=st.text(max_size=5))
    def draw(self, label: str) -> None:
        drawn = boards.read(self.parts, self.round)
        board = Board(nodes=(Node(id="n1", kind="cache", label=label),))
        runs = self.now.status is Status.RUNNING
        save = boards.Drawn(board, drawn.version)
        self._ask(lambda: boards.save(self.parts, self.round, save), legal=None if runs else False)

    @rule(text=st.text(max_size=5))
    def type(self, text: str) -> None:
        kept = drafts.read(self.parts, self.round, "answer")
        draft = drafts.Draft(text, kept.version)
        self._ask(lambda: drafts.save(self.parts, self.round, "answer", draft), legal=None)

    @rule()
    def end(self) -> None:
        self._ask(lambda: rounds.end(self.parts, self.round), legal=self.now.status is not Status.CREATED)

    @rule()
    def grade(self) -> None:
        self._ask(lambda: grades.request(self.parts, self.round), legal=self.now.is_over)

    @rule()
    def stop_a_grade_of_another_round(self) -> None:
        grades.stop(self.parts, self.round, GradeId("another-round-embedded"))

    @rule()
    def ask_for_what_is_not_there(self) -> None:
        for act in (rounds.start, rounds.ask_hint, rounds.end, grades.request, rounds.state):
            with pytest.raises(MockroundError) as refused:
                act(self.parts, NOWHERE)
            assert refused.value.code is ErrorCode.NOT_FOUND

    @rule(seconds=st.sampled_from([0.5, 2.0, 61.0, 299.0]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule()
    def let_the_interviewer_speak(self) -> None:
        asyncio.run(_let_speak(self.parts, self.round))

    @invariant()
    def the_log_goes_forward_and_holds_what_it_held(self) -> None:
        log = self.parts.store.log.events(self.round)
        state = fold(log)
        assert [each.seq for each in log] == list(range(1, len(log) + 1))
        assert fold(log[: self.last.seq]) == self.last
        assert _ORDER.index(state.status) >= _ORDER.index(self.last.status)
        _hold_to_the_rules(state, [each.event for each in log])
        self.last = state

    @property
    def now(self) -> RoundState:
        return rounds.state(self.parts, self.round)

    def _is_time_over(self) -> bool:
        return self.now.ends_at is not None and self.clock.now() >= self.now.ends_at

    def _ask(self, act: Callable[[], object], *, legal: bool | None) -> None:
        """Do it; `legal` says whether it must be taken, must be refused, or may be either."""
        before = self.parts.store.log.events(self.round)
        try:
            act()
        except MockroundError as error:
            assert legal is not True, f"refused: {error}"
            assert error.code in _LEGAL_REFUSALS
            assert self.parts.store.log.events(self.round) == before
        else:
            assert legal is not False, "taken though it is illegal"


def machine(parts: Parts, clock: FakeClock, take: TakeTurn) -> type[AnyOrder]:
    return type("Clicking", (AnyOrder,), {"parts": parts, "clock": clock, "take": staticmethod(take)})


def _hold_to_the_rules(state: RoundState, events: list[object]) -> None:
    turns = [each for each in events if isinstance(each, CandidateSpoke)]
    assert len({turn.text for turn in turns}) == len(turns), "one answer is there twice"
    assert not turns or state.started_at is not None, "a turn before the start"
    assert sum(isinstance(each, GradeStarted) for each in events) <= 1
    if state.ended_because == "candidate":
        assert not any(turn.late for turn in turns)


async def _let_speak(parts: Parts, round_id: RoundId) -> None:
    replies = Replies(parts, Feed(asyncio.get_running_loop()))
    replies.wake(round_id)
    await replies.settled(round_id)


@pytest.fixture
def quick_parts(tmp_path: Path, clock: FakeClock) -> Iterator[Parts]:
    with parts_in(tmp_path, clock) as made:
        yield made


def clicked(of: type[AnyOrder], *, times: int, phases: Collection[Phase] = tuple(Phase)) -> None:
    run_state_machine_as_test(
        of,
        settings=settings(
            max_examples=times,
            stateful_step_count=_CLICKS,
            phases=phases,
            report_multiple_bugs=False,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_what_is_illegal_is_refused_and_changes_nothing(quick_parts: Parts, clock: FakeClock, tally: Tally) -> None:
    tried = tally.times(quick=60, night=5000)
    clicked(machine(quick_parts, clock, take_turn), times=tried)
    tally.held("P2 P3", "rounds in which anything is clicked in any order, 25 clicks each", tried=tried)


def test_taking_a_turn_in_any_state_is_caught(quick_parts: Parts, clock: FakeClock, tally: Tally) -> None:
    caught = 0
    try:
        clicked(machine(quick_parts, clock, take_any_turn), times=60, phases=(Phase.generate,))
    except AssertionError:
        caught = 1
    tally.control("P2 P3", "takes a turn whatever the state of the round is", tried=1, caught=caught)
