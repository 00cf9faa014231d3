"""Boxes are copied from tab to tab as JSON, the grid is a switch, and comments are not lost without a word."""

import json
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, Watched
from tests.e2e.test_canvas import settled

FINE = 5
"""How far an arrow key moves a box that keeps to no grid, in CSS pixels at scale 1."""
DRAWN = "reader [client]\napi [app-service]\nregion eu {\n  links db [primary-db]\n}\nreader -> api -> links db: GET"


def a_board(page: Page, site: Site, text: str = "") -> None:
    """Open the canvas of a new round on which `text` is drawn, enlarged."""
    round_id = site.started_round()
    if text:
        board = site.post("/api/boards/reading", {"text": text})["board"]
        site.post(f"/api/rounds/{round_id}/board", {"board": board, "version": 0}, method="PUT")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site.url}/rounds/{round_id}")
    page.get_by_role("button", name="Enlarge").click()
    expect(page.locator(".canvas-stage")).to_be_visible()


@pytest.fixture
def drawing(page: Page, shared_site: Site, watched: Watched) -> Iterator[Page]:
    a_board(page, shared_site, DRAWN)
    expect(page.locator(".react-flow__node-box")).to_have_count(3)
    yield page
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith((shared_site.url, "data:"))] == []


def copy_all(page: Page) -> None:
    page.locator(".canvas-stage").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    expect(page.get_by_text("3 boxes copied.")).to_be_attached()


def names(page: Page) -> list[str]:
    return sorted(page.locator(".react-flow__node-box strong").all_inner_texts())


def test_boxes_are_pasted_into_the_board_of_another_round(drawing: Page, shared_site: Site) -> None:
    copy_all(drawing)
    other = drawing.context.new_page()
    a_board(other, shared_site, "region us {\n  cache [cache]\n}")
    other.locator(".canvas-stage").focus()
    other.keyboard.press("Control+v")
    boxes = other.locator(".react-flow__node-box")
    expect(boxes).to_have_count(4)
    assert names(other) == ["api", "cache", "links db", "reader"]
    expect(other.locator(".react-flow__edge")).to_have_count(2)
    other.keyboard.press("Control+v")
    expect(boxes).to_have_count(7)
    for count in (4, 1):
        other.keyboard.press("Control+z")
        expect(boxes).to_have_count(count)
    other.keyboard.press("Control+y")
    expect(boxes).to_have_count(4)


def test_what_is_cut_is_gone_here_and_comes_back_there(drawing: Page, shared_site: Site) -> None:
    drawing.locator(".canvas-stage").focus()
    drawing.keyboard.press("Control+a")
    drawing.keyboard.press("Control+x")
    expect(drawing.locator(".react-flow__node-box")).to_have_count(0)
    other = drawing.context.new_page()
    a_board(other, shared_site)
    other.locator(".canvas-stage").focus()
    other.keyboard.press("Control+v")
    expect(other.locator(".react-flow__node-box")).to_have_count(3)


def test_the_clipboard_holds_a_board_that_the_text_view_takes(drawing: Page, shared_site: Site) -> None:
    copy_all(drawing)
    drawing.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text = drawing.evaluate("navigator.clipboard.readText()")
    assert [node["label"] for node in json.loads(text)["nodes"]] == ["reader", "api", "links db"]
    other = drawing.context.new_page()
    a_board(other, shared_site)
    other.get_by_role("tab", name="Text").click()
    box = other.get_by_label("Board as text")
    box.fill(text)
    expect(box).to_have_value(re.compile(r"^reader \[client\]\napi \[app-service\]\nlinks db"))


def test_buttons_copy_and_paste_too(drawing: Page, shared_site: Site) -> None:
    drawing.context.grant_permissions(["clipboard-read", "clipboard-write"])
    drawing.locator(".canvas-stage").focus()
    drawing.keyboard.press("Control+a")
    drawing.get_by_role("button", name="Copy").click()
    expect(drawing.get_by_text("3 boxes copied.")).to_be_attached()
    other = drawing.context.new_page()
    a_board(other, shared_site)
    other.get_by_role("button", name="Paste").click()
    expect(other.locator(".react-flow__node-box")).to_have_count(3)


def test_a_browser_that_gives_no_page_its_clipboard_pastes_what_was_copied_in_the_page(drawing: Page) -> None:
    drawing.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    drawing.locator(".canvas-stage").focus()
    drawing.keyboard.press("Control+a")
    drawing.get_by_role("button", name="Copy").click()
    drawing.get_by_role("button", name="Paste").click()
    expect(drawing.locator(".react-flow__node-box")).to_have_count(6)


def test_json_that_is_no_board_is_refused_in_words_that_are_seen(drawing: Page) -> None:
    drawing.context.grant_permissions(["clipboard-read", "clipboard-write"])
    drawing.evaluate("""navigator.clipboard.writeText('{"nodes": [{"id": "n1", "colour": "red"}]}')""")
    drawing.locator(".canvas-stage").focus()
    drawing.keyboard.press("Control+v")
    expect(drawing.get_by_text("What was copied is no board.")).to_be_visible()
    expect(drawing.locator(".react-flow__node-box")).to_have_count(3)
    assert Axe().run(drawing).violations_count == 0


def place(page: Page) -> tuple[float, float]:
    """Where the box is on the drawing, in its own measure."""
    found = page.locator(".react-flow__node-box", has_text="reader").evaluate(
        "each => { const m = new DOMMatrix(getComputedStyle(each).transform); return [m.e, m.f]; }"
    )
    return found[0], found[1]


def test_the_grid_is_a_switch_that_this_browser_keeps(drawing: Page) -> None:
    switch = drawing.get_by_role("button", name="Snap to the grid")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.focus()
    drawing.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-pressed", "false")
    before = place(drawing)
    box = drawing.locator(".react-flow__node-box", has_text="reader")
    box.focus()
    drawing.keyboard.press("Enter")
    drawing.keyboard.press("ArrowRight")
    settled(drawing, lambda: place(drawing) == (before[0] + FINE, before[1]))
    drawing.reload()
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert Axe().run(drawing).violations_count == 0


def test_comments_in_the_text_are_told_to_be_lost_while_they_can_still_be_kept(drawing: Page) -> None:
    drawing.get_by_role("tab", name="Text").click()
    box = drawing.get_by_label("Board as text")
    expect(box).not_to_have_value("")
    told = drawing.get_by_role("status").filter(has_text="not kept with the board")
    expect(told).to_have_count(0)
    box.press("Control+End")
    box.press_sequentially("\n# ask about regions")
    expect(told).to_have_text("1 comment in the text: not kept with the board. Begin a line with > to make it a note.")
    box.press("Control+Home")
    box.press_sequentially("> kept\n")
    drawing.get_by_role("button", name="Shrink").click()
    expect(told).to_be_visible()
    drawing.get_by_text("How to write it").click()
    for width in (360, 768, 1440):
        drawing.set_viewport_size({"width": width, "height": 900})
        assert drawing.evaluate("document.documentElement.scrollWidth") <= width
        assert [each["id"] for each in Axe().run(drawing).response["violations"]] == []
    drawing.get_by_role("tab", name="Table").click()
    drawing.get_by_role("tab", name="Text").click()
    expect(box).to_have_value(re.compile("ask about regions"))
    drawing.get_by_role("tab", name="Table").click()
    drawing.get_by_role("button", name="Add a box").click()
    drawing.get_by_role("tab", name="Text").click()
    expect(box).to_have_value(re.compile(r"^> kept\n(?!.*ask about regions)", re.DOTALL))
    expect(told).to_have_count(0)
