"""What a person does with a round, and what is refused."""

import asyncio
from typing import Any

import pytest

from mockround.agenda import hints
from mockround.content.models import Level
from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.events import Kind, RoundId
from mockround.rounds.state import Status
from mockround.usecases import drafts, grades, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies
from tests.support.clocks import FakeClock

FULL = NewRound(Kind.FULL, problem="url-shortener", minutes=20)
MINUTES_S = 20 * 60


@pytest.fixture
def started(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, FULL)
    rounds.start(parts, round_id)
    return round_id


def refused(error: pytest.ExceptionInfo[MockroundError]) -> ErrorCode:
    return error.value.code


def test_a_round_is_created_started_answered_ended_and_graded(parts: Parts, started: RoundId) -> None:
    accepted = rounds.take_turn(parts, started, "Reads outnumber writes 100 to 1, so I cache the lookup.", key="1")
    rounds.end(parts, started)
    grades.request(parts, started)
    state = rounds.state(parts, started)
    assert state.status is Status.GRADED
    assert [turn.seq for turn in state.turns] == [accepted.turn]
    report = grades.newest(parts, started)
    assert report is not None
    assert {unit.topic for unit in report.report.units} >= {"pattern/read-heavy", "skill/consistency-trade-offs"}


def test_starting_twice_does_not_move_the_deadline(parts: Parts, started: RoundId, clock: FakeClock) -> None:
    ends_at = rounds.state(parts, started).ends_at
    clock.advance(60)
    rounds.start(parts, started)
    assert rounds.state(parts, started).ends_at == ends_at


def test_a_turn_before_the_start_is_refused_and_changes_nothing(parts: Parts) -> None:
    round_id = rounds.create(parts, FULL)
    with pytest.raises(MockroundError) as error:
        rounds.take_turn(parts, round_id, "Hello.", key="1")
    assert refused(error) is ErrorCode.CONFLICT
    assert rounds.state(parts, round_id).seq == 1


def test_a_turn_after_the_candidate_ended_is_refused_and_changes_nothing(parts: Parts, started: RoundId) -> None:
    rounds.end(parts, started)
    before = rounds.state(parts, started)
    with pytest.raises(MockroundError) as error:
        rounds.take_turn(parts, started, "One more thing.", key="1")
    assert refused(error) is ErrorCode.CONFLICT
    assert rounds.state(parts, started) == before


def test_the_same_key_and_text_are_one_turn(parts: Parts, started: RoundId) -> None:
    first = rounds.take_turn(parts, started, "A cache in front.", key="same")
    again = rounds.take_turn(parts, started, "A cache in front.", key="same")
    assert again == first
    assert len(rounds.state(parts, started).turns) == 1


def test_the_same_key_with_another_text_is_refused(parts: Parts, started: RoundId) -> None:
    rounds.take_turn(parts, started, "A cache in front.", key="same")
    with pytest.raises(MockroundError) as error:
        rounds.take_turn(parts, started, "A queue in front.", key="same")
    assert refused(error) is ErrorCode.INVALID


def test_a_repeated_turn_is_answered_even_after_the_end(parts: Parts, started: RoundId) -> None:
    first = rounds.take_turn(parts, started, "A cache in front.", key="same")
    rounds.end(parts, started)
    assert rounds.take_turn(parts, started, "A cache in front.", key="same") == first


def test_a_turn_within_the_grace_counts(parts: Parts, started: RoundId, clock: FakeClock) -> None:
    clock.advance(MINUTES_S + 1.9)
    assert not rounds.take_turn(parts, started, "Just in time.", key="1").late


def test_a_turn_after_the_grace_is_kept_marked_late_and_not_graded(
    parts: Parts, started: RoundId, clock: FakeClock
) -> None:
    clock.advance(MINUTES_S + 2.1)
    late = "Reads outnumber writes 100 to 1, so the redirect must not touch the primary."
    assert rounds.take_turn(parts, started, late, key="1").late
    state = rounds.state(parts, started)
    assert (state.status, state.turns[-1].text) == (Status.ENDED, late)
    grades.request(parts, started)
    report = grades.newest(parts, started)
    assert report is not None
    assert not [quote for unit in report.report.units for each in unit.criteria for quote in each.quotes]


@pytest.mark.parametrize("text", ["", "   \n\t", "x" * 200_001, "half a pair \ud800"])
def test_text_that_cannot_be_a_turn_is_refused_with_a_remedy(parts: Parts, started: RoundId, text: str) -> None:
    with pytest.raises(MockroundError) as error:
        rounds.take_turn(parts, started, text, key="1")
    assert refused(error) is ErrorCode.INVALID
    assert error.value.remedy


@pytest.mark.parametrize("text", ["NUL \x00 inside", "\u202eturned around", "e" + "\u0301" * 5000, "a\n" * 5000])
def test_odd_text_is_kept_exactly_as_it_was_typed(parts: Parts, started: RoundId, text: str) -> None:
    rounds.take_turn(parts, started, text, key="1")
    assert rounds.state(parts, started).turns[-1].text == text


def test_a_grade_before_the_end_is_refused(parts: Parts, started: RoundId) -> None:
    with pytest.raises(MockroundError) as error:
        grades.request(parts, started)
    assert refused(error) is ErrorCode.CONFLICT


def test_asking_for_a_grade_twice_makes_one(parts: Parts, started: RoundId) -> None:
    rounds.end(parts, started)
    assert grades.request(parts, started) == grades.request(parts, started)
    assert len(grades.of_round(parts, started)) == 1


async def test_a_hint_is_recorded_and_goes_one_rung_further_each_time(parts: Parts, started: RoundId) -> None:
    replies = Replies(parts, Feed(asyncio.get_running_loop()))
    for _ in range(2):
        rounds.ask_hint(parts, started)
        replies.wake(started)
        await replies.settled(started)
    hints = rounds.state(parts, started).hints
    assert [hint.rung for hint in hints] == [1, 2]
    assert hints[0].criterion == hints[1].criterion


def test_a_hint_that_is_asked_for_twice_before_it_is_said_is_one(parts: Parts, started: RoundId) -> None:
    rounds.ask_hint(parts, started)
    rounds.ask_hint(parts, started)
    assert len(rounds.state(parts, started).hints) == 1


def test_an_unknown_round_is_not_found(parts: Parts) -> None:
    with pytest.raises(MockroundError) as error:
        rounds.start(parts, RoundId("nowhere"))
    assert refused(error) is ErrorCode.NOT_FOUND


def test_a_draft_typed_over_an_older_version_is_refused_and_the_newer_one_is_returned(
    parts: Parts, started: RoundId
) -> None:
    mine = drafts.save(parts, started, "answer", drafts.Draft("from tab one", 0))
    stale = drafts.save(parts, started, "answer", drafts.Draft("from tab two", 0))
    assert isinstance(mine, drafts.Draft)
    assert stale == drafts.Stale("from tab one", mine.version)


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        (NewRound(Kind.FULL), "problem"),
        (NewRound(Kind.FULL, problem="url-shortener", minutes=7), "7 minutes"),
        (NewRound(Kind.FULL, problem="url-shortner"), "url-shortner"),
        (NewRound(Kind.NARRATE), "topic"),
        (NewRound(Kind.NARRATE, topic="failure-mode-analysis"), "skill"),
        (NewRound(Kind.RECOGNISE, problem="url-shortener", minutes=30), "own time limit"),
        (NewRound(Kind.CHECKPOINT, path="patterns-first"), "checkpoint"),
    ],
)
def test_a_choice_that_does_not_fit_is_refused_by_name(parts: Parts, wanted: NewRound, named: str) -> None:
    with pytest.raises(MockroundError, match=named):
        rounds.create(parts, wanted)


def test_every_problem_every_drill_and_every_checkpoint_can_be_held(parts: Parts) -> None:
    wanted = [
        NewRound(kind, problem=problem)
        for problem in parts.library.problems
        for kind in (Kind.FULL, Kind.RECOGNISE, Kind.FAILURE_MODES, Kind.CONSISTENCY)
    ]
    wanted += [NewRound(Kind.NARRATE, topic=pattern) for pattern in parts.library.patterns]
    wanted += [
        NewRound(Kind.CHECKPOINT, path=path.id, checkpoint=each.id)
        for path in parts.library.paths.values()
        for each in path.checkpoints
    ]
    for each in wanted:
        round_id = rounds.create(parts, each)
        rounds.start(parts, round_id)
        rounds.take_turn(parts, round_id, "I would begin with one service and one database.", key="1")
        rounds.end(parts, round_id)
        grades.request(parts, round_id)
        assert grades.newest(parts, round_id) is not None, each


def test_staff_candidates_get_a_minute_for_the_failure_minute(parts: Parts) -> None:
    staff = NewRound(Kind.CHECKPOINT, Level.STAFF, path="interviewing-next-week", checkpoint="inw-cp2-failure-minute")
    mid = NewRound(Kind.CHECKPOINT, Level.MID, path="interviewing-next-week", checkpoint="inw-cp2-failure-minute")
    limits = [rounds.state(parts, rounds.create(parts, each)).created.duration_s for each in (staff, mid)]
    assert limits == [60, 120]


def test_a_hint_is_not_lost_when_the_round_moves_on_while_it_is_chosen(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="work-queue"))
    rounds.start(parts, round_id)
    choose = hints.hint_for
    chosen: list[object] = []

    def slowly(*about: Any) -> object:
        if not chosen:
            rounds.take_turn(parts, round_id, "Meanwhile I go on talking.", key="1")
        chosen.append(choose(*about))
        return chosen[-1]

    monkeypatch.setattr(rounds, "hint_for", slowly)
    rounds.ask_hint(parts, round_id)
    assert len(chosen) == 2
    assert len(rounds.state(parts, round_id).hints) == 1
