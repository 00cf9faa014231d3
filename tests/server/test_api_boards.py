"""The board over JSON: it is kept, another tab is met, text becomes a board and the other way round."""

import httpx2

from tests.support.boards import ORDERS

BOARD = {"nodes": [{"id": "n1", "kind": "client", "label": "browser"}]}


def test_a_board_is_kept_and_stands_in_the_rounds_export(client: httpx2.Client, round_url: str) -> None:
    assert client.get(f"{round_url}/board").json()["version"] == 0
    saved = client.put(f"{round_url}/board", json={"board": BOARD, "version": 0})
    assert (saved.status_code, saved.json()) == (200, {"version": 1})
    assert client.get(f"{round_url}/board").json()["board"]["nodes"][0]["label"] == "browser"
    log = client.get(round_url).json()["log"]
    [event] = [item["event"] for item in log if item["event"]["type"] == "board-changed"]
    assert event["board"]["nodes"][0]["kind"] == "client"


def test_an_older_tab_gets_the_newer_board_and_overwrites_nothing(client: httpx2.Client, round_url: str) -> None:
    client.put(f"{round_url}/board", json={"board": BOARD, "version": 0})
    stale = client.put(f"{round_url}/board", json={"board": {}, "version": 0})
    assert (stale.status_code, stale.json()["version"]) == (409, 1)
    assert stale.json()["board"]["nodes"][0]["label"] == "browser"
    assert client.get(f"{round_url}/board").json()["board"]["nodes"]


def test_what_is_no_board_is_422(client: httpx2.Client, round_url: str) -> None:
    for body in (
        {"board": {"nodes": [{"id": ""}]}, "version": 0},
        {"board": {"boxes": []}, "version": 0},
        {"board": {"nodes": [{"id": "a", "x": 1e9}]}, "version": 0},
        {"board": {"nodes": [{"id": "a", "kind": "redis"}]}, "version": 0},
        {"board": {"nodes": [{"id": str(number)} for number in range(201)]}, "version": 0},
        {"board": BOARD},
    ):
        answer = client.put(f"{round_url}/board", json=body)
        assert (answer.status_code, bool(answer.json()["remedy"])) == (422, True)


def test_text_becomes_a_board_and_is_printed_again(client: httpx2.Client) -> None:
    found = client.post("/api/boards/reading", json={"text": ORDERS}).json()
    assert found["mistakes"] == []
    assert client.post("/api/boards/text", json=found["board"]).json() == {"text": ORDERS}


def test_mistakes_in_a_text_come_with_their_lines(client: httpx2.Client) -> None:
    found = client.post("/api/boards/reading", json={"text": "a -> b\nc [cashe]"}).json()
    assert [(each["line"], "Did you mean cache" in each["remedy"]) for each in found["mistakes"]] == [(2, True)]
    assert len(found["board"]["nodes"]) == 2


def test_a_text_keeps_the_places_of_the_board_it_was_written_over(client: httpx2.Client) -> None:
    before = {"nodes": [{"id": "n9", "label": "api", "x": 40, "y": 80}]}
    found = client.post("/api/boards/reading", json={"text": "api -> db", "before": before}).json()
    assert [(each["id"], each["x"]) for each in found["board"]["nodes"]] == [("n9", 40), ("n1", None)]
