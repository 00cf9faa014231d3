"""Events of an older version are brought to today's shape; those of a newer one are refused."""

import json

import pytest
from pydantic import JsonValue

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.events import VERSION, CandidateSpoke
from mockround.rounds.log import UPCASTS, read, upcast, written


def test_what_is_written_is_read() -> None:
    spoken = CandidateSpoke(text='A "cache",\x00 then é and 😀.', late=True)
    assert read(written(spoken), VERSION) == spoken


def test_a_newer_version_is_refused_with_a_remedy() -> None:
    with pytest.raises(MockroundError) as refused:
        read(written(CandidateSpoke(text="x")), VERSION + 1)
    assert refused.value.code is ErrorCode.UNAVAILABLE
    assert "newer MockRound" in refused.value.message


def test_an_old_payload_takes_every_step_in_order() -> None:
    def renamed(payload: dict[str, JsonValue]) -> dict[str, JsonValue]:
        return {"text": payload["words"], "type": payload["type"]}

    def told_when(payload: dict[str, JsonValue]) -> dict[str, JsonValue]:
        return {**payload, "late": payload["text"] == "too late"}

    old = json.loads('{"type": "candidate-spoke", "words": "too late"}')
    assert upcast(old, 1, 3, upcasts={1: renamed, 2: told_when}) == {
        "type": "candidate-spoke",
        "text": "too late",
        "late": True,
    }


def test_each_version_that_was_ever_written_can_still_be_read() -> None:
    assert sorted(UPCASTS) == list(range(1, VERSION))
