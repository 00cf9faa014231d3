"""What a person does with a round: create, start, speak, ask for a hint, draw, end. Each is one write transaction."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from mockround.agenda.hints import hint_for
from mockround.errors import conflict, invalid
from mockround.grading.coverage import coverage
from mockround.rounds.deadlines import counts_if_received, due, is_between_prompts
from mockround.rounds.events import (
    CandidateSpoke,
    HintGiven,
    Kind,
    Logged,
    PhaseChanged,
    RoundEnded,
    RoundId,
    RoundStarted,
    Seq,
    TimeRanOut,
)
from mockround.rounds.missing import refuse_missing
from mockround.rounds.state import Owed, RoundState, Status
from mockround.rounds.voices import EMBEDDED, Dictated, InterviewerChosen
from mockround.store.change import Change
from mockround.usecases import boards, preferences, profiles
from mockround.usecases.creation import NewRound, created
from mockround.usecases.once import Once, new_round
from mockround.usecases.parts import Parts
from mockround.usecases.phrasing import MOST_ATTEMPTS

MAX_TURN_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class Accepted:
    """A turn that is on disk. `late` turns are kept and shown, and not graded."""

    turn: Seq
    late: bool


def create(parts: Parts, wanted: NewRound, once: Once | None = None) -> RoundId:
    """Store a new round, not yet started, and return its id. Who interviews and grades is fixed here."""
    chosen = preferences.read(parts)
    wanted = replace(
        wanted,
        interviewer=wanted.interviewer or chosen.interviewer,
        grader=wanted.grader or chosen.grader,
        extra_time=chosen.extra_time if wanted.extra_time is None else wanted.extra_time,
    )
    if wanted.kind in (Kind.RECOGNISE, Kind.CHECKPOINT):
        wanted = replace(wanted, seen=parts.store.rounds.met_problems())
    for name in {wanted.interviewer, wanted.grader} - {None, EMBEDDED}:
        profiles.named(parts, str(name))
    round_id, asked = new_round(once)
    first = Logged(round=round_id, seq=Seq(1), at=parts.clock.now(), event=created(parts.library, wanted))
    return parts.store.log.create([first], asked).id


def start(parts: Parts, round_id: RoundId) -> None:
    """Start the clock. Starting a round that runs already changes nothing: a double click is no error."""
    with parts.store.log.change(round_id) as change:
        if change.state.status is Status.RUNNING:
            return
        _refuse_unless(change.state.status is Status.CREATED, "This round has ended.", "Start a new one.")
        refuse_missing(change.state.created, parts.library)
        now = parts.clock.now()
        ends_at = now + timedelta(seconds=change.state.created.duration_s)
        change.append(RoundStarted(ends_at=ends_at), now)
        change.append(PhaseChanged(phase=change.state.created.phases[0].phase, because="start"), now)


def take_turn(parts: Parts, round_id: RoundId, text: str, *, key: str, dictated: Dictated | None = None) -> Accepted:
    """Commit a candidate turn. The same `key` and text give the same result; raises `invalid` for another text."""
    _check_text(text)
    # The moment at which it came: whoever waits for the disk behind others must not be late for it.
    now = parts.clock.now()
    with parts.store.log.change(round_id) as change:
        digest = hashlib.sha256(text.encode()).hexdigest()
        told = change.recall(key, digest)
        if told is not None:
            return Accepted(Seq(int(told["turn"])), bool(told["late"]))
        _append_due_by(change, now)
        late = _is_late(change.state, now)
        turn = change.append(CandidateSpoke(text=text, late=late, dictated=dictated), now)
        change.remember(key, digest, {"turn": turn, "late": late}, now)
        return Accepted(turn, late)


def ask_hint(parts: Parts, round_id: RoundId, *, key: str = "") -> None:
    """Record a hint on the criterion that the round is about now; the interviewer then says it.

    Each hint has its price, so a double click must not cost two: the same `key` gives one, and while one is owed and
    not said yet, asking again changes nothing.
    """
    while not _took_hint(parts, round_id, key):
        pass


def _took_hint(parts: Parts, round_id: RoundId, key: str) -> bool:
    """Choose a hint outside the write transaction; tell whether the round had not moved on meanwhile."""
    state = parts.store.log.state(round_id)
    refuse_unless_running(state)
    refuse_missing(state.created, parts.library)
    if Owed.HINT in state.owed or (key and parts.store.log.knows(round_id, key)):
        return True
    hint = hint_for(parts.library, state, coverage(parts.grader, parts.library, state))
    if hint is None:
        raise conflict("There is nothing left to hint at.", "Go on with your answer, or end the round.")
    with parts.store.log.change(round_id) as change:
        refuse_unless_running(change.state)
        if change.state.seq != state.seq:
            return False
        now = parts.clock.now()
        seq = change.append(HintGiven(criterion=hint.criterion, rung=hint.rung), now)
        if key:
            change.remember(key, "hint", {"hint": seq}, now)
        return True


def go_on(parts: Parts, round_id: RoundId, choice: Literal["again", "embedded"]) -> None:
    """Say how to go on after the model failed: ask it again, or let the embedded interviewer speak from now on.

    Where another tab has chosen already, nothing changes.
    """
    with parts.store.log.change(round_id) as change:
        refuse_unless_running(change.state)
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
            boards.settle(change)
            change.append(RoundEnded(because="candidate"), parts.clock.now())


def append_due(parts: Parts, change: Change) -> None:
    """Append what the clock owes this round, each at the moment when it was due."""
    _append_due_by(change, parts.clock.now())


def state(parts: Parts, round_id: RoundId) -> RoundState:
    return parts.store.log.state(round_id)


def _append_due_by(change: Change, now: datetime) -> None:
    for item in due(change.state, now):
        if isinstance(item.event, TimeRanOut | RoundEnded):
            boards.settle(change)
        change.append(item.event, item.at)
    boards.settle_due(change, now)


def _is_late(before: RoundState, now: datetime) -> bool:
    """Tell whether a turn that came at `now` is late; raise `conflict` where no turn can be taken at all."""
    _refuse_unless(before.status is not Status.CREATED, "This round has not started.", "Start it, then speak.")
    if before.is_over and before.ended_because != "time":
        raise conflict("This round has ended.", "Read its grade, or start a new round.")
    return before.is_over or is_between_prompts(before) or not counts_if_received(before, now)


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


def refuse_unless_running(state: RoundState) -> None:
    if state.is_over or state.time_ran_out:
        raise conflict("This round has ended.", "Read its grade, or start a new round.")
    _refuse_unless(state.status is Status.RUNNING, "This round has not started.", "Start it first.")


def _refuse_unless(holds: bool, message: str, remedy: str) -> None:
    if not holds:
        raise conflict(message, remedy)
