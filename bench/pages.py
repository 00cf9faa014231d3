"""What a page costs its reader: bytes over the wire, requests elsewhere, and the largest contentful paint.

Chromium with a CPU slowed down four times, as on a modest phone. Goals: paint under 1 s; round page at most 250 KB
without the board and 400 KB with it (KB of 1,000 bytes, as transferred); no request to another origin.
"""

import shutil
import statistics
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, sync_playwright

from tests.e2e.conftest import BROWSERS, Site

RUNS = 5
SLOWER = 4
_LARGEST = """() => new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true }))"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One first load with an empty cache."""

    paint_ms: float
    wire_bytes: int
    requests: int
    elsewhere: int


def main() -> None:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        print("pages: not measured, there is no Chromium here")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        site = Site(Path(folder))
        site.start()
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            print(f"pages: first load in Chromium {browser.version}, CPU {SLOWER}x slower, median of {RUNS}")
            for name, url in _pages(site).items():
                _tell(name, [_visit(browser, url) for _ in range(RUNS)])
        finally:
            browser.close()
            site.stop()


def _pages(site: Site) -> Mapping[str, str]:
    round_id = site.started_round()
    site.post(f"/api/rounds/{round_id}/turns", {"text": "Reads outnumber writes 100 to 1, so I begin with the lookup."})
    return {
        "home": f"{site.url}/",
        "new round": f"{site.url}/rounds/new",
        "practice": f"{site.url}/practice",
        "round": f"{site.url}/rounds/{round_id}",
    }


def _visit(browser: Browser, url: str) -> Visit:
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wire = _counted(session)
    page.goto(url)
    # The largest paint is settled when nothing has been painted for a while; there is no event for it.
    page.wait_for_timeout(1500)
    paint_ms = float(page.evaluate(_LARGEST))
    elsewhere = sum(urlsplit(each).netloc != urlsplit(url).netloc for each in asked)
    visit = Visit(paint_ms, sum(wire), len(asked), elsewhere)
    context.close()
    return visit


def _counted(session: CDPSession) -> list[int]:
    """Return a list that grows by the bytes of each answer, headers included, as they came over the wire."""
    wire: list[int] = []
    session.on("Network.loadingFinished", lambda event: wire.append(int(event["encodedDataLength"])))
    session.send("Network.enable")
    return wire


def _tell(name: str, visits: list[Visit]) -> None:
    paint = statistics.median(visit.paint_ms for visit in visits)
    last = visits[-1]
    print(
        f"  {name:<10} paint {paint:4.0f} ms, {last.wire_bytes / 1000:4.0f} KB in {last.requests} requests,"
        f" {last.elsewhere} elsewhere"
    )
