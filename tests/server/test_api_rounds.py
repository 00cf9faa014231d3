"""Rounds over JSON: they work, and then each refusal."""

import httpx2
import pytest

from tests.support.clocks import FakeClock
from tests.support.servers import wait_for

TEXT = "Reads outnumber writes 100 to 1, so the redirect must not touch the primary."


def test_a_round_is_held_and_graded_over_the_api(client: httpx2.Client, round_url: str) -> None:
    turn = client.post(f"{round_url}/turns", json={"text": TEXT}, headers={"Idempotency-Key": "1"})
    assert turn.status_code == 202
    assert client.post(f"{round_url}/ending").status_code == 202
    wait_for(lambda: client.get(f"{round_url}/grades").json())
    grade = client.get(f"{round_url}/grades").json()[0]
    quotes = [quote for unit in grade["report"]["units"] for each in unit["criteria"] for quote in each["quotes"]]
    assert quotes
    assert all(TEXT[quote["start"] : quote["end"]] == quote["quote"] for quote in quotes)


def test_the_interviewer_opens_and_replies(client: httpx2.Client, round_url: str) -> None:
    def spoken() -> int:
        log = client.get(round_url).json()["log"]
        return sum(item["event"]["type"] == "interviewer-spoke" for item in log)

    wait_for(lambda: spoken() == 1)
    client.post(f"{round_url}/turns", json={"text": TEXT})
    wait_for(lambda: spoken() == 2)


def test_the_same_key_gives_the_same_turn_and_another_text_is_422(client: httpx2.Client, round_url: str) -> None:
    key = {"Idempotency-Key": "same"}
    first = client.post(f"{round_url}/turns", json={"text": TEXT}, headers=key)
    assert client.post(f"{round_url}/turns", json={"text": TEXT}, headers=key).json() == first.json()
    other = client.post(f"{round_url}/turns", json={"text": "Something else."}, headers=key)
    assert (other.status_code, other.headers["content-type"]) == (422, "application/problem+json")
    assert other.json()["remedy"]


def test_a_turn_tells_how_much_of_it_was_said_and_nothing_that_cannot_be(client: httpx2.Client, round_url: str) -> None:
    said = {"spoken_s": 12.5, "words": 30}
    assert client.post(f"{round_url}/turns", json={"text": TEXT, "dictated": said}).status_code == 202
    for wrong in ({"spoken_s": 0}, {"spoken_s": -1}, {"spoken_s": 7201}, {"spoken_s": "NaN"}, {"words": 0}, {"x": 1}):
        refused = client.post(f"{round_url}/turns", json={"text": TEXT, "dictated": said | wrong})
        assert (wrong, refused.status_code) == (wrong, 422)
    log = client.get(round_url).json()["log"]
    told = [item["event"]["dictated"] for item in log if item["event"]["type"] == "candidate-spoke"]
    assert told == [said]


def test_a_turn_before_the_start_is_409(client: httpx2.Client) -> None:
    made = client.post("/api/rounds", json={"kind": "full", "problem": "url-shortener"}).json()
    assert client.post(f"/api/rounds/{made['id']}/turns", json={"text": TEXT}).status_code == 409


def test_a_turn_and_a_hint_after_the_end_are_409(client: httpx2.Client, round_url: str) -> None:
    client.post(f"{round_url}/ending")
    assert client.post(f"{round_url}/turns", json={"text": TEXT}).status_code == 409
    assert client.post(f"{round_url}/hints").status_code == 409


def test_a_grade_before_the_end_is_409(client: httpx2.Client, round_url: str) -> None:
    assert client.post(f"{round_url}/grades").status_code == 409


def test_time_runs_out_without_anybody_watching(client: httpx2.Client, round_url: str, clock: FakeClock) -> None:
    clock.advance(20 * 60 + 3)
    wait_for(lambda: client.get(round_url).json()["status"] in ("ended", "graded"))
    types = [item["event"]["type"] for item in client.get(round_url).json()["log"]]
    assert types.index("time-ran-out") < types.index("round-ended")
    assert types.count("time-warned") == 3


def test_a_late_turn_is_taken_and_marked(client: httpx2.Client, round_url: str, clock: FakeClock) -> None:
    clock.advance(20 * 60 + 3)
    answer = client.post(f"{round_url}/turns", json={"text": TEXT})
    assert (answer.status_code, answer.json()["late"]) == (202, True)


def test_a_draft_is_kept_and_a_stale_one_is_409_with_both_texts(client: httpx2.Client, round_url: str) -> None:
    url = f"{round_url}/drafts/answer"
    saved = client.put(url, json={"text": "half a thought", "version": 0})
    assert (saved.status_code, saved.json()) == (200, {"version": 1})
    stale = client.put(url, json={"text": "from another tab", "version": 0})
    assert (stale.status_code, stale.json()["text"], stale.json()["version"]) == (409, "half a thought", 1)
    assert client.get(url).json() == {"text": "half a thought", "version": 1}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "full"}, 422),
        ({"kind": "full", "problem": "no-such-problem"}, 404),
        ({"kind": "quiz"}, 422),
        ({"kind": "full", "problem": "url-shortener", "minutes": "45"}, 422),
        ({"kind": "full", "problem": "url-shortener", "colour": "red"}, 422),
        ({"kind": "full", "problem": "url-shortener", "minutes": 10**23}, 422),
    ],
)
def test_a_body_that_does_not_fit_is_refused_with_a_remedy(
    client: httpx2.Client, body: dict[str, object], status: int
) -> None:
    refused = client.post("/api/rounds", json=body)
    assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")
    assert refused.json()["remedy"]


@pytest.mark.parametrize("path", ["/api/rounds/nowhere", "/api/rounds/nowhere/stream", "/api/rounds/..%2f..%2fetc"])
def test_an_unknown_round_is_404_or_422(client: httpx2.Client, path: str) -> None:
    assert client.get(path).status_code in (404, 422)


def test_health_and_the_description_of_the_api_are_served(client: httpx2.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["problems"] == 42
    assert "/api/rounds/{round_id}/turns" in client.get("/openapi.json").json()["paths"]
