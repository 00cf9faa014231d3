"""`mockround grade`: one text against one or more topics, in words or as JSON, and every way to get it wrong."""

import json
import sys
from pathlib import Path

import pytest

from mockround.cli.reading import text_of
from mockround.errors import MockroundError
from tests.support.commands import CommandLine

ANSWER = """Interviewer: How do the reads and writes compare?
Candidate: Reads outnumber writes 100 to 1, so the redirect must not touch the primary.
"""


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    path = tmp_path / "answer.txt"
    path.write_text(ANSWER, encoding="utf-8")
    return path


def test_a_file_is_graded_in_words(mockround: CommandLine, answer: Path) -> None:
    ran = mockround("grade", answer, "--topic", "read-heavy")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("## Grade at senior level: ")
    assert "### Read-heavy (primary): " in ran.out


def test_the_level_asked_for_is_the_level_graded_for(mockround: CommandLine, answer: Path) -> None:
    ran = mockround("grade", answer, "--topic", "read-heavy", "--level", "staff")
    assert ran.out.startswith("## Grade at staff level: ")


def test_json_quotes_the_candidate_verbatim(mockround: CommandLine, answer: Path) -> None:
    ran = mockround("grade", answer, "--topic", "read-heavy", "--format", "json")
    assert ran.code == 0
    grade = json.loads(ran.out)
    said = ANSWER.splitlines()[1].removeprefix("Candidate: ")
    quotes = [quote for unit in grade["units"] for each in unit["criteria"] for quote in each["quotes"]]
    assert quotes
    for quote in quotes:
        assert quote["turn"] == 1
        assert said[quote["start"] : quote["end"]] == quote["quote"]


def test_markdown_is_the_same_as_text(mockround: CommandLine, answer: Path) -> None:
    text = mockround("grade", answer, "--topic", "read-heavy", "--format", "text")
    markdown = mockround("grade", answer, "--topic", "read-heavy", "--format", "markdown")
    assert markdown == text


def test_standard_input_is_graded_like_the_file(mockround: CommandLine, answer: Path) -> None:
    piped = mockround("grade", "-", "--topic", "read-heavy", stdin=ANSWER.encode())
    assert piped == mockround("grade", answer, "--topic", "read-heavy")


def test_a_stranger_s_words_do_not_steer_the_terminal(mockround: CommandLine, answer: Path) -> None:
    said = "Reads outnumber writes 100 to 1, \x1b]0;owned\x07 so the redirect \x9b2J must not \u202etouch the primary."
    answer.write_text(f"Candidate: {said}\n", encoding="utf-8")
    ran = mockround("grade", answer, "--topic", "read-heavy")
    assert "so the redirect" in ran.out
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(ran.out)


def test_several_topics_are_graded_in_the_order_given(mockround: CommandLine, answer: Path) -> None:
    ran = mockround("grade", answer, "--topic", "write-heavy", "--topic", "failure-mode-analysis", "--format", "json")
    topics = [unit["topic"] for unit in json.loads(ran.out)["units"]]
    assert topics == ["pattern/write-heavy", "skill/failure-mode-analysis"]


def test_a_byte_order_mark_is_no_part_of_the_answer(mockround: CommandLine, answer: Path) -> None:
    plain = mockround("grade", answer, "--topic", "read-heavy")
    answer.write_bytes(b"\xef\xbb\xbf" + ANSWER.encode())
    assert mockround("grade", answer, "--topic", "read-heavy") == plain


def test_an_unknown_topic_is_refused_with_the_nearest_name(mockround: CommandLine, answer: Path) -> None:
    ran = mockround("grade", answer, "--topic", "read-hevy")
    assert ran.code == 2
    assert ran.message == "There is no topic 'read-hevy'. Did you mean 'pattern/read-heavy'?"


def test_a_missing_file_is_refused(mockround: CommandLine) -> None:
    ran = mockround("grade", "nowhere.txt", "--topic", "read-heavy")
    assert ran.code == 2
    assert ran.message == "There is no file 'nowhere.txt'. Check the path."


def test_a_folder_is_refused(mockround: CommandLine, tmp_path: Path) -> None:
    ran = mockround("grade", tmp_path, "--topic", "read-heavy")
    assert ran.code == 2
    assert ran.message == f"'{tmp_path}' is a folder. Name a file in it."


@pytest.mark.parametrize("nothing", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_empty_input_is_refused(mockround: CommandLine, nothing: bytes) -> None:
    ran = mockround("grade", "-", "--topic", "read-heavy", stdin=nothing)
    assert ran.code == 2
    assert ran.message.startswith("The file is empty. ")


def test_a_file_that_is_not_utf_8_is_refused_by_line(mockround: CommandLine, answer: Path) -> None:
    answer.write_bytes(b"Candidate: a cache\nin a caf\xe9\n")
    ran = mockround("grade", answer, "--topic", "read-heavy")
    assert ran.code == 2
    assert ran.message == f"Line 2 of '{answer}' is not UTF-8 text. Save it as UTF-8 and run it again."


def test_standard_input_that_is_not_utf_8_is_refused_by_line(mockround: CommandLine) -> None:
    ran = mockround("grade", "-", "--topic", "read-heavy", stdin=b"caf\xe9")
    assert ran.code == 2
    assert ran.message.startswith("Line 1 of standard input is not UTF-8 text. ")


def test_closed_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(MockroundError, match="input is closed"):
        text_of("-")


@pytest.mark.parametrize("words", [["answer.txt"], ["--topic", "read-heavy"], []])
def test_a_file_and_a_topic_are_both_asked_for(mockround: CommandLine, words: list[str]) -> None:
    ran = mockround("grade", *words)
    assert ran.code == 2
    assert ran.message.startswith("grade needs a FILE and at least one --topic. For example: ")


def test_an_unknown_format_is_refused_with_those_there_are(mockround: CommandLine, answer: Path) -> None:
    ran = mockround("grade", answer, "--topic", "read-heavy", "--format", "xml")
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert all(word in ran.err for word in ("xml", "text", "json", "markdown"))
