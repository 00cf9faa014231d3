"""Brings a round in from elsewhere, to be graded here: an export of MockRound, or a transcript of a real interview.

Whatever comes in is data from a stranger: read strictly, given a new id, and never trusted with a grade.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from mockround.content.models import Level, TopicKey
from mockround.errors import invalid
from mockround.nesting import MAX_DEPTH, is_too_deep
from mockround.rounds.events import (
    Aim,
    CandidateSpoke,
    CriterionGraded,
    Event,
    Graded,
    GradeStarted,
    GradeStopped,
    InterviewerSpoke,
    Kind,
    Logged,
    MoveKind,
    Persona,
    Phase,
    PhaseBudget,
    PhaseChanged,
    RoundCreated,
    RoundEnded,
    RoundId,
    RoundStarted,
    Seq,
)
from mockround.rounds.missing import missing_content
from mockround.rounds.state import RoundState, fold
from mockround.usecases import grades
from mockround.usecases.exports import RoundExport
from mockround.usecases.once import Once, new_round
from mockround.usecases.parts import Parts
from mockround.usecases.plain_files import transcript_in
from mockround.usecases.rounds import MAX_TURN_CHARS

MOST_EVENTS = 20_000
MOST_TURNS = 1000
_OF_GRADES = (GradeStarted, GradeStopped, CriterionGraded, Graded)


@dataclass(frozen=True, slots=True)
class PlainRound:
    """A transcript of an interview that was held elsewhere, and what it was about."""

    text: str
    title: str
    level: Level
    topics: tuple[TopicKey, ...]
    """The first is the primary one, the others are secondary; skills go to the skills."""


def import_export(parts: Parts, text: str, once: Once | None = None) -> RoundId:
    """Store an exported round under a new id and ask for its grade; raise `invalid` that says what is wrong with it.

    Its grades are left behind: they were made elsewhere, and the round is graded here, by today's rubric.
    """
    text = text.removeprefix("\ufeff")
    if is_too_deep(text):
        raise invalid(
            f"This is no export of a round: it is nested more than {MAX_DEPTH} levels deep.",
            "Choose a .json file that MockRound exported.",
        )
    try:
        export = RoundExport.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise invalid(
            f"This is no export of a round: {where}: {first['msg']}.", "Choose a .json file that MockRound exported."
        ) from error
    if len(export.log) > MOST_EVENTS:
        raise invalid(f"The round has more than {MOST_EVENTS:,} events.", "Only whole, real rounds are taken in.")
    events: list[tuple[Event, datetime]] = [
        (each.event, each.at) for each in export.log if not isinstance(each.event, _OF_GRADES)
    ]
    moments = [at for _, at in events]
    if any(at.tzinfo is None for at in moments) or moments != sorted(moments):
        raise invalid("The times of the round's events are not in order.", "Export it again.")
    return _stored(parts, events, once)


def import_transcript(parts: Parts, plain: PlainRound, once: Once | None = None) -> RoundId:
    """Store a plain transcript as a round that has ended and ask for its grade. Times are not invented."""
    turns = transcript_in(plain.text).utterances
    if len(turns) > MOST_TURNS:
        raise invalid(f"The transcript has more than {MOST_TURNS:,} turns.", "Take it in in parts.")
    longest = max(len(each.text) for each in turns)
    if longest > MAX_TURN_CHARS:
        raise invalid(
            f"A turn has {longest:,} characters; at most {MAX_TURN_CHARS:,} are taken.",
            "Begin each turn with 'Interviewer:' or 'Candidate:', or take it in in parts.",
        )
    if not any(each.speaker == "candidate" and each.text for each in turns):
        raise invalid("The candidate says nothing in it.", "Begin the candidate's lines with 'Candidate:' or 'Me:'.")
    if not plain.topics:
        raise invalid("No topic is chosen.", "Choose the pattern that the interview was about.")
    now = parts.clock.now()
    events: list[tuple[Event, datetime]] = [(_created(parts, plain), now), (RoundStarted(ends_at=now + _DAY), now)]
    events.append((PhaseChanged(phase=Phase.DRILL, because="start"), now))
    for each in turns:
        spoken: Event = (
            CandidateSpoke(text=each.text)
            if each.speaker == "candidate"
            else InterviewerSpoke(text=each.text, aim=Aim(move=MoveKind.PROBE, why=""), spoken_by="person")
        )
        if each.text:
            events.append((spoken, now))
    events.append((RoundEnded(because="candidate"), now))
    return _stored(parts, events, once)


_DAY = timedelta(days=1)


def _created(parts: Parts, plain: PlainRound) -> RoundCreated:
    known = [parts.library.topic_named(each).key for each in plain.topics]
    patterns = tuple(each for each in known if each.startswith("pattern/"))
    skills = tuple(each for each in known if each.startswith("skill/"))
    if not patterns:
        patterns, skills = skills[:1], skills[1:]
    return RoundCreated(
        kind=Kind.NARRATE,
        source="transcript",
        title=" ".join(plain.title.split())[:200] or "Transcript",
        prompt="This round was held elsewhere and taken in as a transcript.",
        level=plain.level,
        persona=Persona.NEUTRAL,
        primary=patterns[:1],
        secondary=patterns[1:],
        skills=skills,
        phases=(PhaseBudget(phase=Phase.DRILL, seconds=round(_DAY.total_seconds())),),
        seed=0,
        content_hash=parts.library.content_hash,
    )


def _stored(parts: Parts, events: list[tuple[Event, datetime]], once: Once | None) -> RoundId:
    round_id, asked = new_round(once)
    logged = [
        Logged(round=round_id, seq=Seq(at), at=moment, event=event) for at, (event, moment) in enumerate(events, 1)
    ]
    state = _folded(logged)
    if not state.is_over:
        raise invalid("That round is not over.", "End it where it is held, then export it again.")
    _check_content(parts, state)
    parts.store.log.create(logged, asked)
    grades.request(parts, round_id)
    return round_id


def _folded(logged: list[Logged]) -> RoundState:
    try:
        return fold(logged)
    except ValueError as error:
        raise invalid(f"The round's log does not hold together: {error}.", "Export it again.") from error


def _check_content(parts: Parts, state: RoundState) -> None:
    """Raise `invalid` where the round is about something that this content does not have."""
    lacks = missing_content(state.created, parts.library)
    if lacks:
        raise invalid(
            f"The round cannot be graded here: it is about {lacks[0]}, which is not known here.",
            "Add the content that it was held with.",
        )
