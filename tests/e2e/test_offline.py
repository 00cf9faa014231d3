"""Without a network in the middle of a round: the page says so, nothing typed is lost, and nothing is sent twice."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Site

FIRST = "Reads outnumber writes 100 to 1, so I begin with the lookup."
SECOND = "A delete of the key after the commit, and a TTL of a minute as the backstop."

TRIED_AGAIN_MS = 2500
"""Within it the page tries to send at least once more, in vain."""
KEPT_AFTER_MS = 2000
"""As much of what somebody types may be lost, by the promise, and not more."""


def in_round(page: Page, site: Site) -> str:
    round_id = site.started_round()
    page.goto(f"{site.url}/rounds/{round_id}")
    expect(page.locator(".log .turn.interviewer")).to_have_count(1)
    return round_id


def test_what_is_sent_offline_arrives_once_when_the_network_is_back(
    page: Page, context: BrowserContext, shared_site: Site
) -> None:
    round_id = in_round(page, shared_site)
    context.set_offline(True)
    page.get_by_label("Your answer").fill(FIRST)
    page.keyboard.press("Control+Enter")
    expect(page.locator("mr-connection")).to_contain_text("ffline")
    expect(page.locator(".send-state")).not_to_be_empty()
    page.wait_for_timeout(TRIED_AGAIN_MS)
    context.set_offline(False)
    expect(page.locator(".log .turn.candidate")).to_have_count(1, timeout=30000)
    expect(page.locator(".log .turn.candidate")).to_contain_text(FIRST)
    expect(page.locator(".log .turn.interviewer")).to_have_count(2, timeout=30000)
    page.reload()
    expect(page.locator(".log .turn.candidate")).to_have_count(1)
    state = shared_site.get(f"/api/rounds/{round_id}")
    log = state["log"]
    assert isinstance(log, list)
    assert [item["event"]["text"] for item in log if item["event"]["type"] == "candidate-spoke"] == [FIRST]


def test_what_is_typed_offline_survives_a_closed_tab(page: Page, context: BrowserContext, shared_site: Site) -> None:
    round_id = in_round(page, shared_site)
    context.set_offline(True)
    page.get_by_label("Your answer").fill(SECOND)
    page.wait_for_timeout(KEPT_AFTER_MS)
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{shared_site.url}/rounds/{round_id}")
    expect(again.get_by_label("Your answer")).to_have_value(SECOND)


def test_two_tabs_that_typed_different_things_show_both(context: BrowserContext, shared_site: Site) -> None:
    one, other = context.new_page(), context.new_page()
    round_id = in_round(one, shared_site)
    other.goto(f"{shared_site.url}/rounds/{round_id}")
    with one.expect_response(lambda told: "/drafts/answer" in told.url and told.ok):
        one.get_by_label("Your answer").fill(FIRST)
    other.get_by_label("Your answer").fill(SECOND)
    both = other.get_by_role("group", name="Two versions of this text")
    expect(both).to_be_visible(timeout=15000)
    expect(both.get_by_label("The text of the other tab")).to_have_value(FIRST)
    expect(other.get_by_label("Your answer")).to_have_value(SECOND)
    both.get_by_role("button", name="Keep both").click()
    for text in (FIRST, SECOND):
        assert text in other.get_by_label("Your answer").input_value()
