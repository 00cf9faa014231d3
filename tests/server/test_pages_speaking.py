"""Speaking: off until it is chosen, said plainly where it leads, and no page has the microphone before that."""

import httpx2
import pytest

from mockround.usecases import preferences
from mockround.usecases.parts import Parts

NOBODY = "microphone=()"
OURSELVES = "microphone=(self)"


def post(client: httpx2.Client, form: dict[str, str]) -> httpx2.Response:
    return client.post("/settings/speaking", data=form, headers={"Sec-Fetch-Site": "same-origin"})


def microphone(client: httpx2.Client, path: str) -> str:
    return client.get(path).headers["permissions-policy"].rpartition(", ")[2]


def test_speaking_is_off_by_default_and_the_page_says_where_the_audio_may_go(
    client: httpx2.Client, parts: Parts, round_url: str
) -> None:
    assert preferences.read(parts).speech == "off"
    assert "The audio may leave this machine" in client.get("/settings/speaking").text
    html = client.get(round_url.removeprefix("/api")).text
    assert "mr-dictate" not in html


def test_a_choice_is_kept_and_the_others_stay(client: httpx2.Client, parts: Parts) -> None:
    client.post("/settings", data={"level": "staff"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert post(client, {"speech": "browser", "talk": "toggle"}).status_code == 303
    chosen = preferences.read(parts)
    assert (chosen.speech, chosen.talk, chosen.level) == ("browser", "toggle", "staff")
    assert 'value="browser" checked' in client.get("/settings/speaking?saved=true").text


@pytest.mark.parametrize("form", [{"speech": "parrot"}, {"talk": "shout"}])
def test_what_is_not_among_the_choices_is_refused(client: httpx2.Client, parts: Parts, form: dict[str, str]) -> None:
    refused = post(client, form)
    assert refused.status_code == 422
    assert next(iter(form)) in refused.text
    assert preferences.read(parts) == preferences.Preferences()


def test_only_the_page_of_a_running_round_of_who_speaks_may_use_the_microphone(
    client: httpx2.Client, round_url: str
) -> None:
    page = round_url.removeprefix("/api")
    assert microphone(client, page) == NOBODY
    post(client, {"speech": "browser"})
    assert microphone(client, page) == OURSELVES
    for other in ("/", "/settings/speaking", "/api/rounds", "/rounds", "/healthz"):
        assert microphone(client, other) == NOBODY
    client.post(f"{round_url}/ending", json={})
    assert microphone(client, page) == NOBODY


def test_before_the_clock_starts_it_is_said_what_the_browser_may_do(client: httpx2.Client) -> None:
    made = client.post("/api/rounds", json={"kind": "full", "problem": "url-shortener"}).json()
    said = "your browser turns it into text, and may send what you say to its maker"
    assert said not in client.get(made["url"]).text
    post(client, {"speech": "browser"})
    assert said in client.get(made["url"]).text
