"""`mockround content check`, and an author's own folder over the shipped content."""

from pathlib import Path

import pytest

from mockround.resources import content_dir
from tests.content.conftest import OwnFolder
from tests.support.commands import CommandLine

COUNTS = "4 paths, 11 patterns, 6 skills, 161 criteria, 42 problems, 10 checkpoints"
PROBLEM = "problems/url-shortener.yaml"
TITLE = "title: URL shortener with owner statistics"


@pytest.fixture
def own(tmp_path: Path) -> OwnFolder:
    return OwnFolder(tmp_path / "own")


def test_the_shipped_content_is_counted_and_has_no_errors(mockround: CommandLine) -> None:
    ran = mockround("content", "check")
    assert (ran.code, ran.out, ran.err) == (0, f"{COUNTS} and 0 errors\n", "")


def test_a_mistake_of_an_author_is_named_by_file_line_rule_and_remedy(mockround: CommandLine, own: OwnFolder) -> None:
    line = own.amend(PROBLEM, "- load-balancer", "- load-balancr")
    ran = mockround("content", "check", own.root)
    assert (ran.code, ran.err) == (1, "")
    where = f"{own.root}/{PROBLEM}:{line} typical_components.1: "
    assert ran.out.splitlines() == [
        f"{where}there is no component 'load-balancr' -> did you mean 'load-balancer'?",
        f"{COUNTS} and 1 errors",
    ]


def test_all_mistakes_are_told_at_once(mockround: CommandLine, own: OwnFolder) -> None:
    own.amend(PROBLEM, "difficulty: easy", "difficulty: simple")
    own.write("problems/half.yaml", "title: [\n")
    ran = mockround("content", "check", own.root)
    assert ran.code == 1
    *findings, total = ran.out.splitlines()
    assert {finding.split(":")[0].removeprefix(f"{own.root}/") for finding in findings} == {
        "problems/half.yaml",
        PROBLEM,
    }
    assert total.endswith(f" and {len(findings)} errors")


def test_a_folder_that_is_not_there_is_an_error(mockround: CommandLine, own: OwnFolder) -> None:
    ran = mockround("content", "check", own.root)
    assert ran.code == 1
    assert f"there is no folder '{own.root}' -> " in ran.out


def test_a_file_of_the_same_id_replaces_ours_and_adds_nothing(mockround: CommandLine, own: OwnFolder) -> None:
    own.amend(PROBLEM, TITLE, "title: Short links, my way")
    ran = mockround("content", "check", own.root)
    assert (ran.code, ran.out) == (0, f"{COUNTS} and 0 errors\n")


def test_a_file_of_a_new_id_is_added(mockround: CommandLine, own: OwnFolder) -> None:
    text = (content_dir() / PROBLEM).read_text(encoding="utf-8")
    own.write("problems/my-links.yaml", text.replace("id: url-shortener", "id: my-links", 1))
    ran = mockround("content", "check", own.root)
    assert (ran.code, ran.out) == (0, f"{COUNTS.replace('42', '43')} and 0 errors\n")


def test_a_command_uses_the_authors_rubric(mockround: CommandLine, own: OwnFolder) -> None:
    name = "rubrics/patterns/read-heavy.yaml"
    own.amend(name, "\ntitle: Read-heavy", "\ntitle: Reads, reads, reads")
    ran = mockround("grade", "-", "--topic", "read-heavy", "--content", own.root, stdin=b"I add a cache.")
    assert ran.code == 0
    assert "### Reads, reads, reads (primary): " in ran.out


def test_a_command_refuses_content_that_has_a_mistake(mockround: CommandLine, own: OwnFolder) -> None:
    line = own.amend(PROBLEM, "difficulty: easy", "difficulty: simple")
    ran = mockround("grade", "-", "--topic", "read-heavy", "--content", own.root, stdin=b"I add a cache.")
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert f"{own.root}/{PROBLEM}:{line} difficulty: 'simple' is not one of the values -> use 'easy'" in ran.err
