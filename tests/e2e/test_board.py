"""The board in a real browser: three views of one JSON, two tabs, a lost server, no script."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import Site, Watched

TEXT = "client [client]\napi [app-service]\n\nclient -> api: HTTPS"


def opened(page: Page, site: Site, view: str, round_id: str | None = None) -> str:
    """Open a running round with one view of its board; return the round."""
    round_id = round_id or site.started_round()
    page.goto(f"{site.url}/rounds/{round_id}")
    page.get_by_role("tab", name=view).click()
    return round_id


def drawn(site: Site, round_id: str) -> list[str]:
    """The names of the boxes that the server has."""
    board = site.get(f"/api/rounds/{round_id}/board")["board"]
    assert isinstance(board, dict)
    return [node["label"] for node in board["nodes"]]


def put(site: Site, round_id: str, *names: str) -> None:
    """Draw as another tab does."""
    body: dict[str, object] = {
        "board": {"nodes": [{"id": f"o{at}", "label": name} for at, name in enumerate(names)]},
        "version": site.get(f"/api/rounds/{round_id}/board")["version"],
    }
    site.post(f"/api/rounds/{round_id}/board", body, method="PUT")


def test_what_is_written_as_text_stands_in_the_table_and_on_the_canvas(
    page: Page, shared_site: Site, watched: Watched
) -> None:
    round_id = opened(page, shared_site, "Text")
    with page.expect_response(lambda told: told.url.endswith("/board") and told.request.method == "PUT"):
        page.get_by_label("Board as text").fill(TEXT)
    assert drawn(shared_site, round_id) == ["client", "api"]
    page.get_by_role("tab", name="Table").click()
    expect(page.get_by_label("Name of api")).to_have_value("api")
    expect(page.get_by_label("Protocol, arrow 1")).to_have_value("HTTPS")
    page.get_by_role("tab", name="Canvas").click()
    expect(page.locator(".board-canvas").get_by_text("api", exact=True).first).to_be_visible()
    assert watched.complaints == []


def test_a_mistake_in_the_text_says_its_line_and_the_board_stays_as_it_was(page: Page, shared_site: Site) -> None:
    round_id = opened(page, shared_site, "Text")
    page.get_by_label("Board as text").fill("client\napi [ap-service]")
    expect(page.locator(".mistakes")).to_contain_text("Line 2: 'ap-service' is no component class. Did you mean")
    assert drawn(shared_site, round_id) == []


def test_the_table_is_filled_with_the_keyboard_alone_and_undone(page: Page, shared_site: Site) -> None:
    round_id = opened(page, shared_site, "Table")
    page.get_by_role("button", name="Add a box").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("orders db")
    page.keyboard.press("Tab")
    page.keyboard.type("Primary")
    page.keyboard.press("Tab")
    page.keyboard.type("Postgres")
    page.get_by_role("button", name="Add a box").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("cache")
    expect(page.get_by_role("button", name="Add an arrow")).to_be_enabled()
    page.get_by_role("button", name="Add an arrow").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("From, arrow 1")).to_be_focused()
    expect(page.locator(".board-tables + [role=status]")).to_have_text("Added. The board has 2 boxes and 1 arrow.")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("From, arrow 1")).to_have_count(0)
    page.keyboard.press("Control+y")
    expect(page.get_by_label("From, arrow 1")).to_have_count(1)
    page.reload()
    expect(page.get_by_role("textbox", name="Product orders db")).to_have_value("Postgres")
    expect(page.get_by_role("combobox", name="Class orders db")).to_have_value("primary-db")
    expect(page.get_by_label("To, arrow 1")).to_have_count(1)
    page.wait_for_function(
        "url => fetch(url).then(told => told.json()).then(told => told.board.arrows.length === 1)",
        arg=f"/api/rounds/{round_id}/board",
    )


def test_another_tab_is_followed_and_where_both_drew_both_are_shown(
    page: Page, context: BrowserContext, shared_site: Site
) -> None:
    round_id = opened(page, shared_site, "Table")
    expect(page.locator("mr-connection")).to_have_text("Live")
    put(shared_site, round_id, "theirs")
    expect(page.get_by_label("Name of theirs")).to_be_visible()
    context.set_offline(True)
    page.get_by_label("Name of theirs").fill("mine")
    expect(page.locator(".board-state")).to_contain_text("Not saved yet")
    put(shared_site, round_id, "theirs", "and more")
    context.set_offline(False)
    clash = page.get_by_role("group", name="Two versions of the board")
    expect(clash.get_by_label("Yours")).to_have_value("mine", timeout=40000)
    expect(clash.get_by_label("The other")).to_have_value("theirs\nand more")
    assert drawn(shared_site, round_id) == ["theirs", "and more"]
    with page.expect_response(lambda told: told.url.endswith("/board") and told.request.method == "PUT"):
        clash.get_by_role("button", name="Keep mine").click()
    assert drawn(shared_site, round_id) == ["mine"]


def test_what_was_drawn_without_a_server_is_there_after_a_reload(page: Page, own_site: Site) -> None:
    round_id = opened(page, own_site, "Table")
    own_site.stop()
    page.get_by_role("button", name="Add a box").click()
    page.keyboard.type("kept")
    expect(page.locator(".board-state")).to_contain_text("Not saved yet")
    own_site.start()
    page.reload()
    expect(page.get_by_label("Name of kept")).to_have_value("kept")
    page.wait_for_function(
        "url => fetch(url).then(told => told.json()).then(told => told.board.nodes.length === 1)",
        arg=f"/api/rounds/{round_id}/board",
    )


def test_the_board_works_without_a_script(browser: Browser, shared_site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    round_id = shared_site.started_round()
    page.goto(f"{shared_site.url}/rounds/{round_id}")
    page.get_by_label("Board as text").fill(TEXT)
    page.get_by_role("button", name="Save the board").click()
    expect(page.get_by_label("Board as text")).to_have_value(TEXT)
    assert drawn(shared_site, round_id) == ["client", "api"]
    context.close()


def test_the_board_folds_grows_and_passes_axe_in_every_view(browser: Browser, shared_site: Site) -> None:
    round_id = shared_site.started_round()
    put(shared_site, round_id, "api", "db")
    for width, scheme in ((360, "dark"), (768, "light"), (1440, "light"), (1440, "dark")):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        for view in ("Canvas", "Table", "Text"):
            opened(page, shared_site, view, round_id)
            expect(page.get_by_role("tabpanel", name=view)).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            result = Axe().run(page)
            assert result.violations_count == 0, f"{width} {scheme} {view}: {result.generate_report()}"
        page.get_by_role("button", name="Enlarge").click()
        expect(page.get_by_role("button", name="Shrink")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Enlarge")).to_be_visible()
        context.close()


def test_an_empty_board_is_folded_on_a_small_screen(browser: Browser, shared_site: Site) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{shared_site.url}/rounds/{shared_site.started_round()}")
    expect(page.get_by_role("tab", name="Canvas")).to_be_hidden()
    page.locator("details.board > summary").click()
    expect(page.get_by_role("tab", name="Canvas")).to_be_visible()
    context.close()


def test_a_board_is_taken_along_as_a_picture_and_taken_in_from_a_file(page: Page, shared_site: Site) -> None:
    round_id = opened(page, shared_site, "Text")
    page.get_by_label("From a file").set_input_files(
        {"name": "design.mmd", "mimeType": "text/plain", "buffer": b"flowchart LR\n  A[web] -->|HTTPS| B[(orders db)]"}
    )
    expect(page.get_by_label("Board as text")).to_have_value("web -> orders db: HTTPS")
    page.wait_for_function(
        "url => fetch(url).then(told => told.json()).then(told => told.board.arrows.length === 1)",
        arg=f"/api/rounds/{round_id}/board",
    )
    with page.expect_download() as picture:
        page.get_by_role("button", name="PNG").click()
    assert picture.value.path().read_bytes().startswith(b"\x89PNG\r\n")
    assert picture.value.suggested_filename == f"mockround-{round_id}-board.png"
    with page.expect_download() as file:
        page.get_by_role("link", name="Mermaid").click()
    assert "n1 -->|" in file.value.path().read_text(encoding="utf-8")


def test_an_ended_round_shows_the_board_as_a_picture_and_in_words(page: Page, shared_site: Site) -> None:
    round_id = shared_site.started_round()
    put(shared_site, round_id, "api", "db")
    shared_site.post(f"/api/rounds/{round_id}/ending")
    page.goto(f"{shared_site.url}/rounds/{round_id}")
    picture = page.get_by_alt_text("The board as it was at the end")
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('.picture img').naturalWidth > 100")
    expect(page.get_by_role("table", name="Components")).to_contain_text("api")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def a_grown_board(page: Page, site: Site) -> str:
    """Draw a second box some seconds after the first, end the round, and return the replay's address."""
    round_id = site.started_round()
    put(site, round_id, "api")
    page.goto(f"{site.url}/rounds/{round_id}")
    for _ in range(2):
        expect(page.locator(".clock")).not_to_have_text(page.locator(".clock").inner_text())
    put(site, round_id, "api", "orders db")
    site.post(f"/api/rounds/{round_id}/ending")
    return f"{site.url}/rounds/{round_id}/replay"


def test_a_replay_shows_the_board_grow(page: Page, shared_site: Site, watched: Watched) -> None:
    page.goto(a_grown_board(page, shared_site))
    page.get_by_text("In words").click()
    words = page.locator(".board-then .read-out")
    expect(words).to_contain_text("orders db")
    expect(page.locator(".drawn-count")).to_have_text("2 boxes, 0 arrows")
    page.get_by_role("slider").fill("0")
    expect(page.locator(".drawn-count")).to_have_text("1 box, no arrows")
    expect(words).not_to_contain_text("orders db")
    expect(words).to_contain_text("api")
    page.wait_for_function("document.querySelector('.board-then img').naturalWidth > 100")
    assert watched.complaints == []
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_a_replay_shows_the_board_grow_on_the_canvas_which_is_loaded_only_then(
    page: Page, shared_site: Site, watched: Watched
) -> None:
    address = a_grown_board(page, shared_site)
    watched.requests.clear()
    page.goto(address)
    button = page.get_by_role("button", name="On the canvas")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert not [url for url in watched.requests if "canvas" in url]
    button.focus()
    page.keyboard.press("Enter")
    boxes = page.locator(".board-then .react-flow__node-box")
    expect(boxes).to_have_count(2)
    expect(page.get_by_alt_text("The board at this time")).to_be_hidden()
    expect(page.get_by_role("group", name="Drawing tools")).to_have_count(0)
    page.get_by_role("slider").fill("0")
    expect(boxes).to_have_count(1)
    expect(boxes).to_contain_text("api")
    boxes.click()
    expect(page.get_by_role("slider")).to_have_value("0")
    page.keyboard.press("Delete")
    page.get_by_label("Speed").select_option("30")
    page.get_by_role("button", name="Play").click()
    expect(boxes).to_have_count(2)
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        result = Axe().run(page)
        assert result.violations_count == 0, result.generate_report()
    button.click()
    expect(boxes).to_have_count(0)
    expect(page.get_by_alt_text("The board at this time")).to_be_visible()
    assert watched.complaints == []


def test_a_replay_whose_canvas_cannot_be_loaded_keeps_its_picture(page: Page, shared_site: Site) -> None:
    page.goto(a_grown_board(page, shared_site))
    page.route("**/assets/board-canvas*", lambda route: route.abort())
    page.get_by_role("button", name="On the canvas").click()
    expect(page.get_by_text("the picture shows the same board")).to_be_visible()
    expect(page.get_by_alt_text("The board at this time")).to_be_visible()
