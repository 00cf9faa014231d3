"""`mockround export OUT`: every round as JSON and as Markdown, without touching the rounds themselves."""

import json
import os
from pathlib import Path

import pytest

from mockround.rounds.events import Kind, RoundId
from mockround.usecases import exports, grades, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.commands import CommandLine
from tests.support.parts import parts_in

SAID = "Reads outnumber writes 100 to 1.\n\nSo the redirect must not touch the primary — ever."
FULL = NewRound(Kind.FULL, problem="url-shortener", minutes=20)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def held(parts: Parts) -> RoundId:
    """A round with one turn, ended and graded."""
    round_id = rounds.create(parts, FULL)
    rounds.start(parts, round_id)
    rounds.take_turn(parts, round_id, SAID, key="1")
    rounds.end(parts, round_id)
    grades.request(parts, round_id)
    return round_id


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_round_is_written_as_json_and_as_markdown(mockround: CommandLine, data: Path, tmp_path: Path) -> None:
    with parts_in(data, FakeClock()) as parts:
        round_id = held(parts)
        whole, text = exports.as_export(parts, round_id), exports.as_text(parts, round_id)
    out = tmp_path / "new" / "out"
    ran = mockround("export", out)
    assert (ran.code, ran.out, ran.err) == (0, f"1 round written to {out}\n", "")
    assert names(out) == [f"{round_id}.json", f"{round_id}.md"]
    written = (out / f"{round_id}.json").read_text(encoding="utf-8")
    assert exports.RoundExport.model_validate_json(written) == whole
    assert (out / f"{round_id}.md").read_text(encoding="utf-8") == text


def test_what_is_written_is_for_its_owner_alone(mockround: CommandLine, data: Path, tmp_path: Path) -> None:
    with parts_in(data, FakeClock()) as parts:
        held(parts)
    before = os.umask(0)
    try:
        mockround("export", tmp_path / "out")
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()} == {0o600}
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700


def test_the_json_says_what_it_is_and_has_the_whole_log_and_the_grade(
    mockround: CommandLine, data: Path, tmp_path: Path
) -> None:
    with parts_in(data, FakeClock()) as parts:
        round_id = held(parts)
    mockround("export", tmp_path / "out")
    written = json.loads((tmp_path / "out" / f"{round_id}.json").read_text(encoding="utf-8"))
    assert (written["format"], written["version"], written["status"]) == ("mockround-round", 1, "graded")
    assert [each["seq"] for each in written["log"]] == list(range(1, len(written["log"]) + 1))
    assert [each["event"]["text"] for each in written["log"] if each["event"]["type"] == "candidate-spoke"] == [SAID]
    assert len(written["grades"]) == 1


def test_the_markdown_quotes_a_turn_line_by_line_and_ends_with_the_grade(
    mockround: CommandLine, data: Path, tmp_path: Path
) -> None:
    with parts_in(data, FakeClock()) as parts:
        round_id = held(parts)
    mockround("export", tmp_path / "out")
    text = (tmp_path / "out" / f"{round_id}.md").read_text(encoding="utf-8")
    assert text.startswith("# URL shortener with owner statistics\n\nfull round, senior level, 20 minutes, graded\n")
    assert "\n> Reads outnumber writes 100 to 1.\n> \n> So the redirect must not touch the primary — ever.\n" in text
    assert text.index("## Transcript") < text.index("## Grade")


def test_one_round_can_be_asked_for(mockround: CommandLine, data: Path, tmp_path: Path) -> None:
    with parts_in(data, FakeClock()) as parts:
        wanted, _ = held(parts), held(parts)
    mockround("export", tmp_path / "out", "--round", wanted)
    assert names(tmp_path / "out") == [f"{wanted}.json", f"{wanted}.md"]


def test_a_round_that_is_not_over_is_exported_without_a_grade(
    mockround: CommandLine, data: Path, tmp_path: Path
) -> None:
    with parts_in(data, FakeClock()) as parts:
        round_id = rounds.create(parts, FULL)
    mockround("export", tmp_path / "out")
    assert json.loads((tmp_path / "out" / f"{round_id}.json").read_text(encoding="utf-8"))["grades"] == []
    assert "## Grade" not in (tmp_path / "out" / f"{round_id}.md").read_text(encoding="utf-8")


def test_more_rounds_than_a_page_of_the_list_holds_are_all_exported(
    mockround: CommandLine, data: Path, tmp_path: Path
) -> None:
    clock = FakeClock()
    with parts_in(data, clock) as parts:
        for _ in range(103):
            rounds.create(parts, FULL)
            clock.advance(1)
    ran = mockround("export", tmp_path / "out")
    assert ran.out == f"103 rounds written to {tmp_path / 'out'}\n"
    assert len(names(tmp_path / "out")) == 2 * 103


@pytest.mark.parametrize("stranger", ["nobody", "../../data/mockround"])
def test_an_unknown_round_is_refused_and_nothing_is_written(
    mockround: CommandLine, data: Path, tmp_path: Path, stranger: str
) -> None:
    with parts_in(data, FakeClock()) as parts:
        held(parts)
    ran = mockround("export", tmp_path / "out", "--round", stranger)
    assert ran.code == 2
    assert ran.message.startswith(f"There is no round {stranger!r}. ")
    assert not (tmp_path / "out").exists() or names(tmp_path / "out") == []


def test_a_folder_without_rounds_is_refused_and_not_made(mockround: CommandLine, tmp_path: Path) -> None:
    ran = mockround("export", tmp_path / "out", "--data", tmp_path / "empty")
    assert ran.code == 2
    assert ran.message == f"There are no rounds in {tmp_path}/empty. Name the folder with --data."
    assert not (tmp_path / "empty").exists()


def test_a_file_in_the_place_of_the_folder_is_refused(mockround: CommandLine, data: Path, tmp_path: Path) -> None:
    with parts_in(data, FakeClock()) as parts:
        held(parts)
    (tmp_path / "out").write_text("mine")
    ran = mockround("export", tmp_path / "out")
    assert ran.code == 2
    assert ran.message.startswith(f"Cannot use '{tmp_path}/out': File exists. ")
    assert (tmp_path / "out").read_text() == "mine"
