"""The figures of `mockround eval`, against values worked out by hand."""

import pytest

from mockround.grading.agreement import (
    Pair,
    agreement,
    f1,
    macro_f1,
    precision,
    recall,
    spearman,
    weighted_kappa,
)
from mockround.grading.verdicts import Verdict

LETTERS = {
    "m": Verdict.MET,
    "p": Verdict.PARTIAL,
    "-": Verdict.MISSING,
    "u": Verdict.UNGRADED,
    "n": Verdict.NOT_APPLICABLE,
}


def pairs(labels: str, given: str) -> list[Pair]:
    both = enumerate(zip(labels, given, strict=True))
    return [Pair(f"item-{at}", LETTERS[label], LETTERS[said]) for at, (label, said) in both]


def test_precision_recall_and_f1_are_of_met() -> None:
    told = pairs("mmmp--", "mm-mp-")
    assert precision(told) == pytest.approx(2 / 3)
    assert recall(told) == pytest.approx(2 / 3)
    assert f1(told) == pytest.approx(2 / 3)


def test_macro_f1_is_of_credited_against_missing() -> None:
    # credited: 3 both, 4 labelled, 4 given; missing: 1 both, 2 labelled, 2 given
    assert macro_f1(pairs("mmmp--", "mm-mp-")) == pytest.approx((6 / 8 + 2 / 4) / 2)


@pytest.mark.parametrize(
    ("labels", "given", "kappa"),
    [("mp-mp-", "mp-mp-", 1.0), ("m-m-", "-m-m", -1.0), ("mm--", "m-m-", 0.0), ("m-p", "mpp", 1 - (1 / 3) / (9 / 9))],
)
def test_weighted_kappa(labels: str, given: str, kappa: float) -> None:
    assert weighted_kappa(pairs(labels, given)) == pytest.approx(kappa)


def test_what_is_not_defined_is_none_and_not_zero() -> None:
    assert precision(pairs("m-", "--")) is None
    assert recall(pairs("--", "m-")) is None
    assert weighted_kappa(pairs("mm", "mm")) is None
    assert weighted_kappa([]) is None


def test_not_applicable_labels_are_left_out_and_ungraded_ones_counted() -> None:
    found = agreement(pairs("mn-p", "mmu-"))
    assert (found.n, found.items, found.ungraded) == (3, 3, 1)


def test_the_interval_holds_the_figure_and_is_the_same_every_time() -> None:
    told = pairs("mp-" * 12, "mp-m--" * 6)
    first, second = agreement(told), agreement(told)
    assert first == second
    assert first.macro_f1.low is not None
    assert first.macro_f1.value is not None
    assert first.macro_f1.high is not None
    assert first.macro_f1.low <= first.macro_f1.value <= first.macro_f1.high


@pytest.mark.parametrize(
    ("one", "other", "rank"),
    [
        ([1, 2, 3, 4], [10, 20, 30, 400], 1.0),
        ([1, 2, 3], [3, 2, 1], -1.0),
        ([1, 1, 2, 3], [1, 2, 2, 3], 0.8333333),
        ([1, 1, 1], [1, 2, 3], None),
    ],
)
def test_spearman_gives_ties_their_mean_rank(one: list[float], other: list[float], rank: float | None) -> None:
    found = spearman(one, other)
    assert found == (None if rank is None else pytest.approx(rank))
