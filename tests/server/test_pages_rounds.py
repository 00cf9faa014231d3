"""A round held with links and forms alone, then each refusal; the grade page; all rounds."""

import re

import httpx2
import pytest

from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.servers import wait_for

SAID = "Reads outnumber writes 100 to 1 <b>as given</b>, so the redirect must not touch the primary."
CHOSEN = {"kind": "full", "problem": "url-shortener", "level": "senior", "persona": "neutral", "minutes": "20"}


@pytest.fixture
def page(client: httpx2.Client) -> str:
    """The address of a round that was chosen on its page."""
    made = client.post("/rounds", data=CHOSEN)
    assert made.status_code == 303
    return str(made.headers["location"])


@pytest.fixture
def running(client: httpx2.Client, page: str) -> str:
    client.post(f"{page}/start")
    return page


def say(client: httpx2.Client, page: str, text: str = SAID, **more: str) -> httpx2.Response:
    return client.post(f"{page}/turns", data={"text": text, "version": "0", **more})


def graded(client: httpx2.Client, page: str) -> str:
    client.post(f"{page}/ending")
    wait_for(lambda: "Criterion by criterion" in client.get(f"{page}/grade").text)
    return client.get(f"{page}/grade").text


def test_a_round_is_held_and_graded_without_a_script(client: httpx2.Client, page: str) -> None:
    before = client.get(page).text
    assert "Start the clock" in before
    assert client.post(f"{page}/start").headers["location"] == page
    wait_for(lambda: "turn interviewer" in client.get(page).text)
    assert re.fullmatch(rf"{page}#turn-\d+", say(client, page).headers["location"])
    assert "100 to 1" in client.get(page).text
    assert client.post(f"{page}/ending").headers["location"] == f"{page}/grade"
    assert "Criterion by criterion" in graded(client, page)


def test_the_problem_is_not_read_out_before_the_clock_starts(client: httpx2.Client, page: str, parts: Parts) -> None:
    prompt = next(each.prompt for each in parts.library.problems.values() if each.id == "url-shortener")
    assert prompt[:40] not in client.get(page).text
    client.post(f"{page}/start")
    assert prompt[:40] in client.get(page).text


def test_what_was_said_is_shown_as_text(client: httpx2.Client, running: str) -> None:
    say(client, running, "<img src=//x onerror=alert(1)> **bold** [a](javascript:alert(1)) ![i](//x/y.png)")
    html = client.get(running).text
    assert "&lt;img src=//x onerror=alert(1)&gt;" in html
    assert "<strong>bold</strong>" in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_a_form_that_is_sent_twice_is_one_turn(client: httpx2.Client, running: str) -> None:
    first, second = say(client, running, key="same"), say(client, running, key="same")
    assert first.headers["location"] == second.headers["location"]


def test_words_that_are_refused_are_kept_as_a_draft(client: httpx2.Client, running: str) -> None:
    client.post(f"{running}/ending")
    assert say(client, running, "too late to count").status_code == 409
    assert "too late to count" in client.get(running).text


def test_words_that_are_refused_stand_beside_those_that_another_tab_has_kept(
    client: httpx2.Client, running: str
) -> None:
    say(client, running, "sent at first", key="same")
    client.put(f"/api{running}/drafts/answer", json={"text": "typed elsewhere", "version": 2})
    refused = say(client, running, "changed, and sent from the page of before", key="same")
    assert refused.status_code == 409
    assert "changed, and sent from the page of before" in refused.text
    assert "typed elsewhere" in refused.text
    key, version = (re.findall(rf'name="{name}" value="([^"]+)"', refused.text)[0] for name in ("key", "version"))
    taken = say(client, running, "changed, and sent again", key=key, version=version)
    assert re.fullmatch(rf"{running}#turn-\d+", taken.headers["location"])


def test_words_that_were_taken_leave_the_answer_box(client: httpx2.Client, running: str) -> None:
    say(client, running, "taken once")
    assert client.get(running).text.count("taken once") == 1


def test_a_turn_after_the_deadline_is_kept_and_marked_late(
    client: httpx2.Client, running: str, clock: FakeClock
) -> None:
    clock.advance(21 * 60)
    say(client, running, "said too late")
    html = client.get(running).text
    assert "Late: kept, not graded" in html


def test_a_hint_is_asked_for_by_a_form(client: httpx2.Client, running: str) -> None:
    wait_for(lambda: "turn interviewer" in client.get(running).text)
    assert client.post(f"{running}/hints").status_code == 303
    assert "You took a hint (1 of 3)" in client.get(running).text


def test_notes_are_kept_and_two_versions_are_shown_side_by_side(client: httpx2.Client, running: str) -> None:
    assert client.post(f"{running}/notes", data={"text": "first tab", "version": "0"}).status_code == 303
    clash = client.post(f"{running}/notes", data={"text": "second tab", "version": "0"})
    assert clash.status_code == 409
    assert "first tab" in clash.text
    assert "second tab" in clash.text
    version = re.search(r'name="version" value="(\d+)"', clash.text)
    assert version is not None
    merged = client.post(f"{running}/notes", data={"text": "both", "version": version[1]})
    assert merged.status_code == 303
    assert "both</textarea>" in client.get(running).text


@pytest.mark.parametrize("kind", ["full", "recognise", "narrate", "failure-modes", "consistency", "checkpoint"])
def test_each_kind_can_be_chosen_and_created(client: httpx2.Client, kind: str) -> None:
    html = client.get("/rounds/new", params={"kind": kind}).text
    selects = {
        name: re.search(r'<option value="([^"]+)"', options)
        for name, options in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', html, re.DOTALL)
    }
    chosen = {name: found[1] for name, found in selects.items() if found}
    made = client.post("/rounds", data={"kind": kind, "level": "mid", "persona": "neutral", **chosen})
    assert made.status_code == 303
    assert "Start the clock" in client.get(made.headers["location"]).text


def test_a_problem_left_open_is_a_surprise(client: httpx2.Client) -> None:
    assert client.post("/rounds", data={**CHOSEN, "problem": ""}).status_code == 303


@pytest.mark.parametrize(
    "wrong", [{"kind": "chess"}, {"level": "king"}, {"problem": "no-such"}, {"minutes": "7"}, {"minutes": "-1"}]
)
def test_a_choice_that_is_not_on_the_page_is_refused(client: httpx2.Client, wrong: dict[str, str]) -> None:
    assert client.post("/rounds", data={**CHOSEN, **wrong}).status_code in (404, 422)


def test_a_form_that_is_no_text_is_refused(client: httpx2.Client, running: str) -> None:
    answer = client.post(
        f"{running}/turns", content=b"text=\xff", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 422


def test_an_empty_turn_is_refused(client: httpx2.Client, running: str) -> None:
    assert say(client, running, "  ").status_code == 422


def test_a_round_that_is_not_there_is_404(client: httpx2.Client) -> None:
    assert client.get("/rounds/abcdef").status_code == 404
    assert client.get("/rounds/abcdef/grade").status_code == 404


def test_a_grade_before_the_end_is_refused(client: httpx2.Client, running: str) -> None:
    assert client.get(f"{running}/grade").status_code == 409


def test_every_quote_of_the_grade_leads_to_a_turn_on_the_same_page(client: httpx2.Client, running: str) -> None:
    say(client, running)
    html = graded(client, running)
    turns = set(re.findall(r'<article class="turn \w+" id="turn-(\d+)"', html))
    quotes = re.findall(r'data-turn="(\d+)" data-start="(\d+)" data-end="(\d+)"><q><bdi>([^<]+)', html)
    assert quotes
    assert {turn for turn, *_ in quotes} <= turns
    assert "&lt;b&gt;as given" in html


def test_the_grade_says_who_graded_and_has_no_zero_for_what_does_not_apply(client: httpx2.Client, running: str) -> None:
    say(client, running)
    html = graded(client, running)
    assert "Who graded this" in html
    assert re.search(r"<dt>Model</dt><dd>n/a</dd>", html)
    assert re.search(r"<dt>Tokens, cost</dt><dd>n/a, n/a</dd>", html)


def test_a_drill_that_the_grade_proposes_has_its_topic_chosen(client: httpx2.Client, running: str) -> None:
    say(client, running)
    drill = re.search(r'href="(/rounds/new\?kind=narrate&amp;topic=([a-z/-]+))"', graded(client, running))
    assert drill is not None
    html = client.get(drill[1].replace("&amp;", "&")).text
    assert f'value="{drill[2]}" selected' in html


def test_a_grade_that_is_not_there_is_404(client: httpx2.Client, running: str) -> None:
    say(client, running)
    graded(client, running)
    assert client.get(f"{running}/grade", params={"grade": "no-such"}).status_code == 404


def test_rounds_are_found_by_what_was_said_and_the_words_are_marked(client: httpx2.Client, running: str) -> None:
    turn = say(client, running).headers["location"]
    html = client.get("/rounds", params={"text": "redirect"}).text
    assert "<mark>redirect</mark>" in html
    assert f'href="{turn}"' in html
    assert "<b>as given" not in html


def test_a_search_without_a_hit_says_so(client: httpx2.Client, running: str) -> None:
    assert "Nobody said that" in client.get("/rounds", params={"text": "zebra"}).text


def test_rounds_can_be_filtered(client: httpx2.Client, running: str) -> None:
    assert running in client.get("/rounds", params={"kind": "full", "status": "running"}).text
    assert running not in client.get("/rounds", params={"kind": "narrate"}).text
