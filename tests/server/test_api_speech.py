"""Recordings over HTTP: audio alone comes through, no more of it than a recording has, and only from our own page."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from mockround.config import Config
from mockround.llm.failures import Trouble
from mockround.llm.speech import ENDINGS, MAX_BYTES
from mockround.usecases import profiles
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.scripted import HEARS, Scripted, hears
from tests.support.servers import serving

WEBM = {"Content-Type": "audio/webm;codecs=opus"}


@pytest.fixture
def model() -> Scripted:
    return Scripted()


@pytest.fixture
def parts(tmp_path: Path, model: Scripted) -> Iterator[Parts]:
    with parts_in(tmp_path, FakeClock(), model) as made:
        hears(made)
        yield made


@pytest.fixture
def site(parts: Parts, tmp_path: Path) -> Iterator[str]:
    with serving(parts, Config(data_dir=tmp_path)) as url:
        yield url


def test_a_recording_goes_in_and_text_comes_out(client: httpx2.Client, round_url: str, model: Scripted) -> None:
    model.transcripts = ["A cache in front."]
    answer = client.post(f"{round_url}/speech", content=b"sound", headers=WEBM)
    assert (answer.status_code, answer.json()) == (200, {"text": "A cache in front."})
    assert [(each.kind, each.audio) for each in model.recordings] == [("audio/webm", b"sound")]
    events = [each["event"]["type"] for each in client.get(round_url).json()["log"]]
    assert "candidate-spoke" not in events


@pytest.mark.parametrize("kind", ENDINGS)
def test_every_kind_that_browsers_record_is_taken(
    client: httpx2.Client, round_url: str, model: Scripted, kind: str
) -> None:
    model.transcripts = ["yes"]
    assert client.post(f"{round_url}/speech", content=b"sound", headers={"Content-Type": kind}).status_code == 200


@pytest.mark.parametrize(
    "kind", ["", "application/json", "text/plain", "multipart/form-data; boundary=x", "video/webm", "audio/x-unknown"]
)
def test_anything_else_is_refused(client: httpx2.Client, round_url: str, model: Scripted, kind: str) -> None:
    refused = client.post(f"{round_url}/speech", content=b"sound", headers={"Content-Type": kind})
    assert refused.status_code == 415
    assert "audio/webm" in refused.json()["remedy"]
    assert model.recordings == []


def test_no_other_address_takes_audio(client: httpx2.Client, round_url: str) -> None:
    for path in (f"{round_url}/turns", f"{round_url}/speech/", "/api/rounds", "/rounds"):
        assert client.post(path, content=b"sound", headers=WEBM).status_code == 415


def test_what_is_larger_than_a_recording_is_refused_before_it_is_read(client: httpx2.Client, round_url: str) -> None:
    refused = client.post(f"{round_url}/speech", content=b"x" * (MAX_BYTES + 1), headers=WEBM)
    assert (refused.status_code, refused.json()["title"]) == (413, "The request is larger than 25 MiB.")


def test_a_recording_that_does_not_say_its_size_is_cut_off_at_the_limit(
    client: httpx2.Client, round_url: str, model: Scripted
) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(30):
            yield b"x" * 1024 * 1024

    refused = client.post(f"{round_url}/speech", content=endless(), headers=WEBM)
    assert refused.status_code == 413
    assert model.recordings == []


def test_a_recording_that_another_site_sends_is_refused(client: httpx2.Client, round_url: str, model: Scripted) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post(f"{round_url}/speech", content=b"sound", headers={**WEBM, **headers}).status_code == 403
    assert model.recordings == []


def test_a_failure_says_what_to_do(client: httpx2.Client, round_url: str, model: Scripted) -> None:
    model.transcripts = [Trouble.KEY_REJECTED]
    refused = client.post(f"{round_url}/speech", content=b"sound", headers=WEBM)
    assert refused.status_code == 503
    assert refused.json()["title"] == "The endpoint rejects the key."
    assert "valid key" in refused.json()["remedy"]


def test_without_a_model_that_hears_nothing_is_sent(client: httpx2.Client, round_url: str, parts: Parts) -> None:
    profiles.remove(parts, HEARS.name)
    refused = client.post(f"{round_url}/speech", content=b"sound", headers=WEBM)
    assert (refused.status_code, refused.json()["remedy"]) == (409, "Choose one in Settings, Speaking.")


def test_the_page_offers_the_models_that_hear_and_the_round_says_where_the_recording_goes(
    client: httpx2.Client, parts: Parts
) -> None:
    far = HEARS.model_copy(update={"name": "far", "endpoint": "https://speech.example/v1"})
    profiles.save(parts, far)
    html = client.get("/settings/speaking").text
    assert 'value="model:ear" checked' in html
    assert "far, at speech.example" in html
    made = client.post("/api/rounds", json={"kind": "full", "problem": "url-shortener"}).json()
    assert "turned into text on this machine" in client.get(made["url"]).text
    form = {"speech": "model:far", "talk": "toggle"}
    assert client.post("/settings/speaking", data=form).status_code == 303
    assert "sent to speech.example" in client.get(made["url"]).text
    client.post(f"{made['url'].replace('/rounds', '/api/rounds')}/start")
    page = client.get(made["url"])
    assert "microphone=(self)" in page.headers["permissions-policy"]
    assert '<mr-record hidden data-round="' in page.text
    assert client.post("/settings/speaking", data={"speech": "model:nobody"}).status_code == 404
