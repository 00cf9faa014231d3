"""Pages look as they did. MOCKROUND_RENEW_LOOKS=1 keeps how they look now; look at the pages before you do."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.e2e.conftest import Site
from tests.e2e.looking import look, unlike

KEPT = Path(__file__).parent / "looks"
MOST = 0.04
"""A moved button changes more cells than this; another machine's letters change fewer."""
PAGES = {
    "home": "/",
    "new": "/rounds/new?kind=full",
    "problem": "/problems/url-shortener",
    "path": "/paths/patterns-first",
    "settings": "/settings",
    "before": "/rounds/{created}",
}
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 360, "height": 720},
    "desk": {"width": 1440, "height": 900},
}


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("looks"))
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def created(empty_site: Site) -> str:
    return str(empty_site.post("/api/rounds", {"kind": "full", "problem": "news-feed"})["id"])


def opened(browser: Browser, scheme: str, size: ViewportSize) -> tuple[BrowserContext, Page, Page]:
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce", viewport=size
    )
    return context, context.new_page(), context.new_page()


@pytest.mark.parametrize("window", [(size, scheme) for size in SIZES for scheme in ("light", "dark")], ids="-".join)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(
    browser: Browser, empty_site: Site, created: str, name: str, window: tuple[str, str]
) -> None:
    size, scheme = window
    context, page, drawing = opened(browser, scheme, SIZES[size])
    page.goto(empty_site.url + PAGES[name].format(created=created))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    rows = look(page, drawing)
    context.close()
    kept = KEPT / f"{name}-{size}-{scheme}.txt"
    if os.environ.get("MOCKROUND_RENEW_LOOKS"):
        kept.write_text("\n".join(rows) + "\n", encoding="ascii")
    share = unlike(kept.read_text(encoding="ascii").split(), rows)
    assert share <= MOST, f"{share:.0%} of {kept.name} looks different; look at the page, then renew it if it is right"


def test_a_page_without_its_style_does_not_pass_for_the_same(browser: Browser, empty_site: Site) -> None:
    context, page, drawing = opened(browser, "light", SIZES["desk"])
    page.route("**/*.css", lambda route: route.abort())
    page.goto(f"{empty_site.url}/rounds/new?kind=full")
    share = unlike((KEPT / "new-desk-light.txt").read_text(encoding="ascii").split(), look(page, drawing))
    context.close()
    assert share > MOST


def test_a_page_whose_button_has_moved_does_not_pass_for_the_same(browser: Browser, empty_site: Site) -> None:
    context, page, drawing = opened(browser, "light", SIZES["desk"])
    page.goto(f"{empty_site.url}/rounds/new?kind=full")
    page.evaluate("document.querySelector('form.setup').prepend(document.querySelector('form.setup .actions'))")
    share = unlike((KEPT / "new-desk-light.txt").read_text(encoding="ascii").split(), look(page, drawing))
    context.close()
    assert share > MOST


def test_other_letters_still_pass(browser: Browser, empty_site: Site) -> None:
    """The tolerance is there for this: the same page in another font of the same size."""
    context, page, drawing = opened(browser, "light", SIZES["desk"])
    page.goto(f"{empty_site.url}/rounds/new?kind=full")
    page.evaluate(
        "for (const each of document.querySelectorAll('p, label, legend')) each.style.letterSpacing = '0.2px'"
    )
    share = unlike((KEPT / "new-desk-light.txt").read_text(encoding="ascii").split(), look(page, drawing))
    context.close()
    assert share <= MOST
