"""The whole way, as a person goes it: set up, tested, a round, both grades; all in a real server's own process."""

import signal
from pathlib import Path
from typing import Any

import httpx2
import pytest

from mockround.rounds.voices import EMBEDDED
from tests.golden.scripts import NARRATE
from tests.realmodel.conftest import CLIENTS, Llama
from tests.support.held import Say
from tests.support.programs import Start
from tests.support.programs import start as start
from tests.support.servers import Told, events_of, wait_for

pytestmark = pytest.mark.timeout(900)
PATIENCE_S = 600.0
SAID = [each.text for each in NARRATE.steps if isinstance(each, Say)]


def post(client: httpx2.Client, path: str, form: dict[str, str]) -> httpx2.Response:
    return client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin"})


def set_up(client: httpx2.Client, llama: Llama, via: str) -> None:
    patience = dict.fromkeys(("first_token_s", "idle_s"), "60") | {"total_s": "120", "grade_total_s": "120"}
    form = {"name": "local", "via": via, "endpoint": llama.endpoint, "model": CLIENTS[via], "purpose": "both"}
    assert post(client, "/settings/models", form | patience).status_code == 303
    assert post(client, "/settings/models/roles", {"interviewer": "local", "grader": "local"}).status_code == 303


def spoken(client: httpx2.Client, url: str, words: list[str]) -> list[Told]:
    """Start the round and say `words`, each after the interviewer has spoken; return all that was streamed of it."""
    told: list[Told] = []
    with client.stream("GET", f"{url}/stream") as response:
        assert client.post(f"{url}/start").status_code == 202
        left = list(words)
        for event in events_of(response):
            told.append(event)
            if event.event == "interviewer-spoke":
                if not left:
                    return told
                assert client.post(f"{url}/turns", json={"text": left.pop(0)}).status_code == 202
    raise AssertionError("the stream ended before the last word was answered")


def graded(client: httpx2.Client, url: str) -> list[dict[str, Any]]:
    """End the round, wait for both of its grades, and return them."""
    assert client.post(f"{url}/ending").status_code == 202
    wait_for(lambda: len(client.get(f"{url}/grades").json()) == 2, PATIENCE_S)
    return [each["report"] for each in client.get(f"{url}/grades").json()]


@pytest.mark.parametrize("via", CLIENTS)
def test_from_the_settings_to_both_grades(
    via: str, llama: Llama, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else-4711")
    served = start(tmp_path)
    with httpx2.Client(base_url=served.url, timeout=120) as client:
        set_up(client, llama, via)
        page = post(client, "/settings/models/local/test", {}).text
        assert "local: it works" in page
        assert "<dt>JSON</dt><dd>json_schema</dd>" in page

        made = client.post("/api/rounds", json={"kind": "narrate", "topic": "read-heavy"}).json()
        url = f"/api/rounds/{made['id']}"
        told = spoken(client, url, SAID)
        log = client.get(url).json()["log"]
        streamed = [each.data["seq"] for each in told if each.id is not None]
        assert streamed == [each["seq"] for each in log][: len(streamed)]
        turns = [each["event"] for each in log if each["event"]["type"] == "interviewer-spoke"]
        by_model = [each["delivery"] for each in turns if each["delivery"] is not None]
        assert {(each["profile"], each["via"], each["attempts"]) for each in by_model} == {("local", via, 1)}
        assert len(by_model) >= len(SAID) - 1

        embedded, model = graded(client, url)
        assert (embedded["provenance"]["grader"], model["provenance"]["grader"]) == (EMBEDDED, "local")
        assert model["provenance"]["tokens"] > 1000
        results = [each for unit in model["units"] for each in unit["criteria"]]
        assert results
        assert {each["verdict"] for each in results if not each["quotes"]} <= {"missing"}
        assert "local" in client.get(f"/rounds/{made['id']}/grade").text
    code, _ = served.stopped(signal.SIGTERM)
    assert code == 0
    assert "Traceback" not in served.process.communicate()[1]
