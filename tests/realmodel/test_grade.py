"""Whole grades bound to a schema by a real server. The model means nothing, so nothing that it credits may count."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mockround.grading.model_cells import key_of
from mockround.grading.report import CriterionResult, FailureRow, GradeReport, PacelcRow
from mockround.grading.verdicts import Verdict
from mockround.rounds.state import Speaker
from mockround.rounds.voices import EMBEDDED
from mockround.usecases import graders, grades
from mockround.usecases.comparison import compared
from tests.golden.scripts import FULL, NARRATE
from tests.realmodel.conftest import MODEL, Llama, a_profile
from tests.realmodel.held_rounds import Held, a_round

pytestmark = pytest.mark.timeout(900)
INVENTED = "The model credited it with words that you did not say."
CELLS = {FailureRow: ("failure", "detection", "mitigation", "blast_radius"), PacelcRow: ("reason", "effect")}


@dataclass(frozen=True)
class Graded:
    """A round and both of its grades."""

    held: Held
    embedded: GradeReport
    model: GradeReport

    @property
    def results(self) -> list[CriterionResult]:
        return [each for unit in self.model.units for each in unit.criteria]


@pytest.fixture(scope="module")
def graded(llama: Llama, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    with a_round(tmp_path_factory.mktemp("full"), a_profile(llama), FULL, EMBEDDED) as held:
        grades.request(held.parts, held.round_id)
        grades.request(held.parts, held.round_id, "local")
        embedded, model = (each.report for each in grades.of_round(held.parts, held.round_id))
        yield Graded(held, embedded, model)


def rows_of(report: GradeReport) -> list[FailureRow | PacelcRow]:
    return [*report.failure_modes, *report.pacelc]


def test_it_carries_what_made_it(graded: Graded) -> None:
    made, parts = graded.model.provenance, graded.held.parts
    assert (made.grader, made.model, made.temperature) == ("local", MODEL, 0.0)
    assert made.prompt_hash == graders.prompt_hash(parts)
    assert made.rubric_hash == graded.embedded.provenance.rubric_hash
    assert made.cost_usd is None
    assert made.calls is not None
    assert made.votes is not None
    assert made.retries is not None
    assert made.tokens is not None
    assert made.votes == sum(each.votes or 0 for each in graded.results) >= len(graded.results) >= 40
    assert made.calls >= made.votes
    assert made.tokens > 500 * made.calls


def test_every_reply_was_bound_to_the_schema_and_could_be_read(graded: Graded) -> None:
    assert [each.criterion for each in graded.results if each.verdict is Verdict.UNGRADED] == []
    assert graded.model.score_low is not None


def test_what_the_model_credits_with_words_that_nobody_said_is_not_credited(graded: Graded) -> None:
    invented = [each for each in graded.results if INVENTED in each.flags]
    assert invented, "the model has credited nothing, so this would prove nothing"
    assert {each.verdict for each in invented} == {Verdict.MISSING}
    assert graded.model.provenance.retries is not None
    assert graded.model.provenance.retries >= 2 * len(invented)


def test_no_verdict_stands_without_the_candidates_own_words(graded: Graded) -> None:
    said = {int(each.seq): each.text for each in graded.held.state.turns if each.speaker is Speaker.CANDIDATE}
    for each in graded.results:
        assert each.quotes or each.verdict is Verdict.MISSING
        assert all(said[quote.turn][quote.start : quote.end] == quote.quote for quote in each.quotes)


def test_the_embedded_verdict_stands_beside_each_and_a_dispute_opens_the_score(graded: Graded) -> None:
    embedded = {each.criterion: each for unit in graded.embedded.units for each in unit.criteria}
    assert {each.criterion for each in graded.results} == set(embedded)
    for each in graded.results:
        plain = embedded[each.criterion]
        assert each.embedded is plain.verdict
        is_disputed = each.verdict not in (plain.verdict, plain.possible)
        assert each.possible is (plain.verdict if is_disputed else each.verdict)
        assert each.votes == (3 if is_disputed else 1)
    low, high = graded.model.score_low, graded.model.score_high
    assert low is not None
    assert high is not None
    assert low < high


def test_no_cell_of_the_matrices_is_sure_on_the_models_word_alone(graded: Graded) -> None:
    rows, plain = rows_of(graded.model), rows_of(graded.embedded)
    assert {each.by for each in rows} == {"local"}
    assert [key_of(each) for each in rows] == [key_of(each) for each in plain]
    for row, known in zip(rows, plain, strict=True):
        for name in CELLS[type(row)]:
            cell, sure = getattr(row, name), getattr(known, name)
            assert cell.said == ("no" if sure.said == "no" else "possible")
            assert cell.quotes == (() if sure.said == "no" else sure.quotes)
    assert {(each.partition, each.otherwise, each.quotes) for each in graded.model.pacelc} == {(None, None, ())}


def test_both_grades_can_be_compared(graded: Graded) -> None:
    found = compared(graded.embedded, graded.model)
    assert found.is_same_rubric
    assert len(found.differences) + found.same == len(graded.results)
    assert len(found.differences) == sum(each.verdict is not each.embedded for each in graded.results)


def test_a_model_that_cannot_keep_several_criteria_apart_is_given_up_and_says_why(llama: Llama, tmp_path: Path) -> None:
    """The schema binds the form alone: which of four criteria an entry is about, this model names by chance."""
    with a_round(tmp_path, a_profile(llama, criteria_a_call=4), NARRATE, EMBEDDED) as held:
        grades.request(held.parts, held.round_id)
        grades.request(held.parts, held.round_id, "local")
        assert [each.report.provenance.grader for each in grades.of_round(held.parts, held.round_id)] == [EMBEDDED]
        (stopped,) = held.state.stopped
    assert (stopped.grader, stopped.because) == ("local", "unavailable")
    assert stopped.message == "The model could not grade it. Its reply could not be read."
