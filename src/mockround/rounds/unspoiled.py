"""A running round's events as its candidate may read them: without what a question aims at and how it was chosen."""

from collections.abc import Iterable

from mockround.content.models import CriterionId
from mockround.rounds.events import Event, HintGiven, InterviewerSpoke, Logged, RoundCreated, TwistInjected


def unspoiled(log: Iterable[Logged]) -> tuple[Logged, ...]:
    """Return the log with the same events, numbers and words; aims, criteria and the seed are blank."""
    return tuple(each.model_copy(update={"event": _blanked(each.event)}) for each in log)


def _blanked(event: Event) -> Event:
    match event:
        case InterviewerSpoke():
            aim = event.aim.model_copy(update={"criterion": None, "rung": 0, "why": ""})
            return event.model_copy(update={"aim": aim})
        case HintGiven():
            return event.model_copy(update={"criterion": CriterionId("")})
        case TwistInjected():
            return event.model_copy(update={"probes": ()})
        case RoundCreated():
            return event.model_copy(update={"criteria": (), "seed": 0})
        case _:
            return event
