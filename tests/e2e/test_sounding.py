"""How it sounded: what was said with the microphone on is timed, survives a reload, and is told on the review page."""

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, Watched
from tests.e2e.fakes import EARS
from tests.e2e.test_speech import choose

CLOCK = "let at = 1000; performance.now = () => at; window.passes = (ms) => { at += ms; };"
"""A browser whose clock stands still but for what a test lets pass."""


def drill(site: Site) -> str:
    return site.started_round(kind="narrate", problem=None, minutes=None, topic="read-heavy")


@pytest.fixture
def talking(page: Page, own_site: Site, watched: Watched) -> Iterator[Page]:
    """A round in a browser that hears, and whose candidate presses to begin and to end."""
    page.add_init_script(CLOCK)
    page.add_init_script(EARS)
    choose(own_site, page, speech="The browser", talk="Press to begin, press to end")
    page.goto(f"{own_site.url}/rounds/{drill(own_site)}")
    expect(page.locator(".log .turn.interviewer")).to_have_count(1)
    yield page
    assert watched.complaints == []


def begin(page: Page) -> None:
    page.get_by_role("button", name="Talk", exact=True).click()
    expect(page.get_by_role("button", name="Stop talking")).to_be_visible()


def stop(page: Page) -> None:
    page.get_by_role("button", name="Stop talking").click()
    expect(page.get_by_role("button", name="Talk", exact=True)).to_be_visible()


def send(page: Page) -> None:
    before = page.locator(".log .turn.candidate").count()
    page.get_by_label("Your answer").press("Control+Enter")
    expect(page.get_by_label("Your answer")).to_have_value("")
    expect(page.locator(".log .turn.candidate")).to_have_count(before + 1)


def dictated(page: Page, site: Site) -> list[dict[str, float] | None]:
    """What the log has of each turn."""
    found = json.loads(page.request.get(page.url.replace("/rounds/", "/api/rounds/").partition("#")[0]).text())
    assert page.url.startswith(site.url)
    return [item["event"]["dictated"] for item in found["log"] if item["event"]["type"] == "candidate-spoke"]


def test_what_was_said_is_timed_over_a_pause_and_a_reload_and_told_after_the_round(
    talking: Page, own_site: Site
) -> None:
    begin(talking)
    talking.evaluate("passes(12000)")
    talking.evaluate("hear(0, 'um so the uh reads go to a cache you know', true)")
    talking.evaluate("passes(6000)")
    stop(talking)
    talking.reload()
    expect(talking.get_by_label("Your answer")).to_have_value("um so the uh reads go to a cache you know")
    begin(talking)
    talking.evaluate("passes(3000)")
    talking.evaluate("hear(0, 'and the writes do not', true)")
    stop(talking)
    talking.get_by_label("Your answer").evaluate("each => each.setSelectionRange(0, 3)")
    talking.get_by_label("Your answer").press("Delete")
    send(talking)
    talking.get_by_label("Your answer").fill("Um, this one is typed, you know.")
    send(talking)
    first, second = dictated(talking, own_site)
    assert second is None
    assert first == {"spoken_s": 15, "words": 16}

    round_id = talking.url.rpartition("/")[2]
    own_site.post(f"/api/rounds/{round_id}/ending")
    talking.goto(f"{own_site.url}/rounds/{round_id}/grade")
    expect(talking.get_by_role("heading", level=1)).to_be_visible()
    table = talking.get_by_role("table", name="Counted in the dictated turns only")
    expect(table.get_by_role("row")).to_have_text(
        [
            "Turns that you dictated1",
            "With the microphone on0:15",
            "Words a minute64",
            "Filler: uh1",
            "Filler: you know1",
        ]
    )
    for width in (360, 768, 1440):
        talking.set_viewport_size({"width": width, "height": 900})
        assert talking.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(talking).violations_count == 0


def test_an_emptied_box_forgets_what_was_said_for_it(talking: Page, own_site: Site) -> None:
    begin(talking)
    talking.evaluate("passes(5000)")
    talking.evaluate("hear(0, 'something else altogether', true)")
    stop(talking)
    talking.get_by_label("Your answer").fill("")
    talking.get_by_label("Your answer").fill("This is typed.")
    send(talking)
    assert dictated(talking, own_site) == [None]


def test_a_round_in_which_nothing_was_dictated_says_nothing_of_it(page: Page, shared_site: Site) -> None:
    round_id = drill(shared_site)
    shared_site.post(f"/api/rounds/{round_id}/turns", {"text": "Um, a cache in front of the primary, you know."})
    shared_site.post(f"/api/rounds/{round_id}/ending")
    page.goto(f"{shared_site.url}/rounds/{round_id}/grade")
    expect(page.get_by_role("heading", name="Criterion by criterion")).to_be_visible()
    expect(page.get_by_text("How it sounded")).to_have_count(0)


@pytest.mark.parametrize("lasting_ms", [400, 1200, 8000])
def test_a_silence_is_not_cut_off_however_often_the_browser_ends(talking: Page, lasting_ms: int) -> None:
    """The promise is four seconds; here are nine."""
    begin(talking)
    talking.evaluate("hear(0, 'First,', true)")
    for _ in range(9000 // lasting_ms):
        talking.evaluate("ms => passes(ms)", lasting_ms)
        talking.evaluate("ears.at(-1).onend()")
    expect(talking.get_by_role("button", name="Stop talking")).to_be_visible()
    talking.evaluate("hear(0, 'a queue.', true)")
    expect(talking.get_by_label("Your answer")).to_have_value("First, a queue.")
    stop(talking)
