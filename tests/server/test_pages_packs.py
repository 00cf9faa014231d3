"""What a pack brought on the pages, and every page of a round that was held on it once the pack is gone."""

from collections.abc import Iterator
from contextlib import contextmanager
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


def test_a_graded_round_on_a_pack_stays_readable_when_it_is_gone(config: Config) -> None:
    install(config, topic_pack())
    with site_of(config) as client:
        made = client.post("/api/rounds", json={"kind": "full", "problem": "food-nearby", "minutes": 20}).json()
        url = f"/api/rounds/{made['id']}"
        assert client.post(f"{url}/start").status_code == 202
        said = client.post(f"{url}/turns", json={"text": "I shard by cell."}, headers={"Idempotency-Key": "k" * 20})
        assert said.status_code == 202
        assert client.post(f"{url}/ending").status_code == 202
        wait_for(lambda: client.get(url).json()["status"] == "graded", 120)
    packs.remove("near", config.packs_dir)
    with site_of(config) as client:
        addresses = [*PAGES, *(f"/rounds/{made['id']}{page}" for page in OF_A_ROUND)]
        assert {each: client.get(each).status_code for each in addresses} == dict.fromkeys(addresses, 200)
        assert "I shard by cell." in client.get(f"/rounds/{made['id']}").text


def test_a_damaged_pack_does_not_keep_the_server_from_starting_and_is_named(config: Config) -> None:
    install(config, good_pack())
    (config.packs_dir / "lending.1" / PROBLEM).write_bytes(b"\0" * 100)
    with site_of(config) as client:
        page = client.get("/problems")
    assert page.status_code == 200
    assert "The pack lending is damaged and left out." in page.text
    assert TITLE not in page.text
