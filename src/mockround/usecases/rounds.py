"""What a person does with a round: create, start, speak, ask for a hint, draw, end. Each is one write transaction."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from mockround.agenda.hints import hint_for
from mockround.errors import conflict, invalid
from mockround.grading.coverage import coverage
from mockround.rounds.board import Board
from mockround.rounds.deadlines import counts_if_received, due
from mockround.rounds.events import (
    BoardChanged,
    CandidateSpoke,
    HintGiven,
    PhaseChanged,
    RoundEnded,
    RoundId,
    RoundStarted,
    Seq,
)
from mockround.rounds.state import RoundState, Status
from mockround.rounds.voices import EMBEDDED, InterviewerChosen
from mockround.store.log import Change
from mockround.usecases import preferences, profiles
from mockround.usecases.creation import NewRound, created
from mockround.usecases.parts import Parts
from mockround.usecases.phrasing import MOST_ATTEMPTS

MAX_TURN_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class Accepted:
    """A turn that is on disk. `late` turns are kept and shown, and not graded."""

    turn: Seq
    late: bool


def create(parts: Parts, wanted: NewRound) -> RoundId:
    """Store a new round, not yet started, and return its id. Who interviews and grades is fixed here."""
    chosen = preferences.read(parts)
    wanted = replace(
        wanted,
        interviewer=wanted.interviewer or chosen.interviewer,
        grader=wanted.grader or chosen.grader,
        extra_time=chosen.extra_time if wanted.extra_time is None else wanted.extra_time,
    )
    for name in {wanted.interviewer, wanted.grader} - {None, EMBEDDED}:
        profiles.named(parts, str(name))
    round_id = RoundId(secrets.token_hex(8))
    parts.store.log.create(round_id, created(parts.library, wanted), parts.clock.now())
    return round_id


def start(parts: Parts, round_id: RoundId) -> None:
    """Start the clock. Starting a round that runs already changes nothing: a double click is no error."""
    with parts.store.log.change(round_id) as change:
        if change.state.status is Status.RUNNING:
            return
        _refuse_unless(change.state.status is Status.CREATED, "This round has ended.", "Start a new one.")
        now = parts.clock.now()
        ends_at = now + timedelta(seconds=change.state.created.duration_s)
        change.append(RoundStarted(ends_at=ends_at), now)
        change.append(PhaseChanged(phase=change.state.created.phases[0].phase, because="start"), now)


def take_turn(parts: Parts, round_id: RoundId, text: str, *, key: str) -> Accepted:
    """Commit a candidate turn. The same `key` and text give the same result; raises `invalid` for another text."""
    _check_text(text)
    with parts.store.log.change(round_id) as change:
        now = parts.clock.now()
        digest = hashlib.sha256(text.encode()).hexdigest()
        told = change.recall(key, digest)
        if told is not None:
            return Accepted(Seq(int(told["turn"])), bool(told["late"]))
        append_due(parts, change)
        late = _is_late(change, parts)
        turn = change.append(CandidateSpoke(text=text, late=late), now)
        change.remember(key, digest, {"turn": turn, "late": late}, now)
        return Accepted(turn, late)


def ask_hint(parts: Parts, round_id: RoundId) -> None:
    """Record a hint on the criterion that the round is about now; the interviewer then says it."""
    while not _took_hint(parts, round_id):
        pass


def _took_hint(parts: Parts, round_id: RoundId) -> bool:
    """Choose a hint outside the write transaction; tell whether the round had not moved on meanwhile."""
    state = parts.store.log.state(round_id)
    _refuse_unless_running(state)
    hint = hint_for(parts.library, state, coverage(parts.grader, parts.library, state))
    if hint is None:
        raise conflict("There is nothing left to hint at.", "Go on with your answer, or end the round.")
    with parts.store.log.change(round_id) as change:
        _refuse_unless_running(change.state)
        if change.state.seq != state.seq:
            return False
        change.append(HintGiven(criterion=hint.criterion, rung=hint.rung), parts.clock.now())
        return True


def go_on(parts: Parts, round_id: RoundId, choice: Literal["again", "embedded"]) -> None:
    """Say how to go on after the model failed: ask it again, or let the embedded interviewer speak from now on.

    Where another tab has chosen already, nothing changes.
    """
    with parts.store.log.change(round_id) as change:
        _refuse_unless_running(change.state)
        stalled = change.state.stalled
        if choice == "embedded" and (stalled is not None or change.state.interviewer != EMBEDDED):
            change.append(InterviewerChosen(interviewer=EMBEDDED, because="candidate"), parts.clock.now())
        elif choice == "again" and stalled is not None:
            if change.state.attempts >= MOST_ATTEMPTS:
                raise conflict(
                    f"The model was called {MOST_ATTEMPTS} times for this turn.",
                    "Go on with the embedded interviewer, or say something more.",
                )
            change.append(InterviewerChosen(interviewer=stalled.profile, because="candidate"), parts.clock.now())
        elif choice == "again" and change.state.interviewer != change.state.created.interviewer:
            back = InterviewerChosen(interviewer=change.state.created.interviewer, because="candidate")
            change.append(back, parts.clock.now())


def change_board(parts: Parts, round_id: RoundId, board: Board) -> None:
    with parts.store.log.change(round_id) as change:
        _refuse_unless_running(change.state)
        if change.state.board != board:
            change.append(BoardChanged(board=board), parts.clock.now())


def end(parts: Parts, round_id: RoundId) -> None:
    """End the round at the candidate's wish. Ending it twice changes nothing."""
    with parts.store.log.change(round_id) as change:
        if change.state.is_over:
            return
        _refuse_unless(
            change.state.status is Status.RUNNING, "This round has not started.", "Start it, or leave it as it is."
        )
        append_due(parts, change)
        if not change.state.is_over:
            change.append(RoundEnded(because="candidate"), parts.clock.now())


def append_due(parts: Parts, change: Change) -> None:
    """Append what the clock owes this round, each at the moment when it was due."""
    for item in due(change.state, parts.clock.now()):
        change.append(item.event, item.at)


def state(parts: Parts, round_id: RoundId) -> RoundState:
    return parts.store.log.state(round_id)


def _is_late(change: Change, parts: Parts) -> bool:
    """Tell whether the turn at hand is late; raise `conflict` where no turn can be taken at all."""
    before = change.state
    _refuse_unless(before.status is not Status.CREATED, "This round has not started.", "Start it, then speak.")
    if before.is_over and before.ended_because != "time":
        raise conflict("This round has ended.", "Read its grade, or start a new round.")
    return before.is_over or not counts_if_received(before, parts.clock.now())


def _check_text(text: str) -> None:
    if not text.strip():
        raise invalid("The answer is empty.", "Type something, or ask for a hint.")
    if len(text) > MAX_TURN_CHARS:
        raise invalid(
            f"The answer has {len(text):,} characters; at most {MAX_TURN_CHARS:,} are taken.",
            "Shorten it, or send it in parts.",
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise invalid(
            f"The answer has a character at position {error.start} that is no valid Unicode.",
            "Remove it and send again; everything else is kept.",
        ) from error


def _refuse_unless_running(state: RoundState) -> None:
    if state.is_over or state.time_ran_out:
        raise conflict("This round has ended.", "Read its grade, or start a new round.")
    _refuse_unless(state.status is Status.RUNNING, "This round has not started.", "Start it first.")


def _refuse_unless(holds: bool, message: str, remedy: str) -> None:
    if not holds:
        raise conflict(message, remedy)
