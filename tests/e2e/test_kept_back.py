"""A proxy that keeps a stream back until it ends, and passes all else: the page notices, and hears by asking.

Known-bad control: a page that waits for its stream as long as the connection stands.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockround.config import Config
from mockround.server.app import make_site
from mockround.usecases import rounds
from mockround.usecases.parts import Parts
from tests.support.homes import begun
from tests.support.promises import Tally
from tests.support.servers import serving_app

SAID = "Reads outnumber writes a hundred to one, so I begin with the lookup."
ROUNDS = 2
IN_TIME_MS = 8_000
"""Four seconds until the page gives its stream up, two until it asks again, and two for a busy machine."""
TRUSTS_ITS_STREAM = """
const timeout = window.setTimeout;
window.setTimeout = (then, ms, ...more) => timeout(then, ms === 4000 ? 2 ** 30 : ms, ...more);
"""


@dataclass
class KeepsBack:
    """What stands before a site and hands a stream on when it has ended; its head at once, or with the rest."""

    app: ASGIApp
    head_at_once: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_stream = scope["type"] == "http" and scope["path"].endswith("/stream")
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            if self.head_at_once and message["type"] == "http.response.start":
                await send(message)
                return
            kept.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                for each in kept:
                    await send(each)

        await self.app(scope, receive, keep if is_stream else send)


def hears_of_news(page: Page, parts: Parts, folder: Path, *, head_at_once: bool) -> bool:
    """Whether an open page shows, in time, a turn that was sent elsewhere."""
    round_id = begun(parts)
    with serving_app(KeepsBack(make_site(parts, Config(data_dir=folder)), head_at_once)) as url:
        page.goto(f"{url}/rounds/{round_id}")
        rounds.take_turn(parts, round_id, SAID, key="elsewhere")
        try:
            expect(page.locator(".log .turn.candidate")).to_contain_text(SAID, timeout=IN_TIME_MS)
            expect(page.locator("mr-connection")).to_have_text("Polling every 2 s")
            expect(page.locator(".log .turn.interviewer")).to_have_count(2)
        except AssertionError:
            return False
        finally:
            page.goto("about:blank")
        return True


@pytest.mark.parametrize("head_at_once", [True, False], ids=["its head at once", "its head with the rest"])
def test_a_page_whose_stream_is_kept_back_asks_instead(
    page: Page, parts: Parts, tmp_path: Path, head_at_once: bool, tally: Tally
) -> None:
    short = sum(not hears_of_news(page, parts, tmp_path, head_at_once=head_at_once) for _ in range(ROUNDS))
    tally.held("P4", "pages behind a proxy that keeps streams back: news within 8 s", tried=ROUNDS, short=short)


def test_a_page_that_trusts_its_stream_is_caught(page: Page, parts: Parts, tmp_path: Path, tally: Tally) -> None:
    page.add_init_script(TRUSTS_ITS_STREAM)
    caught = not hears_of_news(page, parts, tmp_path, head_at_once=True)
    tally.control("P4", "a page that waits for its stream for ever", tried=1, caught=int(caught))
