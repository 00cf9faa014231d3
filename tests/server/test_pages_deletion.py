"""A round is deleted by a link, a page that says what goes, and a click; or by one request to the API."""

import json

import httpx2
import pytest

from mockround.rounds.events import Kind, RoundId
from mockround.store.rounds import Filter
from mockround.usecases import grades, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts

SAID = "Reads outnumber writes a hundred to one, so lookups go to a cache."
CHOSEN = {"kind": "narrate", "topic": "pattern/read-heavy", "level": "senior", "persona": "neutral"}
IMPORTED = {"what": "transcript", "title": "Phone screen", "level": "senior", "topic1": "pattern/read-heavy"}


@pytest.fixture
def graded(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
    rounds.start(parts, round_id)
    rounds.take_turn(parts, round_id, SAID, key="one")
    rounds.end(parts, round_id)
    grades.request(parts, round_id)
    return round_id


def test_a_graded_round_is_deleted_from_its_page(client: httpx2.Client, graded: RoundId) -> None:
    assert f'href="/rounds/{graded}/deletion"' in client.get(f"/rounds/{graded}/grade").text
    asked = client.get(f"/rounds/{graded}/deletion").text
    assert "1 turn, the notes and its grade go" in asked
    assert f'href="/rounds/{graded}/export.json"' in asked
    assert client.get(f"/rounds/{graded}").status_code == 200
    gone = client.post(f"/rounds/{graded}/deletion")
    assert (gone.status_code, gone.headers["location"]) == (303, f"/rounds?deleted={graded}")
    after = client.get(gone.headers["location"]).text
    assert "The round is deleted." in after
    assert f'data-round="{graded}"' in after
    assert f"/rounds/{graded}" not in after
    assert "is deleted" not in client.get("/rounds?deleted=0123456789abcdef").text
    assert client.post(f"/rounds/{graded}/deletion").headers["location"] == gone.headers["location"]
    for page in ("", "/grade", "/replay", "/export.md", "/export.json", "/deletion", "/board.svg"):
        assert client.get(f"/rounds/{graded}{page}").status_code == 404, page


def test_one_that_waits_is_deleted_without_a_word_of_grades(client: httpx2.Client) -> None:
    page = client.post("/rounds", data=CHOSEN).headers["location"]
    assert f'href="{page}/deletion"' in client.get(page).text
    asked = client.get(f"{page}/deletion").text
    assert "never started" in asked
    assert "grade" not in asked.split("<main", 1)[1].split("</main>")[0]
    client.post(f"{page}/deletion")
    assert client.get(page).status_code == 404


def test_one_that_runs_is_not(client: httpx2.Client) -> None:
    page = client.post("/rounds", data=CHOSEN).headers["location"]
    client.post(f"{page}/start")
    assert "deletion" not in client.get(page).text
    for answer in (client.get(f"{page}/deletion"), client.post(f"{page}/deletion"), client.delete(f"/api{page}")):
        assert answer.status_code == 409
        assert "End it first" in answer.text
    assert client.get(page).status_code == 200


def test_the_api_deletes_once_and_then_knows_of_none(client: httpx2.Client, graded: RoundId) -> None:
    assert client.delete(f"/api/rounds/{graded}").status_code == 204
    again = client.delete(f"/api/rounds/{graded}")
    assert (again.status_code, again.json()["code"]) == (404, "not_found")
    for path in ("", "/events?after=0", "/stream?after=0", "/grades"):
        assert client.get(f"/api/rounds/{graded}{path}").status_code == 404, path


def test_a_stream_of_it_ends(client: httpx2.Client, site: str) -> None:
    page = client.post("/rounds", data=CHOSEN).headers["location"]
    with httpx2.stream("GET", f"{site}/api{page}/stream", timeout=20) as stream:
        lines = stream.iter_lines()
        assert any(line.startswith("event: clock") for line in lines)
        client.post(f"{page}/deletion")
        assert [line for line in lines if line.startswith("event:")] == []
    assert client.get(f"/api{page}/stream").status_code == 404


def test_the_clock_of_the_others_goes_on_without_a_word(
    client: httpx2.Client, graded: RoundId, caplog: pytest.LogCaptureFixture
) -> None:
    client.delete(f"/api/rounds/{graded}")
    page = client.post("/rounds", data=CHOSEN).headers["location"]
    client.post(f"{page}/start")
    assert client.get(page).status_code == 200
    assert [each.message for each in caplog.records if each.levelname == "ERROR"] == []


def test_a_form_that_is_sent_twice_makes_one_round(client: httpx2.Client, parts: Parts) -> None:
    form = CHOSEN | {"key": "the key of the page"}
    first, second = client.post("/rounds", data=form), client.post("/rounds", data=form)
    assert first.headers["location"] == second.headers["location"]
    other = client.post("/rounds", data=form | {"level": "mid"})
    assert other.headers["location"] != first.headers["location"]
    assert len(parts.store.rounds.listing(Filter())) == 2


@pytest.mark.parametrize("what", ["start", "deletion"])
def test_whoever_goes_back_to_a_form_later_gets_a_new_round(client: httpx2.Client, what: str) -> None:
    form = CHOSEN | {"key": "the key of the page"}
    first = client.post("/rounds", data=form).headers["location"]
    client.post(f"{first}/{what}")
    second = client.post("/rounds", data=form)
    assert second.status_code == 303
    assert second.headers["location"] != first
    assert client.post("/rounds", data=form).headers["location"] == second.headers["location"]


def test_both_pages_that_make_rounds_carry_a_key(client: httpx2.Client) -> None:
    assert client.get("/rounds/new").text.count('name="key"') == 1
    assert client.get("/rounds/import").text.count('name="key"') == 2


def test_what_is_taken_in_twice_is_one_round(client: httpx2.Client, graded: RoundId, parts: Parts) -> None:
    export = client.get(f"/rounds/{graded}/export.json").text
    for form in (IMPORTED | {"text": f"Candidate: {SAID}"}, {"what": "export", "text": export}):
        keyed = form | {"key": "the key of the page"}
        first, second = client.post("/rounds/import", data=keyed), client.post("/rounds/import", data=keyed)
        assert first.status_code == 303
        assert first.headers["location"] == second.headers["location"]
    assert len(parts.store.rounds.listing(Filter())) == 3


def test_the_api_makes_one_round_for_one_key(client: httpx2.Client) -> None:
    body, headers = {"kind": "full", "problem": "url-shortener", "minutes": 20}, {"Idempotency-Key": "one"}
    first, second = (client.post("/api/rounds", json=body, headers=headers) for _ in range(2))
    assert (first.status_code, first.json()) == (second.status_code, second.json()) == (201, first.json())
    other = client.post("/api/rounds", json=body | {"minutes": 30}, headers=headers)
    assert (other.status_code, json.loads(other.text)["code"]) == (422, "invalid")
    assert len(client.get("/api/rounds").json()) == 1
