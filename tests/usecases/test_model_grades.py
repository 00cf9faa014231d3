"""A model's grade stands beside the embedded one: made once, stoppable, capped, and never silently in a trend."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mockround.errors import ErrorCode, MockroundError
from mockround.grading.verdicts import Verdict
from mockround.llm.failures import Trouble
from mockround.llm.profiles import Profile
from mockround.rounds.events import GradeStarted, Kind, RoundId
from mockround.rounds.voices import EMBEDDED
from mockround.usecases import graders, grades, profiles, rounds
from mockround.usecases.comparison import compared
from mockround.usecases.creation import NewRound
from mockround.usecases.listing import Filter, listing
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.scripted import LOCAL, Scripted, verdict

SAID = (
    "Reads outnumber writes a hundred to one, so I keep one primary and put a cache in front of the lookups. When the "
    "owner edits a link we delete its key from the cache right after the commit, and a TTL of sixty seconds is the "
    "backstop, so a reader sees the old target for a minute at worst, which is fine for a link."
)
HOSTED = Profile(
    name="hosted", via="openai", model="gpt-4o-mini", endpoint="https://api.openai.com/v1", cost_cap_usd=0.0001
)


@pytest.fixture
def judge() -> Scripted:
    return Scripted(otherwise=lambda _: verdict("missing"))


@pytest.fixture
def parts(tmp_path: Path, judge: Scripted) -> Iterator[Parts]:
    with parts_in(tmp_path, FakeClock(), providers=judge) as made:
        profiles.save(made, LOCAL)
        yield made


def ended(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
    rounds.start(parts, round_id)
    rounds.take_turn(parts, round_id, SAID, key="one")
    rounds.end(parts, round_id)
    return round_id


def criteria(parts: Parts, round_id: RoundId) -> int:
    return sum(len(batch) for batch in graders.batches(parts, rounds.state(parts, round_id), EMBEDDED))


def test_both_grades_stand_side_by_side_with_what_made_them(parts: Parts) -> None:
    round_id = ended(parts)
    grades.request(parts, round_id)
    grades.request(parts, round_id, "local")
    embedded, model = (each.report for each in grades.of_round(parts, round_id))
    assert embedded.provenance.model is None
    by = model.provenance
    assert (by.grader, by.model, by.temperature) == ("local", "tiny", 0.0)
    assert by.prompt_hash == parts.prompts.hash("grader", "cells")
    assert by.votes is not None
    assert by.votes >= criteria(parts, round_id)
    assert by.tokens is None
    assert by.cost_usd is None
    shown = [each for unit in model.units for each in unit.criteria]
    assert all(each.embedded is not None for each in shown)
    found = compared(embedded, model)
    assert found.is_same_rubric
    assert len(found.differences) + found.same == len(shown)


def test_lists_and_trends_keep_to_the_embedded_grader(parts: Parts) -> None:
    round_id = ended(parts)
    grades.request(parts, round_id)
    (one,) = listing(parts, Filter())
    grades.request(parts, round_id, "local")
    (other,) = listing(parts, Filter())
    assert grades.of_round(parts, round_id)[-1].report.score_low != one.score_low
    assert (one.score_low, one.reads_as) == (other.score_low, other.reads_as)


def test_asked_twice_a_grade_is_made_once(parts: Parts, judge: Scripted) -> None:
    round_id = ended(parts)
    grades.request(parts, round_id)
    first = grades.request(parts, round_id, "local")
    asked = len(judge.model.asked)
    assert grades.request(parts, round_id, "local") == first
    assert len(judge.model.asked) == asked


def test_the_settings_model_grades_on_its_own_after_the_embedded_grader(parts: Parts) -> None:
    profiles.use(parts, "local", "grader")
    round_id = ended(parts)
    grades.request_due(parts, rounds.state(parts, round_id))
    assert [each.report.provenance.grader for each in grades.of_round(parts, round_id)] == ["embedded"]
    grades.request_due(parts, rounds.state(parts, round_id))
    assert [each.report.provenance.grader for each in grades.of_round(parts, round_id)] == ["embedded", "local"]
    grades.request_due(parts, rounds.state(parts, round_id))
    assert len(grades.of_round(parts, round_id)) == 2


def test_a_model_that_cannot_be_reached_is_given_up_after_three_calls_and_says_why(
    parts: Parts, judge: Scripted
) -> None:
    judge.model = Scripted(otherwise=lambda _: Trouble.REFUSED).model
    round_id = ended(parts)
    grades.request(parts, round_id)
    grades.request(parts, round_id, "local")
    state = rounds.state(parts, round_id)
    assert len(grades.of_round(parts, round_id)) == 1
    assert len(judge.model.asked) == 3
    assert state.grading is None
    assert state.stopped[-1].because == "unavailable"
    assert "Nothing listens" in state.stopped[-1].message


def test_single_failures_are_ungraded_and_cost_no_points(parts: Parts, judge: Scripted) -> None:
    calls = iter(range(10_000))
    judge.model = Scripted(otherwise=lambda _: Trouble.STALLED if next(calls) == 0 else verdict("missing")).model
    round_id = ended(parts)
    grades.request(parts, round_id)
    grades.request(parts, round_id, "local")
    report = grades.of_round(parts, round_id)[-1].report
    ungraded = [each for unit in report.units for each in unit.criteria if each.verdict is Verdict.UNGRADED]
    assert len(ungraded) == 1
    assert "could not be graded" in report.flags[0]


def test_a_grade_above_the_cap_is_refused_and_nothing_is_sent(parts: Parts, judge: Scripted) -> None:
    profiles.save(parts, HOSTED)
    round_id = ended(parts)
    grades.request(parts, round_id)
    with pytest.raises(MockroundError, match="above the cap") as refused:
        grades.request(parts, round_id, "hosted")
    assert refused.value.code is ErrorCode.UNAVAILABLE
    assert judge.model.asked == []
    assert not any(
        isinstance(each.event, GradeStarted) and each.event.grader == "hosted"
        for each in parts.store.log.events(round_id)
    )


def test_a_cap_with_an_unknown_price_is_refused_too(parts: Parts, judge: Scripted) -> None:
    profiles.save(
        parts, HOSTED.model_copy(update={"name": "odd", "model": "nobody-knows-this-one", "cost_cap_usd": 9.0})
    )
    round_id = ended(parts)
    with pytest.raises(MockroundError, match="not known"):
        grades.request(parts, round_id, "odd")
    assert judge.model.asked == []


def test_a_grade_that_is_due_and_refused_is_noted_once_and_not_tried_for_ever(parts: Parts) -> None:
    profiles.save(parts, HOSTED)
    profiles.use(parts, "hosted", "grader")
    round_id = ended(parts)
    for _ in range(3):
        grades.request_due(parts, rounds.state(parts, round_id))
    state = rounds.state(parts, round_id)
    assert [each.grader for each in state.stopped] == ["hosted"]
    assert "cap" in state.stopped[0].message


def test_the_estimate_grows_with_the_transcript_and_is_unknown_for_a_local_model(parts: Parts) -> None:
    profiles.save(parts, HOSTED)
    round_id = ended(parts)
    state = rounds.state(parts, round_id)
    local, hosted = (graders.estimate(parts, state, profiles.named(parts, name)) for name in ("local", "hosted"))
    assert local.cost_usd is None
    assert hosted.cost_usd is not None
    assert hosted.cost_usd > 0
    assert hosted.calls >= criteria(parts, round_id)


def test_a_stopped_grade_asks_nobody_any_more_and_may_be_asked_for_again(parts: Parts, judge: Scripted) -> None:
    round_id = ended(parts)
    grades.request(parts, round_id)
    first = grades.grade_id_for(parts, rounds.state(parts, round_id), "local")
    batches = grades.begin(parts, round_id, first, "local")
    grades.grade_batch(parts, round_id, first, "local", batches[0])
    grades.stop(parts, round_id, first)
    asked = len(judge.model.asked)
    assert grades.grade_batch(parts, round_id, first, "local", batches[1]) == ()
    grades.finish(parts, round_id, first, "local", grades.Made([]))
    assert len(judge.model.asked) == asked
    assert len(grades.of_round(parts, round_id)) == 1
    again = grades.request(parts, round_id, "local")
    assert again != first
    assert len(grades.of_round(parts, round_id)) == 2


def test_two_grades_are_not_made_at_once(parts: Parts) -> None:
    profiles.save(parts, LOCAL.model_copy(update={"name": "second"}))
    round_id = ended(parts)
    grades.request(parts, round_id)
    first = grades.grade_id_for(parts, rounds.state(parts, round_id), "local")
    grades.begin(parts, round_id, first, "local")
    with pytest.raises(MockroundError, match="grading this round already"):
        grades.request(parts, round_id, "second")


def test_the_embedded_grade_waits_for_a_models_that_was_asked_for_first_and_then_comes(parts: Parts) -> None:
    round_id = ended(parts)
    first = grades.grade_id_for(parts, rounds.state(parts, round_id), "local")
    grades.begin(parts, round_id, first, "local")
    grades.request_due(parts, rounds.state(parts, round_id))
    assert grades.of_round(parts, round_id) == ()
    parts.jobs.grade(round_id, first, "local")
    grades.request_due(parts, rounds.state(parts, round_id))
    assert [each.report.provenance.grader for each in grades.of_round(parts, round_id)] == ["local", "embedded"]


def test_of_two_jobs_that_begin_at_once_the_later_says_that_it_will_not_come(parts: Parts) -> None:
    round_id = ended(parts)
    before = rounds.state(parts, round_id)
    first, second = (grades.grade_id_for(parts, before, each) for each in ("local", EMBEDDED))
    assert grades.begin(parts, round_id, first, "local")
    parts.jobs.grade(round_id, second, EMBEDDED)
    state = rounds.state(parts, round_id)
    assert state.grading is not None
    assert state.grading.grade == first
    assert "already" in state.stopped[-1].message
    parts.jobs.grade(round_id, first, "local")
    grades.request_due(parts, rounds.state(parts, round_id))
    assert [each.report.provenance.grader for each in grades.of_round(parts, round_id)] == ["local", "embedded"]


def test_a_profile_that_only_interviews_does_not_grade(parts: Parts) -> None:
    profiles.save(parts, LOCAL.model_copy(update={"name": "talker", "purpose": "interview"}))
    round_id = ended(parts)
    grades.request(parts, round_id, "talker")
    assert "not meant for grading" in rounds.state(parts, round_id).stopped[-1].message
