"""What was dictated is kept, exported and taken in again, and changes no grade and no question."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockround.errors import MockroundError
from mockround.rounds.events import Kind, RoundId
from mockround.rounds.sounding import sounding
from mockround.rounds.voices import Dictated
from mockround.usecases import exports, grades, imports, profiles, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.scripted import LOCAL, Scripted, verdict
from tests.usecases.test_imports import exported

SAID = (
    "Um, reads outnumber writes a hundred to one, you know, so I keep one primary and put a cache in front of it. When "
    "the owner edits the link we delete its key from the cache right after the commit, and a TTL is the backstop."
)
SPOKEN = Dictated(spoken_s=21.5, words=43)


@pytest.fixture
def judge() -> Scripted:
    return Scripted(otherwise=lambda _: verdict("missing"))


@pytest.fixture
def parts(tmp_path: Path, judge: Scripted) -> Iterator[Parts]:
    with parts_in(tmp_path, FakeClock(), providers=judge) as made:
        profiles.save(made, LOCAL)
        yield made


def ended(parts: Parts, dictated: Dictated | None) -> RoundId:
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
    rounds.start(parts, round_id)
    rounds.take_turn(parts, round_id, SAID, key="one", dictated=dictated)
    rounds.end(parts, round_id)
    grades.request(parts, round_id)
    return round_id


def test_the_grade_is_the_same_to_the_byte_whether_the_turn_was_dictated_or_typed(parts: Parts) -> None:
    reports = []
    for dictated in (None, SPOKEN, Dictated(spoken_s=7200, words=1)):
        (stored,) = grades.of_round(parts, ended(parts, dictated))
        reports.append(stored.report.model_dump_json())
    assert len(set(reports)) == 1
    assert "sound" not in reports[0]


def test_a_model_that_grades_is_sent_the_same_whether_the_turn_was_dictated_or_typed(
    parts: Parts, judge: Scripted
) -> None:
    asked = []
    for dictated in (None, SPOKEN):
        before = len(judge.model.asked)
        grades.request(parts, ended(parts, dictated), "local")
        asked.append([ask.messages for ask in judge.model.asked[before:]])
    assert asked[0] == asked[1]
    assert asked[0]


def test_what_was_dictated_survives_the_export_and_the_import(parts: Parts) -> None:
    there = ended(parts, SPOKEN)
    here = imports.import_export(parts, json.dumps(exported(parts, there)))
    found = sounding(rounds.state(parts, here))
    assert found is not None
    assert found == sounding(rounds.state(parts, there))
    assert found.fillers == (("um", 1), ("you know", 1))


def test_an_export_from_before_there_was_any_of_it_is_taken_in(parts: Parts) -> None:
    export = exported(parts, ended(parts, SPOKEN))
    for each in export["log"]:  # type: ignore[attr-defined]
        each["event"].pop("dictated", None)
    here = imports.import_export(parts, json.dumps(export))
    assert sounding(rounds.state(parts, here)) is None


@pytest.mark.parametrize(
    "impossible", [{"spoken_s": 7201, "words": 2}, {"spoken_s": 1, "words": 0}, {"spoken_s": 1, "words": 2, "x": 1}]
)
def test_an_export_whose_times_cannot_be_is_refused(parts: Parts, impossible: dict[str, float]) -> None:
    export = exported(parts, ended(parts, SPOKEN))
    for each in export["log"]:  # type: ignore[attr-defined]
        if each["event"]["type"] == "candidate-spoke":
            each["event"]["dictated"] = impossible
    with pytest.raises(MockroundError, match="no export"):
        imports.import_export(parts, json.dumps(export))


def test_the_markdown_ends_with_it_and_says_that_it_is_not_graded(parts: Parts) -> None:
    text = exports.as_text(parts, ended(parts, SPOKEN))
    told = text[text.index("## How it sounded (not graded)") :]
    assert "- Words a minute: 120\n" in told
    assert '- Filler words: "um" 1, "you know" 1\n' in told
    assert "may have left fillers out" in told
    assert "How it sounded" not in exports.as_text(parts, ended(parts, None))
