"""A document against its model: the place that a finding names is a place in the file."""

import pytest

from mockround.content.models import LearningPath, Problem, Scoring
from mockround.content.shape import MAX_FINDINGS, shaped
from mockround.content.source import Finding, parse

BANDS = "levels: [mid]\nexpected_at: x\nunit_score: x\nmust_meet: x\ntypical_round_units: x\nbands:\n"


def findings(text: str, model: type[Scoring | Problem | LearningPath]) -> tuple[Finding, ...]:
    found = shaped(parse(text, "x.yaml"), model)
    assert isinstance(found, tuple)
    return found


def test_a_document_that_fits_becomes_a_value() -> None:
    scoring = shaped(parse(BANDS + "  - {min: 0.5, label: solid}\n", "x.yaml"), Scoring)
    assert isinstance(scoring, Scoring)
    assert scoring.bands[0].min == 0.5


def test_a_mistake_deep_inside_is_named_by_its_place_and_line() -> None:
    (finding,) = findings(BANDS + "  - {min: 0.5, label: solid}\n  - {min: high, label: x}\n", Scoring)
    assert (finding.where, finding.line) == ("bands.1.min", 8)


def test_the_tag_of_a_union_is_no_part_of_the_place() -> None:
    found = findings("sequence:\n  - type: step\n    n: one\n", LearningPath)
    assert ("sequence.0.n", 3) in [(finding.where, finding.line) for finding in found]


def test_the_first_mistakes_are_told_and_the_rest_counted() -> None:
    found = findings("".join(f"x{number}: 1\n" for number in range(100)), Scoring)
    assert len(found) == MAX_FINDINGS + 1
    assert found[-1].what == "81 mistakes more"


@pytest.mark.parametrize(("text", "shown"), [("", "None"), ("- a\n", "['a']"), ("word", "'word'"), ("1", "1")])
def test_what_is_no_mapping_is_refused_as_a_whole(text: str, shown: str) -> None:
    assert [finding.what for finding in findings(text, Problem)] == [f"{shown} is not a mapping"]
