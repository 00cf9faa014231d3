"""A path is walked by what is shown; a failed checkpoint leads back and holds back what follows until it is passed."""

from datetime import timedelta

import pytest

from mockround.content.models import PathId
from mockround.usecases.parts import Parts
from mockround.usecases.practice import progress
from mockround.usecases.progress import Attempt, PathProgress, is_passed
from tests.support.clocks import FakeClock
from tests.support.walks import hold_checkpoint, show_topic

PATH = PathId("interviewing-next-week")


def walked(parts: Parts) -> PathProgress:
    return progress(parts, PATH)


def test_a_new_path_begins_with_its_first_step_and_holds_back_what_follows_the_gate(parts: Parts) -> None:
    found = walked(parts)
    assert found.next is not None
    assert found.next.step == 1
    assert found.waiting_steps == {4: 1, 5: 1, 6: 1}


def test_steps_that_are_shown_are_done_and_then_the_checkpoint_is_next(parts: Parts, clock: FakeClock) -> None:
    for step in parts.library.path(PATH).steps[:3]:
        show_topic(parts, step.topic, clock)
    found = walked(parts)
    assert found.done_steps == {1, 2, 3}
    assert found.next is not None
    assert found.next.checkpoint == parts.library.path(PATH).checkpoints[0].id


def test_a_failed_checkpoint_leads_back_until_its_step_is_shown_again(parts: Parts, clock: FakeClock) -> None:
    steps, gate = parts.library.path(PATH).steps, parts.library.path(PATH).checkpoints[0]
    for step in steps[:3]:
        show_topic(parts, step.topic, clock)
    hold_checkpoint(parts, PATH, gate.id, passed=False, clock=clock)
    found = walked(parts)
    assert gate.id in found.failed_checkpoints
    assert found.next is not None
    assert found.next.step == gate.on_fail.to_step
    assert gate.on_fail.note in found.next.why
    show_topic(parts, steps[2].topic, clock)
    after = walked(parts).next
    assert after is not None
    assert after.checkpoint == gate.id
    hold_checkpoint(parts, PATH, gate.id, passed=True, clock=clock)
    found = walked(parts)
    assert found.passed_checkpoints == {gate.id}
    assert found.waiting_steps == {}
    assert found.next is not None
    assert found.next.step == 4


@pytest.mark.parametrize(
    ("outcomes", "passed"),
    [([], False), ([False], False), ([True], True), ([False, True], False), ([False, True, True], True)],
)
def test_what_is_to_be_repeatedis_passed_twice_in_a_row_after_a_failure(
    parts: Parts, outcomes: list[bool], passed: bool
) -> None:
    repeat = next(each for each in parts.library.path(PATH).checkpoints if each.on_fail.action == "repeat")
    attempts = [Attempt(FakeClock().now() + timedelta(days=at), outcome) for at, outcome in enumerate(outcomes)]
    assert is_passed(repeat, list(reversed(attempts))) is passed


def test_a_path_that_is_walked_to_its_end_says_so(parts: Parts, clock: FakeClock) -> None:
    path = parts.library.path(PATH)
    for step in path.steps:
        show_topic(parts, step.topic, clock)
    for checkpoint in path.checkpoints:
        hold_checkpoint(parts, PATH, checkpoint.id, passed=True, clock=clock)
    assert walked(parts).next is None
