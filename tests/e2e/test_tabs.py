"""Many tabs in one browser: one long stream for all of them, every click answered, and none misses or doubles an event.

Known-bad control: tabs that know nothing of each other, each with a stream of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, TimeoutError, expect
from starlette.types import ASGIApp, Receive, Scope, Send

from mockround.config import Config
from mockround.rounds.events import RoundId
from mockround.server.app import make_site
from mockround.usecases import rounds
from mockround.usecases.parts import Parts
from tests.support.homes import begun
from tests.support.promises import Tally
from tests.support.servers import serving_app

TABS = 12
SURVIVORS = 3
SAID = "Reads outnumber writes a hundred to one, so I begin with the lookup."
PATIENCE_MS = 60_000
HANGS_AFTER_MS = 4_000
SEEN = "window.seen = []; document.addEventListener('mr:event', (told) => window.seen.push(told.detail.seq));"
ALONE = """
Object.defineProperty(navigator, "locks", { value: { request: async (name, _, use) => use({ name }) } });
"""
"""Each tab believes that it is the only one."""

HAS_THE_STREAM = """
() => navigator.locks.request(`who-${Math.random()}`, async (mine) => {
  const { held } = await navigator.locks.query();
  const me = held.find((each) => each.name === mine.name).clientId;
  return held.some((each) => each.name === "mockround-stream" && each.clientId === me);
})
"""
ANSWERED = """
(patience) => Promise.race([
  fetch("/healthz").then((answer) => answer.ok), new Promise((late) => setTimeout(() => late(false), patience)),
])
"""


class Streams:
    """An application, and how many of its streams are open."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.open = 0
        self.most = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_stream = scope["type"] == "http" and scope["path"].endswith("/stream")
        self.open += is_stream
        self.most = max(self.most, self.open)
        try:
            await self._app(scope, receive, send)
        finally:
            self.open -= is_stream


@contextmanager
def served(parts: Parts, folder: Path) -> Iterator[tuple[str, Streams]]:
    streams = Streams(make_site(parts, Config(data_dir=folder)))
    with serving_app(streams) as url:
        yield url, streams


def tabs(context: BrowserContext, url: str, held: Sequence[RoundId]) -> list[Page]:
    context.add_init_script(SEEN)
    opened = []
    for round_id in held:
        page = context.new_page()
        page.goto(f"{url}/rounds/{round_id}", wait_until="domcontentloaded", timeout=PATIENCE_MS)
        opened.append(page)
    return opened


def sends(page: Page, text: str) -> None:
    page.get_by_label("Your answer").fill(text)
    page.get_by_role("button", name="Send").click()


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait, and let the browser's own events through meanwhile."""
    for _ in range(PATIENCE_MS // 100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"waited for {PATIENCE_MS // 1000} seconds in vain")


def spoken_out(parts: Parts, round_id: RoundId) -> bool:
    return not rounds.state(parts, round_id).owed


def events_seen(page: Page) -> list[int]:
    seen: list[int] = page.evaluate("window.seen")
    return seen


@pytest.mark.parametrize("different", [1, TABS], ids=["on the same round", "on different rounds"])
def test_twelve_tabs_share_one_stream_and_every_click_is_answered(
    context: BrowserContext, parts: Parts, tmp_path: Path, different: int, tally: Tally
) -> None:
    held = [begun(parts) for _ in range(different)] * (TABS // different)
    with served(parts, tmp_path) as (url, streams):
        opened = tabs(context, url, held)
        short = []
        for number, (page, round_id) in enumerate(zip(opened, held, strict=True)):
            sends(page, f"{SAID} Tab {number}.")
            expect(page.locator(".log .turn.candidate").last).to_contain_text(f"Tab {number}.", timeout=PATIENCE_MS)
            until(page, lambda held=round_id: spoken_out(parts, held))  # type: ignore[misc]  # a default is no shape of its own
        for page, round_id in zip(opened, held, strict=True):
            last = rounds.state(parts, round_id).seq
            until(page, lambda page=page, last=last: events_seen(page)[-1:] == [last])  # type: ignore[misc]
            seen = events_seen(page)
            if seen != list(range(seen[0], last + 1)):
                short.append(seen)
        tally.held("P4", "clicks in twelve tabs of one browser, all answered", tried=TABS)
        tally.held("P2", "tabs that show every event of their round once", tried=TABS, short=short)
        tally.held("P4", "browsers with twelve tabs, one stream each", tried=1, short=streams.most - 1)
        for page in opened:
            page.close()


def closed(page: Page) -> Callable[[], None]:
    page.close()
    return lambda: None


def hung(page: Page) -> Callable[[], None]:
    """Stop its scripts in the middle of a statement, as an endless loop would, without heating the room."""
    session = page.context.new_cdp_session(page)
    session.send("Debugger.enable")
    session.send("Debugger.pause")

    def back() -> None:
        session.send("Debugger.disable")

    return back


def frozen(page: Page) -> Callable[[], None]:
    """As a browser does it: the page is told, then it stands still. DevTools freezes no page that is seen."""
    page.evaluate("document.dispatchEvent(new Event('freeze'))")
    thawed = hung(page)

    def back() -> None:
        thawed()
        page.evaluate("document.dispatchEvent(new Event('resume'))")

    return back


@pytest.mark.parametrize("how", [closed, frozen, hung], ids=["closed", "frozen", "hung"])
def test_where_the_tab_with_the_stream_is_gone_another_takes_over(
    context: BrowserContext, parts: Parts, tmp_path: Path, how: Callable[[Page], Callable[[], None]], tally: Tally
) -> None:
    round_id = begun(parts)
    with served(parts, tmp_path) as (url, streams):
        leader, *others = tabs(context, url, [round_id] * (1 + SURVIVORS))
        until(others[0], lambda: streams.open == 1)
        rounds.take_turn(parts, round_id, f"{SAID} Before.", key="before")
        for page in others:
            expect(page.locator(".log")).to_contain_text("Before.", timeout=PATIENCE_MS)
        back = how(leader)
        rounds.take_turn(parts, round_id, f"{SAID} Meanwhile.", key="meanwhile")
        until(others[0], lambda: leads(others))
        rounds.take_turn(parts, round_id, f"{SAID} After.", key="after")
        until(others[0], lambda: spoken_out(parts, round_id))
        back()
        until(others[0], lambda: streams.open == 1)
        last = rounds.state(parts, round_id).seq
        short = []
        for page in others if leader.is_closed() else (*others, leader):
            until(others[0], lambda page=page: events_seen(page)[-1:] == [last])  # type: ignore[misc]
            seen = events_seen(page)
            short += [seen] if seen != list(range(seen[0], last + 1)) else []
        tally.held("P2 P4", "tabs whose leader was closed, frozen or hung", tried=SURVIVORS, short=short)
        for page in context.pages:
            page.close()


def leads(pages: Sequence[Page]) -> bool:
    """Whether one of the tabs has the browser's stream."""
    return any(page.evaluate(HAS_THE_STREAM) for page in pages)


def test_tabs_that_know_nothing_of_each_other_are_caught(
    context: BrowserContext, parts: Parts, tmp_path: Path, tally: Tally
) -> None:
    context.add_init_script(ALONE)
    round_id = begun(parts)
    tried = TABS // 2 + 2
    with served(parts, tmp_path) as (url, streams):
        stuck = 0
        for _ in range(tried):
            page = context.new_page()
            try:
                page.goto(f"{url}/rounds/{round_id}", wait_until="domcontentloaded", timeout=HANGS_AFTER_MS)
                stuck += not page.evaluate(ANSWERED, HANGS_AFTER_MS)
            except TimeoutError:
                stuck += 1
        tally.control("P2 P4", "a stream for each tab", tried=1, caught=int(stuck > 0 and streams.most > 1))
        for page in context.pages:
            page.close()
