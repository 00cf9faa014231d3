"""The append-only log of all rounds: one short write transaction at a time, committed before anybody is told of it."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import reduce

from sqlalchemy import Connection, bindparam, insert, select, text, update

from mockround.errors import conflict, not_found
from mockround.rounds.events import VERSION, CandidateSpoke, Event, InterviewerSpoke, Logged, RoundId, Seq
from mockround.rounds.log import read, written
from mockround.rounds.state import RoundState, fold, step
from mockround.store.change import Asked, Change
from mockround.store.database import Database, sensible
from mockround.store.removal import erase, noted, refuse_erased
from mockround.store.search import indexed
from mockround.store.states import States
from mockround.store.tables import event as event_table
from mockround.store.tables import idempotency
from mockround.store.tables import round_ as round_table

Listener = Callable[[RoundId, Seq], None]

_ADD_SPEECH = text("INSERT INTO speech (text, round_id, seq) VALUES (:text, :round_id, :seq)")
_UPDATE_ROUND = update(round_table).where(round_table.c.id == bindparam("of"))
_ADD_EVENTS = insert(event_table)
# Built once: to put a statement together takes longer than to execute it, and this one is executed at every turn.
_EVENTS = (
    select(event_table.c.seq, event_table.c.at, event_table.c.version, event_table.c.payload)
    .where(event_table.c.round_id == bindparam("of"), event_table.c.seq > bindparam("after"))
    .order_by(event_table.c.seq)
    .limit(bindparam("most"))
)
_ALL = 2**31 - 1


class Log:
    """Listeners are called after the commit, in the thread that made it; what they raise reaches the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._states = States()
        self._listeners: dict[object, Listener] = {}
        self._listening = threading.Lock()

    def create(self, logged: Sequence[Logged], asked: Asked | None = None) -> RoundState:
        """Store the log of a new round: its first event, or all of one that comes from elsewhere.

        Asked for again by the same request, the round that is there is the answer. Raises `invalid` where that request
        brings something else now, and `conflict` where the id is taken by another.
        """
        state = fold(logged)
        with self._database.write() as connection:
            refuse_erased(connection, state.id)
            if connection.execute(select(round_table.c.id).filter_by(id=state.id)).first() is not None:
                return self._created_before(connection, state.id, asked)
            connection.execute(insert(round_table), _chosen(state) | _progress(state))
            _write(connection, logged)
            if asked is not None:
                Change(connection, state).remember(asked.of_creation, asked.body_hash, {}, state.created_at)
        self._states.keep(state, logged)
        self._announce(state)
        return state

    def _created_before(self, connection: Connection, round_id: RoundId, asked: Asked | None) -> RoundState:
        state = self._state(connection, round_id)
        if asked is None or Change(connection, state).recall(asked.of_creation, asked.body_hash) is None:
            raise conflict(f"There is a round {round_id!r} already.", "Choose another id.")
        return state

    def remove(self, round_id: RoundId, at: datetime, allowed: Callable[[RoundState], None]) -> None:
        """Delete a round with all that hangs on it; `allowed` raises where its state forbids that."""
        with contextlib.ExitStack() as undo:
            with self._database.write() as connection:
                state = self._state(connection, round_id)
                allowed(state)
                erase(connection, round_id, at)
                # Before the commit: whoever writes next must not take what is remembered for what is there.
                self._states.forget(round_id)
                undo.callback(self._states.readmit, round_id)
            undo.pop_all()
        self._database.fold_journal()
        self._announce(state)

    def removed(self) -> frozenset[RoundId]:
        """Return all rounds that were deleted."""
        with self._database.read() as connection:
            return noted(connection)

    @contextlib.contextmanager
    def change(self, round_id: RoundId) -> Iterator[Change]:
        """Yield the round in a write transaction that nobody else can interleave; an exception leaves no trace of it.

        Raises `not_found` for an unknown round and `unavailable` where the disk or another program is in the way.
        """
        with self._database.write() as connection:
            change = Change(connection, self._state(connection, round_id))
            yield change
            if change.appended:
                _write(connection, change.appended)
                connection.execute(_UPDATE_ROUND, _progress(change.state) | {"of": round_id})
        self._states.keep(change.state, change.appended)
        if change.appended or change.has_draft:
            self._announce(change.state)

    def state(self, round_id: RoundId) -> RoundState:
        """Return the fold of the committed log; raise `not_found` for an unknown round."""
        with self._database.read() as connection:
            state = self._state(connection, round_id)
        self._states.keep(state)
        return state

    def recent(self, round_id: RoundId, after: int) -> tuple[tuple[Logged, ...], RoundState] | None:
        """Return the events after number `after` and the state, without reading the disk: all that this process has
        committed or read. None where that is more than it remembers."""
        kept = self._states.get(round_id)
        events = None if kept is None else kept.since(after)
        return None if kept is None or events is None else (events, kept.state)

    def recent_state(self, round_id: RoundId) -> RoundState | None:
        """Return the state without reading the disk: at least as new as the last commit that was announced."""
        kept = self._states.get(round_id)
        return None if kept is None else kept.state

    def is_removed(self, round_id: RoundId) -> bool:
        """Tell whether this process has deleted the round; does not read the disk."""
        return self._states.is_forgotten(round_id)

    def knows(self, round_id: RoundId, key: str) -> bool:
        """Tell whether something was remembered under `key`."""
        asked = select(idempotency.c.key).filter_by(round_id=round_id, key=key)
        with self._database.read() as connection:
            return connection.execute(asked).first() is not None

    def events(self, round_id: RoundId, after: int = 0, *, limit: int | None = None) -> tuple[Logged, ...]:
        """Return the events after number `after`, at most `limit` of them; none for an unknown round."""
        with self._database.read() as connection:
            return _events(connection, round_id, after, limit=limit)

    def newest(self, round_id: RoundId, kind: str, until: int) -> Event | None:
        """Return the newest event of type `kind` up to number `until`; None where there is none."""
        columns = event_table.c
        of = (columns.round_id == round_id) & (columns.type == kind) & (columns.seq <= until)
        wanted = select(columns.payload, columns.version).where(of).order_by(columns.seq.desc()).limit(1)
        with self._database.read() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else read(row.payload, row.version)

    def model_turns(self, *, limit: int) -> tuple[Event, ...]:
        """Return the newest turns that a model spoke or failed to speak, over all rounds, newest first."""
        columns = event_table.c
        spoken = (columns.type == "interviewer-spoke") & columns.payload.contains('"delivery":{', autoescape=True)
        wanted = select(columns.version, columns.payload).where(spoken | (columns.type == "model-failed"))
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(columns.at.desc()).limit(limit)).all()
        return tuple(read(payload, version) for version, payload in rows)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the round and its last number after each commit; return what ends that."""
        token = object()
        with self._listening:
            self._listeners = {**self._listeners, token: listener}

        def unsubscribe() -> None:
            with self._listening:
                self._listeners = {each: heard for each, heard in self._listeners.items() if each is not token}

        return unsubscribe

    def _state(self, connection: Connection, round_id: RoundId) -> RoundState:
        kept = self._states.get(round_id)
        with sensible():
            fresh = _events(connection, round_id, 0 if kept is None else kept.state.seq)
            if kept is not None:
                return reduce(step, fresh, kept.state)
            if fresh:
                return fold(fresh)
        raise not_found(f"There is no round {round_id!r}.", "Open the list of all rounds and choose one there.")

    def _announce(self, state: RoundState) -> None:
        for listener in self._listeners.values():
            listener(state.id, state.seq)


def _events(connection: Connection, round_id: RoundId, after: int, *, limit: int | None = None) -> tuple[Logged, ...]:
    rows = connection.execute(_EVENTS, {"of": round_id, "after": after, "most": _ALL if limit is None else limit})
    return tuple(
        Logged(round=round_id, seq=Seq(seq), at=at, event=read(payload, version)) for seq, at, version, payload in rows
    )


def _write(connection: Connection, logged: Sequence[Logged]) -> None:
    connection.execute(_ADD_EVENTS, [_row(each) for each in logged])
    spoken = [_speech(each, each.event) for each in logged if isinstance(each.event, CandidateSpoke | InterviewerSpoke)]
    if spoken:
        connection.execute(_ADD_SPEECH, spoken)


def _row(logged: Logged) -> dict[str, object]:
    return {
        "round_id": logged.round,
        "seq": logged.seq,
        "at": logged.at,
        "type": logged.event.type,
        "version": VERSION,
        "payload": written(logged.event),
    }


def _speech(logged: Logged, spoken: CandidateSpoke | InterviewerSpoke) -> dict[str, object]:
    return {"text": indexed(spoken.text), "round_id": logged.round, "seq": logged.seq}


def _chosen(state: RoundState) -> dict[str, object]:
    created = state.created
    return {
        "id": state.id,
        "kind": created.kind,
        "title": created.title,
        "problem": created.problem,
        "path": created.path,
        "checkpoint": created.checkpoint,
        "level": created.level,
        "persona": created.persona,
        "topics": list(dict.fromkeys((*created.primary, *created.secondary, *created.skills))),
        "created_at": state.created_at,
    }


def _progress(state: RoundState) -> dict[str, object]:
    return {
        "status": state.status,
        "last_seq": state.seq,
        "started_at": state.started_at,
        "ends_at": state.ends_at,
        "ended_at": state.ended_at,
    }
