"""`python -m scripts.pictures` makes the README's pictures anew: it holds most of the demo's round on a real server and
photographs two pages."""

import shutil
import tempfile
import time
from pathlib import Path
from typing import cast

from playwright.sync_api import Page, ViewportSize, sync_playwright

from mockround.usecases.demo import SCRIPT
from tests.e2e.conftest import BROWSERS, Site

OUT = Path(__file__).parents[1] / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1280, "height": 860}
SHOWN_TURNS = 4
DRAWN = """\
owner [client]
reader [client]
api [app-service]
links db [primary-db, Postgres] {content-records}
link cache [cache, Redis]
clicks [event-log, Kafka] {analytics-events}

reader -> api: GET /code
owner -> api: new link
api -> link cache: lookup
api -> links db: on a miss
api ~> clicks: click events
"""
SPOKEN = ("candidate-spoke", "interviewer-spoke")


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        site = Site(Path(folder))
        site.start()
        found = next(path for name in BROWSERS if (path := shutil.which(name)))
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            page = browser.new_context(viewport=SIZE, reduced_motion="reduce").new_page()
            hold(site, page)
        finally:
            browser.close()
            site.stop()


def hold(site: Site, page: Page) -> None:
    round_id = site.started_round(level="senior")
    answered(site, round_id, 1)
    board = site.post("/api/boards/reading", {"text": DRAWN})["board"]
    site.post(f"/api/rounds/{round_id}/board", {"board": board, "version": 0}, method="PUT")
    for at, words in enumerate(SCRIPT):
        site.post(f"/api/rounds/{round_id}/turns", {"text": words})
        answered(site, round_id, 2 * (at + 1) + 1)
        if at == SHOWN_TURNS:
            page.goto(f"{site.url}/rounds/{round_id}")
            page.locator(".log .turn").last.wait_for()
            page.locator(".react-flow__node").last.wait_for()
            page.wait_for_timeout(800)
            page.screenshot(path=OUT / "round.png")
    site.post(f"/api/rounds/{round_id}/ending")
    while site.get(f"/api/rounds/{round_id}")["status"] != "graded":
        time.sleep(0.1)
    page.goto(f"{site.url}/rounds/{round_id}/grade")
    page.screenshot(path=OUT / "grade.png")


def answered(site: Site, round_id: str, turns: int) -> None:
    """Wait until that many turns are in the log, the interviewer's last."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        log = cast("list[dict[str, dict[str, str]]]", site.get(f"/api/rounds/{round_id}")["log"])
        spoken = [kind for item in log if (kind := item["event"]["type"]) in SPOKEN]
        if len(spoken) >= turns and spoken[-1] == "interviewer-spoke":
            return
        time.sleep(0.05)


if __name__ == "__main__":
    main()
