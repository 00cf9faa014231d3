"""Every page, wide and narrow, light and dark: axe finds nothing, nothing overflows, nothing comes from elsewhere."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Site

SAID = "200 million redirects a day against 2 million new links, so 100 to 1; the redirect must not touch the primary."
WIDTHS = (360, 768, 1440)
PAGES = (
    "/",
    "/problems",
    "/problems/url-shortener",
    "/paths/patterns-first",
    "/topics/pattern/read-heavy",
    "/topics/skill/failure-mode-analysis",
    "/rounds",
    "/rounds?text=redirects",
    "/rounds/new?kind=full",
    "/rounds/new?kind=checkpoint&path=patterns-first&checkpoint=pf-cp1-read-narrative",
    "/rounds/new?kind=recognise",
    "/rounds/import",
    "/practice",
    "/sheets/patterns",
    "/sheets/failures",
    "/sheets/examples/video-platform",
    "/settings",
    "/docs",
    "/no-such-page",
    "/rounds/{created}",
    "/rounds/{running}",
    "/rounds/{graded}",
    "/rounds/{graded}/grade",
    "/rounds/{graded}/replay",
    "/rounds/{graded}/beside/{earlier}",
    "/rounds/{graded}/deletion",
)


@pytest.fixture(scope="module")
def ids(shared_site: Site) -> dict[str, str]:
    created = str(shared_site.post("/api/rounds", {"kind": "full", "problem": "news-feed"})["id"])
    running, graded, earlier = (shared_site.started_round() for _ in range(3))
    for round_id in (running, graded, earlier):
        shared_site.post(f"/api/rounds/{round_id}/turns", {"text": SAID})
    for round_id in (graded, earlier):
        shared_site.post(f"/api/rounds/{round_id}/ending")
        while not shared_site.get(f"/api/rounds/{round_id}/grades"):
            time.sleep(0.05)
    return {"created": created, "running": running, "graded": graded, "earlier": earlier}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(
    browser: Browser, shared_site: Site, ids: dict[str, str], path: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page = context.new_page()
    page.goto(shared_site.url + path.format(**ids))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if path.endswith("/grade"):
        expect(page.locator("table").first).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} overflows at {width}"
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    context.close()
