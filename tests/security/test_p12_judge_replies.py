"""P2, P12: whatever a judge replies, it is read as it was asked for, or asked for again twice and then ungraded.

Nothing is clamped, completed or coerced into a verdict, and no call is made that is not counted.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest

from mockround.content.models import Criterion, CriterionId
from mockround.content.prompts import Prompts
from mockround.grading.failure_modes import failure_matrix
from mockround.grading.model import ModelGrader
from mockround.grading.model_cells import RowGrader
from mockround.grading.port import Grader
from mockround.grading.transcript import Transcript, Utterance
from mockround.grading.verdicts import ByModel, Evidence, Finding, Spent, Verdict
from mockround.llm.port import Ask, Deadlines, Message
from mockround.resources import content_dir
from tests.support.judge_replies import (
    AGAIN,
    ASKED,
    FIRST,
    GOOD,
    MISSING,
    OTHER,
    QUESTION,
    QUOTE,
    READ,
    READ_OF_TWO,
    REFUSED,
    REFUSED_OF_TWO,
    REFUSED_ROWS,
    ROW,
    SECOND,
    UNSUPPORTED,
)
from tests.support.judges import Judge
from tests.support.parts import grader, library
from tests.support.promises import Tally

SAID = Transcript(
    (
        Utterance(1, "interviewer", QUESTION),
        Utterance(2, "candidate", FIRST),
        Utterance(3, "interviewer", AGAIN),
        Utterance(4, "candidate", SECOND),
    )
)
PROMPTS = Prompts([content_dir()])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a judge that says the same for ever."""

    verdict: Verdict
    calls: int
    retries: int = 0
    quotes: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()


MET = Outcome(Verdict.MET, 1, quotes=(QUOTE,))
MET_AT_THE_SECOND = Outcome(Verdict.MET, 2, 1, quotes=(QUOTE,))
DISPUTED = Outcome(Verdict.MISSING, 3, flags=frozenset({"disputed"}))
# Three calls for the first vote, which has all the repairs, and one for each of the two more.
UNFOUNDED = Outcome(Verdict.MISSING, 5, 2, flags=frozenset({"disputed", "unsupported"}))
UNGRADED = Outcome(Verdict.UNGRADED, 3, 2)


def by_our_grader(judge: Judge) -> Grader:
    return ModelGrader("local", library(), grader(), PROMPTS, judge, Deadlines(), 500, at_once=2)


def findings(judge: Judge, make: Callable[[Judge], Grader], *criteria: str) -> tuple[Finding, ...]:
    return make(judge).findings(SAID, [library().criterion(CriterionId(each)) for each in criteria])


def outcome_of(finding: Finding, calls: int) -> Outcome:
    said = finding.by_model or ByModel(Verdict.UNGRADED, 0, 0, Spent())
    quotes = tuple(each.quote for each in finding.evidence)
    return Outcome(finding.verdict, calls, said.spent.retries, quotes, frozenset(said.flags))


def fell_short(
    replies: Iterable[tuple[str, str]], wanted: Outcome, make: Callable[[Judge], Grader] = by_our_grader
) -> list[str]:
    """Return which replies came to something else, or left the embedded grader's verdict out."""
    (known,) = grader().findings(SAID, [library().criterion(CriterionId(ASKED))])
    assert known.verdict is Verdict.MET
    short = []
    for name, reply in replies:
        judge = Judge(reply)
        (found,) = findings(judge, make, ASKED)
        came = outcome_of(found, len(judge.asked))
        is_beside = found.by_model is not None and found.by_model.embedded is known.verdict
        if came != wanted or not is_beside or _calls_in(found) != came.calls:
            short.append(f"{name}: {came}, {_calls_in(found)} calls in its provenance")
    return short


def _calls_in(finding: Finding) -> int:
    return finding.by_model.spent.calls if finding.by_model else 0


@pytest.mark.parametrize(
    ("replies", "wanted"),
    [(READ, MET), (MISSING, DISPUTED), (UNSUPPORTED, UNFOUNDED), (REFUSED, UNGRADED)],
    ids=["read", "missing", "unsupported", "refused"],
)
def test_each_reply_of_a_judge_comes_to_what_it_must(
    replies: dict[str, str], wanted: Outcome, tally: Tally, request: pytest.FixtureRequest
) -> None:
    assert len(set(replies.values())) == len(replies)
    kind = request.node.callspec.id
    tally.held("P2 P12", f"replies of a judge that are {kind}: verdict, quotes, calls and repairs",
               tried=len(replies), short=fell_short(replies.items(), wanted))  # fmt: skip


def test_a_right_reply_after_a_wrong_one_counts_as_if_it_had_come_at_once(tally: Tally) -> None:
    short = []
    wrong = {**UNSUPPORTED, **REFUSED}
    for name, reply in wrong.items():
        judge = Judge(reply, GOOD)
        (found,) = findings(judge, by_our_grader, ASKED)
        if outcome_of(found, len(judge.asked)) != MET_AT_THE_SECOND or not _is_told_why(judge.asked[1], reply):
            short.append(f"{name}: {outcome_of(found, len(judge.asked))}")
    tally.held("P2 P12", "wrong replies that are put right: told what is wrong, then met", tried=len(wrong),
               short=short)  # fmt: skip


def _is_told_why(ask: Ask, reply: str) -> bool:
    """Whether it was shown its own words, a bounded part of them, and what is wrong with them."""
    *_, own, why = ask.messages
    begins = ("That could not be read: ", "These quotes are not the candidate's words: ")
    is_said = why.role == "user" and why.content.startswith(begins) and why.content.endswith(" Reply again.")
    return is_said and len(why.content) < 500 and own == Message("assistant", reply[:4000])


def test_where_two_were_asked_for_each_has_its_own_verdict_or_none_has(tally: Tally) -> None:
    short = []
    for name, reply in REFUSED_OF_TWO.items():
        judge = Judge(reply)
        found = findings(judge, by_our_grader, ASKED, OTHER)
        if [each.verdict for each in found] != [Verdict.UNGRADED] * 2 or len(judge.asked) != UNGRADED.calls:
            short.append(f"{name}: {found}, {len(judge.asked)} calls")
    judge = Judge(READ_OF_TWO)
    found = findings(judge, by_our_grader, ASKED, OTHER)
    assert [each.verdict for each in found] == [Verdict.MET, Verdict.MISSING]
    assert len(judge.asked) == 1
    tally.held("P2 P12", "replies on two criteria that are not on both, once each", tried=len(REFUSED_OF_TWO),
               short=short)  # fmt: skip


def test_a_row_that_is_wrong_is_asked_for_once_more_and_then_the_embedded_one_stands(tally: Tally) -> None:
    cache, short = library().components["cache"], []
    known = next(each for each in failure_matrix(SAID, [cache], always=("cache",)))
    for name, reply in REFUSED_ROWS.items():
        for judge, calls, is_ours in ((Judge(reply), 2, True), (Judge(reply, ROW), 2, False)):
            rows = RowGrader("local", PROMPTS, judge, Deadlines(), 500, lambda _: None)
            made = rows.failure_row(SAID, known, cache)
            if len(judge.asked) != calls or made.failed is not is_ours or (made.row == known) is not is_ours:
                short.append(f"{name}: {made}")
    tally.held("P2 P12", "rows of a matrix that are no row, for ever or once", tried=2 * len(REFUSED_ROWS),
               short=short)  # fmt: skip


class Lenient:
    """A grader that makes a verdict of whatever it gets: the first word that fits, and no quote is looked up."""

    name = "lenient"

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def warm(self) -> None:
        """It is warm."""

    def findings(self, transcript: Transcript, criteria: Iterable[Criterion]) -> tuple[Finding, ...]:
        reply = self._judge(Ask((Message("user", "?"),), 500, Deadlines())).text
        said = re.search(r"met|partial|missing|[0-9]+", reply)
        verdict = Verdict.MISSING if said is None or said[0] == "missing" else Verdict.MET
        quoted = re.search(r'"quote": ("[^"]*")', reply)
        evidence = (Evidence(2, 0, 0, json.loads(quoted[1])),) if quoted else ()
        by_model = ByModel(Verdict.MET, 1, 1, Spent(1))
        return tuple(
            Finding(CriterionId(each.id), verdict, 1.0, evidence, "", verdict, by_model=by_model) for each in criteria
        )


def test_a_grader_that_makes_a_verdict_of_anything_is_caught(tally: Tally) -> None:
    wrong = ((UNSUPPORTED, UNFOUNDED), (REFUSED, UNGRADED))
    caught = [found for replies, wanted in wrong for found in fell_short(replies.items(), wanted, Lenient)]
    tried = len(UNSUPPORTED) + len(REFUSED)
    tally.control("P2 P12", "a grader that makes a verdict of whatever it gets", tried=tried, caught=len(caught))
    assert len(caught) == tried


def test_a_grader_that_asks_for_ever_is_caught(tally: Tally) -> None:
    class Patient(Lenient):
        def findings(self, transcript: Transcript, criteria: Iterable[Criterion]) -> tuple[Finding, ...]:
            wanted = list(criteria)
            tries = [by_our_grader(self._judge).findings(transcript, wanted) for _ in range(2)]
            return tries[-1]

    caught = fell_short(REFUSED.items(), UNGRADED, Patient)
    tally.control("P2 P12", "a grader that asks once more than it says", tried=len(REFUSED), caught=len(caught))
    assert len(caught) == len(REFUSED)
