"""What the disk and other programs do to us becomes a sentence with a remedy, and costs nothing that was saved."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.events import CandidateSpoke, RoundId
from mockround.store.database import Database, takes_two_writers, translated, trouble_of
from mockround.store.engine import Store
from mockround.store.files import alone

MakeRound = Callable[..., RoundId]
ANA = RoundId("ana1")


def test_a_full_disk_is_said_and_writing_goes_on_when_there_is_room(
    store: Store, a_round: MakeRound, nine: datetime
) -> None:
    a_round()
    with store.database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(MockroundError, match="disk is full") as refused, store.log.change(ANA) as change:
        change.append(CandidateSpoke(text="x" * 200_000), nine)
    assert refused.value.code is ErrorCode.NO_ROOM
    assert store.log.state(ANA).seq == 1
    assert len(store.log.events(ANA)) == 1
    with store.database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    with store.log.change(ANA) as change:
        change.append(CandidateSpoke(text="x" * 200_000), nine)
    assert store.log.state(ANA).seq == 2


def test_a_program_that_keeps_the_database_locked_is_waited_for_and_then_named(
    store: Store, path: Path, a_round: MakeRound
) -> None:
    a_round()
    with store.database.write() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(MockroundError, match="busy") as refused, store.log.change(ANA):
        pass
    assert refused.value.code is ErrorCode.UNAVAILABLE
    other.execute("ROLLBACK")
    other.close()
    with store.log.change(ANA) as change:
        assert change.state.seq == 1


@pytest.mark.parametrize(
    ("code", "said"),
    [(sqlite3.SQLITE_IOERR_FSYNC, "disk did not take"), (sqlite3.SQLITE_CORRUPT_INDEX, "damaged"),
     (sqlite3.SQLITE_READONLY_DIRECTORY, "cannot be written"), (sqlite3.SQLITE_CANTOPEN, "cannot be opened")],
)  # fmt: skip
def test_every_variant_of_a_trouble_has_its_sentence(code: int, said: str) -> None:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    with pytest.raises(MockroundError, match=said), translated():
        raise error


def test_our_own_mistakes_fly(store: Store) -> None:
    assert trouble_of(sqlite3.OperationalError("near 'SELEC': syntax error")) is None
    with pytest.raises(IntegrityError), store.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO draft VALUES ('nobody', 'answer', '', 1, '')")


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(MockroundError, match="cannot be written"), store.database.read() as connection:
        connection.exec_driver_sql("DELETE FROM preference")


def test_a_commit_waits_for_the_disk(store: Store) -> None:
    with store.database.write() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "temp_store", "busy_timeout")
        ]
    assert pragmas == ["wal", 2, 1, 2, 10_000]


def test_an_error_of_the_database_does_not_tell_what_a_candidate_said(store: Store) -> None:
    statement = "SELECT * FROM no_such_table WHERE text = ?"
    with pytest.raises(OperationalError, match="no_such_table") as raised, store.database.read() as connection:
        connection.exec_driver_sql(statement, ("my own words",))
    assert "my own words" not in str(raised.value)


@pytest.mark.parametrize(
    ("version", "takes"), [((3, 40, 1), False), ((3, 51, 2), False), ((3, 51, 3), True), ((4, 0, 0), True)]
)
def test_an_old_sqlite_is_known(version: tuple[int, int, int], takes: bool) -> None:
    assert takes_two_writers(version) is takes


def turn_is_free(path: Path) -> bool:
    try:
        with alone(path.with_name(f"{path.name}.writing"), patience_s=0.0):
            return True
    except TimeoutError:
        return False


@pytest.mark.parametrize("take_turns", [True, False])
def test_with_an_old_sqlite_alone_programs_write_in_turn(store: Store, path: Path, take_turns: bool) -> None:
    database = Database(path, take_turns=take_turns)
    with database.write():
        assert turn_is_free(path) is not take_turns
    assert turn_is_free(path)
    database.close()


def test_a_turn_that_does_not_come_is_said_as_a_busy_database() -> None:
    with pytest.raises(MockroundError, match="database is busy"), translated():
        raise TimeoutError("another program holds the lock")
