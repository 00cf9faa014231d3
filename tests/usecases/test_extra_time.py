"""Who needs more time gets it in every limit of a round; it is a condition of the round and changes no score."""

import pytest

from mockround.rounds.events import Kind
from mockround.usecases import preferences, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts


def choose(parts: Parts, percent: int) -> None:
    preferences.write(parts, preferences.read(parts).model_copy(update={"extra_time": percent}))


@pytest.mark.parametrize("percent", [25, 50, 100])
def test_every_phase_is_longer_by_what_the_settings_say(parts: Parts, percent: int) -> None:
    wanted = NewRound(Kind.FULL, problem="url-shortener", minutes=45, seed=1)
    usual = rounds.state(parts, rounds.create(parts, wanted)).created
    choose(parts, percent)
    longer = rounds.state(parts, rounds.create(parts, wanted)).created
    assert longer.extra_time == percent
    assert longer.duration_s == usual.duration_s * (100 + percent) // 100
    for one, other in zip(usual.phases, longer.phases, strict=True):
        assert other.seconds == round(one.seconds * (100 + percent) / 100)


def test_what_a_round_asks_for_wins_over_the_settings(parts: Parts) -> None:
    choose(parts, 100)
    wanted = NewRound(Kind.NARRATE, topic="read-heavy", extra_time=0)
    assert rounds.state(parts, rounds.create(parts, wanted)).created.extra_time == 0
