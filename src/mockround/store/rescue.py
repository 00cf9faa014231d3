"""Saves what can still be read of a damaged database into a new one. The damaged one is only ever read."""

import contextlib
import json
import sqlite3
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from shutil import copy

from mockround.errors import MockroundError, conflict, unavailable
from mockround.grading.report import GradeReport
from mockround.rounds.events import GradeId, Logged, RoundId, Seq
from mockround.rounds.log import read
from mockround.rounds.state import fold
from mockround.store.database import translated
from mockround.store.engine import Store, open_store
from mockround.store.files import beside
from mockround.store.removal import note

_MOST_PROBED = 100_000
"""Rows that are asked for one by one, between the damage as met from the front and from the back."""


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was saved: rounds that are whole as far as can be known, and those whose end is missing."""

    whole: tuple[RoundId, ...]
    cut: tuple[RoundId, ...]
    grades: int


def rescue(source: Path, to: Path) -> Rescued:
    """Write to the new file `to` what can be read of `source`; raise `unavailable` where that is nothing.

    A round is saved up to its first event that cannot be read, for what comes later hangs on it.
    """
    if to.exists():
        raise conflict(f"There is a file '{to}' already.", "Choose another name; nothing was overwritten.")
    with tempfile.TemporaryDirectory(prefix="mockround-") as folder, translated():
        # SQLite may fold the journal into the file that it reads: let that be a copy.
        damaged = Path(folder) / "damaged.db"
        for suffix in ("", "-wal"):
            if beside(source, suffix).exists():
                copy(beside(source, suffix), beside(damaged, suffix))
        connection = sqlite3.connect(damaged)
        connection.row_factory = sqlite3.Row
        try:
            rounds = _logs(connection)
            if not rounds:
                raise unavailable(f"Nothing in '{source}' can be read.", "Restore a backup: `mockround restore FILE`.")
            return _saved(connection, rounds, to)
        finally:
            connection.close()


def _saved(connection: sqlite3.Connection, rounds: Mapping[RoundId, tuple[Logged, ...]], to: Path) -> Rescued:
    lengths = {row["id"]: row["last_seq"] for row in _rows(connection, "round")}
    store = open_store(to)
    try:
        for logged in rounds.values():
            store.log.create(logged)
        grades = sum(_save_grade(store, row) for row in _rows(connection, "grade"))
        for row in _rows(connection, "draft"):
            _save_draft(store, row)
        for row in _rows(connection, "preference"):
            _save_preference(store, row)
        for row in _rows(connection, "removal"):
            _save_removal(store, row)
    finally:
        store.close()
    whole = tuple(each for each, logged in rounds.items() if lengths.get(each, 0) <= len(logged))
    return Rescued(whole, tuple(each for each in rounds if each not in whole), grades)


def _logs(connection: sqlite3.Connection) -> dict[RoundId, tuple[Logged, ...]]:
    """Return the log of each round, up to where it can be read and makes sense."""
    found: dict[RoundId, dict[int, Logged]] = {}
    for row in _rows(connection, "event"):
        try:
            event = read(row["payload"], row["version"])
            at = datetime.fromisoformat(row["at"])
        except (ValueError, TypeError, MockroundError):
            continue
        logged = Logged(round=RoundId(row["round_id"]), seq=Seq(row["seq"]), at=at, event=event)
        found.setdefault(logged.round, {})[logged.seq] = logged
    logs = {each: _foldable(_without_gap(events)) for each, events in sorted(found.items())}
    return {each: events for each, events in logs.items() if events}


def _without_gap(events: Mapping[int, Logged]) -> tuple[Logged, ...]:
    numbers = takewhile(lambda number: number in events, range(1, len(events) + 1))
    return tuple(events[number] for number in numbers)


def _foldable(events: tuple[Logged, ...]) -> tuple[Logged, ...]:
    while events:
        try:
            fold(events)
        except ValueError:
            events = events[:-1]
        else:
            break
    return events


def _save_grade(store: Store, row: sqlite3.Row) -> bool:
    """Save a grade whose round was saved; tell whether it could be read."""
    try:
        report = GradeReport.model_validate_json(row["report"])
        at = datetime.fromisoformat(row["created_at"])
        with store.log.change(RoundId(row["round_id"])) as change:
            store.grades.save(change, GradeId(row["id"]), report, at)
    except (ValueError, TypeError, MockroundError):
        return False
    return True


def _save_draft(store: Store, row: sqlite3.Row) -> None:
    with contextlib.suppress(ValueError, TypeError, MockroundError):
        at = datetime.fromisoformat(row["updated_at"])
        store.drafts.save(RoundId(row["round_id"]), row["field"], row["text"], version=0, at=at)


def _save_preference(store: Store, row: sqlite3.Row) -> None:
    with contextlib.suppress(ValueError, TypeError):
        store.preferences.set(str(row["key"]), json.loads(row["value"]))


def _save_removal(store: Store, row: sqlite3.Row) -> None:
    """Save that a round was deleted, so that no request which comes again makes it anew."""
    with contextlib.suppress(ValueError, TypeError), store.database.write() as connection:
        note(connection, RoundId(row["round_id"]), datetime.fromisoformat(row["at"]))


def _rows(connection: sqlite3.Connection, table: str) -> list[sqlite3.Row]:
    """Return the rows that can be read: from the front up to the damage, from the back, and one by one between."""
    front = _until_damage(connection, f"SELECT rowid AS place, * FROM {table} ORDER BY rowid")
    back = _until_damage(connection, f"SELECT rowid AS place, * FROM {table} ORDER BY rowid DESC")
    found = {row["place"]: row for row in (*front, *back)}
    if front and back:
        between = range(front[-1]["place"] + 1, back[-1]["place"])[:_MOST_PROBED]
        found |= {row["place"]: row for place in between if (row := _row_at(connection, table, place)) is not None}
    return [found[place] for place in sorted(found)]


def _until_damage(connection: sqlite3.Connection, query: str) -> list[sqlite3.Row]:
    found: list[sqlite3.Row] = []
    with contextlib.suppress(sqlite3.DatabaseError, UnicodeDecodeError):
        for row in connection.execute(query):
            found.append(row)
    return found


def _row_at(connection: sqlite3.Connection, table: str, place: int) -> sqlite3.Row | None:
    with contextlib.suppress(sqlite3.DatabaseError, UnicodeDecodeError):
        row: sqlite3.Row | None = connection.execute(
            f"SELECT rowid AS place, * FROM {table} WHERE rowid = ?", (place,)
        ).fetchone()
        return row
    return None
