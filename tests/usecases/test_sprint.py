"""A recognition sprint: several prompts, each with a time of its own that the server keeps."""

from mockround.content.models import PathId
from mockround.grading.checkpoints import recognition_result
from mockround.grading.verdicts import Verdict
from mockround.rounds.events import Aim, InterviewerSpoke, Kind, MoveKind, RoundId
from mockround.rounds.state import Owed, RoundState
from mockround.usecases import rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock

SPRINT = NewRound(Kind.RECOGNISE, prompts=3, seed=5)
PROMPT_S = 120


def begun(parts: Parts, wanted: NewRound = SPRINT) -> RoundId:
    round_id = rounds.create(parts, wanted)
    rounds.start(parts, round_id)
    return round_id


def ask(parts: Parts, round_id: RoundId, move: MoveKind = MoveKind.NEXT_PROMPT) -> None:
    with parts.store.log.change(round_id) as change:
        change.append(InterviewerSpoke(text="Which shape?", aim=Aim(move=move, why="a test")), parts.clock.now())


def settled(parts: Parts, round_id: RoundId) -> RoundState:
    with parts.store.log.change(round_id) as change:
        rounds.append_due(parts, change)
    return rounds.state(parts, round_id)


def test_a_prompt_without_an_answer_gives_way_to_the_next_one_after_its_time(parts: Parts, clock: FakeClock) -> None:
    round_id = begun(parts)
    ask(parts, round_id, MoveKind.OPEN)
    clock.advance(PROMPT_S + 1)
    assert settled(parts, round_id).prompts_done == (), "two seconds of grace, as at every deadline"
    clock.advance(2)
    state = settled(parts, round_id)
    assert state.prompts_done == (None,)
    assert state.owed == (Owed.PROMPT,)
    assert state.stretch == "prompt-2"


def test_an_answer_between_two_prompts_is_late_and_never_taken_for_the_next_one(parts: Parts, clock: FakeClock) -> None:
    round_id = begun(parts)
    ask(parts, round_id, MoveKind.OPEN)
    clock.advance(PROMPT_S + 3)
    assert rounds.take_turn(parts, round_id, "This is fan-out.", key="a").late
    ask(parts, round_id)
    turn = rounds.take_turn(parts, round_id, "This is contention.", key="b")
    assert not turn.late
    assert rounds.state(parts, round_id).prompts_done == (None, turn.turn)


def test_what_is_said_before_the_first_prompt_answers_none(parts: Parts) -> None:
    for wanted in (SPRINT, NewRound(Kind.RECOGNISE, problem="news-feed")):
        round_id = begun(parts, wanted)
        rounds.take_turn(parts, round_id, "Hello, are you there?", key="a")
        rounds.ask_hint(parts, round_id, key="b") if wanted is SPRINT else None
        ask(parts, round_id, MoveKind.OPEN)
        assert rounds.state(parts, round_id).prompts_done == ()
        assert rounds.state(parts, round_id).owed == ((Owed.HINT,) if wanted is SPRINT else ())
        turn = rounds.take_turn(parts, round_id, "This is fan-out.", key="c")
        assert rounds.state(parts, round_id).prompts_done == (turn.turn,)


def test_a_nudge_gives_no_more_time(parts: Parts, clock: FakeClock) -> None:
    round_id = begun(parts)
    ask(parts, round_id, MoveKind.OPEN)
    clock.advance(100)
    ask(parts, round_id, MoveKind.NUDGE)
    clock.advance(PROMPT_S - 100 + 3)
    assert settled(parts, round_id).prompts_done == (None,)


def test_an_answer_of_a_single_prompt_is_timed_from_the_prompt_and_not_from_the_nudge(
    parts: Parts, clock: FakeClock
) -> None:
    round_id = begun(parts, NewRound(Kind.RECOGNISE, problem="news-feed", extra_time=100))
    ask(parts, round_id, MoveKind.OPEN)
    clock.advance(200)
    ask(parts, round_id, MoveKind.NUDGE)
    clock.advance(30)
    rounds.take_turn(parts, round_id, "Fan-out: one post goes to all followers of the poster.", key="a")
    in_time = recognition_result(parts.library, rounds.state(parts, round_id))
    assert in_time.items[0][1] is Verdict.MET, "230 of the 240 seconds that were chosen"


def test_every_prompt_has_its_whole_time_even_when_all_are_used_up(parts: Parts, clock: FakeClock) -> None:
    round_id = begun(parts)
    for index in range(3):
        ask(parts, round_id, MoveKind.NEXT_PROMPT if index else MoveKind.OPEN)
        clock.advance(PROMPT_S)
        state = settled(parts, round_id)
        assert not state.time_ran_out
        if index < 2:
            clock.advance(3)
            settled(parts, round_id)
    assert rounds.take_turn(parts, round_id, "Work queue.", key="last").late is False


def test_a_sprint_draws_different_shapes_that_were_not_met_before(parts: Parts) -> None:
    first = rounds.state(parts, begun(parts)).created
    problems = [parts.library.problem(each) for each in first.problems]
    assert len({each.primary_pattern for each in problems}) == 3
    again = rounds.state(parts, begun(parts)).created
    assert not set(first.problems) & set(again.problems)


def test_ten_prompts_are_ten_problems_and_one_is_the_boring_default(parts: Parts) -> None:
    drawn = rounds.state(parts, begun(parts, NewRound(Kind.RECOGNISE, prompts=10, seed=1))).created.problems
    assert len(set(drawn)) == 10
    assert "request-response" in {parts.library.problem(each).primary_pattern for each in drawn}


def test_the_exit_checkpoint_draws_prompts_that_no_earlier_round_had(parts: Parts) -> None:
    path = PathId("patterns-first")
    wanted = NewRound(Kind.CHECKPOINT, path=path, checkpoint="pf-exit-recognition", seed=3)
    met = {each for _ in range(2) for each in rounds.state(parts, begun(parts, SPRINT)).created.problems}
    drawn = rounds.state(parts, begun(parts, wanted)).created
    assert drawn.prompt_s == PROMPT_S
    assert not met & set(drawn.problems)
