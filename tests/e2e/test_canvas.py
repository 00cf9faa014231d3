"""A design is drawn on the canvas: by mouse, by keyboard alone, with a finger; and it is still there afterwards."""

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from tests.e2e.conftest import Site, Watched

ASKED = ("client", "load b", "app-s", "primary")
KINDS = ["client", "load-balancer", "app-service", "primary-db"]


@pytest.fixture
def drawing(page: Page, shared_site: Site, watched: Watched) -> Iterator[Page]:
    """The canvas of a new round, enlarged. Nothing may be complained of, and nobody else asked."""
    round_id = shared_site.started_round()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{shared_site.url}/rounds/{round_id}")
    page.get_by_role("button", name="Enlarge").click()
    expect(page.locator(".canvas-stage")).to_be_visible()
    yield page
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith((shared_site.url, "data:"))] == []


def kept(page: Page, site: Site, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The newest board of the log, once it is as `holds` says: it is saved some time after each step."""

    def boards() -> list[dict[str, Any]]:
        log = cast("list[dict[str, Any]]", site.get(f"/api{page.url.removeprefix(site.url)}")["log"])
        return [item["event"]["board"] for item in log if item["event"]["type"] == "board-changed"]

    settled(page, lambda: bool(boards()) and holds(boards()[-1]))
    return boards()[-1]


def settled(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it does not come about within ten seconds")


def flows(board: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Every arrow with the kinds of the boxes that it joins."""
    kinds = {node["id"]: node["kind"] for node in board["nodes"]}
    return [(kinds[arrow["source"]], kinds[arrow["target"]], arrow["label"]) for arrow in board["arrows"]]


def box(page: Page, name: str) -> Locator:
    return page.locator(".react-flow__node-box", has=page.get_by_text(name, exact=True))


REST = """() => {
  const parts = [...document.querySelectorAll(".react-flow__node")].map(each => each.getBoundingClientRect());
  const [before, now] = [window.rested, JSON.stringify(parts)];
  window.rested = now;
  return before === now;
}"""


def rect(part: Locator) -> FloatRect:
    """Where it stands on the page once the drawing rests: what was just done may move the view, which glides."""
    part.page.evaluate("window.rested = null")
    part.page.wait_for_function(REST, polling=250)
    found = part.bounding_box()
    assert found is not None
    return found


def rects(page: Page) -> list[FloatRect]:
    return [rect(each) for each in page.locator(".react-flow__node-box").all()]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=5)
    page.mouse.move(*end, steps=5)
    page.mouse.up()


def test_a_design_is_drawn_with_the_mouse_and_kept(drawing: Page, shared_site: Site) -> None:
    page = drawing
    stage = page.locator(".canvas-stage")
    palette = page.get_by_role("region", name="Components")
    for name, x, y in (("Client", 60, 80), ("Load balancer", 340, 80), ("Application service", 340, 320)):
        palette.get_by_role("option", name=name, exact=True).drag_to(stage, target_position={"x": x + 96, "y": y + 32})
    for name, target in (("Client", "Load balancer"), ("Load balancer", "Application service")):
        box(page, name).hover()
        port = rect(box(page, name).locator(".react-flow__handle-right"))
        onto = rect(box(page, target))
        drag(page, (port["x"] + 12, port["y"] + 12), (onto["x"] + 80, onto["y"] + 30))
        expect(page.get_by_label("What flows")).to_be_focused()
        page.keyboard.type(f"to the {target}")
    page.get_by_label("goes on (async)").check()
    board = kept(page, shared_site, lambda board: "async" in [arrow["mode"] for arrow in board["arrows"]])
    assert flows(board) == [
        ("client", "load-balancer", "to the Load balancer"),
        ("load-balancer", "app-service", "to the Application service"),
    ]
    page.reload()
    expect(page.locator(".react-flow__node-box")).to_have_count(3)
    expect(page.locator(".arrow-label")).to_have_text(["to the Load balancer", "to the Application service"])
    expect(page.locator('.arrow-line[data-mode="async"]')).to_have_count(1)


def test_a_design_is_drawn_by_keyboard_alone(drawing: Page, shared_site: Site) -> None:
    page = drawing
    press = page.keyboard.press
    page.get_by_role("combobox", name="Add a box").focus()
    for words in ASKED:
        page.keyboard.type(words)
        press("Enter")
    expect(page.locator(".board-canvas > [role=status]")).to_have_text("Primary database added. The board has 4 boxes.")
    press("Escape")
    for at, target in enumerate(("Load balancer", "Application service", "Primary database")):
        focus_next_box(page, at)
        press("c")
        expect(page.get_by_role("combobox", name="Connect")).to_be_focused()
        page.keyboard.type(target)
        press("Enter")
        expect(page.get_by_label("What flows")).to_be_focused()
        page.keyboard.type(f"call {at + 1}")
        press("Escape")
    focus_next_box(page, 3)
    press("F2")
    page.keyboard.type("orders")
    press("Enter")
    expect(box(page, "orders")).to_be_focused()
    before = rect(box(page, "orders"))
    press("ArrowDown")
    assert rect(box(page, "orders"))["y"] > before["y"]
    board = kept(page, shared_site, lambda board: board["nodes"][-1]["label"] == "orders")
    assert [node["kind"] for node in board["nodes"]] == KINDS
    assert [label for _, _, label in flows(board)] == ["call 1", "call 2", "call 3"]
    assert [(source, target) for source, target, _ in flows(board)] == list(zip(KINDS, KINDS[1:], strict=False))


def focus_next_box(page: Page, at: int) -> None:
    """Go there with Tab, from where the focus is, as somebody without a mouse does."""
    wanted = page.locator(".react-flow__node-box").nth(at)
    for _ in range(40):
        if wanted.evaluate("part => part === document.activeElement"):
            return
        page.keyboard.press("Tab")
        if page.evaluate("!document.activeElement.closest('.canvas-stage')"):
            page.locator(".canvas-stage").focus()
    raise AssertionError("Tab does not lead to the box")


def test_what_was_done_is_undone_and_done_again(drawing: Page) -> None:
    page = drawing
    boxes = page.locator(".react-flow__node-box")
    page.get_by_role("combobox", name="Add a box").focus()
    for words in ASKED[:2]:
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    expect(boxes).to_have_count(4)
    page.keyboard.press("Control+d")
    expect(boxes).to_have_count(6)
    page.keyboard.press("Delete")
    expect(boxes).to_have_count(4)
    for count in (6, 4, 2, 1, 0):
        page.keyboard.press("Control+z")
        expect(boxes).to_have_count(count)
    page.get_by_role("button", name="Redo").click()
    expect(boxes).to_have_count(1)
    page.locator(".canvas-stage").focus()
    page.keyboard.press("Control+Shift+z")
    expect(boxes).to_have_count(2)


def test_a_drag_is_one_step_and_a_frame_takes_its_boxes_along(drawing: Page, shared_site: Site) -> None:
    page = drawing
    page.get_by_role("combobox", name="Add a box").focus()
    for words in ASKED[:2]:
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+g")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("eu-west")
    page.get_by_role("combobox", name="Kind").select_option("region")
    expect(page.locator(".frame-title")).to_have_text("eu-westRegion")
    before = rects(page)
    title = rect(page.locator(".frame-title"))
    drag(page, (title["x"] + 20, title["y"] + 12), (title["x"] + 84, title["y"] + 76))
    after = rects(page)
    assert all(moved["y"] > was["y"] and moved["x"] > was["x"] for was, moved in zip(before, after, strict=True))
    board = kept(page, shared_site, lambda board: bool(board["groups"]) and board["groups"][0]["kind"] == "region")
    assert {node["group"] for node in board["nodes"]} == {board["groups"][0]["id"]}
    page.keyboard.press("Control+z")
    settled(page, lambda: rects(page) == before)
    start = rect(box(page, "Client"))
    drag(page, (start["x"] + 60, start["y"] + 30), (start["x"] + 60, start["y"] - 200))
    kept(page, shared_site, lambda board: [bool(node["group"]) for node in board["nodes"]] == [False, True])


def test_data_is_attached_to_a_store_and_tidying_up_follows_the_arrows(drawing: Page, shared_site: Site) -> None:
    page = drawing
    page.get_by_role("combobox", name="Add a box").focus()
    for words in ("primary", "app-s"):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    box(page, "Primary database").click()
    page.locator(".keeps summary").click()
    page.get_by_label("Payments and ledger").check()
    expect(box(page, "Primary database").locator(".chips")).to_have_text("Payments and ledger")
    box(page, "Application service").click()
    page.get_by_role("button", name="Connect to").click()
    page.keyboard.press("Enter")
    assert rect(box(page, "Application service"))["x"] > rect(box(page, "Primary database"))["x"]
    page.get_by_role("button", name="Tidy up").click()
    board = kept(page, shared_site, lambda board: board["nodes"][-1]["x"] < board["nodes"][0]["x"])
    assert [node["data"] for node in board["nodes"]] == [["payments-ledger"], []]


def test_when_the_round_has_ended_the_drawing_is_read_and_no_longer_changed(drawing: Page, shared_site: Site) -> None:
    page = drawing
    page.get_by_role("combobox", name="Add a box").focus()
    for words in ASKED[:2]:
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    kept(page, shared_site, lambda board: len(board["nodes"]) == 2)
    shared_site.post(f"/api{page.url.removeprefix(shared_site.url)}/ending")
    expect(page.get_by_role("region", name="Components")).to_have_count(0)
    box(page, "Client").click()
    expect(page.get_by_role("region", name="What is chosen")).to_contain_text("Client")
    for key in ("Delete", "F2", "ArrowDown", "Control+d", "Control+z"):
        page.keyboard.press(key)
    start = rect(box(page, "Client"))
    drag(page, (start["x"] + 60, start["y"] + 30), (start["x"] + 60, start["y"] + 200))
    expect(page.locator(".react-flow__node-box")).to_have_count(2)
    assert rect(box(page, "Client"))["y"] - rect(box(page, "Load balancer"))["y"] == 0


def test_what_is_written_on_the_board_stays_text(drawing: Page) -> None:
    page = drawing
    written = '<img src=x onerror="document.title=1"><b>bold</b>'
    page.get_by_role("combobox", name="Add a box").fill(written)
    page.keyboard.press("Enter")
    expect(box(page, written)).to_be_visible()
    assert page.locator(".board-canvas img, .board-canvas b").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_a_box_is_added_connected_and_edited_with_a_finger(
    browser: Browser, shared_site: Site, scheme: Any
) -> None:
    round_id = shared_site.started_round()
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{shared_site.url}/rounds/{round_id}")
    open_board(page)
    for name in ("Client", "API gateway"):
        page.get_by_role("button", name="Add a box").tap()
        page.get_by_role("region", name="Components").get_by_role("option", name=name, exact=True).tap()
        expect(box(page, name)).to_be_visible()
    before = rect(box(page, "Client"))
    swipe(page, (before["x"] + 40, before["y"] + 20), (before["x"] + 40, before["y"] - 60))
    assert rect(box(page, "Client"))["y"] < before["y"]
    box(page, "Client").tap()
    page.get_by_role("button", name="Connect to").first.tap()
    page.get_by_role("region", name="What is chosen").get_by_role("option", name="API gateway").tap()
    page.get_by_label("What flows").fill("GET /")
    assert complaints_of_axe(page) == []
    page.get_by_role("button", name="Close").tap()
    kept(page, shared_site, lambda board: flows(board) == [("client", "api-gateway", "GET /")])
    assert complaints_of_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Playwright has no finger that stays down."""
    finger = page.context.new_cdp_session(page)
    points = [(start[0] + (end[0] - start[0]) * at / 8, start[1] + (end[1] - start[1]) * at / 8) for at in range(9)]
    for at, (x, y) in enumerate(points):
        kind = "touchMove" if at else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def open_board(page: Page) -> None:
    stage = page.locator(".canvas-stage")
    if not stage.is_visible():
        page.locator("details.board > summary").tap()
    expect(stage).to_be_visible()


def test_the_keys_are_shown_beside_the_round_and_escape_puts_them_away(page: Page, shared_site: Site) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{shared_site.url}/rounds/{shared_site.started_round()}")
    keys = page.get_by_role("region", name="Keys of the canvas")
    expect(page.locator(".canvas-stage")).to_be_visible()
    expect(keys).to_be_hidden()
    page.get_by_role("button", name="Keys of the canvas").click()
    expect(keys).to_contain_text("connect the box to another")
    assert complaints_of_axe(page) == []
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(page.locator(".canvas-stage")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_canvas(drawing: Page, scheme: Any) -> None:
    page = drawing
    page.emulate_media(color_scheme=scheme)
    assert complaints_of_axe(page) == []
    page.get_by_role("combobox", name="Add a box").focus()
    for words in ASKED:
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+g")
    assert complaints_of_axe(page) == []
    box(page, "Client").click()
    assert complaints_of_axe(page) == []


def complaints_of_axe(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


def test_react_is_not_loaded_before_the_canvas_is_opened(page: Page, shared_site: Site, watched: Watched) -> None:
    page.goto(shared_site.url)
    assert [url for url in watched.requests if "canvas" in url] == []
    round_id = shared_site.started_round()
    page.goto(f"{shared_site.url}/rounds/{round_id}")
    expect(page.locator(".canvas-stage")).to_be_visible()
    assert [url for url in watched.requests if "board-canvas" in url and url.endswith(".js")]
