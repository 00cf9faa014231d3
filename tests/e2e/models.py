"""A model in a round, as a person does it: set up on its page, chosen, and answered."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site

SAID = "Reads outnumber writes a hundred to one, so I put a cache in front of the lookups."


def set_up(page: Page, site: Site, url: str, name: str) -> None:
    """Type a profile into the page and let it interview."""
    page.goto(f"{site.url}/settings/models#add")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Endpoint", exact=True).fill(url)
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
