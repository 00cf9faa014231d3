"""What a candidate sees while a model makes it wait or fails: why, for how long, and a button at the end of each wait.

Known-bad control: a page whose buttons are gone.
"""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.models import answered, set_up
from tests.support.answers import Fault, chunk, refusal, reply
from tests.support.promises import Tally
from tests.support.upstream import Caller, upstream

SIZES = ((360, 740), (1440, 900))
GO_ON = "Go on with the embedded interviewer"
CHECK = "waits for a model in the page: a reason, and a button that ends it"


@pytest.fixture(scope="module")
def one_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of this file's own: who interviews is chosen in it again and again."""
    site = Site(tmp_path_factory.mktemp("waits"))
    site.start()
    yield site
    site.stop()


def is_designed(page: Page) -> bool:
    """Whether the page fits a phone and a desk, and everybody can use it."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            return False
    return not Axe().run(page).violations_count


def offers(page: Page, reason: str, button: str) -> bool:
    notice = page.locator(".model-failed").last
    expect(notice).to_contain_text(reason)
    return notice.get_by_role("button", name=button).is_visible() and is_designed(page)


def goes_on(page: Page) -> None:
    page.get_by_role("button", name=GO_ON).click()
    expect(page.locator(".log .turn.interviewer")).to_have_count(2)
    expect(page.get_by_role("button", name=GO_ON)).to_have_count(0)


def test_a_limited_rate_counts_down_and_then_the_model_speaks(page: Page, one_site: Site, tally: Tally) -> None:
    good = reply("What becomes of a reader without it?")
    with upstream(refusal(429, headers={"Retry-After": "15"}), good) as server:
        set_up(page, one_site, server.url, "busy")
        answered(page, one_site)
        waiting = page.locator(".asked-again")
        expect(waiting).to_contain_text(re.compile(r"busy limits our rate. It is asked again in 0:[01]\d"))
        short = int(not page.get_by_role("button", name="Do not wait").is_visible())
        expect(page.locator(".log .turn.interviewer").last).to_contain_text("What becomes of a reader", timeout=60_000)
        expect(waiting).to_be_hidden()
        expect(page.get_by_role("button", name="Do not wait")).to_be_hidden()
    tally.held("P4", CHECK, tried=1, short=short)


def test_nobody_has_to_wait(page: Page, one_site: Site, tally: Tally) -> None:
    with upstream(refusal(429, headers={"Retry-After": "59"})) as server:
        set_up(page, one_site, server.url, "busier")
        answered(page, one_site)
        expect(page.locator(".asked-again")).to_contain_text(re.compile(r"asked again in 0:\d\d"))
        page.reload()
        expect(page.locator(".asked-again")).to_contain_text(re.compile(r"asked again in 0:\d\d"))
        short = int(not is_designed(page))
        page.get_by_role("button", name="Do not wait").click()
        short += not offers(page, "You stopped it.", GO_ON)
        expect(page.locator(".asked-again")).to_be_hidden()
        goes_on(page)
        assert len(server.requests) == 1
    tally.held("P4", CHECK, tried=1, short=short)


def test_a_long_wait_is_told_and_not_begun(page: Page, one_site: Site, tally: Tally) -> None:
    with upstream(refusal(429, headers={"Retry-After": "3600"})) as server:
        set_up(page, one_site, server.url, "busiest")
        answered(page, one_site)
        short = int(not offers(page, "It asks to be left alone for 60 min.", GO_ON))
        goes_on(page)
    tally.held("P4", CHECK, tried=1, short=short)


def test_a_server_that_is_not_there_is_named_and_can_be_asked_again(page: Page, one_site: Site, tally: Tally) -> None:
    set_up(page, one_site, "http://127.0.0.1:9/v1", "gone")
    answered(page, one_site)
    short = int(
        not offers(page, "Nothing listens at the endpoint. Start the model server, or correct the endpoint.", GO_ON)
    )
    goes_on(page)
    tally.held("P4", CHECK, tried=1, short=short)


def test_a_reply_that_is_cut_off_is_kept_and_labelled(page: Page, one_site: Site, tally: Tally) -> None:
    async def cut(caller: Caller) -> None:
        await caller.begin_stream()
        await caller.piece(chunk({"content": "You put a cache in front. "}))
        await caller.pause()
        caller.reset()

    with upstream(cut, reply("What becomes of a reader without it?")) as server:
        set_up(page, one_site, server.url, "moody")
        answered(page, one_site)
        short = int(not offers(page, "The connection broke off.", "Ask moody again"))
        expect(page.locator(".model-failed blockquote")).to_contain_text("You put a cache in front.")
        page.get_by_role("button", name="Ask moody again").click()
        expect(page.locator(".log .turn.interviewer").last).to_contain_text("What becomes of a reader")
    tally.held("P4", CHECK, tried=1, short=short)


def test_a_model_that_stalls_can_be_stopped_and_ends_by_itself(page: Page, one_site: Site, tally: Tally) -> None:
    with upstream(Fault.SILENCE) as server:
        set_up(page, one_site, server.url, "slow")
        answered(page, one_site)
        expect(page.locator(".speaking")).to_be_visible()
        short = int(not (page.get_by_role("button", name="Stop the interviewer").is_visible() and is_designed(page)))
        short += not offers(page, "The model did not begin to speak in time.", GO_ON)
        goes_on(page)
    tally.held("P4", CHECK, tried=2, short=short)


def test_a_notice_without_a_button_is_caught(page: Page, one_site: Site, tally: Tally) -> None:
    with upstream(refusal(401)) as server:
        set_up(page, one_site, server.url, "locked")
        answered(page, one_site)
        expect(page.locator(".model-failed")).to_be_visible()
        page.evaluate("document.querySelector('.model-failed form').hidden = true")
        caught = int(not offers(page, "There is no key for this host.", GO_ON))
    tally.control("P4", "a notice whose buttons are gone", tried=1, caught=caught)
