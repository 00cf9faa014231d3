"""From verdicts to scores, by the rubric's own arithmetic."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockround.content.models import Criterion, CriterionId, Level
from mockround.grading.scores import band_of, mean, reads_as, unit_score
from mockround.grading.verdicts import Verdict
from tests.support.parts import library

BANDS = library().scoring.bands
ANY = library().criterion(CriterionId("rh-invalidation"))


def criterion(name: str, level: Level = Level.SENIOR, weight: int = 2) -> Criterion:
    return ANY.model_copy(update={"id": name, "level": level, "weight": weight})


def score(verdicts: dict[str, Verdict], criteria: list[Criterion], level: Level = Level.SENIOR) -> Fraction | None:
    return unit_score(criteria, {CriterionId(each): verdict for each, verdict in verdicts.items()}, level).score


def test_points_count_by_weight() -> None:
    criteria = [criterion("a", weight=3), criterion("b", weight=1)]
    assert score({"a": Verdict.MET, "b": Verdict.MISSING}, criteria) == Fraction(3, 4)
    assert score({"a": Verdict.PARTIAL, "b": Verdict.MET}, criteria) == Fraction(5, 8)


def test_a_criterion_above_the_level_adds_half_and_never_takes() -> None:
    criteria = [criterion("a"), criterion("staff", Level.STAFF)]
    assert score({"a": Verdict.PARTIAL, "staff": Verdict.MET}, criteria) == Fraction(1)
    assert score({"a": Verdict.MET, "staff": Verdict.MISSING}, criteria) == Fraction(1)


def test_what_is_not_applicable_or_ungraded_leaves_the_sum() -> None:
    criteria = [criterion("a"), criterion("b"), criterion("c")]
    verdicts = {"a": Verdict.MET, "b": Verdict.NOT_APPLICABLE, "c": Verdict.UNGRADED}
    assert score(verdicts, criteria) == Fraction(1)


def test_where_nothing_could_be_graded_there_is_no_number() -> None:
    assert score({"a": Verdict.UNGRADED}, [criterion("a")]) is None


def test_a_missing_weight_three_criterion_caps_the_band_at_developing() -> None:
    criteria = [criterion("must", weight=3), *(criterion(f"c{n}", weight=3) for n in range(9))]
    verdicts = {each.id: Verdict.MET for each in criteria} | {"must": Verdict.MISSING}
    unit = unit_score(criteria, {CriterionId(each): verdict for each, verdict in verdicts.items()}, Level.SENIOR)
    assert unit.capped_by == ("must",)
    assert band_of(unit.score, BANDS, is_capped=False) == "strong"
    assert band_of(unit.score, BANDS, is_capped=True) == "developing"


@pytest.mark.parametrize(
    ("share", "label"),
    [("0.8", "strong"), ("0.799", "solid"), ("0.6", "solid"), ("0.4", "developing"), ("0", "not yet")],
)
def test_bands_begin_at_their_minimum(share: str, label: str) -> None:
    assert band_of(Fraction(share), BANDS, is_capped=False) == label


def test_a_level_is_read_only_over_the_levels_below_it() -> None:
    criteria = [
        criterion("mid", Level.MID, 3),
        criterion("senior", Level.SENIOR, 2),
        criterion("staff", Level.STAFF, 2),
    ]
    all_but_mid = {CriterionId("senior"): Verdict.MET, CriterionId("staff"): Verdict.MET}
    assert reads_as(criteria, all_but_mid | {CriterionId("mid"): Verdict.MISSING}, BANDS) == "below"
    assert reads_as(criteria, all_but_mid | {CriterionId("mid"): Verdict.MET}, BANDS) is Level.STAFF


def test_the_mean_leaves_out_what_has_no_score() -> None:
    assert mean([(Fraction(1), 2), (None, 5), (Fraction(0), 2)]) == Fraction(1, 2)
    assert mean([(None, 1)]) is None


VERDICTS = st.sampled_from([Verdict.MET, Verdict.PARTIAL, Verdict.MISSING])


@given(st.lists(VERDICTS, min_size=1, max_size=12), st.integers(min_value=0, max_value=11))
def test_a_better_verdict_never_lowers_a_score(verdicts: list[Verdict], at: int) -> None:
    criteria = [criterion(f"c{n}", list(Level)[n % 3], n % 3 + 1) for n in range(len(verdicts))]
    before = {each.id: verdict for each, verdict in zip(criteria, verdicts, strict=True)}
    after = before | {criteria[at % len(criteria)].id: Verdict.MET}
    for level in Level:
        one, other = score(before, criteria, level), score(after, criteria, level)
        assert (one is None) == (other is None)
        assert one is None or other is None or one <= other <= 1
