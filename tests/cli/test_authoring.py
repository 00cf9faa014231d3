"""What an author is shown: what each criterion heard, and whether it hears its own exemplars."""

import json

import pytest

from tests.content.conftest import OwnFolder
from tests.support.commands import CommandLine

SAID = "The worker deletes the message only after the commit, with a visibility timeout of sixty seconds."


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> OwnFolder:
    return OwnFolder(tmp_path_factory.mktemp("own"))


def test_an_answer_is_shown_as_each_criterion_hears_it(mockround: CommandLine) -> None:
    ran = mockround("content", "try", "work-queue", SAID)
    assert (ran.code, ran.err) == (0, "")
    first = ran.out.split("\n\n")[0]
    assert first.startswith("wq-durable-lease: ")
    assert f"quote    {SAID!r}" in first
    assert "ideas    " in first
    assert "late_ack" in first
    assert "features words " in first


def test_an_answer_may_come_on_standard_input(mockround: CommandLine) -> None:
    assert mockround("content", "try", "work-queue", "-", stdin=SAID.encode()).out.startswith("wq-durable-lease: ")


def test_an_answer_that_nobody_hears_says_so(mockround: CommandLine) -> None:
    ran = mockround("content", "try", "work-queue", "Lovely weather today!")
    assert (ran.code, ran.out) == (0, "No criterion of this topic heard anything in it.\n")


def test_an_unknown_topic_is_refused(mockround: CommandLine) -> None:
    assert "work-queue" in mockround("content", "try", "work-queues", SAID).message


def test_an_exemplar_that_its_criterion_does_not_hear_is_a_mistake_with_its_line(
    mockround: CommandLine, own: OwnFolder
) -> None:
    line = own.amend(
        "rubrics/exemplars/work-queue.yaml",
        "    met:\n      - >-\n",
        "    met:\n      - I like turtles, and the weather was fine on Sunday.\n      - >-\n",
    )
    ran = mockround("content", "check", own.root)
    assert ran.code == 1
    assert f"rubrics/exemplars/work-queue.yaml:{line + 1} " in ran.out
    assert "takes this 'met' exemplar as 'missing'" in ran.out
    assert "mockround content try" in ran.out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("topic: work-queue", "topic: proximity", "write 'topic: work-queue'"),
        ("  wq-decouple-reason:", "  wq-no-such-thing:", "is no criterion of 'work-queue'"),
        ("    partial:\n", "    partially:\n", "partially"),
    ],
)
def test_a_mistake_in_the_exemplars_is_named(
    mockround: CommandLine, own: OwnFolder, old: str, new: str, said: str
) -> None:
    own.amend("rubrics/exemplars/work-queue.yaml", old, new)
    ran = mockround("content", "check", own.root)
    assert ran.code == 1
    assert said in ran.out


def test_simulated_rounds_print_what_they_promise(mockround: CommandLine) -> None:
    ran = mockround("simulate", "--rounds", "3", "--format", "json")
    told = json.loads(ran.out)
    assert (told["rounds"], told["seed"], len(told["promises"])) == (3, 1, 6)
    by_name = {each["promise"]: each for each in told["promises"]}
    assert by_name["no question is repeated"] == {
        "promise": "no question is repeated",
        "figure": "0 breaches",
        "holds": True,
    }
    assert ran.code == (0 if all(each["holds"] for each in told["promises"]) else 1)
