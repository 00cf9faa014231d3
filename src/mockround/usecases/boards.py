"""The board as it is drawn. Every save is kept at once; the log gets one a second, and the last before the end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mockround.errors import conflict, invalid
from mockround.rounds.board import Board
from mockround.rounds.boards.building import Read
from mockround.rounds.boards.checks import faults
from mockround.rounds.boards.files import board_in
from mockround.rounds.boards.names import names_of
from mockround.rounds.deadlines import counts_if_received
from mockround.rounds.events import BoardChanged, RoundId
from mockround.rounds.state import RoundState, Status
from mockround.store.change import Change
from mockround.store.drafts import Kept
from mockround.usecases.parts import Parts

APART = timedelta(seconds=1)
"""How far apart two changes of one board are in the log, but for the last one of a round."""
_FIELD = "board"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The newest board and its version: what is drawn over an older version is not taken."""

    board: Board
    version: int


@dataclass(frozen=True, slots=True)
class Stale:
    """The save was refused: this newer board is kept."""

    board: Board
    version: int


def read(parts: Parts, round_id: RoundId) -> Drawn:
    """Return the newest board, in the log or not yet."""
    state = parts.store.log.state(round_id)
    return _drawn(state, parts.store.drafts.get(round_id, _FIELD))


def read_at(parts: Parts, round_id: RoundId, seq: int) -> Board:
    """Return the board as it was after event number `seq` of the round."""
    parts.store.log.state(round_id)
    found = parts.store.log.newest(round_id, "board-changed", seq)
    return found.board if isinstance(found, BoardChanged) else Board()


def save(parts: Parts, round_id: RoundId, drawn: Drawn) -> Drawn | Stale:
    """Keep `drawn.board` if nothing newer than `drawn.version` is kept; return what is kept now.

    Raises `invalid` where the board does not hold together, and `conflict` where the round does not run.
    """
    wrong = faults(drawn.board, names_of(parts.library))
    if wrong:
        raise invalid(f"The board does not hold together. {wrong[0]}", "Correct it and save again.")
    now = parts.clock.now()
    with parts.store.log.change(round_id) as change:
        _refuse_unless_drawable(change.state, now)
        before = _drawn(change.state, change.draft(_FIELD))
        if before.board == drawn.board:
            return before
        if before.version > drawn.version:
            return Stale(before.board, before.version)
        kept = change.keep_draft(_FIELD, Kept(drawn.board.model_dump_json(), before.version, now))
        settle_due(change, now)
        return Drawn(drawn.board, kept.version)


def as_read(parts: Parts, text: str, before: Board) -> Read:
    """Return the board that `text`, written over `before`, describes."""
    return board_in(text, names_of(parts.library), before)


def settle_due(change: Change, now: datetime) -> None:
    """Bring the newest board into the log if the last change there is long enough ago."""
    if change.state.status is not Status.RUNNING:
        return
    if change.state.board_at is None or now - change.state.board_at >= APART:
        settle(change)


def settle(change: Change) -> None:
    """Bring the newest board into the log now: before the end there is no other chance."""
    kept = change.draft(_FIELD)
    board = _drawn(change.state, kept).board
    if board != change.state.board and kept.at is not None:
        change.append(BoardChanged(board=board), kept.at)


def next_due_at(parts: Parts, state: RoundState) -> datetime | None:
    """Return when a board that is kept is due in the log; None where none waits."""
    if state.status is not Status.RUNNING or state.board_at is None:
        return None
    waits = _drawn(state, parts.store.drafts.get(state.id, _FIELD)).board != state.board
    return state.board_at + APART if waits else None


def _drawn(state: RoundState, kept: Kept) -> Drawn:
    return Drawn(Board.model_validate_json(kept.text) if kept.version else state.board, kept.version)


def _refuse_unless_drawable(state: RoundState, now: datetime) -> None:
    if state.status is Status.CREATED:
        raise conflict("This round has not started.", "Start it, then draw.")
    if state.is_over or not counts_if_received(state, now):
        raise conflict("This round has ended.", "What was drawn in time is kept; export the rest if you want it.")
