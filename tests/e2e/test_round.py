"""A candidate holds a round in a real browser and reads its grade."""

import re
import signal

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import Site, Watched

RATIO = "200 million redirects a day against 2 million new links, so 100 to 1; the redirect must not touch the primary."
INVALIDATION = (
    "On edit the service deletes the key after commit and the TTL of 60 seconds is the backstop, so a minute at worst."
)


def answer(page: Page, text: str) -> None:
    page.get_by_label("Your answer").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".log .turn.candidate").last).to_contain_text(text[:40])


def interviewer_turns(page: Page, count: int) -> None:
    expect(page.locator(".log .turn.interviewer")).to_have_count(count)


def test_a_whole_round_from_the_home_page_to_the_grade(page: Page, shared_site: Site, watched: Watched) -> None:
    page.goto(shared_site.url)
    page.get_by_role("link", name="New round").click()
    page.goto(f"{shared_site.url}/rounds/new?kind=full&problem=url-shortener")
    page.locator("form.setup button").last.click()
    expect(page).to_have_url(re.compile(r"/rounds/[a-z0-9]+$"))
    page.get_by_role("button", name="Start the clock").click()
    interviewer_turns(page, 1)
    expect(page.locator(".log")).to_contain_text("turns a long address into a short one")

    answer(page, "How many new links do we get?")
    interviewer_turns(page, 2)
    expect(page.locator(".learned")).to_contain_text("2 million a day")

    with page.expect_response(lambda told: "/drafts/answer" in told.url and told.ok):
        page.get_by_label("Your answer").fill("half a thought that must not be lost")
    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value("half a thought that must not be lost")
    interviewer_turns(page, 2)

    answer(page, RATIO)
    interviewer_turns(page, 3)
    answer(page, INVALIDATION)
    interviewer_turns(page, 4)
    page.get_by_role("button", name="Hint").click()
    interviewer_turns(page, 5)

    page.locator("details.ending summary").click()
    page.get_by_role("button", name="Yes, end it now").click()
    expect(page).to_have_url(re.compile(r"/grade$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("of what a senior round asks")
    expect(page.get_by_text("100 to 1").first).to_be_visible()
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith((shared_site.url, "data:"))] == []


def test_a_quote_leads_to_its_place_in_the_transcript(page: Page, shared_site: Site) -> None:
    round_id = shared_site.started_round()
    shared_site.post(f"/api/rounds/{round_id}/turns", {"text": RATIO})
    shared_site.post(f"/api/rounds/{round_id}/ending")
    page.goto(f"{shared_site.url}/rounds/{round_id}/grade")
    quote = page.locator("blockquote a, a.quote, .quote a").first
    expect(quote).to_be_visible(timeout=20000)
    quote.click()
    expect(page.locator("mark").first).to_be_visible()


def test_two_tabs_show_the_same_round_and_neither_loses_what_is_typed(
    context: BrowserContext, shared_site: Site
) -> None:
    round_id = shared_site.started_round()
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(f"{shared_site.url}/rounds/{round_id}")
        interviewer_turns(page, 1)
    second.get_by_label("Your answer").fill("typed in the second tab")
    first.bring_to_front()
    answer(first, "Sent from the first tab.")
    expect(second.locator(".log")).to_contain_text("Sent from the first tab.")
    expect(second.get_by_label("Your answer")).to_have_value("typed in the second tab")


def test_a_server_that_is_killed_loses_nothing_and_the_page_goes_on(page: Page, own_site: Site) -> None:
    round_id = own_site.started_round()
    page.goto(f"{own_site.url}/rounds/{round_id}")
    interviewer_turns(page, 1)
    answer(page, RATIO)
    interviewer_turns(page, 2)
    page.get_by_label("Your answer").fill("typed while the server is gone")
    own_site.stop(signal.SIGKILL)
    page.wait_for_timeout(1500)
    own_site.start()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".log .turn.candidate").last).to_contain_text("typed while the server is gone", timeout=30000)
    interviewer_turns(page, 3)
    assert page.locator(".log .turn.candidate").count() == 2


def test_a_round_can_be_held_without_scripts(browser: Browser, shared_site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    round_id = str(shared_site.post("/api/rounds", {"kind": "full", "problem": "url-shortener"})["id"])
    page.goto(f"{shared_site.url}/rounds/{round_id}")
    page.get_by_role("button", name="Start the clock").click()
    page.get_by_label("Your answer").fill(RATIO)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".log .turn.candidate")).to_contain_text("100 to 1")
    page.locator("details.ending summary").click()
    page.get_by_role("button", name="Yes, end it now").click()
    expect(page).to_have_url(re.compile(r"/grade"))
    context.close()


def test_a_round_is_held_by_keyboard_alone(page: Page, shared_site: Site) -> None:
    round_id = str(shared_site.post("/api/rounds", {"kind": "full", "problem": "url-shortener"})["id"])
    page.goto(f"{shared_site.url}/rounds/{round_id}")
    tab_to(page, "Start the clock")
    page.keyboard.press("Enter")
    interviewer_turns(page, 1)
    tab_to(page, "Your answer")
    page.keyboard.type("I would ask how many links there are.")
    page.keyboard.press("Control+Enter")
    interviewer_turns(page, 2)
    tab_to(page, "Hint")
    page.keyboard.press("Enter")
    interviewer_turns(page, 3)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what is called `name`, and see that it can be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; return e.labels?.[0]?.textContent || e.textContent || '' }"
        )
        if name in focused:
            return
    raise AssertionError(f"Tab never reached {name!r}")
