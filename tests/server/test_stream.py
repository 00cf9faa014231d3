"""The stream of a round: in order, without gap or duplicate, resumable at any number, and over when it is over."""

import httpx2
import pytest

from tests.support.servers import Told, events_of, wait_for

TEXT = "Reads outnumber writes 100 to 1, so the redirect must not touch the primary."


def until(client: httpx2.Client, url: str, last: str, **headers: str) -> list[Told]:
    """Read the stream up to the first event called `last`."""
    told: list[Told] = []
    with client.stream("GET", url, headers=headers) as response:
        for event in events_of(response):
            told.append(event)
            if event.event == last:
                return told
    return told


@pytest.fixture
def finished(client: httpx2.Client, round_url: str) -> str:
    client.post(f"{round_url}/turns", json={"text": TEXT})
    client.post(f"{round_url}/ending")
    wait_for(lambda: client.get(round_url).json()["status"] == "graded")
    return round_url


def numbers(told: list[Told]) -> list[int]:
    return [int(event.id) for event in told if event.id is not None]


def test_a_finished_round_streams_its_whole_log_and_ends(client: httpx2.Client, finished: str) -> None:
    told = until(client, f"{finished}/stream", "done")
    log = client.get(finished).json()["log"]
    assert numbers(told) == [item["seq"] for item in log]
    assert told[-1].event == "done"


def test_last_event_id_resumes_with_no_gap_and_no_duplicate(client: httpx2.Client, finished: str) -> None:
    everything = numbers(until(client, f"{finished}/stream", "done"))
    for seen in everything[:: max(1, len(everything) // 8)]:
        rest = until(client, f"{finished}/stream", "done", **{"Last-Event-ID": str(seen)})
        assert numbers(rest) == [each for each in everything if each > seen]


def test_a_reader_that_has_all_of_a_finished_round_is_told_to_stop(client: httpx2.Client, finished: str) -> None:
    last = client.get(finished).json()["log"][-1]["seq"]
    assert client.get(f"{finished}/stream", headers={"Last-Event-ID": str(last)}).status_code == 204


def test_a_turn_is_told_live_and_the_reply_after_it(client: httpx2.Client, round_url: str) -> None:
    with client.stream("GET", f"{round_url}/stream") as response:
        stream = events_of(response)
        opening = next(event for event in stream if event.event == "interviewer-spoke")
        client.post(f"{round_url}/turns", json={"text": TEXT})
        mine = next(event for event in stream if event.event == "candidate-spoke")
        reply = next(event for event in stream if event.event == "interviewer-spoke")
    assert opening.id is not None
    assert mine.id is not None
    assert reply.id is not None
    assert int(opening.id) < int(mine.id) < int(reply.id)


def test_the_clock_is_told_on_connecting(client: httpx2.Client, round_url: str) -> None:
    clock = until(client, f"{round_url}/stream", "clock")[-1]
    assert clock.id is None
    assert clock.data["remaining_s"] == 20 * 60


def test_polling_tells_the_same_as_the_stream(client: httpx2.Client, finished: str) -> None:
    streamed = [event.data for event in until(client, f"{finished}/stream", "done") if event.id is not None]
    polled = client.get(f"{finished}/events", params={"after": 0}).json()
    assert polled["events"] == streamed
    assert polled["done"] is True


def test_what_the_candidate_must_not_see_is_not_in_the_stream(client: httpx2.Client, finished: str) -> None:
    told = until(client, f"{finished}/stream", "done")
    for event in told:
        body = event.data.get("event")
        assert not (isinstance(body, dict) and body.keys() & {"aim", "criterion", "probes", "seed"})


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 20, "-1", "x"])
def test_a_last_event_id_that_is_none_of_ours_begins_where_the_address_says(
    client: httpx2.Client, finished: str, number: str
) -> None:
    told = until(client, f"{finished}/stream?after=2", "done", **{"Last-Event-ID": number})
    assert numbers(told)[0] == 3
    assert told[-1].event == "done"
