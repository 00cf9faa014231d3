"""A model in a real browser: set up, watched while it thinks and speaks, stopped, and replaced when it fails."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, Watched
from tests.e2e.models import answered, set_up
from tests.support.answers import Fault, refusal, reply, streamed
from tests.support.upstream import Caller, upstream


def test_a_model_speaks_in_the_round_and_its_turn_bears_its_name(page: Page, own_site: Site, watched: Watched) -> None:
    with upstream(reply("You put a cache in front. ", "What becomes of a reader without it?")) as server:
        set_up(page, own_site, server.url, "local")
        answered(page, own_site)
        turn = page.locator(".log .turn.interviewer").last
        expect(turn).to_contain_text("What becomes of a reader without it?")
        expect(turn.locator(".tag")).to_have_text("local")
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith((own_site.url, "data:"))] == []


def test_a_model_that_thinks_too_long_can_be_stopped(page: Page, own_site: Site) -> None:
    async def slow(caller: Caller) -> None:
        await caller.begin_stream()
        await caller.piece(b'data: {"choices": [{"delta": {"content": "You put a cache in front. "}}]}\n\n')
        await caller.hang()

    with upstream(slow) as server:
        set_up(page, own_site, server.url, "slow")
        answered(page, own_site)
        expect(page.locator(".speaking .words")).to_contain_text("You put a cache in front.")
        page.get_by_role("button", name="Stop the interviewer").click()
        turn = page.locator(".log .turn.interviewer").last
        expect(turn).to_contain_text("You put a cache in front.", timeout=8000)
        expect(turn).to_contain_text("Interrupted")
        expect(page.get_by_role("button", name="Stop the interviewer")).to_be_hidden()


def test_a_failure_says_what_is_wrong_and_one_click_goes_on(page: Page, own_site: Site) -> None:
    with upstream(refusal(401)) as server:
        set_up(page, own_site, server.url, "locked")
        answered(page, own_site)
        notice = page.locator(".model-failed")
        expect(notice).to_contain_text("Your answer is kept, and the clock runs")
        assert Axe().run(page).violations_count == 0
        notice.get_by_role("button", name="Go on with the embedded interviewer").click()
        expect(page.locator(".log .turn.interviewer")).to_have_count(2)
        expect(page.get_by_role("button", name="Go on with the embedded interviewer")).to_have_count(0)


def test_asking_again_may_succeed(page: Page, own_site: Site) -> None:
    with upstream(Fault.NO_FINISH, reply("What becomes of a reader without it?")) as server:
        set_up(page, own_site, server.url, "moody")
        answered(page, own_site)
        page.get_by_role("button", name="Ask moody again").click()
        expect(page.locator(".log .turn.interviewer").last).to_contain_text("What becomes of a reader")


def test_the_models_page_has_no_violations_and_fits_a_phone(page: Page, own_site: Site) -> None:
    with upstream(streamed()) as server:
        set_up(page, own_site, server.url, "local")
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{own_site.url}/settings/models")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert Axe().run(page).violations_count == 0
        page.get_by_role("button", name=re.compile("^Test")).click()
        expect(page.get_by_role("heading", name="local: it does not work yet")).to_be_visible()
