"""A site with one round on it, and a client that speaks to it as our own pages do."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from mockround.config import Config
from mockround.usecases.parts import Parts
from tests.support.servers import serving


@pytest.fixture
def site(parts: Parts, tmp_path: Path) -> Iterator[str]:
    with serving(parts, Config(data_dir=tmp_path)) as url:
        yield url


@pytest.fixture
def client(site: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=site, timeout=20) as made:
        yield made


@pytest.fixture
def round_url(client: httpx2.Client) -> str:
    """The API's address of a full round that has started."""
    made = client.post("/api/rounds", json={"kind": "full", "problem": "url-shortener", "minutes": 20}).json()
    url = f"/api/rounds/{made['id']}"
    assert client.post(f"{url}/start").status_code == 202
    return url
