"""Rounds go out as files and come in from elsewhere; a verdict is overruled on the page; nothing typed is lost."""

import json

import httpx2
import pytest

from tests.support.servers import wait_for

SAID = (
    "When the owner edits a link we delete its key from the cache right after the commit, and a TTL of a minute is "
    "the backstop, so a reader sees the old target for a minute at worst."
)
TALK = f"Interviewer: How do you keep the cache right?\nCandidate: {SAID}\n"
FORM = {
    "what": "transcript",
    "title": "Phone screen",
    "level": "senior",
    "topic1": "pattern/read-heavy",
    "topic2": "",
    "topic3": "",
    "text": TALK,
}


def post(client: httpx2.Client, path: str, form: dict[str, str]) -> httpx2.Response:
    return client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin"})


def taken_in(client: httpx2.Client) -> str:
    """Take the transcript in and return its round's address."""
    answer = post(client, "/rounds/import", FORM)
    assert answer.status_code == 303
    return answer.headers["location"].removesuffix("/grade")


def test_a_transcript_is_taken_in_and_its_grade_is_shown(client: httpx2.Client) -> None:
    html = client.get(f"{taken_in(client)}/grade").text
    assert "Phone screen" in html
    assert "delete its key from the cache" in html


def test_an_export_comes_back_as_another_round(client: httpx2.Client) -> None:
    round_ = taken_in(client)
    export = client.get(f"{round_}/export.json")
    assert "attachment" in export.headers["content-disposition"]
    assert json.loads(export.text)["format"] == "mockround-round"
    answer = post(client, "/rounds/import", {"what": "export", "text": export.text})
    assert answer.status_code == 303
    assert not answer.headers["location"].startswith(round_)
    assert SAID[:40] in client.get(f"{round_}/export.md").text


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"text": "Interviewer: Hello?"}, "says nothing"),
        ({"topic1": ""}, "No topic"),
        ({"level": "boss"}, "No level"),
        ({"what": "export", "text": "{broken"}, "no export"),
    ],
)
def test_what_is_refused_is_shown_again_as_it_was_typed(
    client: httpx2.Client, changes: dict[str, str], complaint: str
) -> None:
    answer = post(client, "/rounds/import", {**FORM, **changes})
    assert answer.status_code == 422
    assert complaint in answer.text
    assert {**FORM, **changes}["text"].splitlines()[0] in answer.text


def test_a_model_answer_stands_with_each_topic_after_the_round(client: httpx2.Client) -> None:
    html = client.get(f"{taken_in(client)}/grade").text
    assert "A model answer" in html


def test_the_page_to_take_a_round_in_opens(client: httpx2.Client) -> None:
    assert "Begin each turn with" in client.get("/rounds/import").text


def test_a_verdict_is_overruled_by_somebody_with_a_name(client: httpx2.Client) -> None:
    round_ = taken_in(client)
    wait_for(lambda: client.get(f"/api{round_}/grades").json())
    (grade,) = client.get(f"/api{round_}/grades").json()
    form = {"grade": grade["id"], "criterion": "rh-replica-lag", "verdict": "met", "reason": "On paper.", "by": "Ben"}
    assert post(client, f"{round_}/overruling", {**form, "by": " "}).status_code == 422
    answer = post(client, f"{round_}/overruling", form)
    assert answer.status_code == 303
    html = client.get(answer.headers["location"]).text
    assert "by <bdi>Ben</bdi>" in html
    assert "overruling <bdi>embedded</bdi>" in html
    assert "1 round" in client.get("/topics/pattern/read-heavy").text


def test_two_rounds_on_the_same_thing_stand_side_by_side(client: httpx2.Client) -> None:
    pages = []
    for text in ("One tuned primary, and the lookup by code has its own index.", SAID):
        made = client.post("/api/rounds", json={"kind": "narrate", "topic": "read-heavy"}).json()
        url = f"/api/rounds/{made['id']}"
        client.post(f"{url}/start")
        client.post(f"{url}/turns", json={"text": text})
        client.post(f"{url}/ending")
        wait_for(lambda url=url: client.get(f"{url}/grades").json() != [])
        pages.append(made["url"])
    first, second = pages
    grade = client.get(f"{second}/grade").text
    link = f"{second}/beside/{first.removeprefix('/rounds/')}"
    assert link in grade
    both = client.get(link)
    assert both.status_code == 200
    assert "gained" in both.text
    gained = both.text.split('id="gained"')[1].split("</section>")[0]
    assert "<q>" in gained
    assert client.get(f"{second}/beside/{second.removeprefix('/rounds/')}").status_code == 422
