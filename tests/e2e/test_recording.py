"""The candidate is recorded by a real browser with a microphone that beeps, and a model writes it down."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, Watched
from tests.support.answers import refusal
from tests.support.upstream import Answer, Caller, Upstream, upstream

PATIENCE_MS = 90_000
"""The first recording of a server waits for litellm to be imported, on a machine that may be busy."""


def heard(text: str) -> Answer:
    async def answer(caller: Caller) -> None:
        await caller.whole(200, b'{"text": "%s"}' % text.encode(), {"Content-Type": "application/json"})

    return answer


async def silence(caller: Caller) -> None:
    await caller.hang()


def set_up(page: Page, site: Site, server: Upstream) -> None:
    """Type a profile that hears into the page, choose it, and begin a round."""
    page.goto(f"{site.url}/settings/models#add")
    page.get_by_label("Name", exact=True).fill("ear")
    page.get_by_label("Endpoint", exact=True).fill(server.url)
    page.get_by_label("Model", exact=True).fill("tiny-whisper")
    page.get_by_label("Turning my speech into text").check()
    page.locator("#add ~ form").get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("ear is set up")
    page.goto(f"{site.url}/settings/speaking")
    page.get_by_label("ear, on this machine").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It holds")).to_be_visible()
    page.goto(f"{site.url}/rounds/{site.started_round()}")
    expect(page.locator(".log .turn.interviewer")).to_have_count(1)


def talk(page: Page) -> None:
    """Hold the button for a second."""
    page.get_by_role("button", name="Hold to talk").focus()
    page.keyboard.down("Space")
    expect(page.get_by_role("status").get_by_text("Recording")).to_be_visible()
    page.wait_for_timeout(1000)
    page.keyboard.up("Space")
    expect(page.get_by_role("button", name="Hold to talk")).to_be_visible()


def test_what_is_said_is_written_down_corrected_and_sent(page: Page, own_site: Site, watched: Watched) -> None:
    with upstream(heard("I would add a cash"), heard("in front of the lookups.")) as server:
        set_up(page, own_site, server)
        talk(page)
        expect(page.get_by_text("Being written down on this machine")).to_be_visible()
        box = page.get_by_label("Your answer")
        expect(box).to_have_value("I would add a cash", timeout=PATIENCE_MS)
        talk(page)
        expect(box).to_have_value("I would add a cash in front of the lookups.", timeout=PATIENCE_MS)
        box.fill("I would add a cache in front of the lookups.")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".log .turn.candidate")).to_contain_text("a cache in front")
        assert [each.path for each in server.requests] == ["/v1/audio/transcriptions"] * 2
        recordings = [each.body for each in server.requests]
    assert all(b"Content-Type: audio/webm" in each and b"\x1aE\xdf\xa3" in each for each in recordings)
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith((own_site.url, "data:"))] == []


def test_a_recording_that_could_not_be_written_down_is_kept_downloaded_and_tried_again(
    page: Page, own_site: Site, tmp_path: Path
) -> None:
    with upstream(refusal(401), heard("A queue in front.")) as server:
        set_up(page, own_site, server)
        talk(page)
        kept = page.get_by_role("list", name="Recordings that are kept").get_by_role("listitem")
        expect(kept).to_contain_text("The endpoint rejects the key.", timeout=PATIENCE_MS)
        expect(kept).to_contain_text("0:01 of talk are kept in this page.")
        with page.expect_download() as saved:
            kept.get_by_role("link", name="Download").click()
        assert saved.value.suggested_filename == "answer.webm"
        saved.value.save_as(tmp_path / "answer.webm")
        kept.get_by_role("button", name="Try again").click()
        expect(page.get_by_label("Your answer")).to_have_value("A queue in front.", timeout=PATIENCE_MS)
        expect(kept).to_have_count(0)
        audio = (tmp_path / "answer.webm").read_bytes()
        assert all(audio in each.body for each in server.requests)


def test_a_recording_without_a_word_is_said_to_have_none_and_can_be_discarded(page: Page, own_site: Site) -> None:
    with upstream(heard("")) as server:
        set_up(page, own_site, server)
        talk(page)
        kept = page.get_by_role("list", name="Recordings that are kept").get_by_role("listitem")
        expect(kept).to_contain_text("No words were heard in it.", timeout=PATIENCE_MS)
        kept.get_by_role("button", name="Discard").click()
        expect(kept).to_have_count(0)
        expect(page.get_by_label("Your answer")).to_have_value("")


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        ("NotAllowedError", "Allow it beside the address"),
        ("NotFoundError", "No microphone was found"),
        ("NotReadableError", "in use by another program"),
    ],
)
def test_trouble_with_the_microphone_says_what_to_do(page: Page, own_site: Site, error: str, remedy: str) -> None:
    script = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', '%s'); };"
    with upstream(silence) as server:
        page.add_init_script(script % error)
        set_up(page, own_site, server)
        page.get_by_role("button", name="Hold to talk").focus()
        page.keyboard.down("Space")
        expect(page.get_by_role("status").get_by_text(remedy)).to_be_visible()
        page.keyboard.up("Space")
        assert server.requests == []


SEES_STREAMS = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.streams = [];
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const got = await ask(wanted);
  window.streams.push(got);
  return got;
};
"""


def tracks(page: Page) -> list[str]:
    """Return the state of every microphone that the page has opened."""
    found: list[str] = page.evaluate("streams.flatMap(each => each.getTracks()).map(each => each.readyState)")
    return found


def test_the_microphone_is_let_go_of_with_the_button(page: Page, own_site: Site) -> None:
    with upstream(heard("Yes.")) as server:
        page.add_init_script(SEES_STREAMS)
        set_up(page, own_site, server)
        talk(page)
        expect(page.get_by_label("Your answer")).to_have_value("Yes.", timeout=PATIENCE_MS)
        assert tracks(page) == ["ended"]


def test_a_tap_is_told_how_to_talk_and_leaves_no_microphone_open(page: Page, own_site: Site) -> None:
    with upstream(heard("Yes.")) as server:
        page.add_init_script(SEES_STREAMS)
        set_up(page, own_site, server)
        page.get_by_role("button", name="Hold to talk").press("Space")
        expect(page.get_by_role("status").get_by_text("Hold it down while you talk")).to_be_visible()
        talk(page)
        expect(page.get_by_label("Your answer")).to_have_value("Yes.", timeout=PATIENCE_MS)
        assert set(tracks(page)) == {"ended"}
        assert len(server.requests) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_records_and_where_it_failed(page: Page, own_site: Site, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    with upstream(refusal(401)) as server:
        set_up(page, own_site, server)
        talk(page)
        expect(page.get_by_text("The endpoint rejects the key.")).to_be_visible(timeout=PATIENCE_MS)
        page.get_by_role("button", name="Hold to talk").focus()
        page.keyboard.down("Space")
        expect(page.get_by_role("status").get_by_text("Recording")).to_be_visible()
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert Axe().run(page).violations_count == 0
