"""The board while it is drawn: every save is kept, the log has one a second, and the last one is never lost."""

import pytest

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.board import Arrow, Board, Group, Node
from mockround.rounds.events import BoardChanged, Kind, RoundId
from mockround.usecases import boards, rounds
from mockround.usecases.boards import Drawn, Stale
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock

FULL = NewRound(Kind.FULL, problem="url-shortener", minutes=20)


def started(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, FULL)
    rounds.start(parts, round_id)
    return round_id


def called(*labels: str) -> Board:
    return Board(nodes=tuple(Node(id=f"n{at}", kind="cache", label=label) for at, label in enumerate(labels)))


def drawn(parts: Parts, round_id: RoundId, *labels: str) -> Drawn:
    kept = boards.save(parts, round_id, Drawn(called(*labels), boards.read(parts, round_id).version))
    assert isinstance(kept, Drawn)
    return kept


def logged(parts: Parts, round_id: RoundId) -> list[list[str]]:
    """The labels of each board in the log."""
    events = [each.event for each in parts.store.log.events(round_id)]
    return [[node.label for node in event.board.nodes] for event in events if isinstance(event, BoardChanged)]


def test_the_first_board_is_in_the_log_at_once_and_an_unchanged_one_is_no_event(parts: Parts) -> None:
    round_id = started(parts)
    first = drawn(parts, round_id, "a")
    assert logged(parts, round_id) == [["a"]]
    assert drawn(parts, round_id, "a") == first
    assert logged(parts, round_id) == [["a"]]


def test_what_comes_faster_than_once_a_second_is_one_change_and_the_newest(parts: Parts, clock: FakeClock) -> None:
    round_id = started(parts)
    for labels in (["a"], ["a", "b"], ["a", "b", "c"]):
        drawn(parts, round_id, *labels)
        clock.advance(0.4)
    assert logged(parts, round_id) == [["a"]]
    assert boards.read(parts, round_id).board == called("a", "b", "c")
    clock.advance(0.4)
    drawn(parts, round_id, "a", "b", "c", "d")
    assert logged(parts, round_id) == [["a"], ["a", "b", "c", "d"]]


def test_changes_in_the_log_are_a_second_apart_however_fast_they_come(parts: Parts, clock: FakeClock) -> None:
    round_id = started(parts)
    for number in range(40):
        drawn(parts, round_id, f"step {number}")
        clock.advance(0.1)
    at = [each.at for each in parts.store.log.events(round_id) if isinstance(each.event, BoardChanged)]
    assert len(at) == 4
    assert all(later - earlier >= boards.APART for earlier, later in zip(at, at[1:], strict=False))


def test_what_waits_is_in_the_log_before_the_end(parts: Parts, clock: FakeClock) -> None:
    round_id = started(parts)
    drawn(parts, round_id, "a")
    clock.advance(0.1)
    drawn(parts, round_id, "a", "last")
    rounds.end(parts, round_id)
    assert logged(parts, round_id) == [["a"], ["a", "last"]]
    types = [each.event.type for each in parts.store.log.events(round_id)]
    assert types.index("round-ended") > len(types) - 1 - types[::-1].index("board-changed")
    assert rounds.state(parts, round_id).board == called("a", "last")


def test_what_waits_when_time_runs_out_is_in_the_log_before_it(parts: Parts, clock: FakeClock) -> None:
    round_id = started(parts)
    clock.advance(20 * 60 - 0.5)
    drawn(parts, round_id, "a")
    drawn(parts, round_id, "a", "last")
    clock.advance(5)
    with parts.store.log.change(round_id) as change:
        rounds.append_due(parts, change)
    types = [each.event.type for each in parts.store.log.events(round_id)]
    assert types[-3:] == ["board-changed", "time-ran-out", "round-ended"]
    assert logged(parts, round_id) == [["a"], ["a", "last"]]


def test_a_board_drawn_over_an_older_one_is_refused_with_the_newer_one(parts: Parts) -> None:
    round_id = started(parts)
    mine = boards.save(parts, round_id, Drawn(called("mine"), 0))
    assert isinstance(mine, Drawn)
    assert boards.save(parts, round_id, Drawn(called("theirs"), 0)) == Stale(called("mine"), mine.version)
    assert boards.save(parts, round_id, Drawn(called("theirs"), mine.version)) == Drawn(
        called("theirs"), mine.version + 1
    )


def test_a_round_that_does_not_run_takes_no_board(parts: Parts, clock: FakeClock) -> None:
    waiting, ended = rounds.create(parts, FULL), started(parts)
    rounds.end(parts, ended)
    late = started(parts)
    clock.advance(20 * 60 + 3)
    for round_id in (waiting, ended, late):
        with pytest.raises(MockroundError) as error:
            boards.save(parts, round_id, Drawn(called("a"), 0))
        assert error.value.code is ErrorCode.CONFLICT


@pytest.mark.parametrize(
    ("board", "said"),
    [
        (Board(nodes=(Node(id="a"), Node(id="a"))), "Two boxes have the same id."),
        (Board(nodes=(Node(id="a", kind="redis"),)), "'redis' is no class of the catalog."),
        (Board(nodes=(Node(id="a", data=("orders",)),)), "'orders' is no class of the catalog."),
        (Board(nodes=(Node(id="a"),), arrows=(Arrow(id="f", source="a", target="b"),)), "a box that is not there"),
        (Board(nodes=(Node(id="a", label="api", group="eu"),)), "'api' stands in a group that is not there."),
        (Board(groups=(Group(id="a", group="b"), Group(id="b", group="a"))), "A group stands in itself."),
        (Board(nodes=(Node(id="a", label="two\nlines"),)), "holds a control character"),
    ],
)
def test_a_board_that_does_not_hold_together_is_refused(parts: Parts, board: Board, said: str) -> None:
    with pytest.raises(MockroundError) as error:
        boards.save(parts, started(parts), Drawn(board, 0))
    assert error.value.code is ErrorCode.INVALID
    assert said in error.value.message
