"""The shipped curriculum: all of it, without a finding, and with what a round needs of it."""

from collections import Counter

import pytest

from mockround.content.checks import check
from mockround.content.library import Library
from mockround.content.models import Level
from mockround.resources import content_dir


def test_the_shipped_content_has_no_findings() -> None:
    assert [str(finding) for finding in check(content_dir()).findings] == []


def test_the_counts_are_those_of_the_curriculum() -> None:
    words = "4 paths, 11 patterns, 6 skills, 161 criteria, 42 problems, 10 checkpoints"
    assert str(check(content_dir()).counts) == words


def test_the_catalog_is_complete(library: Library) -> None:
    modes = sum(len(component.failure_modes) for component in library.components.values())
    assert (len(library.components), modes, len(library.data_classes), len(library.stores)) == (32, 135, 22, 22)
    assert (len(library.ambiguous_products), len(library.overlaps)) == (14, 12)
    assert (len(library.grading_rules.rules), len(library.dimensions.dimensions)) == (14, 5)


def test_weights_levels_and_conditions_came_through_the_split(library: Library) -> None:
    criteria = library.criteria.values()
    assert Counter(criterion.level for criterion in criteria) == {Level.MID: 54, Level.SENIOR: 82, Level.STAFF: 25}
    assert Counter(criterion.weight for criterion in criteria) == {1: 13, 2: 99, 3: 49}
    assert Counter(criterion.prompting for criterion in criteria) == {"any": 156, "self": 5}
    assert sum(criterion.na_when is not None for criterion in criteria) == 10


def test_every_problem_suits_a_level_and_has_twists_and_facts(library: Library) -> None:
    bare = [p.id for p in library.problems.values() if not (p.levels and p.twists and p.facts_if_asked and p.scale)]
    assert bare == []


def test_no_ladder_says_please_or_praises(library: Library) -> None:
    spoken = [
        (criterion.id, text)
        for criterion in library.criteria.values()
        for text in (*criterion.ladder.probes, criterion.ladder.follow_up, criterion.ladder.push_back)
    ]
    polite = ("please", "great", "excellent", "well done", "good job")
    assert [(name, text) for name, text in spoken if any(word in text.lower().split() for word in polite)] == []


def test_no_two_criteria_ask_the_same_question(library: Library) -> None:
    asked = Counter(probe for criterion in library.criteria.values() for probe in criterion.ladder.probes)
    assert [probe for probe, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("level", list(Level))
def test_every_level_has_a_problem_of_every_pattern(library: Library, level: Level) -> None:
    patterns = {problem.primary_pattern for problem in library.problems.values() if level in problem.levels}
    assert patterns == set(library.patterns)
