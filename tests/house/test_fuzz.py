"""`make fuzz` knows its readers apart, counts what it tried, and tells a finding from a run that found nothing."""

import pytest

from scripts.fuzz import Run, folder_of, report, runs_in
from tests.support.parsers import CARELESS, READERS

FINE = Run("a reader", 1_000, 0, (), "")
CAUGHT = Run("json alone", 0, 77, ("promise-results/fuzz/json-alone/crash-1",), "")


def test_every_reader_has_a_folder_of_its_own() -> None:
    readers = [*READERS, *CARELESS]
    assert len({folder_of(each.name) for each in readers}) == len(readers)


def test_the_texts_that_were_tried_are_counted() -> None:
    assert runs_in("#2 INITED\nDone 12345 runs in 61 second(s)\n") == 12_345
    assert runs_in("==1== ERROR: libFuzzer: out-of-memory") == 0


def test_a_run_is_fine_where_nothing_was_found_but_in_the_control(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([FINE], CAUGHT) == 0
    assert "1,000 texts  a reader\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("run", "control"),
    [
        (Run("a reader", 0, 77, ("crash-2",), "Traceback"), CAUGHT),
        (Run("a reader", 0, 0, (), "it never began"), CAUGHT),
        (FINE, Run("json alone", 9, 0, (), "")),
    ],
)
def test_a_finding_a_run_of_nothing_and_a_blind_check_are_failures(run: Run, control: Run) -> None:
    assert report([run], control) == 1
