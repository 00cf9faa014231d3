"""A model in a real browser: set up, watched while it thinks and speaks, stopped, and replaced when it fails."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, Watched
from tests.support.answers import Fault, refusal, reply, streamed
from tests.support.upstream import Caller, Upstream, upstream

SAID = "Reads outnumber writes a hundred to one, so I put a cache in front of the lookups."


def set_up(page: Page, site: Site, server: Upstream, name: str) -> None:
    """Type a profile into the page and let it interview."""
    page.goto(f"{site.url}/settings/models#add")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Endpoint", exact=True).fill(server.url)
    page.get_by_label("Model", exact=True).fill("tiny")
    page.locator("#add ~ form").get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text(f"{name} is set up")
    page.get_by_label("Interviewer's words").select_option(name)
    page.locator("#who ~ form").get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("It holds from the next round on")


def answered(page: Page, site: Site) -> None:
    """Hold a round with the chosen interviewer and answer its opening."""
    page.goto(f"{site.url}/rounds/new?kind=narrate&topic=read-heavy")
    page.locator("form.setup button").last.click()
    expect(page.get_by_text("The interviewer's words come from your model")).to_be_visible()
    page.get_by_role("button", name="Start the clock").click()
    expect(page.locator(".log .turn.interviewer")).to_have_count(1)
    page.get_by_label("Your answer").fill(SAID)
    page.keyboard.press("Control+Enter")


def test_a_model_speaks_in_the_round_and_its_turn_bears_its_name(page: Page, own_site: Site, watched: Watched) -> None:
    with upstream(reply("You put a cache in front. ", "What becomes of a reader without it?")) as server:
        set_up(page, own_site, server, "local")
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
        set_up(page, own_site, server, "slow")
        answered(page, own_site)
        expect(page.locator(".speaking .words")).to_contain_text("You put a cache in front.")
        page.get_by_role("button", name="Stop the interviewer").click()
        turn = page.locator(".log .turn.interviewer").last
        expect(turn).to_contain_text("You put a cache in front.", timeout=8000)
        expect(turn).to_contain_text("Interrupted")
        expect(page.get_by_role("button", name="Stop the interviewer")).to_be_hidden()


def test_a_failure_says_what_is_wrong_and_one_click_goes_on(page: Page, own_site: Site) -> None:
    with upstream(refusal(401)) as server:
        set_up(page, own_site, server, "locked")
        answered(page, own_site)
        notice = page.locator(".model-failed")
        expect(notice).to_contain_text("Your answer is kept, and the clock runs")
        assert Axe().run(page).violations_count == 0
        notice.get_by_role("button", name="Go on with the embedded interviewer").click()
        expect(page.locator(".log .turn.interviewer")).to_have_count(2)
        expect(page.get_by_role("button", name="Go on with the embedded interviewer")).to_have_count(0)


def test_asking_again_may_succeed(page: Page, own_site: Site) -> None:
    with upstream(Fault.NO_FINISH, reply("What becomes of a reader without it?")) as server:
        set_up(page, own_site, server, "moody")
        answered(page, own_site)
        page.get_by_role("button", name="Ask moody again").click()
        expect(page.locator(".log .turn.interviewer").last).to_contain_text("What becomes of a reader")


def test_the_models_page_has_no_violations_and_fits_a_phone(page: Page, own_site: Site) -> None:
    with upstream(streamed()) as server:
        set_up(page, own_site, server, "local")
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{own_site.url}/settings/models")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert Axe().run(page).violations_count == 0
        page.get_by_role("button", name=re.compile("^Test")).click()
        expect(page.get_by_role("heading", name="local: it does not work yet")).to_be_visible()
