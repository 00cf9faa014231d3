"""Grades are added, never replaced; the newest speaks for its round."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mockround.content.models import Level
from mockround.grading.report import CheckpointResult, GradeReport
from mockround.rounds.events import Graded, GradeId, RoundId
from mockround.store.engine import Store
from mockround.store.rounds import Filter

MakeRound = Callable[..., RoundId]
MakeReport = Callable[..., GradeReport]


def save(store: Store, round_id: RoundId, name: str, report: GradeReport, at: datetime) -> None:
    with store.log.change(round_id) as change:
        store.grades.save(change, GradeId(name), report, at)


def test_a_grade_comes_back_as_it_was_saved(
    store: Store, a_round: MakeRound, a_report: MakeReport, nine: datetime
) -> None:
    ana = a_round()
    save(store, ana, "g1", a_report(), nine)
    (kept,) = store.grades.of_round(ana)
    assert (kept.id, kept.round, kept.created_at, kept.report) == ("g1", ana, nine, a_report())
    assert store.grades.of_round(a_round("ben1")) == ()


def test_a_grade_saved_twice_is_there_once_and_unchanged(
    store: Store, a_round: MakeRound, a_report: MakeReport, nine: datetime
) -> None:
    ana = a_round()
    save(store, ana, "g1", a_report(), nine)
    save(store, ana, "g1", a_report(low=0.0), nine + timedelta(hours=1))
    assert [each.report.score_low for each in store.grades.of_round(ana)] == [0.5]
    assert store.rounds.listing(Filter())[0].score_low == 0.5


def test_grades_are_listed_oldest_first_and_the_newest_is_shown(
    store: Store, a_round: MakeRound, a_report: MakeReport, nine: datetime
) -> None:
    ana = a_round()
    save(store, ana, "z", a_report(), nine)
    save(store, ana, "a", a_report(low=0.8, high=0.9, reads_as_low=Level.SENIOR), nine)
    assert [each.id for each in store.grades.of_round(ana)] == ["z", "a"]
    (card,) = store.rounds.listing(Filter())
    assert (card.score_low, card.score_high, card.reads_as) == (0.8, 0.9, "senior")


@pytest.mark.parametrize(
    ("levels", "shown"),
    [((Level.MID, Level.SENIOR), "mid to senior"), ((Level.STAFF, Level.STAFF), "staff"),
     (("below", "below"), "below mid"), (("below", Level.MID), "below mid to mid"), ((None, None), None)],
)  # fmt: skip
def test_a_card_says_the_level_in_words(
    store: Store, a_round: MakeRound, a_report: MakeReport, levels: tuple[str | None, str | None], shown: str | None
) -> None:
    ana = a_round()
    save(store, ana, "g", a_report(reads_as_low=levels[0], reads_as_high=levels[1]), store.log.state(ana).created_at)
    assert store.rounds.listing(Filter())[0].reads_as == shown


@pytest.mark.parametrize("passed", [True, False, None])
def test_a_checkpoint_says_whether_it_was_passed(
    store: Store, a_round: MakeRound, a_report: MakeReport, nine: datetime, passed: bool | None
) -> None:
    result = CheckpointResult(passed=passed, items=(), note="")
    save(store, a_round(), "g", a_report(checkpoint=result), nine)
    assert store.rounds.listing(Filter())[0].passed is passed


def test_the_best_of_a_topic_is_over_rounds_and_the_newest_within_one(
    store: Store, a_round: MakeRound, a_report: MakeReport, nine: datetime
) -> None:
    ana, ben = a_round(), a_round("ben1")
    save(store, ana, "a1", a_report(low=0.9), nine)
    save(store, ana, "a2", a_report(low=0.3), nine)
    assert store.grades.best_by_topic() == {"pattern/read-heavy": 0.3}
    save(store, ben, "b1", a_report(low=0.6), nine)
    assert store.grades.best_by_topic() == {"pattern/read-heavy": 0.6}


def test_a_topic_that_could_not_be_graded_has_no_number(
    store: Store, a_round: MakeRound, a_report: MakeReport, nine: datetime
) -> None:
    save(store, a_round(), "g", a_report(low=None, high=None), nine)
    assert store.grades.best_by_topic() == {}
    assert store.rounds.listing(Filter())[0].score_low is None


def test_a_grade_is_gone_when_the_change_that_saves_it_fails(
    store: Store, a_round: MakeRound, a_report: MakeReport, nine: datetime
) -> None:
    ana = a_round()
    with pytest.raises(ZeroDivisionError), store.log.change(ana) as change:
        store.grades.save(change, GradeId("g"), a_report(), nine)
        change.append(Graded(grade=GradeId("g")), nine)
        raise ZeroDivisionError
    assert store.grades.of_round(ana) == ()
    assert store.grades.best_by_topic() == {}


def test_the_database_itself_refuses_to_change_a_grade(
    store: Store, path: Path, a_round: MakeRound, a_report: MakeReport, nine: datetime
) -> None:
    save(store, a_round(), "g", a_report(), nine)
    connection = sqlite3.connect(path)
    for statement in ("UPDATE grade SET report = '{}'", "DELETE FROM grade"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()
