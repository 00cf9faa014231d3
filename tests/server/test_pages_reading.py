"""Home, problems, paths, topics, settings: they show what the content says, and refuse what is not there."""

import re

import httpx2
import pytest

from mockround.usecases.parts import Parts


def test_home_without_a_round_says_how_to_begin(client: httpx2.Client) -> None:
    html = client.get("/").text
    assert "You have not held a round yet" in html
    assert "42 problems" in html


def test_home_offers_a_running_round_first(client: httpx2.Client, round_url: str) -> None:
    html = client.get("/").text
    assert html.index("Continue") < html.index("Full round")
    assert f'href="{round_url.removeprefix("/api")}"' in html


def test_every_path_shows_each_step_with_its_reason_and_each_checkpoint(client: httpx2.Client, parts: Parts) -> None:
    for path in parts.library.paths.values():
        html = client.get(f"/paths/{path.id}").text
        assert html.count("Why this, here:") == len(path.steps)
        assert html.count("Hold this checkpoint") == len(path.checkpoints)


def test_a_path_shows_the_outcome_that_counts_right(client: httpx2.Client, parts: Parts) -> None:
    path = next(each for each in parts.library.paths.values() if each.outcome_display)
    assert path.outcome_display is not None
    assert path.outcome_display[:40] in client.get(f"/paths/{path.id}").text


def test_every_topic_shows_its_criteria_and_no_editor_note(client: httpx2.Client, parts: Parts) -> None:
    for topic in parts.library.topics.values():
        html = client.get(f"/topics/{topic.key}").text
        assert html.count('class="weight"') == len(topic.criteria)
        assert not topic.editor_note or topic.editor_note[:40] not in html


def test_the_two_topics_of_almost_one_name_are_kept_apart(client: httpx2.Client) -> None:
    assert client.get("/topics/pattern/real-time-delivery").status_code == 200
    assert client.get("/topics/skill/realtime-delivery").status_code == 200
    assert client.get("/topics/skill/real-time-delivery").status_code == 404


def test_problems_can_be_filtered(client: httpx2.Client, parts: Parts) -> None:
    html = client.get("/problems", params={"difficulty": "easy", "level": "mid"}).text
    expected = [each for each in parts.library.problems.values() if each.difficulty == "easy" and "mid" in each.levels]
    assert html.count("Reveal the shape") == len(expected)


def test_a_filter_that_nothing_fits_says_so(client: httpx2.Client) -> None:
    assert "No problem fits all of that" in client.get("/problems", params={"pattern": "no-such"}).text


def test_a_problem_keeps_its_facts_sheet_to_itself(client: httpx2.Client, parts: Parts) -> None:
    problem = parts.library.problems[next(iter(parts.library.problems))]
    html = client.get(f"/problems/{problem.id}").text
    assert problem.facts_if_asked[0].answer not in html
    assert problem.twists[0].inject not in html


@pytest.mark.parametrize("path", ["/paths/no-such", "/topics/pattern/no-such", "/problems/no-such", "/no-such"])
def test_what_is_not_there_is_404_with_a_remedy(client: httpx2.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert re.search(r'<p class="lead">.{10,}</p>', answer.text)


def test_settings_are_kept_and_shape_the_next_round(client: httpx2.Client) -> None:
    wanted = {"level": "staff", "persona": "tough", "minutes": "30", "theme": "dark"}
    saved = client.post("/settings", data=wanted)
    assert (saved.status_code, saved.headers["location"]) == (303, "/settings?saved=true")
    html = client.get("/rounds/new").text
    assert 'data-theme="dark"' in html
    assert re.search(r'value="staff" checked', html)
    assert re.search(r'value="30" checked', html)


def test_settings_outside_the_choices_are_refused_by_name(client: httpx2.Client) -> None:
    answer = client.post("/settings", data={"level": "king"})
    assert answer.status_code == 422
    assert "level" in answer.text


@pytest.mark.parametrize("path", ["/", "/problems", "/rounds", "/rounds/new", "/settings", "/no-such"])
def test_no_page_holds_a_style_or_script_of_its_own(client: httpx2.Client, path: str) -> None:
    html = client.get(path).text
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", html)
    assert re.findall(r"<script[^>]*>", html) == re.findall(r'<script type="module" src="/static/[^"]+">', html)
