"""A model fills a row with the candidate's words or not at all; the codes are judged here."""

import pytest

from mockround.content.prompts import Prompts
from mockround.grading.failure_modes import failure_matrix
from mockround.grading.model_cells import RowGrader
from mockround.grading.pacelc.matrix import pacelc_matrix
from mockround.grading.report import FailureRow, PacelcRow
from mockround.grading.transcript import Transcript, Utterance
from mockround.llm.failures import Trouble
from mockround.llm.port import Deadlines
from mockround.resources import content_dir
from tests.support.judges import Judge
from tests.support.parts import library

SAID = (
    "If the cache loses a node its keys miss; an alert pages us when the hit ratio drops below 90 percent for a "
    "minute, misses are coalesced so the primary survives, and only links on that node get slower. For the payment "
    "ledger I stay consistent on a partition, because a wrong balance is worse than an error."
)
TRANSCRIPT = Transcript((Utterance(1, "candidate", SAID),))
CACHE = library().components["cache"]
DATA = library().data_classes["payments-ledger"]


def grader(clerk: Judge) -> RowGrader:
    return RowGrader("local", Prompts([content_dir()]), clerk, Deadlines(), 500, lambda _: None)


def failure(clerk: Judge) -> FailureRow:
    row = next(each for each in failure_matrix(TRANSCRIPT, [CACHE], always=("cache",)))
    made = grader(clerk).failure_row(TRANSCRIPT, row, CACHE).row
    assert isinstance(made, FailureRow)
    return made


def pacelc(clerk: Judge) -> PacelcRow:
    row = next(each for each in pacelc_matrix(TRANSCRIPT, [DATA], wanted=(DATA.id,)))
    made = grader(clerk).pacelc_row(TRANSCRIPT, row, DATA).row
    assert isinstance(made, PacelcRow)
    return made


GOOD_FAILURE = {
    "failure": "the cache loses a node its keys miss",
    "detection": "an alert pages us when the hit ratio drops below 90 percent",
    "mitigation": "misses are coalesced so the primary survives",
    "blast_radius": "only links on that node get slower",
}


def test_cells_hold_the_candidates_words() -> None:
    row = failure(Judge(GOOD_FAILURE))
    assert row.by == "local"
    assert row.detection.quotes[0].quote == GOOD_FAILURE["detection"]
    assert row.detection.said == "yes"


def test_words_that_nobody_said_fill_no_cell() -> None:
    row = failure(Judge({**dict.fromkeys(GOOD_FAILURE, ""), "mitigation": "we fail over to the standby cluster"}))
    assert all("standby" not in quote.quote for quote in row.mitigation.quotes)
    assert row.mitigation.said != "yes"


def test_what_only_one_of_the_two_graders_finds_is_unsure() -> None:
    row = failure(Judge(dict.fromkeys(GOOD_FAILURE, "")))
    assert row.detection.said == "possible"


def test_a_model_that_fails_leaves_the_embedded_row() -> None:
    row = next(each for each in failure_matrix(TRANSCRIPT, [CACHE], always=("cache",)))
    made = grader(Judge(Trouble.REFUSED)).failure_row(TRANSCRIPT, row, CACHE)
    assert made.failed
    assert made.row == row


@pytest.mark.parametrize("nonsense", ["", "no idea", "[1]", '{"other": 1}'])
def test_what_cannot_be_read_is_asked_for_once_more(nonsense: str) -> None:
    clerk = Judge(nonsense, GOOD_FAILURE)
    assert failure(clerk).by == "local"
    assert len(clerk.asked) == 2


def test_a_choice_counts_with_the_words_that_make_it_and_is_judged_by_our_codes() -> None:
    said = {"partition": "C", "otherwise": "none", "choice": "I stay consistent on a partition"}
    row = pacelc(Judge({**said, "reason": "because a wrong balance is worse than an error", "effect": ""}))
    assert (row.partition, row.otherwise) == ("C", None)
    assert row.judgement == "incomplete"
    assert row.quotes[0].quote == "I stay consistent on a partition"


def test_a_choice_without_words_is_none() -> None:
    said = {"partition": "A", "otherwise": "L", "choice": "availability wins everywhere", "reason": "", "effect": ""}
    row = pacelc(Judge(said))
    assert (row.partition, row.otherwise, row.judgement) == (None, None, "not-stated")
