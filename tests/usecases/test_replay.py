"""A replay holds what happened between start and end, with the places worth jumping to."""

import pytest

from mockround.errors import MockroundError
from mockround.rounds.events import Kind, RoundId
from mockround.usecases import boards, grades, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from mockround.usecases.replay import replay
from tests.support.clocks import FakeClock

SAID = (
    "When the owner edits a link we delete its key from the cache right after the commit, and a TTL of sixty seconds "
    "is the backstop, so a reader sees the old target for a minute at worst."
)


def running(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, NewRound(Kind.FULL, problem="url-shortener", minutes=20, seed=3))
    rounds.start(parts, round_id)
    return round_id


def test_events_come_with_their_seconds_and_jumps_lead_to_phases_hints_and_criteria(
    parts: Parts, clock: FakeClock
) -> None:
    round_id = running(parts)
    clock.advance(65)
    rounds.take_turn(parts, round_id, SAID, key="one")
    clock.advance(10)
    rounds.ask_hint(parts, round_id)
    clock.advance(10)
    rounds.end(parts, round_id)
    grades.request(parts, round_id)
    found = replay(parts, round_id)
    assert found.length_s == 85
    assert [at for at, _ in found.events] == sorted(at for at, _ in found.events)
    assert all(at <= 85 for at, _ in found.events)
    kinds = {each.kind: each for each in found.jumps}
    assert {"phase", "hint", "criterion"} <= kinds.keys()
    assert kinds["criterion"].at_s == 65
    assert kinds["hint"].at_s == 75


def test_the_board_grows_along_the_rounds_time(parts: Parts, clock: FakeClock) -> None:
    round_id = running(parts)
    for at, text in enumerate(("client", "client -> api", "client -> api -> db")):
        clock.advance(20)
        board = boards.as_read(parts, text, boards.read(parts, round_id).board).board
        boards.save(parts, round_id, boards.Drawn(board, at))
    clock.advance(5)
    rounds.end(parts, round_id)
    found = replay(parts, round_id)
    assert [(each.at_s, each.boxes, each.arrows) for each in found.drawings] == [(20, 1, 0), (40, 2, 1), (60, 3, 2)]
    for each in found.drawings:
        assert len(boards.read_at(parts, round_id, each.seq).nodes) == each.boxes
        assert len(boards.read_at(parts, round_id, each.seq - 1).nodes) == each.boxes - 1


def test_a_round_that_runs_has_no_replay(parts: Parts) -> None:
    with pytest.raises(MockroundError, match="not over"):
        replay(parts, running(parts))
