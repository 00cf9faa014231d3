"""`mockround demo`, and what holds for the command line as a whole."""

import re
from pathlib import Path

import pytest

from mockround import __version__
from mockround.usecases.demo import SCRIPT
from tests.support.clocks import FakeClock
from tests.support.commands import CommandLine
from tests.support.parts import parts_in


def test_the_demo_holds_a_round_and_ends_with_its_grade_and_where_to_open_it(
    mockround: CommandLine, tmp_path: Path
) -> None:
    ran = mockround("demo")
    assert (ran.code, ran.err) == (0, "")
    said = [line for line in ran.out.splitlines() if "] You: " in line]
    assert [line.split("] You: ")[1] for line in said] == list(SCRIPT)
    assert ran.out.count("] Interviewer: ") > len(SCRIPT)
    assert ran.out.index("] You: ") < ran.out.index("\n## Grade\n") < ran.out.index("\n### PACELC\n")
    *_, graded_by, blank, where = ran.out.splitlines()
    assert re.fullmatch(r"Graded by embedded \S+, rubric [0-9a-f]{12}\.", graded_by)
    assert blank == ""
    opens = re.fullmatch(
        r"Open it: mockround serve --open, then http://127\.0\.0\.1:8000/rounds/([0-9a-f]{16})/grade", where
    )
    assert opens
    mockround("export", tmp_path / "out")
    assert (tmp_path / "out" / f"{opens.group(1)}.md").is_file()


def test_the_way_to_the_demo_names_the_folder_and_the_port_that_were_chosen(
    mockround: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MOCKROUND_PORT", "8123")
    ran = mockround("demo", "--data", tmp_path / "my rounds")
    where = ran.out.splitlines()[-1]
    assert f"mockround serve --open --data '{tmp_path}/my rounds', then http://127.0.0.1:8123/rounds/" in where


def test_two_demos_are_two_rounds_that_say_the_same(mockround: CommandLine) -> None:
    one, other = mockround("demo").out.splitlines(), mockround("demo").out.splitlines()
    assert one[:-1] == other[:-1]
    assert one[-1] != other[-1]


def test_a_file_in_the_place_of_the_data_is_refused(mockround: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    ran = mockround("demo")
    assert ran.code == 2
    assert ran.message.startswith(f"Cannot use '{tmp_path}/data': File exists. ")


def test_a_damaged_database_is_refused_and_left_as_it_is(mockround: CommandLine, tmp_path: Path) -> None:
    with parts_in(tmp_path / "data", FakeClock()):
        pass
    (tmp_path / "data" / "mockround.db").write_bytes(b"junk")
    ran = mockround("demo")
    assert ran.code == 2
    assert ran.message.startswith("The database is damaged. ")
    assert (tmp_path / "data" / "mockround.db").read_bytes() == b"junk"


def test_the_version_is_told(mockround: CommandLine) -> None:
    ran = mockround("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"mockround {__version__}\n", "")


def test_the_help_says_what_the_program_is_and_names_every_command(mockround: CommandLine) -> None:
    ran = mockround("--help")
    assert ran.code == 0
    assert "Timed mock interviews for system design" in ran.out
    for command in ("serve", "demo", "grade", "eval", "doctor", "export", "content"):
        assert re.search(rf"^\W*{command}  ", ran.out, re.MULTILINE)


@pytest.mark.parametrize("words", [["nonsense"], ["serve", "--port", "99999"], ["serve", "--port", "http"], ["export"]])
def test_words_that_are_not_understood_end_with_code_2_and_a_hint(mockround: CommandLine, words: list[str]) -> None:
    ran = mockround(*words)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert "--help" in ran.err


@pytest.mark.parametrize(("name", "value"), [("PORT", "http"), ("PORT", "65536"), ("PACE", "2"), ("PACE", "nan")])
def test_a_setting_that_is_wrong_is_named(
    mockround: CommandLine, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"MOCKROUND_{name}", value)
    ran = mockround("doctor")
    assert ran.code == 2
    assert ran.message.startswith(f"MOCKROUND_{name} is {value!r}. Set it to ")
