"""Rounds with a given end, written straight into the store: for what looks at scores, not at how they came about."""

from mockround.content.models import PathId, TopicKey
from mockround.grading.report import CheckpointResult, GradeReport, Provenance, UnitResult
from mockround.rounds.events import Graded, GradeId, Kind
from mockround.usecases import rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock

_LATER_S = 3600


def show_topic(parts: Parts, topic: TopicKey, clock: FakeClock) -> None:
    """Hold a round that shows a topic fully."""
    unit = UnitResult(
        topic=topic,
        title=topic,
        role="primary",
        score_low=1.0,
        score_high=1.0,
        band_low="strong",
        band_high="strong",
        capped_by=(),
        reached=True,
        criteria=(),
    )
    _hold(parts, NewRound(Kind.NARRATE, topic="read-heavy"), clock, units=(unit,))


def hold_checkpoint(parts: Parts, path: PathId, checkpoint: str, *, passed: bool, clock: FakeClock) -> None:
    result = CheckpointResult(passed=passed, items=(), note="")
    _hold(parts, NewRound(Kind.CHECKPOINT, path=path, checkpoint=checkpoint), clock, checkpoint=result)


def _hold(
    parts: Parts,
    wanted: NewRound,
    clock: FakeClock,
    *,
    units: tuple[UnitResult, ...] = (),
    checkpoint: CheckpointResult | None = None,
) -> None:
    clock.advance(_LATER_S)
    round_id = rounds.create(parts, wanted)
    rounds.start(parts, round_id)
    rounds.end(parts, round_id)
    report = GradeReport(
        level=wanted.level,
        units=units,
        score_low=None,
        score_high=None,
        reads_as_low=None,
        reads_as_high=None,
        deciding=(),
        signal_low=None,
        signal_high=None,
        verdict_line="",
        dimensions=(),
        failure_modes=(),
        pacelc=(),
        whole_system_label=(),
        time_use=(),
        hints=(),
        practice=(),
        checkpoint=checkpoint,
        flags=(),
        provenance=Provenance(grader="embedded", grader_version="1", rubric_hash="x"),
    )
    with parts.store.log.change(round_id) as change:
        grade_id = GradeId(f"{round_id}-by-hand")
        parts.store.grades.save(change, grade_id, report, clock.now())
        change.append(Graded(grade=grade_id), clock.now())
