"""A running round's events as its candidate may read them: without what a question aims at and how it was chosen.

The topics of a round are hidden, too: in a recognition round they are the answer, in a full round its first half.
"""

from collections.abc import Iterable

from mockround.rounds.events import (
    Event,
    HintGiven,
    InterviewerSpoke,
    Logged,
    RoundCreated,
    RoundStarted,
    TwistInjected,
)

UNSEEN = frozenset(
    {
        "aim",
        "criterion",
        "probes",
        "criteria",
        "seed",
        "primary",
        "secondary",
        "skills",
        "problems",
        "data_classes",
        "prompt",
    }
)
"""Fields of events that are not told to the candidate's browser."""
_READ_OUT = frozenset({"prompt"})
"""Told by the interviewer when the clock starts."""


def unspoiled(log: Iterable[Logged]) -> tuple[Logged, ...]:
    """Return the log with the same events, numbers and words; aims, criteria, topics, what is asked next and the seed
    are blank. Before the clock runs, the prompt is, too: nobody reads it in time that is not counted."""
    events = tuple(log)
    found = tuple(each.model_copy(update={"event": _blanked(each.event)}) for each in events)
    return found if any(isinstance(each.event, RoundStarted) for each in events) else tuple(map(_unread, found))


def _unread(logged: Logged) -> Logged:
    if not isinstance(logged.event, RoundCreated):
        return logged
    return logged.model_copy(update={"event": logged.event.model_copy(update={"prompt": ""})})


def _blanked(event: Event) -> Event:
    match event:
        case InterviewerSpoke():
            aim = event.aim.model_copy(update={"criterion": None, "rung": 0, "why": ""})
            return event.model_copy(update={"aim": aim})
        case HintGiven() | TwistInjected() | RoundCreated():
            hidden = {name: type(value)() for name, value in event if name in UNSEEN - _READ_OUT}
            return event.model_copy(update=hidden)
        case _:
            return event
