"""A model's JSON is read strictly; whatever else it writes around it is passed over, and nothing is guessed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockround.grading.model_reply import UnreadableReplyError, opinions, schema_for

GOOD = {"evidence": [{"turn": 3, "quote": "we delete the key"}], "why": "It is said.", "verdict": "met"}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(GOOD),
        f"```json\n{json.dumps(GOOD, indent=2)}\n```",
        f"<think>is it {{met}}? {{'a': 1}}</think>\n{json.dumps(GOOD)}\nThat is all.",
        json.dumps({"verdict": "missing", "why": "first thoughts", "evidence": []}) + "\n" + json.dumps(GOOD),
        json.dumps({**GOOD, "verdict": " MET ", "score": 9, "extra": {"a": [1]}}),
        json.dumps({"verdicts": [{**GOOD, "criterion": "rh-a"}]}),
    ],
)
def test_a_verdict_is_found_in_what_models_write_around_it(text: str) -> None:
    found = opinions(text, ["rh-a"])["rh-a"]
    assert found.verdict == "met"
    assert found.evidence[0].quote == "we delete the key"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "no JSON object"),
        ("The candidate clearly met it.", "no JSON object"),
        ('{"verdict": "met"', "broken"),
        ('{"score": 9}', "no JSON object"),
        ('{"verdict": "fine"}', "verdict"),
        ('{"verdict": 9}', "verdict"),
        ('{"verdict": null}', "verdict"),
        ('{"verdict": ["met"]}', "verdict"),
        ('{"verdict": "met", "evidence": "we delete it"}', "evidence"),
        ('{"verdict": "met", "evidence": [{"turn": 3}]}', "quote"),
        ('{"verdict": "met", "evidence": [{"quote": 5}]}', "quote"),
        ('{"verdict": "met", "why": "' + "x" * 5000 + '"}', "why"),
        ("[" * 100_000, "no JSON object"),
        ('{"a":' * 50_000, "too long"),
        ("x" * 200_000, "too long"),
    ],
)
def test_what_is_no_verdict_is_refused_with_a_complaint(text: str, complaint: str) -> None:
    with pytest.raises(UnreadableReplyError, match=complaint):
        opinions(text, ["rh-a"])


def test_several_criteria_need_a_verdict_each() -> None:
    both = {"verdicts": [{**GOOD, "criterion": "rh-a"}, {**GOOD, "criterion": "rh-b", "verdict": "missing"}]}
    assert [each.verdict for each in opinions(json.dumps(both), ["rh-a", "rh-b"]).values()] == ["met", "missing"]
    with pytest.raises(UnreadableReplyError, match="rh-c"):
        opinions(json.dumps(both), ["rh-a", "rh-b", "rh-c"])


@given(st.text(max_size=300))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    try:
        assert opinions(text, ["rh-a"])["rh-a"].verdict in ("met", "partial", "missing")
    except UnreadableReplyError as error:
        assert str(error)


def test_every_string_of_the_schema_is_bounded_and_no_number_is_asked_for_but_the_turn() -> None:
    def strings(schema: object) -> list[dict[str, object]]:
        if isinstance(schema, dict):
            own = [schema] if schema.get("type") == "string" else []
            return own + [each for value in schema.values() for each in strings(value)]
        return [each for value in schema for each in strings(value)] if isinstance(schema, list) else []

    for criteria in (["a"], ["a", "b"]):
        schema = schema_for(criteria)
        assert all("maxLength" in each or "enum" in each for each in strings(schema))
        assert json.dumps(schema).count('"integer"') == 1
        assert '"number"' not in json.dumps(schema)
