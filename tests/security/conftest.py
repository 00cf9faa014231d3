"""Somebody's home, and the site that serves it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mockround.config import Config
from mockround.usecases.parts import Parts
from tests.support.homes import Home, home_in
from tests.support.servers import serving


@pytest.fixture
def home(parts: Parts, tmp_path: Path) -> Iterator[Home]:
    with home_in(parts, tmp_path) as made:
        yield made


@pytest.fixture
def site(home: Home) -> Iterator[str]:
    with serving(home.parts, Config(data_dir=home.folder)) as url:
        yield url
