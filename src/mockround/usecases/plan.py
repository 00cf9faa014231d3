"""The days until an interview: what to do on each of them, from what is weak, due and not yet done. No nagging."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle

from mockround.clock import day_of
from mockround.content.models import TopicKey
from mockround.rounds.events import Kind
from mockround.usecases.parts import Parts
from mockround.usecases.progress import SOLID
from mockround.usecases.reviews import due, due_dates

MOST_DAYS = 60
_FULL_EVERY = 3
"""A full round on every third day; drills between."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do; `minutes` is the time on its clock."""

    title: str
    why: str
    url: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    tasks: tuple[Task, ...]


def plan(parts: Parts, interview_on: date, now: datetime) -> tuple[Day, ...]:
    """Return the days from today until the day before the interview; none where that day has passed.

    At most 60 days: farther off, a plan would be a guess.
    """
    today = day_of(now)
    days = min((interview_on - today).days, MOST_DAYS)
    topics = cycle(_topics(parts))
    due = _due_by_day(parts)
    dates = [today + timedelta(days=offset) for offset in range(days)]
    return tuple(
        Day(on, _tasks(parts, (offset, days), next(topics), due.get(on, ()))) for offset, on in enumerate(dates)
    )


def _tasks(parts: Parts, place: tuple[int, int], topic: TopicKey, due: tuple[TopicKey, ...]) -> tuple[Task, ...]:
    """Return the tasks of a day; `place` is its number from 0 and how many days there are."""
    offset, days = place
    if offset == days - 1:
        return (_recognise("The day before: one short round to warm up, then rest."),)
    if offset == days - 2 and days > 2:
        return (_full("The last full round, as it will be: sit down, start the clock, do not stop it."),)
    tasks = [_full("A full round shows what drills do not: pace, order, interruption.")] if _is_full(offset) else []
    chosen = due[0] if due else topic
    why = "It comes up for review that day." if due else "The next topic that is weak, or that you have not shown yet."
    tasks.append(_drill(parts, chosen, why))
    if not _is_full(offset):
        tasks.append(_recognise("Two minutes to tell a shape by its signs."))
    return tuple(tasks)


def _is_full(offset: int) -> bool:
    return offset % _FULL_EVERY == _FULL_EVERY - 1


def _topics(parts: Parts) -> list[TopicKey]:
    """All topics, the weakest first; those that never came up stand where the paths bring them."""
    best = parts.store.grades.best_by_topic()
    weak = _weak(parts, best)
    in_paths = [step.topic for path in parts.library.paths.values() for step in path.steps]
    rest = [topic for topic in (*in_paths, *parts.library.topics) if best.get(TopicKey(topic), 0.0) < SOLID]
    found = list(dict.fromkeys(TopicKey(each) for each in (*weak, *rest)))
    return found or list(parts.library.topics)


def _due_by_day(parts: Parts) -> dict[date, tuple[TopicKey, ...]]:
    by_day: dict[date, dict[TopicKey, None]] = {}
    for criterion, at in due_dates(parts).items():
        by_day.setdefault(day_of(at), {})[parts.library.topic_of(criterion).key] = None
    return {day: tuple(topics) for day, topics in by_day.items()}


def _full(why: str) -> Task:
    return Task("A full round on a problem that surprises you", why, "/rounds/new?kind=full", 45)


def _recognise(why: str) -> Task:
    return Task("Recognise a shape", why, "/rounds/new?kind=recognise", 2)


def _drill(parts: Parts, topic: TopicKey, why: str) -> Task:
    title = parts.library.topic(topic).title
    if topic == "skill/failure-mode-analysis":
        return Task(f"Failure-mode drill: {title}", why, f"/rounds/new?kind={Kind.FAILURE_MODES.value}", 2)
    if topic == "skill/consistency-trade-offs":
        return Task(f"PACELC drill: {title}", why, f"/rounds/new?kind={Kind.CONSISTENCY.value}", 4)
    if topic.startswith("pattern/"):
        return Task(f"Narrate {title} from v1 to v3", why, f"/rounds/new?kind={Kind.NARRATE.value}&topic={topic}", 5)
    return Task(f"Read about {title}, then hold a checkpoint on it", why, f"/topics/{topic}", 5)


def next_up(parts: Parts, now: datetime) -> Task | None:
    """Return what to do in the next quarter of an hour: what is due, else what is weakest; None before any round."""
    waiting = due(parts, now)
    if waiting:
        first = waiting[0]
        count = len(first.criteria)
        why = f"{count} thing{'s' if count != 1 else ''} that you are about to forget."
        return Task(f"Come back to: {first.title}", why, first.url, 5)
    best = parts.store.grades.best_by_topic()
    weak = _weak(parts, best)
    return _drill(parts, weak[0], "Your weakest topic so far.") if weak else None


def _weak(parts: Parts, best: Mapping[TopicKey, float]) -> list[TopicKey]:
    """The topics that were graded below solid and can still be practised, the weakest first."""
    weak = [topic for topic, score in best.items() if score < SOLID and topic in parts.library.topics]
    return sorted(weak, key=lambda topic: best[topic])
