"""Backups hold all that was acknowledged before they began; the doctor says what is wrong."""

import os
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.events import CandidateSpoke, RoundId
from mockround.rounds.state import fold
from mockround.store.backup import backup
from mockround.store.doctor import Finding, doctor
from mockround.store.engine import Store, open_store

MakeRound = Callable[..., RoundId]
ANA = RoundId("ana1")


def sentences(findings: tuple[Finding, ...]) -> str:
    return " ".join(each.what for each in findings if "SQLite 3" not in each.what and "MiB are free" not in each.what)


def test_a_backup_under_load_is_consistent_and_complete(
    store: Store, path: Path, a_round: MakeRound, nine: datetime, tmp_path: Path
) -> None:
    a_round()
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with store.log.change(ANA) as change:
                change.append(CandidateSpoke(text="first half"), nine)
                change.append(CandidateSpoke(text="second half"), nine)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            acknowledged = store.log.state(ANA).seq
            copy = tmp_path / f"copy{number}.db"
            backup(path, copy)
            restored = open_store(copy)
            events = restored.log.events(ANA)
            restored.close()
            assert len(events) >= acknowledged
            assert len(events) % 2 == 1
            assert fold(events).seq == len(events)
    finally:
        stop.set()
        writer.join()


def test_a_backup_never_overwrites(store: Store, path: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(MockroundError) as refused:
        backup(path, tmp_path / "copy.db")
    assert refused.value.code is ErrorCode.CONFLICT
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_damaged_database_makes_no_backup(store: Store, path: Path, tmp_path: Path) -> None:
    store.close()
    os.truncate(path, 8192)
    with pytest.raises(MockroundError):
        backup(path, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy.db*")), "on a full disk what is left of it would keep the room"


def test_a_missing_database_is_not_made_by_a_backup_or_the_doctor(tmp_path: Path) -> None:
    with pytest.raises(MockroundError):
        backup(tmp_path / "mockround.db", tmp_path / "copy.db")
    assert "no database" in sentences(doctor(tmp_path / "mockround.db"))
    assert not (tmp_path / "mockround.db").exists()


def test_the_doctor_finds_nothing_wrong_with_a_sound_database(store: Store, path: Path, a_round: MakeRound) -> None:
    a_round()
    assert sentences(doctor(path)) == ""


def test_the_doctor_sees_damage(store: Store, path: Path) -> None:
    store.close()
    os.truncate(path, 8192)
    (finding,) = (each for each in doctor(path) if each.serious and "free" not in each.what)
    assert "damaged" in finding.what
    assert finding.remedy


def test_the_doctor_sees_open_modes_and_how_to_close_them(store: Store, path: Path) -> None:
    path.chmod(0o644)
    path.parent.chmod(0o755)
    remedies = [each.remedy for each in doctor(path)]
    assert f"Run: chmod 600 '{path}'" in remedies
    assert f"Run: chmod 700 '{path.parent}'" in remedies


def test_the_doctor_sees_rows_without_a_round_and_a_newer_database(store: Store, path: Path) -> None:
    with store.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    import_orphan(path)
    told = sentences(doctor(path))
    assert "1 rows of draft belong to no round" in told
    assert "newer MockRound" in told


def test_the_doctor_knows_a_foreign_file(tmp_path: Path) -> None:
    (tmp_path / "mockround.db").write_bytes(b"")
    assert "not a database of MockRound" in sentences(doctor(tmp_path / "mockround.db"))


def import_orphan(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO draft VALUES ('nobody', 'answer', 'x', 1, '2026-03-01T09:00:00+00:00')")
    connection.commit()
    connection.close()
