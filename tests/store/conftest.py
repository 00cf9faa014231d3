"""Real SQLite files in a folder of the test, and the rounds that are kept in them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mockround.content.models import Level, ProblemId, TopicKey
from mockround.grading.report import GradeReport, Provenance, UnitResult
from mockround.rounds.events import Kind, Logged, Persona, Phase, PhaseBudget, RoundCreated, RoundId, Seq
from mockround.store.engine import Store, open_store

MakeRound = Callable[..., RoundId]
MakeReport = Callable[..., GradeReport]


@pytest.fixture
def nine() -> datetime:
    return datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own" / "mockround.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = open_store(path)
    yield store
    store.close()


@pytest.fixture
def chosen() -> Callable[..., RoundCreated]:
    """What Ana chooses, with what a test changes about it."""

    def choose(**changed: object) -> RoundCreated:
        created = RoundCreated(
            kind=Kind.FULL,
            problem=ProblemId("url-shortener"),
            title="URL shortener",
            prompt="Design a URL shortener.",
            level=Level.SENIOR,
            persona=Persona.NEUTRAL,
            primary=(TopicKey("pattern/read-heavy"),),
            skills=(TopicKey("skill/consistency-trade-offs"),),
            phases=(PhaseBudget(phase=Phase.REQUIREMENTS, seconds=1200),),
            seed=7,
            content_hash="c0ffee",
        )
        return created.model_copy(update=changed)

    return choose


@pytest.fixture
def a_round(store: Store, chosen: Callable[..., RoundCreated], nine: datetime) -> MakeRound:
    """Store a round and return its id."""

    def make(round_id: str = "ana1", *, at: datetime = nine, **changed: object) -> RoundId:
        first = Logged(round=RoundId(round_id), seq=Seq(1), at=at, event=chosen(**changed))
        return store.log.create([first]).id

    return make


@pytest.fixture
def a_report() -> MakeReport:
    """A grade of one topic, with what a test changes about it."""

    def make(*, low: float | None = 0.5, high: float | None = 0.75, **changed: object) -> GradeReport:
        unit = UnitResult(
            topic=TopicKey("pattern/read-heavy"),
            title="Read-heavy",
            role="primary",
            score_low=low,
            score_high=high,
            band_low=None,
            band_high=None,
            capped_by=(),
            reached=True,
            criteria=(),
        )
        return GradeReport(
            level=Level.SENIOR,
            units=(unit,),
            score_low=low,
            score_high=high,
            reads_as_low=Level.MID,
            reads_as_high=Level.SENIOR,
            deciding=(),
            signal_low=None,
            signal_high=None,
            verdict_line="Nearly there.",
            dimensions=(),
            failure_modes=(),
            pacelc=(),
            whole_system_label=(),
            time_use=(),
            hints=(),
            practice=(),
            flags=(),
            provenance=Provenance(grader="embedded", grader_version="1", rubric_hash="abc"),
        ).model_copy(update=changed)

    return make
