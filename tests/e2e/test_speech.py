"""Speaking in a real browser: the interviewer is read aloud, and the candidate is heard."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, Watched
from tests.e2e.fakes import DEAF, EARS, VOICES

SAID = "200 million redirects a day against 2 million new links, so 100 to 1."


def spoken(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("window.spoken.said")
    return found


def send(page: Page, text: str) -> None:
    page.get_by_label("Your answer").fill(text)
    page.keyboard.press("Control+Enter")


@pytest.fixture
def voiced(page: Page, shared_site: Site, watched: Watched) -> Page:
    """A page in a browser with voices, on a round whose interviewer has opened."""
    page.add_init_script(VOICES)
    page.goto(f"{shared_site.url}/rounds/{shared_site.started_round()}")
    expect(page.locator(".log .turn.interviewer")).to_have_count(1)
    return page


def test_nothing_is_read_aloud_before_it_is_wanted(voiced: Page) -> None:
    expect(voiced.get_by_role("button", name="Read aloud")).to_have_attribute("aria-pressed", "false")
    send(voiced, SAID)
    expect(voiced.locator(".log .turn.interviewer")).to_have_count(2)
    assert spoken(voiced) == []


def test_the_next_turn_is_read_whole_and_typing_silences_it(voiced: Page, watched: Watched) -> None:
    voiced.get_by_role("button", name="Read aloud").click()
    send(voiced, SAID)
    turn = voiced.locator(".log .turn.interviewer").nth(1)
    expect(turn).to_be_visible()
    assert " ".join(each["text"] for each in spoken(voiced)) == turn.locator(".prose").inner_text()
    assert {each["voice"] for each in spoken(voiced)} == {"Near"}
    stop = voiced.get_by_role("button", name="Stop reading")
    expect(stop).to_be_visible()
    voiced.get_by_label("Notes").fill("Notes may be taken meanwhile.")
    expect(stop).to_be_visible()
    voiced.get_by_label("Your answer").press_sequentially("S")
    expect(stop).to_be_hidden()
    assert voiced.evaluate("window.spoken.cancelled") == 1
    assert watched.complaints == []


def test_the_stop_button_silences_this_turn_and_not_the_next(voiced: Page) -> None:
    voiced.get_by_role("button", name="Focus").focus()
    voiced.keyboard.press("r")
    send(voiced, SAID)
    voiced.get_by_role("button", name="Stop reading").click()
    button = voiced.get_by_role("button", name="Read aloud")
    expect(button).to_have_attribute("aria-pressed", "true")
    before = len(spoken(voiced))
    send(voiced, "How long may a link live?")
    expect(voiced.get_by_role("button", name="Stop reading")).to_be_visible()
    assert len(spoken(voiced)) > before


def test_voice_and_speed_are_chosen_in_the_settings_of_this_browser(page: Page, shared_site: Site) -> None:
    page.add_init_script(VOICES)
    page.goto(f"{shared_site.url}/settings/speaking")
    page.get_by_label("Read the interviewer aloud").check()
    page.get_by_label("Voice", exact=True).select_option(label="Far (the words leave this machine)")
    page.get_by_label("Speed").select_option("1.5")
    page.get_by_role("button", name="Try it").click()
    assert [(each["voice"], each["rate"]) for each in spoken(page)] == [("Far", 1.5)]
    page.reload()
    expect(page.get_by_label("Read the interviewer aloud")).to_be_checked()
    page.goto(f"{shared_site.url}/rounds/{shared_site.started_round()}")
    expect(page.locator(".log .turn.interviewer")).to_have_count(1)
    send(page, SAID)
    expect(page.get_by_role("button", name="Stop reading")).to_be_visible()
    assert {(each["voice"], each["rate"]) for each in spoken(page)} == {("Far", 1.5)}


def test_a_browser_without_a_voice_offers_none(page: Page, shared_site: Site) -> None:
    page.add_init_script(VOICES.replace('lang: "en', 'lang: "xx'))
    page.goto(f"{shared_site.url}/settings/speaking")
    expect(page.get_by_text("This browser has no English voice")).to_be_visible()
    page.goto(f"{shared_site.url}/rounds/{shared_site.started_round()}")
    expect(page.get_by_role("button", name="Focus")).to_be_visible()
    expect(page.get_by_role("button", name="Read aloud")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_speaking_is_set_up(page: Page, shared_site: Site, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.add_init_script(VOICES)
    page.goto(f"{shared_site.url}/settings/speaking")
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).violations_count == 0


def choose(site: Site, page: Page, *, speech: str, talk: str = "Hold it while I talk") -> None:
    page.goto(f"{site.url}/settings/speaking")
    page.get_by_label(speech, exact=True).check()
    page.get_by_label(talk).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It holds")).to_be_visible()


def a_round(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/rounds/{site.started_round()}")
    expect(page.locator(".log .turn.interviewer")).to_have_count(1)


def test_off_by_default_and_then_no_page_may_use_the_microphone(page: Page, own_site: Site) -> None:
    page.add_init_script(EARS)
    a_round(own_site, page)
    expect(page.get_by_role("button", name="Focus")).to_be_visible()
    expect(page.locator("mr-dictate")).to_have_count(0)
    allowed = "document.featurePolicy.allowsFeature('microphone')"
    assert page.evaluate(allowed) is False
    choose(own_site, page, speech="The browser")
    assert page.evaluate(allowed) is False
    a_round(own_site, page)
    assert page.evaluate(allowed) is True


@pytest.fixture
def heard(page: Page, own_site: Site, watched: Watched) -> Page:
    """A round in a browser that hears, whose candidate holds the button to talk."""
    page.add_init_script(EARS)
    page.add_init_script(VOICES)
    choose(own_site, page, speech="The browser")
    a_round(own_site, page)
    return page


def test_words_under_way_stand_apart_and_words_that_stand_go_to_the_caret(heard: Page, watched: Watched) -> None:
    box, button = heard.get_by_label("Your answer"), heard.get_by_role("button", name="Hold to talk")
    box.fill("First, then a queue.")
    box.evaluate("each => each.setSelectionRange(5, 5)")
    button.hover()
    heard.mouse.down()
    expect(heard.get_by_text("Listening. What you say may leave this machine.")).to_be_visible()
    heard.evaluate("hear(0, 'a cash', false)")
    expect(heard.locator(".interim")).to_have_text("a cash")
    expect(box).to_have_value("First, then a queue.")
    heard.evaluate("hear(0, 'a cache', true)")
    expect(heard.locator(".interim")).to_have_text("")
    expect(box).to_have_value("First a cache, then a queue.")
    heard.mouse.up()
    assert heard.evaluate("ears.at(-1).stopped") is True
    box.press("End")
    box.press_sequentially(" Corrected by hand.")
    heard.keyboard.press("Control+Enter")
    turn = heard.locator(".log .turn.candidate")
    expect(turn).to_contain_text("First a cache, then a queue. Corrected by hand.")
    assert watched.complaints == []


def test_a_browser_that_ends_in_a_pause_is_opened_again_while_the_button_is_held(heard: Page) -> None:
    heard.get_by_role("button", name="Hold to talk").focus()
    heard.keyboard.down("Space")
    heard.evaluate("hear(0, 'Reads outnumber writes', true)")
    heard.evaluate("ears.at(-1).onerror({ error: 'no-speech' }); ears.at(-1).onend()")
    expect(heard.get_by_role("button", name="Let go to stop")).to_be_visible()
    heard.evaluate("hear(0, 'by a hundred to one.', true)")
    heard.keyboard.up("Space")
    expect(heard.get_by_role("button", name="Hold to talk")).to_be_visible()
    expect(heard.get_by_label("Your answer")).to_have_value("Reads outnumber writes by a hundred to one.")
    assert heard.evaluate("ears.length") == 2


def test_the_shortcut_is_held_like_the_button(heard: Page) -> None:
    heard.get_by_label("Your answer").focus()
    heard.keyboard.down("Control")
    heard.keyboard.down(",")
    expect(heard.get_by_role("button", name="Let go to stop")).to_be_visible()
    heard.wait_for_timeout(400)
    heard.keyboard.up(",")
    heard.keyboard.up("Control")
    expect(heard.get_by_role("button", name="Hold to talk")).to_be_visible()
    expect(heard.get_by_label("Your answer")).to_have_value("")


def test_the_reading_stops_when_the_candidate_talks(heard: Page) -> None:
    heard.get_by_role("button", name="Read aloud").click()
    send(heard, SAID)
    stop = heard.get_by_role("button", name="Stop reading")
    expect(stop).to_be_visible()
    heard.get_by_role("button", name="Hold to talk").focus()
    heard.keyboard.down("Space")
    expect(stop).to_be_hidden()
    heard.keyboard.up("Space")


def test_a_switch_is_pressed_twice(page: Page, own_site: Site) -> None:
    page.add_init_script(EARS)
    choose(own_site, page, speech="The browser", talk="Press to begin, press to end")
    a_round(own_site, page)
    page.get_by_role("button", name="Talk", exact=True).click()
    page.evaluate("hear(0, 'A queue in front.', true)")
    page.get_by_role("button", name="Stop talking").click()
    expect(page.get_by_role("button", name="Talk", exact=True)).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_value("A queue in front.")


@pytest.mark.parametrize(
    ("error", "remedy"), [("not-allowed", "Allow it beside the address"), ("audio-capture", "No microphone was found")]
)
def test_trouble_with_the_microphone_says_what_to_do(heard: Page, error: str, remedy: str) -> None:
    heard.get_by_role("button", name="Hold to talk").focus()
    heard.keyboard.down("Space")
    heard.evaluate("error => ears.at(-1).fail(error)", error)
    expect(heard.get_by_role("status").get_by_text(remedy)).to_be_visible()
    heard.keyboard.up("Space")
    expect(heard.get_by_role("button", name="Hold to talk")).to_be_visible()


def test_a_browser_that_cannot_hear_says_so(page: Page, own_site: Site) -> None:
    page.add_init_script(DEAF)
    choose(own_site, page, speech="The browser")
    a_round(own_site, page)
    expect(page.get_by_text("This browser has no speech recognition")).to_be_visible()
    expect(page.get_by_role("button", name="Hold to talk")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_the_candidate_talks(heard: Page, scheme: str) -> None:
    heard.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    heard.get_by_role("button", name="Hold to talk").focus()
    heard.keyboard.down("Space")
    heard.evaluate("hear(0, 'and then a queue', false)")
    for width in (360, 768, 1440):
        heard.set_viewport_size({"width": width, "height": 900})
        assert heard.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(heard).violations_count == 0
