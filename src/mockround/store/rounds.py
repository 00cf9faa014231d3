"""All rounds, as lists and searches need them. Reads what the log keeps in step; never folds."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, func, select, text, true, tuple_, union

from mockround.content.models import Level, PathId, ProblemId, TopicKey
from mockround.rounds.events import Kind, Persona, RoundId, Seq
from mockround.rounds.state import Status
from mockround.store.database import Database
from mockround.store.search import Marks, query_for, snippet_of, words_of
from mockround.store.tables import event, round_

_PAGE = 100
_MOST_HITS = 50
_SEARCH = text(
    "SELECT speech.round_id, round.title, speech.seq, speech.text"
    " FROM speech JOIN round ON round.id = speech.round_id"
    f" WHERE speech MATCH :query ORDER BY rank, speech.rowid DESC LIMIT {_MOST_HITS}"
)


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round as a list shows it. Scores are shares of 1 and come from its newest grade; None where there is none."""

    id: RoundId
    kind: Kind
    title: str
    problem: ProblemId | None
    path: PathId | None
    checkpoint: str | None
    level: Level
    persona: Persona
    topics: tuple[TopicKey, ...]
    status: Status
    created_at: datetime
    started_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    score_low: float | None
    score_high: float | None
    reads_as: str | None
    passed: bool | None
    """For a checkpoint that is graded and decided."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What must hold of a round to be listed. `before` is the last round of the page before."""

    status: str | None = None
    kind: str | None = None
    topic: str | None = None
    problem: str | None = None
    path: str | None = None
    before: RoundId | None = None
    limit: int = _PAGE


@dataclass(frozen=True, slots=True)
class Hit:
    """A turn in which the words occur. `marks` are the offsets of the matches in `snippet`."""

    round: RoundId
    title: str
    seq: Seq
    snippet: str
    marks: Marks


class Rounds:
    def __init__(self, database: Database) -> None:
        self._database = database

    def listing(self, wanted: Filter) -> tuple[RoundCard, ...]:
        """Return a page of rounds, newest first."""
        query = select(round_).where(*_conditions(wanted)).order_by(round_.c.created_at.desc(), round_.c.id.desc())
        with self._database.read() as connection:
            return tuple(_card(row) for row in connection.execute(query.limit(wanted.limit)))

    def unfinished(self) -> tuple[RoundId, ...]:
        """Return the rounds that something is still owed to: those that run, and those that are not graded yet."""
        owing = select(round_.c.id).where(round_.c.status.in_((Status.RUNNING, Status.ENDED)))
        with self._database.read() as connection:
            return tuple(connection.execute(owing.order_by(round_.c.created_at)).scalars())

    def last_event_at(self) -> datetime | None:
        """Return when the last thing happened in any round that is not graded yet; None where there is none."""
        owing = round_.c.status.in_((Status.RUNNING, Status.ENDED))
        newest = select(func.max(event.c.at)).select_from(event.join(round_, round_.c.id == event.c.round_id))
        with self._database.read() as connection:
            at: datetime | None = connection.execute(newest.where(owing)).scalar_one()
            return at

    def met_problems(self) -> frozenset[str]:
        """Return the problems of all rounds that were started, every prompt of a sprint among them."""
        started = round_.c.started_at.is_not(None)
        alone = select(round_.c.problem).where(started, round_.c.problem.is_not(None))
        prompts = func.json_each(event.c.payload, "$.problems").table_valued("value")
        of_sprints = (
            select(prompts.c.value)
            .select_from(event.join(round_, round_.c.id == event.c.round_id).join(prompts, true()))
            .where(started, event.c.type == "round-created")
        )
        with self._database.read() as connection:
            return frozenset(connection.execute(union(alone, of_sprints)).scalars())

    def started_since(self, at: datetime) -> tuple[datetime, ...]:
        """Return when each round since `at` was started, in order."""
        started = select(round_.c.started_at).where(round_.c.started_at >= at).order_by(round_.c.started_at)
        with self._database.read() as connection:
            return tuple(connection.execute(started).scalars())

    def search(self, words: str) -> tuple[Hit, ...]:
        """Return the turns that hold all the words, best first; the last word may be the beginning of one."""
        wanted = words_of(words)
        if not wanted:
            return ()
        with self._database.read() as connection:
            rows = connection.execute(_SEARCH, {"query": query_for(wanted)}).all()
        return tuple(Hit(RoundId(row[0]), row[1], Seq(row[2]), *snippet_of(row[3], wanted)) for row in rows)


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    columns = round_.c
    equal = {
        columns.status: wanted.status,
        columns.kind: wanted.kind,
        columns.problem: wanted.problem,
        columns.path: wanted.path,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    if wanted.topic is not None:
        topics = func.json_each(columns.topics).table_valued("value")
        conditions.append(select(topics.c.value).where(topics.c.value == wanted.topic).exists())
    if wanted.before is not None:
        last = select(columns.created_at, columns.id).where(columns.id == wanted.before)
        conditions.append(tuple_(columns.created_at, columns.id) < last.scalar_subquery())
    return conditions


def _card(row: Row[tuple[object, ...]]) -> RoundCard:
    columns = dict(row._mapping)
    del columns["last_seq"]
    columns["topics"] = tuple(columns["topics"])
    for name, kind in (("kind", Kind), ("level", Level), ("persona", Persona), ("status", Status)):
        columns[name] = kind(columns[name])
    return RoundCard(**columns)
