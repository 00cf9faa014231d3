"""Two rounds on the same thing, side by side."""

import pytest

from mockround.errors import MockroundError
from mockround.rounds.events import Kind, RoundId
from mockround.usecases import grades, rounds
from mockround.usecases.attempts import others, side_by_side
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock

BASELINE = "Version one is one tuned primary behind a stateless service, and the lookup by code has its own index."
OFFLOAD = "Version two: a cache and two replicas; a hit stays in Redis, a miss fills it, writes go to the primary."


def held(parts: Parts, clock: FakeClock, *said: str, topic: str = "read-heavy") -> RoundId:
    clock.advance(3600)
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic=topic, seed=3))
    rounds.start(parts, round_id)
    for number, text in enumerate(said):
        rounds.take_turn(parts, round_id, text, key=str(number))
    rounds.end(parts, round_id)
    grades.request(parts, round_id)
    return round_id


def test_what_was_gained_and_what_was_lost_since_is_told_whichever_round_is_named_first(
    parts: Parts, clock: FakeClock
) -> None:
    first, second = held(parts, clock, BASELINE), held(parts, clock, OFFLOAD)
    for both in (side_by_side(parts, first, second), side_by_side(parts, second, first)):
        assert both.earlier.state.id == first
        assert "rh-v2-offload" in [each.later.criterion for each in both.gained]
        assert "rh-v1-baseline" in [each.later.criterion for each in both.lost]
    every = [*both.gained, *both.lost, *both.out]
    assert len({each.later.criterion for each in every}) == len(every)


def test_the_same_words_gain_and_lose_nothing(parts: Parts, clock: FakeClock) -> None:
    both = side_by_side(parts, held(parts, clock, BASELINE), held(parts, clock, BASELINE))
    assert (both.gained, both.lost) == ((), ())
    assert both.held >= 1
    assert both.out


def test_only_rounds_on_the_same_thing_are_offered_and_taken(parts: Parts, clock: FakeClock) -> None:
    here, there = held(parts, clock, BASELINE), held(parts, clock, BASELINE)
    elsewhere = held(parts, clock, BASELINE, topic="write-heavy")
    assert [card.id for card in others(parts, rounds.state(parts, here))] == [there]
    for other in (elsewhere, here):
        with pytest.raises(MockroundError, match="same thing"):
            side_by_side(parts, here, other)


def test_a_round_without_a_grade_is_refused_and_not_taken_for_an_empty_one(parts: Parts, clock: FakeClock) -> None:
    here = held(parts, clock, BASELINE)
    running = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
    with pytest.raises(MockroundError, match="no grade yet"):
        side_by_side(parts, here, running)
