"""`mockround import`: an export comes back, a transcript is graded, and what is neither is refused in one sentence."""

from pathlib import Path

from tests.support.commands import CommandLine

TALK = "Interviewer: How do reads and writes compare?\nCandidate: Reads outnumber writes 100 to 1, so I add a cache.\n"


def test_a_transcript_is_taken_in_graded_and_comes_back_from_its_export(mockround: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    first = mockround("import", tmp_path / "talk.txt", "--topic", "read-heavy", "--data", tmp_path / "one")
    assert (first.code, first.err) == (0, "")
    assert "of what a senior round asks" in first.out
    assert mockround("export", tmp_path / "out", "--data", tmp_path / "one").code == 0
    (copy,) = (tmp_path / "out").glob("*.json")
    again = mockround("import", copy, "--data", tmp_path / "two")
    assert again.out.partition(": ")[2] == first.out.partition(": ")[2]


def test_what_is_no_export_is_refused(mockround: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    ran = mockround("import", tmp_path / "talk.txt", "--data", tmp_path / "one")
    assert ran.code == 2
    assert "no export of a round" in ran.message
