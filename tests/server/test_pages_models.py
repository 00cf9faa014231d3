"""The models page: what is typed is kept or shown again, a key is never shown, and a round says who speaks."""

import httpx2
import pytest

from mockround.llm.failures import Trouble
from mockround.rounds.events import RoundId
from mockround.server.words import trouble
from mockround.usecases import preferences, profiles
from mockround.usecases.parts import Parts
from tests.support.servers import wait_for

KEY = "sk-abcdefgh-ijklmnop-1234"
TYPED = {
    "name": "local",
    "via": "openai",
    "endpoint": "http://127.0.0.1:9/v1",
    "model": "tiny",
    "purpose": "both",
    "key": "",
    "key_variable": "",
    "total_s": "5",
    "criteria_a_call": "1",
    "cost_cap_usd": "",
}


def post(client: httpx2.Client, path: str, form: dict[str, str]) -> httpx2.Response:
    return client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin"})


def test_without_a_model_the_page_says_that_none_is_needed(client: httpx2.Client) -> None:
    html = client.get("/settings/models").text
    assert "No model yet" in html
    assert "work without a model" in html


def test_a_profile_is_kept_and_shown(client: httpx2.Client, parts: Parts) -> None:
    assert post(client, "/settings/models", TYPED).status_code == 303
    assert profiles.named(parts, "local").limits.total_s == 5
    html = client.get("/settings/models?saved=local").text
    assert "http://127.0.0.1:9/v1" in html
    assert "local is set up" in html


def test_a_key_is_kept_and_never_shown(client: httpx2.Client, parts: Parts) -> None:
    post(client, "/settings/models", {**TYPED, "key": KEY})
    for path in ("/settings/models", "/settings/models?edit=local", "/settings", "/api/rounds"):
        assert KEY not in client.get(path).text
    assert "ends in 1234" in client.get("/settings/models").text
    post(client, "/settings/models", {**TYPED, "model": "other"})
    assert "ends in 1234" in client.get("/settings/models").text


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("endpoint", "not an address", "no http address"),
        ("name", "Has Space", "name"),
        ("total_s", "soon", "no number"),
        ("cost_cap_usd", "-1", "cost_cap_usd"),
    ],
)
def test_what_is_refused_is_shown_again_as_it_was_typed_but_for_the_key(
    client: httpx2.Client, field: str, value: str, complaint: str
) -> None:
    answer = post(client, "/settings/models", {**TYPED, "key": KEY, field: value})
    assert answer.status_code == 422
    assert complaint in answer.text
    assert f'value="{value}"' in answer.text
    assert 'value="tiny"' in answer.text
    assert KEY not in answer.text


def test_markup_in_a_model_name_stays_text(client: httpx2.Client) -> None:
    post(client, "/settings/models", {**TYPED, "model": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in client.get("/settings/models").text


def test_a_test_says_what_is_wrong_and_which_setting(client: httpx2.Client) -> None:
    post(client, "/settings/models", TYPED)
    html = post(client, "/settings/models/local/test", {}).text
    assert "Nothing listens at the endpoint" in html
    assert "it does not work yet" in html


def test_roles_are_chosen_and_the_other_settings_stay(client: httpx2.Client, parts: Parts) -> None:
    post(client, "/settings/models", TYPED)
    form = {"interviewer": "local", "grader": "local", "when_model_fails": "embedded"}
    assert post(client, "/settings/models/roles", form).status_code == 303
    post(client, "/settings", {"level": "staff", "minutes": "30", "persona": "tough", "theme": "dark"})
    chosen = preferences.read(parts)
    assert (chosen.interviewer, chosen.grader, chosen.when_model_fails) == ("local", "local", "embedded")
    assert chosen.level == "staff"


def test_an_unknown_profile_cannot_be_chosen_or_tested(client: httpx2.Client) -> None:
    assert post(client, "/settings/models/roles", {"interviewer": "nobody"}).status_code == 404
    assert post(client, "/settings/models/nobody/test", {}).status_code == 404
    assert client.get("/settings/models?edit=nobody").status_code == 404


def test_a_removed_profile_is_gone(client: httpx2.Client, parts: Parts) -> None:
    post(client, "/settings/models", TYPED)
    assert post(client, "/settings/models/local/removal", {}).status_code == 303
    assert profiles.profiles(parts) == ()


def test_looking_on_this_machine_says_what_was_asked(client: httpx2.Client) -> None:
    html = client.post("/settings/models/search").text
    assert "No model server answers" in html or "Set up" in html


def test_a_round_whose_model_fails_offers_both_ways_on(client: httpx2.Client, parts: Parts) -> None:
    post(client, "/settings/models", TYPED)
    profiles.use(parts, "local", "interviewer")
    made = client.post("/api/rounds", json={"kind": "narrate", "topic": "read-heavy"}).json()
    url = f"/api/rounds/{made['id']}"
    assert "come from your model local" in client.get(made["url"]).text
    client.post(f"{url}/start")
    wait_for(lambda: len(parts.store.log.state(RoundId(made["id"])).turns) == 1)
    client.post(f"{url}/turns", json={"text": "I put a cache in front of the lookups and one primary behind it."})
    wait_for(lambda: parts.store.log.state(RoundId(made["id"])).stalled)
    html = client.get(made["url"]).text
    assert "Nothing listens at the endpoint" in html
    assert "Go on with the embedded interviewer" in html
    answer = post(client, f"{made['url']}/interviewer", {"choice": "embedded"})
    assert answer.status_code == 303
    wait_for(lambda: len(parts.store.log.state(RoundId(made["id"])).turns) == 3)
    state = parts.store.log.state(RoundId(made["id"]))
    assert state.turns[-1].spoken_by == "embedded"
    assert "Go on with the embedded interviewer</button>" not in client.get(made["url"]).text


def test_every_trouble_can_be_shown() -> None:
    assert all(len(trouble(each.value)) > 20 for each in Trouble)


def test_the_page_of_an_ended_round_offers_a_second_grade_with_its_estimate(
    client: httpx2.Client, parts: Parts
) -> None:
    post(client, "/settings/models", TYPED)
    made = client.post("/api/rounds", json={"kind": "narrate", "topic": "read-heavy"}).json()
    url = f"/api/rounds/{made['id']}"
    client.post(f"{url}/start")
    client.post(f"{url}/turns", json={"text": "One primary behind a cache."})
    client.post(f"{url}/ending")
    wait_for(lambda: client.get(f"{url}/grades").json())
    html = client.get(f"{made['url']}/grade").text
    assert "Grade by local" in html
    assert "cost n/a" in html
    assert post(client, f"{made['url']}/grades", {"grader": "local"}).status_code == 303
    wait_for(lambda: parts.store.log.state(RoundId(made["id"])).stopped)
    html = client.get(f"{made['url']}/grade").text
    assert "local gave no grade" in html
    assert "Nothing listens at the endpoint" in html
