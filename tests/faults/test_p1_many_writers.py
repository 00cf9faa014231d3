"""Eight writers, a slow reader and a backup at once: nobody is told that the database is busy, no update is lost, and a
backup has everything that was acknowledged before it began."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mockround.errors import MockroundError
from mockround.rounds.events import Logged, RoundId, Seq
from mockround.rounds.state import fold
from mockround.store.backup import backup
from mockround.store.doctor import doctor
from mockround.store.engine import Store, open_store
from tests.support.clocks import START
from tests.support.logs import created, said
from tests.support.promises import Tally

ANA = RoundId("ana1")
_WRITERS = 8


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mockround.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    made = open_store(path)
    made.log.create([Logged(round=ANA, seq=Seq(1), at=START, event=created())])
    yield made
    made.close()


def spoke(store: Store, text: str) -> list[str]:
    """Say one thing; return the trouble that a person would have been told of."""
    try:
        with store.log.change(ANA) as change:
            change.append(said(text), START)
    except MockroundError as error:
        return [error.message]
    return []


def test_writers_a_slow_reader_and_a_backup_do_not_get_into_each_others_way(
    store: Store, path: Path, tmp_path: Path, tally: Tally
) -> None:
    each = tally.times(quick=40, night=2500)
    other = open_store(path)

    def write(number: int) -> list[str]:
        mine = (store, other)[number % 2]
        return [trouble for turn in range(each) for trouble in spoke(mine, f"{number}-{turn}")]

    with store.database.read() as slow:
        slow.exec_driver_sql("SELECT count(*) FROM event").scalar_one()
        with ThreadPoolExecutor(_WRITERS + 1) as threads:
            copied = threads.submit(backup, path, tmp_path / "copy.db")
            troubles = [trouble for found in threads.map(write, range(_WRITERS)) for trouble in found]
            copied.result()
    turns = [turn.text for turn in store.log.state(ANA).turns]
    for number in range(_WRITERS):
        mine = [text for text in turns if text.startswith(f"{number}-")]
        troubles += [] if mine == [f"{number}-{turn}" for turn in range(each)] else [f"writer {number} has {len(mine)}"]
    other.close()
    tally.held("P1 P4", "eight writers in two programs, a reader that stays and a backup: writes that were told busy",
               tried=_WRITERS * each, short=troubles)  # fmt: skip


Copy = Callable[[Path, Path], None]


def incomplete(store: Store, path: Path, folder: Path, copies: int, copy: Copy) -> list[str]:
    """Copy that often while somebody speaks in pairs; return what is wrong with the copies."""
    stop, found = threading.Event(), []

    def speak() -> None:
        while not stop.is_set():
            with store.log.change(ANA) as change:
                change.append(said("first half"), START)
                change.append(said("second half"), START)

    writer = threading.Thread(target=speak)
    writer.start()
    try:
        for number in range(copies):
            acknowledged = store.log.state(ANA).seq
            to = folder / f"copy{number}" / "mockround.db"
            to.parent.mkdir()
            copy(path, to)
            found += [f"copy {number}: {what}" for what in _wrong(to, acknowledged)]
            shutil.rmtree(to.parent)
            time.sleep(0)
    finally:
        stop.set()
        writer.join()
    return found


def _wrong(copy: Path, acknowledged: int) -> list[str]:
    found = [each.what for each in doctor(copy) if each.serious and "are free" not in each.what]
    try:
        restored = open_store(copy)
        events = restored.log.events(ANA)
        restored.close()
    except MockroundError as error:
        return [*found, error.message]
    if len(events) < acknowledged or len(events) % 2 == 0 or fold(events).seq != len(events):
        found.append(f"{len(events)} events where {acknowledged} were acknowledged")
    return found


def test_a_backup_under_load_has_all_that_was_acknowledged_before_it_began(
    store: Store, path: Path, tmp_path: Path, tally: Tally
) -> None:
    copies = tally.times(quick=8, night=200)
    short = incomplete(store, path, tmp_path, copies, backup)
    tally.held("P1 P2 P13", "backups while somebody speaks: sound, whole, restored", tried=copies, short=short)


def test_copying_the_file_alone_is_caught(store: Store, path: Path, tmp_path: Path, tally: Tally) -> None:
    def copied(source: Path, to: Path) -> None:
        shutil.copy(source, to)

    caught = incomplete(store, path, tmp_path, 8, copied)
    tally.control("P1 P2 P4 P13", "a backup that copies the file alone", tried=8, caught=min(8, len(caught)))
