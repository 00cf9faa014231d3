"""How the program's own words are written on a page: titles of phases, kinds, states; times and shares."""

from datetime import datetime

from mockround.content.models import Level, TopicKey
from mockround.grading.verdicts import CriterionState, Verdict
from mockround.llm.failures import EXPLAINED
from mockround.rounds.events import Persona, Phase
from mockround.rounds.kinds import CARDS

PHASES = {
    Phase.REQUIREMENTS: "Requirements",
    Phase.HIGH_LEVEL_DESIGN: "High-level design",
    Phase.DEEP_DIVE: "Deep dive",
    Phase.PRESSURE_TEST: "Pressure test",
    Phase.WRAP_UP: "Wrap-up",
    Phase.DRILL: "Drill",
}
KINDS = {card.kind: card.title for card in CARDS}
LEVELS = {Level.MID: "Mid", Level.SENIOR: "Senior", Level.STAFF: "Staff"}
PERSONAS = {
    Persona.SUPPORTIVE: "Supportive: encourages, and waits a little longer",
    Persona.NEUTRAL: "Neutral: matter-of-fact",
    Persona.TOUGH: "Tough: short, sceptical, pushes back early",
}
STATES = {
    CriterionState.MET_UNAIDED: "Met unaided",
    CriterionState.MET_AFTER_PROBE: "Met after a probe",
    CriterionState.MET_AFTER_HINT: "Met after a hint",
    CriterionState.PARTIAL: "Partial",
    CriterionState.MISSING: "Missing",
    CriterionState.NOT_REACHED: "Not reached in time",
    CriterionState.UNGRADED: "Not graded",
    CriterionState.NOT_APPLICABLE: "Did not apply",
}
VERDICTS = {
    Verdict.MET: "Met",
    Verdict.PARTIAL: "Partial",
    Verdict.MISSING: "Missing",
    Verdict.NOT_APPLICABLE: "Did not apply",
    Verdict.UNGRADED: "Not graded",
}
TROUBLES = {trouble.value: explained for trouble, explained in EXPLAINED.items()}
"""What is said of a model's failure, by its label."""
STATUSES = {"created": "Not started", "running": "Running", "ended": "Ended", "graded": "Graded"}


def trouble(label: str) -> str:
    """Return what went wrong and what to do about it, in two sentences."""
    if label == "stopped":
        return "You stopped it."
    explained = TROUBLES.get(label)
    return "It failed." if explained is None else f"{explained.sentence} {explained.remedy}"


def minutes_and_seconds(seconds: float) -> str:
    """12:05; hours are counted in minutes, as on an interviewer's clock."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def duration(seconds: float) -> str:
    """'45 min', '60 s', '2 min 30 s'."""
    whole = max(0, int(seconds))
    if whole <= 60:
        return f"{whole} s"
    return f"{whole // 60} min" + (f" {whole % 60} s" if whole % 60 else "")


def percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def shares(low: float | None, high: float | None) -> str:
    """'54%', '40 to 54%', or that there is none: never a number where nothing was graded."""
    if low is None or high is None:
        return "no score"
    if percent(low) == percent(high):
        return percent(low)
    return f"{low * 100:.0f} to {percent(high)}"


def between(low: object, high: object) -> str:
    """'hire', 'lean no to hire'; '' where there is neither."""
    if low is None or high is None:
        return ""
    return str(low) if low == high else f"{low} to {high}"


def day(at: datetime) -> str:
    """In the machine's own time zone: the server is where the candidate is."""
    local = at.astimezone()
    return f"{local.day} {local:%b %Y, %H:%M}"


def hour(at: datetime) -> str:
    return f"{at.astimezone():%H:%M}"


def topic_url(key: TopicKey) -> str:
    return f"/topics/{key}"


def practice_url(target: str) -> str:
    """`target` is a topic key, or '<path>#<n>' for a step of a path."""
    path, hash_, step = target.partition("#")
    return f"/paths/{path}#step-{step}" if hash_ else topic_url(TopicKey(target))


def spaced(name: str) -> str:
    """A figure's name as words: 'new_links' is 'new links'."""
    return name.replace("_", " ").replace("-", " ")
