"""P6: no content that the API's description allows or forbids breaks it: no 5xx, no answer that is not described.

The stream of a round does not end while the round runs: its requests are given five seconds.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockround.config import Config
from mockround.server.app import make_site
from tests.support.clocks import FakeClock
from tests.support.fuzzing import fuzzed
from tests.support.homes import Home, home_in
from tests.support.parts import parts_in
from tests.support.promises import Tally
from tests.support.servers import serving_app


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    folder = tmp_path / "data"
    folder.mkdir()
    with parts_in(folder, FakeClock()) as parts, home_in(parts, folder) as made:
        yield made


def test_the_api_does_what_its_description_says(home: Home, tmp_path: Path, tally: Tally) -> None:
    examples = tally.times(quick=5, night=2000)
    with serving_app(make_site(home.parts, Config(data_dir=home.folder))) as url:
        found = fuzzed(url, tmp_path, examples=examples)
    assert found.cases > 500, "next to nothing was tried"
    tally.held(
        "P6",
        "examples an operation of the API, besides every edge of its description",
        tried=examples,
        short=found.failures,
    )


class Undescribed:
    """A site that answers in two ways of which its description knows nothing, and breaks in a third."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def changed(message: Message) -> None:
            told = {404: 418, 409: 500}
            if message["type"] == "http.response.start":
                message = {**message, "status": told.get(message["status"], message["status"])}
            await send(message)

        await self._app(scope, receive, changed if scope["type"] == "http" else send)


def test_the_check_sees_an_api_that_does_otherwise(home: Home, tmp_path: Path, tally: Tally) -> None:
    site = make_site(home.parts, Config(data_dir=home.folder))
    with serving_app(Undescribed(site)) as url:
        found = fuzzed(url, tmp_path, examples=2, phases="examples")
    kinds = {each.partition(":")[0] for each in found.failures}
    wanted = {"Undocumented status code", "Server error"}
    tally.control("P6", "an API that answers otherwise, and one that breaks", tried=2, caught=len(kinds & wanted))
