"""The practice page, the plan and the cheat sheets, empty and with a round."""

import httpx2
import pytest

from mockround.usecases import preferences
from mockround.usecases.parts import Parts
from tests.support.servers import wait_for


def post(client: httpx2.Client, path: str, form: dict[str, str]) -> httpx2.Response:
    return client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin"})


def test_without_a_round_the_page_offers_the_shortest_start(client: httpx2.Client) -> None:
    html = client.get("/practice").text
    assert "takes two minutes and is a start" in html
    assert "In the next 15 minutes" not in client.get("/").text


def test_after_a_round_its_topic_is_on_the_map(client: httpx2.Client) -> None:
    made = client.post("/api/rounds", json={"kind": "narrate", "topic": "read-heavy"}).json()
    client.post(f"/api/rounds/{made['id']}/start")
    client.post(f"/api/rounds/{made['id']}/turns", json={"text": "One primary behind a cache."})
    client.post(f"/api/rounds/{made['id']}/ending")
    wait_for(lambda: client.get(f"/api/rounds/{made['id']}/grades").json())
    html = client.get("/practice").text
    assert "has seen 1 round." in html
    assert "In the next 15 minutes" in client.get("/").text


def test_a_date_makes_a_plan_and_an_empty_one_forgets_it(client: httpx2.Client, parts: Parts) -> None:
    assert post(client, "/practice/date", {"interview_on": "2026-12-04"}).status_code == 303
    assert "A full round on a problem that surprises you" in client.get("/practice").text
    post(client, "/practice/date", {"interview_on": ""})
    assert preferences.read(parts).interview_on is None


def test_a_day_that_has_passed_is_said_kindly(client: httpx2.Client) -> None:
    post(client, "/practice/date", {"interview_on": "2020-01-01"})
    assert "That day has passed" in client.get("/practice").text


def test_what_is_no_date_is_refused(client: httpx2.Client) -> None:
    assert post(client, "/practice/date", {"interview_on": "soon"}).status_code == 422


@pytest.mark.parametrize("sheet", ["patterns", "failures"])
def test_a_sheet_holds_everything(client: httpx2.Client, parts: Parts, sheet: str) -> None:
    html = client.get(f"/sheets/{sheet}").text
    if sheet == "patterns":
        assert all(each.title.split("&")[0] in html for each in parts.library.patterns.values())
    else:
        modes = sum(len(each.failure_modes) for each in parts.library.components.values())
        assert html.count("<tr>") >= modes + len(parts.library.data_classes)


def test_a_worked_example_marks_in_the_prompt_what_gives_each_part_away(client: httpx2.Client, parts: Parts) -> None:
    example = parts.library.worked["video-platform"]
    html = client.get("/sheets/examples/video-platform").text
    assert [f"<mark>{part.words}</mark>" in html for part in example.parts] == [True] * len(example.parts)
    assert all(each.what.replace("'", "&#39;") in html for each in example.left_out)
    assert "/sheets/examples/video-platform" in client.get("/practice").text
    assert client.get("/sheets/examples/url-shortener").status_code == 404
