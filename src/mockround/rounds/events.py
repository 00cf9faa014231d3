"""Every event that the log of a round can hold. The log is the truth; whatever else is known is derived from it.

Stored events carry a version; `upcast` in `rounds/log.py` brings older ones to the newest shape on read.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, NewType

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from mockround.content.models import CriterionId, Level, PathId, ProblemId, TopicKey
from mockround.rounds.board import Board
from mockround.rounds.voices import EMBEDDED, Delivery, Dictated, InterviewerChosen, ModelAsked, ModelFailed, Recorded

RoundId = NewType("RoundId", str)
Seq = NewType("Seq", int)
"""Position of an event in its round's log, counted from 1 without gaps."""
GradeId = NewType("GradeId", str)


class Kind(StrEnum):
    FULL = "full"
    RECOGNISE = "recognise"
    NARRATE = "narrate"
    FAILURE_MODES = "failure-modes"
    CONSISTENCY = "consistency"
    CHECKPOINT = "checkpoint"


class Persona(StrEnum):
    """How the interviewer sounds. Never what is graded."""

    SUPPORTIVE = "supportive"
    NEUTRAL = "neutral"
    TOUGH = "tough"


class Phase(StrEnum):
    """A stretch of a round with its own time budget. Drills have the single phase `drill`."""

    REQUIREMENTS = "requirements"
    HIGH_LEVEL_DESIGN = "hld"
    DEEP_DIVE = "deep-dive"
    PRESSURE_TEST = "pressure-test"
    WRAP_UP = "wrap-up"
    DRILL = "drill"


class MoveKind(StrEnum):
    OPEN = "open"
    PROBE = "probe"
    FOLLOW_UP = "follow-up"
    PUSH_BACK = "push-back"
    ANSWER = "answer"
    HINT = "hint"
    TWIST = "twist"
    CHANGE_PHASE = "change-phase"
    NEXT_PROMPT = "next-prompt"
    NUDGE = "nudge"
    REPAIR = "repair"
    """Reply to nonsense, an empty turn or 'next': says kindly what is needed."""
    WRAP_UP = "wrap-up"


class PhaseBudget(Recorded):
    phase: Phase
    seconds: Annotated[int, Field(ge=1)]


class RoundCreated(Recorded):
    """Everything chosen before the clock runs. Topics are fixed here, so a later edit of content changes nothing."""

    type: Literal["round-created"] = "round-created"
    kind: Kind
    problem: ProblemId | None = None
    problems: tuple[ProblemId, ...] = ()
    """For recognition: the prompts that are asked one after the other; `problem` is the first."""
    prompt_s: Annotated[int, Field(ge=1)] | None = None
    """For several prompts: the seconds that each of them has."""
    path: PathId | None = None
    checkpoint: str | None = None
    title: str
    prompt: str
    """What the interviewer opens with."""
    level: Level
    persona: Persona
    primary: tuple[TopicKey, ...] = ()
    """The primary pattern of a problem, or the topics that a drill or checkpoint is about."""
    secondary: tuple[TopicKey, ...] = ()
    skills: tuple[TopicKey, ...] = ()
    criteria: tuple[CriterionId, ...] = ()
    """For a checkpoint: the criteria that its pass rule asks for. Empty: all criteria of the topics."""
    components: tuple[str, ...] = ()
    """For the failure-mode drill: the components given."""
    data_classes: tuple[str, ...] = ()
    """For the consistency drill: the data classes given; for a problem, those that it stresses."""
    phases: Annotated[tuple[PhaseBudget, ...], Field(min_length=1)]
    seed: Annotated[int, Field(ge=0)]
    """Chooses among phrasings, so that a round can be replayed exactly."""
    extra_time: Literal[0, 25, 50, 100] = 0
    """Percent by which every time limit of the round was raised at the candidate's wish."""
    source: Literal["held", "transcript"] = "held"
    """'transcript' for an interview that was held elsewhere: nothing is known of its times."""
    interviewer: str = EMBEDDED
    """Who speaks: 'embedded', or the name of a model's profile."""
    grader: str = EMBEDDED
    """Who grades beside the embedded grader: 'embedded' for nobody, or the name of a model's profile."""
    content_hash: str

    @property
    def duration_s(self) -> int:
        return sum(budget.seconds for budget in self.phases)


class RoundStarted(Recorded):
    type: Literal["round-started"] = "round-started"
    ends_at: datetime
    """The deadline, aware UTC. Fixed: no later event moves it."""


class PhaseChanged(Recorded):
    type: Literal["phase-changed"] = "phase-changed"
    phase: Phase
    because: Literal["start", "time", "covered", "candidate"]


class Aim(Recorded):
    """The ledger's line for an interviewer turn: what it aimed at and why it was chosen."""

    move: MoveKind
    criterion: CriterionId | None = None
    rung: Annotated[int, Field(ge=0, le=3)] = 0
    """1 open, 2 narrower, 3 pointed; for hints likewise; 0 where there is no ladder."""
    why: str
    """For the review page, in words a candidate understands."""
    built_on: str = ""
    """The candidate's words that the question refers to, verbatim; '' if none."""


class InterviewerSpoke(Recorded):
    """An interviewer turn that is over; `interrupted` where it is not complete."""

    type: Literal["interviewer-spoke"] = "interviewer-spoke"
    text: str
    aim: Aim
    answers: Seq | None = None
    """The candidate turn that this one replies to."""
    spoken_by: str = EMBEDDED
    """Provenance: 'embedded', or the model's profile name."""
    delivery: Delivery | None = None
    """Only where a model spoke."""
    interrupted: str = ""
    """Why the turn was cut short: 'stopped' by the candidate, or the model's trouble; '' where it is complete."""


class CandidateSpoke(Recorded):
    type: Literal["candidate-spoke"] = "candidate-spoke"
    text: Annotated[str, Field(max_length=200_000)]
    late: bool = False
    """It reached the server more than two seconds after the deadline: kept, shown, not graded."""
    dictated: Dictated | None = None
    """What of it was said; None where all of it was typed."""


class BoardChanged(Recorded):
    type: Literal["board-changed"] = "board-changed"
    board: Board


class HintGiven(Recorded):
    """A hint was asked for and given; it caps the criterion at 'met after a hint'."""

    type: Literal["hint-given"] = "hint-given"
    criterion: CriterionId
    rung: Annotated[int, Field(ge=1, le=3)]


class FactGiven(Recorded):
    """An answer from the facts sheet, or an assumption where the sheet is silent."""

    type: Literal["fact-given"] = "fact-given"
    asked: str
    answer: str
    source: Literal["sheet", "scale", "assumption"]


class TwistInjected(Recorded):
    type: Literal["twist-injected"] = "twist-injected"
    index: Annotated[int, Field(ge=0)]
    """Position in the problem's list of twists."""
    probes: tuple[CriterionId, ...]


class TimeWarned(Recorded):
    type: Literal["time-warned"] = "time-warned"
    at: Literal["half", "five-minutes", "one-minute"]


class PromptRanOut(Recorded):
    """The time of one prompt among several is over: the next one is asked, and what comes for this one is late."""

    type: Literal["prompt-ran-out"] = "prompt-ran-out"
    index: Annotated[int, Field(ge=0)]


class TimeRanOut(Recorded):
    """The deadline has passed; a turn still counts for two seconds."""

    type: Literal["time-ran-out"] = "time-ran-out"


class RoundEnded(Recorded):
    type: Literal["round-ended"] = "round-ended"
    because: Literal["time", "candidate", "covered"]


class GradeStarted(Recorded):
    type: Literal["grade-started"] = "grade-started"
    grade: GradeId
    grader: str
    criteria: Annotated[int, Field(ge=0)]
    """How many criteria will be graded, for an honest progress bar."""


class GradeStopped(Recorded):
    """A grade that will not be finished. What it cost so far is not given back; another can be asked for."""

    type: Literal["grade-stopped"] = "grade-stopped"
    grade: GradeId
    grader: str
    because: Literal["candidate", "cost-cap", "unavailable"]
    message: str = ""


class CriterionGraded(Recorded):
    type: Literal["criterion-graded"] = "criterion-graded"
    grade: GradeId
    criterion: CriterionId
    verdict: Literal["met", "partial", "missing", "not_applicable", "ungraded"]


class Graded(Recorded):
    type: Literal["graded"] = "graded"
    grade: GradeId


Event = Annotated[
    RoundCreated
    | RoundStarted
    | PhaseChanged
    | InterviewerSpoke
    | ModelAsked
    | ModelFailed
    | InterviewerChosen
    | CandidateSpoke
    | BoardChanged
    | HintGiven
    | FactGiven
    | TwistInjected
    | TimeWarned
    | PromptRanOut
    | TimeRanOut
    | RoundEnded
    | GradeStarted
    | GradeStopped
    | CriterionGraded
    | Graded,
    Field(discriminator="type"),
]

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
VERSION = 5
"""2: who interviews and grades, and how a model's turn came about. 3: prompts with a time of their own. 4: what of a
candidate's turn was said aloud. 5: when a model that failed may be asked again."""


class Logged(BaseModel):
    """An event with its place in the log."""

    model_config = ConfigDict(frozen=True)

    round: RoundId
    seq: Seq
    at: datetime
    event: Event
