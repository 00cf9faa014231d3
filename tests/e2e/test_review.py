"""After the round: taken in from elsewhere, overruled, compared, watched again, planned on."""

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, Watched

SAID = (
    "When the owner edits a link we delete its key from the cache right after the commit, and a TTL of sixty seconds "
    "is the backstop, so a reader sees the old target for a minute at worst."
)


def held(site: Site) -> str:
    """Hold a short round over the API and return its page's address."""
    round_id = site.started_round(kind="narrate", problem=None, minutes=None, topic="read-heavy")
    site.post(f"/api/rounds/{round_id}/turns", {"text": SAID})
    site.post(f"/api/rounds/{round_id}/ending")
    return f"{site.url}/rounds/{round_id}"


def test_a_transcript_from_a_file_is_graded_and_a_coach_overrules_it(
    page: Page, shared_site: Site, watched: Watched, tmp_path: Path
) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text(f"Interviewer: How do you keep the cache right?\nCandidate: {SAID}\n", encoding="utf-8")
    page.goto(f"{shared_site.url}/rounds/import")
    page.get_by_label("What it was").fill("Phone screen")
    page.locator("mr-file").first.locator("input[type=file]").set_input_files(talk)
    expect(page.get_by_text("talk.txt was read")).to_be_visible()
    page.get_by_role("button", name="Take it in and grade it").first.click()
    expect(page).to_have_url(re.compile(r"/grade$"))
    missed = page.locator("#criterion-rh-replica-lag")
    missed.locator("summary").click()
    missed.get_by_label("It is").select_option("met")
    missed.get_by_label("Because").fill("It was on the whiteboard.")
    missed.get_by_label("Your name").fill("Ben")
    missed.get_by_role("button", name="Overrule it").click()
    expect(page.locator("#criterion-rh-replica-lag")).to_contain_text("by Ben")
    page.get_by_role("link", name=re.compile("^compare")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two grades of one round")
    expect(page.get_by_text("They differ on 1 criteria")).to_be_visible()
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    assert watched.complaints == []


def test_a_round_is_watched_again(page: Page, shared_site: Site) -> None:
    page.goto(f"{held(shared_site)}/grade")
    page.get_by_role("link", name="Watch the round again").click()
    expect(page.locator(".replayed")).to_contain_text("delete its key")
    page.get_by_label("Time").fill("0")
    expect(page.locator("output")).to_have_text("0:00")
    page.get_by_label("Speed").select_option("30")
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".replayed")).to_contain_text("The round has ended")
    expect(page.get_by_role("button", name="Play")).to_be_visible(timeout=15000)
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_days_until_the_interview_are_planned(page: Page, shared_site: Site) -> None:
    page.goto(f"{shared_site.url}/practice")
    page.get_by_label("Interviewing on").fill("2099-01-01")
    page.get_by_role("button", name="Plan the days").click()
    expect(page.locator(".days > li")).to_have_count(60)
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []


def test_a_round_is_deleted_and_another_tab_says_so(page: Page, shared_site: Site) -> None:
    made = shared_site.post("/api/rounds", {"kind": "narrate", "topic": "read-heavy"})
    waiting = page.context.new_page()
    waiting.goto(f"{shared_site.url}{made['url']}")
    expect(waiting.locator("mr-connection")).to_have_text("Live")
    page.goto(f"{shared_site.url}{made['url']}")
    page.get_by_role("link", name="Delete this round").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delete this round?")
    page.get_by_role("link", name="Keep it").click()
    page.get_by_role("link", name="Delete this round").click()
    page.get_by_role("button", name="Delete it for good").click()
    expect(page.get_by_role("status")).to_have_text("The round is deleted.")
    assert page.locator(f'a[href="{made["url"]}"]').count() == 0
    expect(waiting.locator("mr-connection")).to_have_text("This round was deleted", timeout=20_000)
