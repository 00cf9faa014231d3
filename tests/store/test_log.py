"""The log: committed before it is told, all or nothing, without gaps."""

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic_core import PydanticSerializationError

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.events import (
    CandidateSpoke,
    Logged,
    Phase,
    PhaseBudget,
    RoundCreated,
    RoundEnded,
    RoundId,
    RoundStarted,
    Seq,
)
from mockround.rounds.state import Status, fold
from mockround.store.engine import Store, open_store
from mockround.store.rounds import Filter

MakeRound = Callable[..., RoundId]
ANA = RoundId("ana1")


def said(text: str = "A cache in front.") -> CandidateSpoke:
    return CandidateSpoke(text=text)


def test_a_new_round_is_there_after_a_restart(store: Store, path: Path, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    store.close()
    again = open_store(path)
    assert again.log.state(ANA).created.title == "URL shortener"
    assert again.log.state(ANA).created_at == nine
    again.close()


def test_a_round_is_created_once(store: Store, a_round: MakeRound) -> None:
    a_round()
    with pytest.raises(MockroundError) as refused:
        a_round(title="Another")
    assert refused.value.code is ErrorCode.CONFLICT
    assert store.log.state(ANA).created.title == "URL shortener"


def test_an_unknown_round_is_not_found(store: Store) -> None:
    with pytest.raises(MockroundError) as refused:
        store.log.state(RoundId("nobody"))
    assert refused.value.code is ErrorCode.NOT_FOUND
    with pytest.raises(MockroundError), store.log.change(RoundId("nobody")):
        pass
    assert store.log.events(RoundId("nobody")) == ()


def test_a_change_sees_what_it_has_appended(store: Store, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    with store.log.change(ANA) as change:
        assert change.append(RoundStarted(ends_at=nine + timedelta(minutes=20)), nine) == 2
        assert change.state.status is Status.RUNNING
        assert change.append(said(), nine) == 3
        assert change.state.turns[-1].text == "A cache in front."
    assert store.log.state(ANA) == change.state


def test_time_in_a_round_never_goes_backwards(store: Store, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    with store.log.change(ANA) as change:
        change.append(said(), nine + timedelta(seconds=5))
        change.append(said(), nine)
    assert [each.at for each in store.log.events(ANA)] == [nine, *[nine + timedelta(seconds=5)] * 2]


def test_events_are_read_from_a_number_on(store: Store, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    with store.log.change(ANA) as change:
        for number in range(4):
            change.append(said(str(number)), nine)
    assert [each.seq for each in store.log.events(ANA, after=2)] == [3, 4, 5]
    assert [each.seq for each in store.log.events(ANA, after=2, limit=2)] == [3, 4]
    assert store.log.events(ANA, after=5) == ()


def test_what_was_just_written_is_told_from_memory_as_the_disk_would_tell_it(
    store: Store, a_round: MakeRound, nine: datetime
) -> None:
    a_round()
    for number in range(30):
        with store.log.change(ANA) as change:
            change.append(said(str(number)), nine + timedelta(milliseconds=number))
            change.append(said(f"{number} again"), nine + timedelta(milliseconds=number))
    last = store.log.state(ANA).seq
    for after in range(last - 16, last + 1):
        assert store.log.recent(ANA, after) == (store.log.events(ANA, after), store.log.state(ANA))
    assert store.log.recent(ANA, 0) is None
    assert store.log.recent(RoundId("nobody"), 0) is None


def test_memory_has_no_gap_where_a_second_program_wrote(
    store: Store, path: Path, a_round: MakeRound, nine: datetime
) -> None:
    a_round()
    with store.log.change(ANA) as change:
        change.append(said("ours"), nine)
    other = open_store(path)
    with other.log.change(ANA) as change:
        change.append(said("theirs"), nine)
    other.close()
    assert store.log.state(ANA).seq == 3
    assert store.log.recent(ANA, 2) is None
    with store.log.change(ANA) as change:
        change.append(said("ours again"), nine)
    assert store.log.recent(ANA, 2) is None
    assert store.log.recent(ANA, 3) == (store.log.events(ANA, 3), store.log.state(ANA))


def test_an_exception_leaves_nothing_and_tells_nobody(store: Store, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    told: list[int] = []
    store.log.subscribe(lambda _round, seq: told.append(seq))
    before = store.log.state(ANA)
    with pytest.raises(ZeroDivisionError), store.log.change(ANA) as change:
        change.append(said(), nine)
        change.remember("key", "hash", {"turn": 2}, nine)
        raise ZeroDivisionError
    assert store.log.state(ANA) == before
    assert store.log.events(ANA, after=1) == ()
    assert told == []
    with store.log.change(ANA) as change:
        assert change.recall("key", "hash") is None
        assert change.append(said("again"), nine) == 2
    assert store.rounds.search("front") == ()


def test_a_failure_of_the_very_write_leaves_nothing(store: Store, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    with pytest.raises(PydanticSerializationError), store.log.change(ANA) as change:
        change.append(RoundEnded(because="candidate"), nine)
        change.remember("key", "hash", {"turn": 2}, nine)
        change.append(said().model_copy(update={"text": "half of a pair: \ud800"}), nine)
    assert store.log.state(ANA).seq == 1
    assert store.rounds.listing(Filter())[0].status is Status.CREATED


def test_listeners_hear_of_what_another_connection_can_read(
    store: Store, path: Path, a_round: MakeRound, nine: datetime
) -> None:
    a_round()
    seen: list[int] = []
    store.log.subscribe(lambda _round, _seq: seen.append(committed(path)))
    with store.log.change(ANA) as change:
        change.append(said(), nine)
        seen.append(committed(path))  # the control: told now, a reader would find nothing new
    assert seen == [1, 2]


def test_a_listener_hears_one_call_a_change_until_it_unsubscribes(
    store: Store, a_round: MakeRound, nine: datetime
) -> None:
    told: list[tuple[RoundId, int]] = []
    unsubscribe = store.log.subscribe(lambda round_id, seq: told.append((round_id, seq)))
    a_round()
    with store.log.change(ANA) as change:
        change.append(said(), nine)
        change.append(said(), nine)
    with store.log.change(ANA):
        pass
    unsubscribe()
    with store.log.change(ANA) as change:
        change.append(said(), nine)
    assert told == [(ANA, 1), (ANA, 3)]


@pytest.mark.parametrize("statement", ["UPDATE event SET payload = '{}'", "DELETE FROM event"])
def test_the_database_itself_refuses_to_rewrite_the_log(
    store: Store, path: Path, a_round: MakeRound, statement: str
) -> None:
    a_round()
    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()


def test_eight_threads_lose_no_event_and_leave_no_gap(store: Store, a_round: MakeRound, nine: datetime) -> None:
    a_round()

    def speak(name: int) -> None:
        for number in range(100):
            with store.log.change(ANA) as change:
                # What was read decides what is written: a lost update would repeat a number.
                change.append(said(f"{name} {number} after {change.state.seq}"), nine)
            store.log.state(ANA)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(speak, range(8)))
    events = store.log.events(ANA)
    assert [each.seq for each in events] == list(range(1, 802))
    assert fold(events) == store.log.state(ANA)
    texts = [each.event.text for each in events if isinstance(each.event, CandidateSpoke)]
    assert [text.split("after ")[1] for text in texts] == [str(seq) for seq in range(1, 801)]


def test_the_control_that_reads_before_it_locks_fails(tmp_path: Path) -> None:
    """What the store must not do: a deferred transaction that reads and then writes."""
    file = tmp_path / "bad.db"
    first, second = (sqlite3.connect(file, isolation_level=None, timeout=0) for _ in range(2))
    first.executescript("PRAGMA journal_mode = WAL; CREATE TABLE counter (n); INSERT INTO counter VALUES (0);")
    for each in (first, second):
        each.execute("BEGIN")
        each.execute("SELECT n FROM counter").fetchone()
    first.execute("UPDATE counter SET n = n + 1")
    first.execute("COMMIT")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        second.execute("UPDATE counter SET n = n + 1")
    first.close()
    second.close()


def test_readers_go_on_while_a_change_is_open(store: Store, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    seen: list[int] = []
    with store.log.change(ANA) as change:
        change.append(said(), nine)
        reader = threading.Thread(target=lambda: seen.append(store.log.state(ANA).seq))
        reader.start()
        reader.join(5)
    assert seen == [1]


def test_many_rounds_in_use_keep_apart(store: Store, a_round: MakeRound, nine: datetime) -> None:
    rounds = [a_round(f"r{number}", title=f"Title {number}") for number in range(100)]
    for number, round_id in enumerate(rounds):
        with store.log.change(round_id) as change:
            change.append(said(f"I am {number}"), nine)
    for number, round_id in enumerate(rounds):
        state = store.log.state(round_id)
        assert (state.created.title, state.turns[0].text) == (f"Title {number}", f"I am {number}")


def test_a_second_program_that_writes_is_noticed(store: Store, path: Path, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    other = open_store(path)
    with other.log.change(ANA) as change:
        change.append(said("from elsewhere"), nine)
    other.close()
    assert store.log.state(ANA).turns[0].text == "from elsewhere"
    with store.log.change(ANA) as change:
        assert change.append(said(), nine) == 3


def test_what_lists_show_is_in_step_with_the_log(
    store: Store, chosen: Callable[..., RoundCreated], nine: datetime
) -> None:
    phases = (PhaseBudget(phase=Phase.DRILL, seconds=60),)
    store.log.create([Logged(round=ANA, seq=Seq(1), at=nine, event=chosen(phases=phases))])
    ends_at = nine + timedelta(minutes=1)
    with store.log.change(ANA) as change:
        change.append(RoundStarted(ends_at=ends_at), nine + timedelta(seconds=1))
        change.append(RoundEnded(because="candidate"), nine + timedelta(seconds=9))
    with store.database.read() as connection:
        row = connection.exec_driver_sql("SELECT status, last_seq FROM round").one()
    assert tuple(row) == ("ended", 3)


def committed(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        count: int = connection.execute("SELECT max(seq) FROM event").fetchone()[0]
        return count
    finally:
        connection.close()
