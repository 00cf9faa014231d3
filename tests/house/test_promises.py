"""docs/promises.md says what was counted, and cannot say anything else for long."""

from pathlib import Path

import pytest

from scripts.promises import (
    PAGE,
    PROMISES,
    Counted,
    Figures,
    Soaked,
    collected,
    differences,
    kept,
    known,
    merged,
    rendered,
)
from tests.support.promises import PROMISES as NAMED
from tests.support.promises import Tally

FILE = "tests/house/test_promises.py"
CHECK = Counted(promises=("P1",), what="killed at random", kind="check", tried=300, hits=0, file=FILE)
CONTROL = Counted(promises=("P1",), what="told before it is kept", kind="control", tried=9, hits=8, file=FILE)


def changed(line: Counted, **fields: object) -> Counted:
    return line.model_copy(update=fields)


def test_the_page_is_what_the_figures_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == rendered(known())


def test_the_page_and_the_checks_know_the_same_promises() -> None:
    assert tuple(PROMISES) == NAMED


def test_the_same_trials_differ_in_nothing_however_often_a_control_was_caught() -> None:
    run = [CHECK, changed(CONTROL, hits=7)]
    assert differences(Figures(quick=(CHECK, CONTROL)), run, all_required=True) == []


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ([changed(CHECK, tried=299), CONTROL], "tried 300 with 0; in this run 299 with 0"),
        ([changed(CHECK, hits=1), CONTROL], "in this run 300 with 1"),
        ([CHECK, changed(CONTROL, tried=10)], "in this run 10 with 8"),
        ([CHECK, CONTROL, changed(CHECK, what="something new")], "not on the page: something new"),
        ([CONTROL], "did not run: killed at random"),
        ([CHECK], "no known-bad control"),
    ],
)  # fmt: skip
def test_every_difference_is_said(run: list[Counted], said: str) -> None:
    assert said in " ".join(differences(Figures(quick=(CHECK, CONTROL)), run, all_required=True))


def test_what_cannot_run_here_is_excused_where_nothing_is_required() -> None:
    assert differences(Figures(quick=(CHECK, CONTROL)), [], all_required=False) == []


def test_tests_of_one_check_are_added_up(tmp_path: Path) -> None:
    for number, tried in enumerate((2, 3)):
        tally = Tally()
        tally.held("P1 P3", "killed", tried=tried)
        tally.control("P1", "bad", tried=1, caught=1)
        tally.write(tmp_path, f"{FILE}::test_{number}")
    assert [(line.promises, line.tried, line.hits) for line in collected(tmp_path)] == [
        (("P1", "P3"), 5, 0), (("P1",), 2, 2),
    ]  # fmt: skip


def test_a_check_that_tried_nothing_fell_short_or_sees_nothing_fails_and_is_told() -> None:
    tally = Tally()
    with pytest.raises(AssertionError, match="nothing was tried"):
        tally.held("P1", "never ran", tried=0)
    with pytest.raises(AssertionError, match="2 of 5 fell short"):
        tally.held("P1", "fell short", tried=5, short=2)
    with pytest.raises(AssertionError, match="was not caught"):
        tally.control("P1", "goes unseen", tried=5, caught=0)
    with pytest.raises(AssertionError, match="no such promise"):
        tally.held("P14", "unheard of", tried=1)
    assert [line.kind for line in tally.lines] == ["check", "check", "control"]


def test_a_soak_runs_a_share_of_a_night_and_never_less_than_the_quick_form() -> None:
    assert Tally().times(quick=20, night=3000) == 20
    assert Tally(factor=0.1).times(quick=20, night=3000) == 300
    assert Tally(factor=0.001).times(quick=20, night=3000) == 20


def test_a_run_of_some_files_renews_their_lines_alone() -> None:
    other = changed(CHECK, file="tests/house/test_start.py")
    gone = changed(CHECK, file="tests/house/test_that_was_deleted.py")
    assert merged([CHECK, CONTROL, other, gone], [changed(CHECK, tried=7)]) == (changed(CHECK, tried=7), other)


def test_the_longest_soak_is_kept_unless_a_shorter_one_fell_short() -> None:
    long = Soaked(counted=CHECK, on="2026-01-01", setup="old")
    assert kept([long], [changed(CHECK, tried=100)], "2026-01-02", "new") == (long,)
    (longer,) = kept([long], [changed(CHECK, tried=400)], "2026-01-02", "new")
    assert (longer.counted.tried, longer.on) == (400, "2026-01-02")
    (worse,) = kept([long], [changed(CHECK, tried=9, hits=1)], "2026-01-02", "new")
    assert worse.counted.hits == 1


def test_a_promise_that_nothing_tried_says_so() -> None:
    page = rendered(Figures(quick=(CHECK, CONTROL), soak=(Soaked(counted=CHECK, on="2026-01-01", setup="here"),)))
    assert f"| P2 | {PROMISES['P2']} | not checked yet | | |" in page
    assert f"| P1 | {PROMISES['P1']} | 300 | 300 | 0 |" in page
