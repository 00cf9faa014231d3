"""`mockround grade --batch IN --out OUT`: one JSON object a line in, one a line out, with offsets that hold."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mockround.grading.verdicts import Verdict
from tests.support.commands import CommandLine
from tests.support.parts import library

SAID = (
    "Well. Reads outnumber writes 100 to 1, so the redirect must not touch the primary — caffè e 🍰 inclusi.\r\n"
    "  Writes wait."
)
ANSWER: dict[str, Any] = {
    "id": "a-1",
    "topic": "read-heavy",
    "kind": "answer",
    "level": "senior",
    "problem": "url-shortener",
    "turns": [
        {"speaker": "interviewer", "text": "Where is the load?"},
        {"speaker": "candidate", "text": SAID},
    ],
}
PROBE = ANSWER | {"id": "p-1", "kind": "probe", "criterion": "rh-skew-quantified"}


class Batch:
    """A file of answers, and the results of grading it."""

    def __init__(self, mockround: CommandLine, folder: Path) -> None:
        self.given, self.out = folder / "in.jsonl", folder / "out.jsonl"
        self.mockround = mockround

    def graded(self, *answers: dict[str, Any]) -> list[dict[str, Any]]:
        self.given.write_text(
            "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in answers), encoding="utf-8"
        )
        ran = self.mockround("grade", "--batch", self.given, "--out", self.out)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == f"{len(answers)} graded, written to {self.out}\n"
        return [json.loads(line) for line in self.out.read_text(encoding="utf-8").split("\n")[:-1]]

    def refused(self, text: bytes) -> str:
        """Grade a file that must not be graded; return the message, once it is sure that nothing was written."""
        self.given.write_bytes(text)
        ran = self.mockround("grade", "--batch", self.given, "--out", self.out)
        assert ran.code == 2
        assert not self.out.exists()
        return ran.message


@pytest.fixture
def batch(mockround: CommandLine, tmp_path: Path) -> Batch:
    return Batch(mockround, tmp_path)


def lines(*answers: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in answers)


def test_a_line_out_has_these_keys_and_no_others(batch: Batch) -> None:
    (line,) = batch.graded(ANSWER)
    assert list(line) == ["id", "verdicts", "score_low", "score_high"]
    assert line["id"] == "a-1"
    for verdict in line["verdicts"].values():
        assert list(verdict) == ["verdict", "confidence", "evidence"]
        assert verdict["verdict"] in {each.value for each in Verdict}
        assert 0 <= verdict["confidence"] <= 1
        assert all(list(each) == ["turn", "start", "end", "quote"] for each in verdict["evidence"])
    assert 0 <= line["score_low"] <= line["score_high"] <= 1


def test_an_answer_is_graded_on_every_criterion_of_its_topic(batch: Batch) -> None:
    (line,) = batch.graded(ANSWER)
    topic = library().topic_named("read-heavy")
    assert list(line["verdicts"]) == [criterion.id for criterion in topic.criteria]


def test_a_probe_is_graded_on_its_criterion_alone(batch: Batch) -> None:
    (line,) = batch.graded(PROBE)
    assert list(line["verdicts"]) == ["rh-skew-quantified"]


def test_evidence_is_at_its_offsets_in_the_turn_as_it_was_given(batch: Batch) -> None:
    (line,) = batch.graded(ANSWER)
    evidence = [each for verdict in line["verdicts"].values() for each in verdict["evidence"]]
    assert evidence
    for each in evidence:
        turn = ANSWER["turns"][each["turn"]]
        assert turn["speaker"] == "candidate"
        assert turn["text"][each["start"] : each["end"]] == each["quote"]
        assert each["quote"]


def test_results_come_in_the_order_of_the_lines_and_blank_lines_are_skipped(batch: Batch) -> None:
    batch.graded(PROBE)
    alone = batch.out.read_text(encoding="utf-8")
    batch.given.write_bytes(b"\n" + lines(ANSWER) + b"  \r\n" + lines(PROBE))
    ran = batch.mockround("grade", "--batch", batch.given, "--out", batch.out)
    assert ran.out.startswith("2 graded, ")
    answer, probe = batch.out.read_text(encoding="utf-8").splitlines(keepends=True)
    assert json.loads(answer)["id"] == "a-1"
    assert probe == alone


def test_the_same_line_gives_the_same_bytes(batch: Batch) -> None:
    batch.graded(ANSWER, PROBE)
    first = batch.out.read_bytes()
    batch.graded(ANSWER, PROBE)
    assert batch.out.read_bytes() == first


def test_kind_level_problem_and_criterion_may_be_null_or_left_out(batch: Batch) -> None:
    bare = {key: ANSWER[key] for key in ("id", "topic", "turns")}
    full, short = batch.graded(ANSWER | {"criterion": None, "problem": None}, bare)
    assert short == full


def test_a_line_separator_inside_a_text_ends_no_line(batch: Batch) -> None:
    turns = [{"speaker": "candidate", "text": f"{SAID}\u2028Then\x85a cache."}]
    (line,) = batch.graded(PROBE | {"turns": turns})
    assert line["verdicts"]["rh-skew-quantified"]["evidence"]


def test_a_turn_of_the_interviewer_is_no_evidence(batch: Batch) -> None:
    turns = [{"speaker": "interviewer", "text": SAID}, {"speaker": "candidate", "text": "Go on."}]
    (line,) = batch.graded(ANSWER | {"turns": turns})
    verdicts = line["verdicts"].values()
    assert Verdict.MET not in {verdict["verdict"] for verdict in verdicts}
    assert {each["turn"] for verdict in verdicts for each in verdict["evidence"]} <= {1}


BROKEN = [
    (b'{"id": "x"', "the line: Invalid JSON: "),
    (b"[]", "the line: "),
    (lines({**ANSWER, "turns": []}), "turns: "),
    (lines({**ANSWER, "turns": [{"speaker": "coach", "text": "x"}]}), "turns.0.speaker: "),
    (lines({**ANSWER, "level": "boss"}), "level: "),
    (lines({**ANSWER, "kind": "chat"}), "kind: "),
    (lines({key: ANSWER[key] for key in ("id", "turns")}), "topic: "),
    (lines({**ANSWER, "topic": "read-hevy"}), "There is no topic 'read-hevy'."),
    (lines({**PROBE, "criterion": "rh-nothing"}), "There is no criterion 'rh-nothing'."),
    (lines({**PROBE, "criterion": None}), "'p-1' is a probe without a criterion."),
    (b'"caf\xe9"', " is not UTF-8 text. "),
]


@pytest.mark.parametrize(("broken", "says"), BROKEN)
def test_a_broken_line_is_named_and_nothing_is_written(batch: Batch, broken: bytes, says: str) -> None:
    message = batch.refused(lines(PROBE) + b"\n" + broken)
    assert re.match(r"Line 3\b", message)
    assert says in message


def test_a_broken_line_says_what_to_do(batch: Batch) -> None:
    assert batch.refused(b"{").endswith(". Correct the line and run it again.")
    assert batch.refused(lines(ANSWER | {"topic": "read-hevy"})).endswith("Did you mean 'pattern/read-heavy'?")


def test_results_need_a_file(mockround: CommandLine, tmp_path: Path) -> None:
    ran = mockround("grade", "--batch", tmp_path / "in.jsonl")
    assert ran.code == 2
    assert ran.message == "--batch needs a file for its results. Add --out OUT.jsonl."


def test_a_missing_batch_is_refused(mockround: CommandLine, tmp_path: Path) -> None:
    ran = mockround("grade", "--batch", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    assert ran.code == 2
    assert ran.message == f"There is no file '{tmp_path}/in.jsonl'. Check the path."


def test_results_that_cannot_be_written_are_refused_in_one_sentence(mockround: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines(PROBE))
    ran = mockround("grade", "--batch", tmp_path / "in.jsonl", "--out", tmp_path / "none" / "out.jsonl")
    assert ran.code == 2
    assert ran.message.startswith(f"Cannot use '{tmp_path}/none/out.jsonl': No such file or directory. ")


def test_a_probe_about_another_topics_criterion_is_refused(mockround: CommandLine, tmp_path: Path) -> None:
    stray = PROBE | {
        "criterion": next(each for each in library().criteria if library().topic_of(each).id == "write-heavy")
    }
    message = Batch(mockround, tmp_path).refused(json.dumps(stray).encode())
    assert "is no criterion of 'read-heavy'" in message


def test_an_answer_is_graded_on_its_whole_topic_whatever_criterion_it_names(
    mockround: CommandLine, tmp_path: Path
) -> None:
    [line] = Batch(mockround, tmp_path).graded(ANSWER | {"criterion": "rh-skew-quantified"})
    assert set(line["verdicts"]) == {each.id for each in library().topic_named("read-heavy").criteria}
