"""A round comes in from elsewhere whole, under a new id, and is graded here; what does not hold together is refused."""

import json

import pytest

from mockround.content.models import Level, TopicKey
from mockround.errors import MockroundError
from mockround.rounds.events import Kind, RoundId
from mockround.usecases import exports, grades, imports, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts

SAID = (
    "Reads outnumber writes a hundred to one. When the owner edits a link we delete its key from the cache right after "
    "the commit, and a TTL of sixty seconds is the backstop, so a reader sees the old target for a minute at worst."
)
TALK = f"Interviewer: How do you keep the cache right?\nCandidate: {SAID}\nInterviewer: And the rest?\nMe: That is all."


def ended(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, NewRound(Kind.FULL, problem="url-shortener", minutes=20, seed=3))
    rounds.start(parts, round_id)
    rounds.take_turn(parts, round_id, SAID, key="one")
    rounds.end(parts, round_id)
    grades.request(parts, round_id)
    return round_id


def exported(parts: Parts, round_id: RoundId) -> dict[str, object]:
    found: dict[str, object] = json.loads(exports.as_export(parts, round_id).model_dump_json())
    return found


def plain(text: str = TALK, *topics: str) -> imports.PlainRound:
    keys = tuple(TopicKey(each) for each in topics or ("pattern/read-heavy",))
    return imports.PlainRound(text, "Phone screen", Level.SENIOR, keys)


def test_an_exported_round_comes_back_with_its_turns_and_the_same_grade(parts: Parts) -> None:
    there = ended(parts)
    here = imports.import_export(parts, json.dumps(exported(parts, there)))
    assert here != there
    one, other = rounds.state(parts, there), rounds.state(parts, here)
    assert [turn.text for turn in one.turns] == [turn.text for turn in other.turns]
    assert one.ended_at == other.ended_at
    first, second = grades.newest(parts, there), grades.newest(parts, here)
    assert first is not None
    assert second is not None
    assert first.report == second.report


def test_an_imported_round_is_found_by_what_was_said_in_it(parts: Parts) -> None:
    here = imports.import_transcript(parts, plain())
    assert {hit.round for hit in parts.store.rounds.search("backstop")} == {here}


def test_a_transcript_is_graded_and_its_times_are_not_invented(parts: Parts) -> None:
    here = imports.import_transcript(parts, plain(TALK, "pattern/read-heavy", "skill/consistency-trade-offs"))
    stored = grades.newest(parts, here)
    assert stored is not None
    assert stored.report.time_use == ()
    assert [unit.topic for unit in stored.report.units] == ["pattern/read-heavy", "skill/consistency-trade-offs"]
    quotes = [quote.quote for unit in stored.report.units for each in unit.criteria for quote in each.quotes]
    assert quotes
    assert all(quote in SAID for quote in quotes)


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ("", "no export"),
        ("{}", "no export"),
        ("[1, 2", "no export"),
        ('{"format": "something"}', "no export"),
    ],
)
def test_what_is_no_export_is_refused(parts: Parts, broken: str, complaint: str) -> None:
    with pytest.raises(MockroundError, match=complaint):
        imports.import_export(parts, broken)


def test_a_log_that_does_not_hold_together_is_refused_and_nothing_is_stored(parts: Parts) -> None:
    whole = exported(parts, ended(parts))
    before = len(parts.store.rounds.unfinished())
    log = whole["log"]
    assert isinstance(log, list)
    cases = {
        "not over": [each for each in log if each["event"]["type"] not in ("round-ended",)],
        "hold together": log[1:],
        "created twice": [log[0], *log],
        "not in order": [*log[:3], {**log[3], "at": "1999-01-01T00:00:00Z"}, *log[4:]],
    }
    for complaint, changed in cases.items():
        with pytest.raises(MockroundError, match=complaint):
            imports.import_export(parts, json.dumps({**whole, "log": changed}))
    assert len(parts.store.rounds.unfinished()) == before


def test_a_round_about_unknown_content_is_refused(parts: Parts) -> None:
    whole = json.dumps(exported(parts, ended(parts)))
    with pytest.raises(MockroundError, match="cannot be graded here"):
        imports.import_export(parts, whole.replace("url-shortener", "no-such-problem"))
    with pytest.raises(MockroundError, match="no topic"):
        imports.import_transcript(parts, plain(TALK, "pattern/no-such-pattern"))


def test_a_transcript_without_the_candidate_or_a_topic_is_refused(parts: Parts) -> None:
    with pytest.raises(MockroundError, match="says nothing"):
        imports.import_transcript(parts, plain("Interviewer: Hello?"))
    with pytest.raises(MockroundError, match="No topic"):
        imports.import_transcript(parts, imports.PlainRound(TALK, "", Level.MID, ()))


def test_a_grade_that_comes_along_is_left_behind(parts: Parts) -> None:
    whole = exported(parts, ended(parts))
    text = json.dumps(whole).replace('"score_low": 0.', '"score_low": 0.99')
    here = imports.import_export(parts, text)
    assert len(grades.of_round(parts, here)) == 1
