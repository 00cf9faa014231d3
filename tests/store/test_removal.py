"""A round that its owner deletes is gone from every table; of any other, no row of the log can go."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from mockround.errors import ErrorCode, MockroundError, no_room
from mockround.grading.report import GradeReport
from mockround.rounds.events import CandidateSpoke, GradeId, RoundId
from mockround.rounds.state import RoundState
from mockround.store.engine import Store, open_store
from mockround.store.rescue import rescue
from mockround.store.rounds import Filter
from mockround.store.schema import HISTORY
from mockround.store.spare import Spare

MakeRound = Callable[..., RoundId]
ANA, BEN = RoundId("ana1"), RoundId("ben1")
_SPARE_BYTES = 2**20


def always(_: RoundState) -> None:
    """Whatever its state, the round may go."""


def rows(path: Path, round_id: RoundId) -> dict[str, int]:
    """Count what every table holds of the round."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for table in tables:
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info('{table}')")}
            column = "id" if table == "round" else "round_id"
            if column in columns:
                query = f"SELECT count(*) FROM {table} WHERE {column} = ?"
                found[table] = connection.execute(query, (round_id,)).fetchone()[0]
        return found


@pytest.fixture
def both(store: Store, a_round: MakeRound, a_report: Callable[..., GradeReport], nine: datetime) -> Store:
    """Two rounds, of which each has something in every table."""
    for each in (a_round("ana1"), a_round("ben1")):
        with store.log.change(each) as change:
            change.append(CandidateSpoke(text=f"The words of {each} fan out on write."), nine)
            change.remember("key", "hash", {"turn": 2}, nine)
            store.grades.save(change, GradeId(f"{each}-g"), a_report(), nine)
        store.drafts.save(each, "notes", f"A note of {each}.", version=0, at=nine)
    return store


def test_nothing_is_left_in_any_table_and_the_other_round_is_untouched(both: Store, path: Path, nine: datetime) -> None:
    before = rows(path, BEN)
    assert rows(path, ANA) == before
    assert all(count for table, count in before.items() if table != "removal")
    both.log.remove(ANA, nine, always)
    assert rows(path, ANA) == dict.fromkeys(before, 0) | {"removal": 1}
    assert rows(path, BEN) == before
    assert [card.id for card in both.rounds.listing(Filter())] == [BEN]
    assert [hit.round for hit in both.rounds.search("fan out")] == [BEN]
    assert both.log.events(ANA) == ()


def test_its_place_in_the_file_is_overwritten_and_the_journal_is_empty(both: Store, path: Path, nine: datetime) -> None:
    journal = path.with_name(f"{path.name}-wal")
    assert b"The words of ana1" in journal.read_bytes()
    both.log.remove(ANA, nine, always)
    assert b"The words of ana1" not in journal.read_bytes()
    both.close()
    bytes_left = path.read_bytes()
    assert b"The words of ben1" in bytes_left
    assert b"The words of ana1" not in bytes_left
    assert b"A note of ana1" not in bytes_left


def test_a_round_that_is_gone_is_unknown_to_whoever_had_read_it(both: Store, nine: datetime) -> None:
    state = both.log.state(ANA)
    both.log.remove(ANA, nine, always)
    both.log._states.keep(state)
    assert both.log.recent_state(ANA) is None
    for act in (lambda: both.log.state(ANA), lambda: both.log.remove(ANA, nine, always)):
        with pytest.raises(MockroundError) as refused:
            act()
        assert refused.value.code is ErrorCode.NOT_FOUND


def test_what_forbids_it_leaves_all_as_it_was(both: Store, path: Path, nine: datetime) -> None:
    def never(_: RoundState) -> None:
        raise no_room("no", "no")

    before = rows(path, ANA)
    with pytest.raises(MockroundError):
        both.log.remove(ANA, nine, never)
    assert rows(path, ANA) == before


@pytest.mark.parametrize("table", ["event", "grade"])
def test_rows_of_a_round_that_nobody_deleted_cannot_go(both: Store, path: Path, nine: datetime, table: str) -> None:
    both.log.remove(ANA, nine, always)
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(f"DELETE FROM {table}")


def test_its_id_does_not_come_back(both: Store, a_round: MakeRound, nine: datetime) -> None:
    both.log.remove(ANA, nine, always)
    with pytest.raises(MockroundError) as refused:
        a_round("ana1")
    assert (refused.value.code, "deleted" in refused.value.message) == (ErrorCode.CONFLICT, True)


def test_a_removal_that_is_not_committed_leaves_the_round_known(
    both: Store, nine: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = both.database.write

    @contextmanager
    def breaks() -> Iterator[Connection]:
        with write() as connection:
            yield connection
            raise no_room("The disk is full.", "Free some space.")

    both.log.state(ANA)
    with monkeypatch.context() as patched:
        patched.setattr(both.database, "write", breaks)
        with pytest.raises(MockroundError):
            both.log.remove(ANA, nine, always)
    assert not both.log.is_removed(ANA)
    assert both.log.state(ANA).seq == 2


def test_a_rescue_keeps_the_note_of_it(both: Store, path: Path, tmp_path: Path, nine: datetime) -> None:
    both.log.remove(ANA, nine, always)
    both.close()
    saved = rescue(path, tmp_path / "saved.db")
    assert (saved.whole, saved.grades) == ((BEN,), 1)
    again = open_store(tmp_path / "saved.db")
    assert again.log.removed() == {ANA}
    again.close()


def test_listeners_are_told(both: Store, nine: datetime) -> None:
    heard: list[RoundId] = []
    both.log.subscribe(lambda round_id, _: heard.append(round_id))
    both.log.remove(ANA, nine, always)
    assert heard == [ANA]


_AS_IN_0001 = (
    "DROP TABLE removal",
    *(f"DROP TRIGGER {table}_is_deleted_with_its_round" for table in ("event", "grade")),
    *(
        f"CREATE TRIGGER {table}_is_never_deleted BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in ("event", "grade")
    ),
    "UPDATE alembic_version SET version_num = '0001'",
)


def test_rounds_of_the_first_version_are_kept_and_can_be_deleted(both: Store, path: Path, nine: datetime) -> None:
    log = both.log.events(ANA)
    both.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in _AS_IN_0001:
            connection.execute(statement)
    upgraded = open_store(path)
    assert upgraded.log.events(ANA) == log
    upgraded.log.remove(ANA, nine, always)
    assert rows(path, ANA)["event"] == 0
    assert rows(path, BEN)["event"] == 2
    upgraded.close()
    assert (path.parent / "backups" / "mockround-0001-1.db").exists()
    assert HISTORY.head == "0002"


def test_the_spare_room_is_kept_given_back_and_kept_again(tmp_path: Path) -> None:
    file = tmp_path / "rounds.db.spare"
    spare = Spare(file)
    spare.keep()
    assert (file.stat().st_size, oct(file.stat().st_mode & 0o777)) == (_SPARE_BYTES, "0o600")
    inode = file.stat().st_ino
    spare.keep()
    assert file.stat().st_ino == inode
    with spare.given():
        assert not file.exists()
    assert file.exists()


def test_a_small_disk_is_not_made_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockround.store.spare._SHARE", 10**9)
    Spare(tmp_path / "spare").keep()
    assert not (tmp_path / "spare").exists()


def test_room_that_is_not_there_as_a_whole_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mockround.store.spare._fill", full)
    Spare(tmp_path / "spare").keep()
    assert not (tmp_path / "spare").exists()
