"""What a pack brought on the pages, and every page of a round that was held on it once the pack is gone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import httpx2
import pytest

from mockround.config import Config
from mockround.resources import content_dir
from mockround.usecases import packs
from mockround.wiring import serving as served
from tests.support.packs import PROBLEM, TITLE, as_folder, good_pack, topic_pack
from tests.support.servers import serving, wait_for


@contextmanager
def site_of(config: Config) -> Iterator[httpx2.Client]:
    """The site as a start would serve it, with whatever is installed."""
    with (
        served(config) as (parts, _),
        serving(parts, config) as url,
        httpx2.Client(base_url=url, timeout=60) as client,
    ):
        yield client


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data_dir=tmp_path / "data", pace_s=0.0, keys_in_file=True)


def install(config: Config, files: dict[str, str]) -> None:
    packs.install(as_folder(files, config.data_dir.parent / "given"), config.packs_dir, content_dir())


def test_lists_and_pages_say_which_pack_a_problem_is_from(config: Config) -> None:
    install(config, good_pack())
    with site_of(config) as client:
        assert client.get("/problems").text.count("from the pack Lending things") == 1
        page = client.get("/problems/tool-library").text
        assert TITLE in page
        assert "From the pack Lending things 1.0, by Ana; CC0" in page
        assert f"{TITLE} (Lending things)" in client.get("/rounds/new?kind=full").text


PAGES = ("/", "/practice", "/problems", "/rounds", "/rounds/new")
OF_A_ROUND = ("", "/grade", "/replay", "/board")
GONE = "the problem 'food-nearby'"


def begun(client: httpx2.Client) -> str:
    """Start a round on what the pack brought, say something in it, and return its id."""
    made = client.post("/api/rounds", json={"kind": "full", "problem": "food-nearby", "minutes": 20}).json()
    assert client.post(f"/api/rounds/{made['id']}/start").status_code == 202
    assert said(client, made["id"], "I shard by cell.").status_code == 202
    return str(made["id"])


def said(client: httpx2.Client, round_id: str, text: str) -> httpx2.Response:
    key = {"Idempotency-Key": f"{round_id}{len(text)}"}
    return client.post(f"/api/rounds/{round_id}/turns", json={"text": text}, headers=key)


def ended(client: httpx2.Client, round_id: str) -> None:
    assert client.post(f"/api/rounds/{round_id}/ending").status_code == 202


def graded(client: httpx2.Client, round_id: str) -> None:
    wait_for(lambda: client.get(f"/api/rounds/{round_id}").json()["status"] == "graded", 120)


def test_a_graded_round_on_a_pack_stays_readable_when_it_is_gone(config: Config) -> None:
    install(config, topic_pack())
    with site_of(config) as client:
        round_id = begun(client)
        ended(client, round_id)
        graded(client, round_id)
        in_a_week = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
        assert client.post("/practice/date", data={"interview_on": in_a_week}).is_redirect
    packs.remove("near", config.packs_dir)
    with site_of(config) as client:
        addresses = [*PAGES, *(f"/rounds/{round_id}{page}" for page in OF_A_ROUND)]
        assert {each: client.get(each).status_code for each in addresses} == dict.fromkeys(addresses, 200)
        assert "I shard by cell." in client.get(f"/rounds/{round_id}").text


def test_a_round_whose_pack_is_gone_says_so_keeps_all_and_is_graded_when_it_is_back(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    install(config, topic_pack())
    with site_of(config) as client:
        running, over, waiting = (begun(client) for _ in range(3))
        made = client.post("/api/rounds", json={"kind": "full", "problem": "food-nearby", "minutes": 20}).json()
    packs.remove("near", config.packs_dir)
    with site_of(config) as client:
        assert GONE in unescape(client.get(f"/rounds/{running}").text)
        assert said(client, running, "And I keep the hot cells apart.").status_code == 202
        for refused in (f"{running}/hints", f"{made['id']}/start"):
            answer = client.post(f"/api/rounds/{refused}")
            assert (answer.status_code, GONE in answer.json()["detail"]) == (409, True)
            assert "Install the content" in answer.json()["remedy"]
        ended(client, over)
        assert "The grade cannot be made here" in client.get(f"/rounds/{over}/grade").text
        assert client.post(f"/api/rounds/{over}/grades").status_code == 409
        page = client.get(f"/rounds/{made['id']}").text
        assert (GONE in unescape(page), "Start the clock</button>" in page) == (True, False)
    assert [each.message for each in caplog.records if each.levelname == "ERROR"] == []
    install(config, topic_pack())
    with site_of(config) as client:
        graded(client, over)
        ended(client, running)
        graded(client, running)
        told = client.get(f"/api/rounds/{running}").json()
        assert "And I keep the hot cells apart." in str(told)
        assert client.get(f"/rounds/{waiting}").status_code == 200


def test_a_damaged_pack_does_not_keep_the_server_from_starting_and_is_named(config: Config) -> None:
    install(config, good_pack())
    (config.packs_dir / "lending.1" / PROBLEM).write_bytes(b"\0" * 100)
    with site_of(config) as client:
        page = client.get("/problems")
    assert page.status_code == 200
    assert "The pack lending is damaged and left out." in page.text
    assert TITLE not in page.text
