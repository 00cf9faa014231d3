"""How a running round is seen: all of it or the conversation alone, and the keys that do things in it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site, Watched


@pytest.fixture
def round_page(page: Page, shared_site: Site, watched: Watched) -> Page:
    page.goto(f"{shared_site.url}/rounds/{shared_site.started_round()}")
    expect(page.locator(".log .turn.interviewer")).to_have_count(1)
    return page


def test_focus_mode_leaves_the_conversation_and_the_clock_and_is_remembered(round_page: Page, watched: Watched) -> None:
    page = round_page
    page.get_by_role("button", name="Focus").click()
    for gone in (page.get_by_label("Notes"), page.get_by_role("heading", name="Problem"), page.get_by_role("banner")):
        expect(gone).to_be_hidden()
    for kept in (page.get_by_role("timer"), page.get_by_label("Your answer"), page.get_by_label("Transcript")):
        expect(kept).to_be_visible()
    page.reload()
    expect(page.get_by_label("Notes")).to_be_hidden()
    page.get_by_label("Your answer").fill("Typed in focus mode.")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Notes")).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_value("Typed in focus mode.")
    page.reload()
    expect(page.get_by_label("Notes")).to_be_visible()
    assert watched.complaints == []


def test_the_focus_is_never_on_what_is_hidden(round_page: Page) -> None:
    round_page.get_by_label("Notes").focus()
    round_page.keyboard.press("Control+.")
    expect(round_page.get_by_role("button", name="Show all")).to_be_focused()


def test_every_key_on_the_sheet_does_what_it_says(round_page: Page) -> None:
    page, sheet = round_page, round_page.get_by_role("dialog", name="Keys")
    page.get_by_role("button", name="Keys", exact=True).focus()
    page.keyboard.press("?")
    shown = sheet.locator("tbody tr").all_inner_texts()
    assert [each.split("\t") for each in shown] == [
        ["Send the answer", "Ctrl+Enter"],
        ["Go to the answer", "a"],
        ["Go to the board", "b"],
        ["Go to the notes", "n"],
        ["Focus mode, and back", "Ctrl+. or f"],
        ["Show these keys", "Ctrl+/ or ?"],
    ]
    page.keyboard.press("f")
    expect(sheet).to_be_visible()
    expect(page.get_by_label("Notes")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("n")
    expect(page.get_by_label("Notes")).to_be_focused()
    expect(page.get_by_label("Notes")).to_have_value("")
    page.get_by_role("button", name="Keys", exact=True).focus()
    page.keyboard.press("b")
    expect(page.get_by_role("tab", selected=True)).to_be_focused()
    page.keyboard.press("a")
    page.keyboard.type("fan-out?")
    expect(page.get_by_label("Your answer")).to_have_value("fan-out?")
    page.keyboard.press("Control+/")
    expect(sheet).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_label("Your answer")).to_be_focused()
    page.get_by_role("button", name="Keys", exact=True).focus()
    page.keyboard.press("f")
    expect(page.get_by_label("Notes")).to_be_hidden()


def test_single_keys_can_be_turned_off(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.url}/settings")
    page.get_by_role("group", name="Shortcuts of one character").get_by_label("Off").check()
    page.get_by_role("button", name="Save").click()
    page.goto(f"{own_site.url}/rounds/{own_site.started_round()}")
    page.get_by_role("button", name="Keys", exact=True).click()
    sheet = page.get_by_role("dialog", name="Keys")
    assert sheet.locator("kbd").all_inner_texts() == ["Ctrl", "Enter", "Ctrl", ".", "Ctrl", "/"]
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(page.get_by_label("Notes")).to_be_visible()
    page.keyboard.press("Control+.")
    expect(page.get_by_label("Notes")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_focus_mode_and_on_the_sheet(browser: Browser, shared_site: Site, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{shared_site.url}/rounds/{shared_site.started_round()}")
    page.get_by_role("button", name="Focus").click()
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Keys", exact=True).click()
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).violations_count == 0
    context.close()
