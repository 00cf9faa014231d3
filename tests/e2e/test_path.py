"""A path is walked in a browser: a checkpoint is failed, leads back, and is passed."""

import time
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Page, expect

from mockround.content.bank import load_bank
from mockround.content.exemplars import Exemplars
from mockround.content.library import Library, load
from mockround.content.models import CriterionId, PathId, TopicKey
from mockround.resources import content_dir
from tests.e2e.conftest import Site

PATH = PathId("patterns-first")
CHECKPOINT = "pf-cp1-read-narrative"
FUZZY = "There is a database, then there is a cache in front of it, and then it scales."


@pytest.fixture(scope="module")
def library() -> Library:
    return load(content_dir())


@pytest.fixture(scope="module")
def bank(library: Library) -> Mapping[CriterionId, Exemplars]:
    return load_bank(library, [content_dir()])


@pytest.fixture
def site(own_site: Site) -> Iterator[Site]:
    yield own_site


def graded(site: Site, round_id: str) -> None:
    until = time.monotonic() + 60
    while not site.get(f"/api/rounds/{round_id}/grades"):
        assert time.monotonic() < until, "waited for a grade in vain"
        time.sleep(0.05)


def told_well(site: Site, library: Library, bank: Mapping[CriterionId, Exemplars], topic: TopicKey) -> None:
    """Narrate a pattern with an exemplary answer to each of its criteria."""
    made = site.post("/api/rounds", {"kind": "narrate", "topic": topic})
    url = f"/api/rounds/{made['id']}"
    site.post(f"{url}/start")
    for criterion in library.topic(topic).criteria:
        site.post(f"{url}/turns", {"text": bank[CriterionId(criterion.id)].met[0]})
    site.post(f"{url}/ending")
    graded(site, str(made["id"]))


def hold_checkpoint(page: Page, answer: str) -> None:
    """Hold the checkpoint that the path's page offers, in the browser, to its grade."""
    page.get_by_role("link", name="Hold this checkpoint").first.click()
    page.get_by_role("button", name="Prepare the round").click()
    page.get_by_role("button", name="Start the clock").click()
    expect(page.locator(".log .turn.interviewer")).to_have_count(1)
    page.get_by_label("Your answer").fill(answer)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".log .turn.candidate")).to_have_count(1)
    end = page.locator("details.ending summary")
    read = page.get_by_role("link", name="Read the grade").first
    expect(end.or_(read).first).to_be_visible()
    if end.is_visible():  # where everything was said, the round closes by itself
        end.click()
        page.get_by_role("button", name="Yes, end it now").click()
    else:
        read.click()
    expect(page.locator("#checkpoint")).to_be_visible(timeout=30000)


def test_a_failed_checkpoint_leads_back_and_opens_the_path_once_it_is_passed(
    page: Page, site: Site, library: Library, bank: Mapping[CriterionId, Exemplars]
) -> None:
    path = library.path(PATH)
    for step in path.steps[:3]:
        told_well(site, library, bank, step.topic)
    address = f"{site.url}/paths/{PATH}"
    page.goto(address)
    expect(page.locator(".banner")).to_contain_text("Checkpoint 1")
    expect(page.locator("#step-4")).to_contain_text("opens when checkpoint 1 is passed")

    hold_checkpoint(page, FUZZY)
    expect(page.locator("#checkpoint")).to_contain_text("not passed")
    page.goto(address)
    expect(page.locator(".banner")).to_contain_text("Step 1")
    expect(page.locator(".banner")).to_contain_text("Checkpoint 1 was not passed")

    told_well(site, library, bank, path.steps[0].topic)
    page.goto(address)
    expect(page.locator(".banner")).to_contain_text("Checkpoint 1")
    wanted = [each for item in library.checkpoint(PATH, CHECKPOINT).must_contain for each in item.criteria]
    hold_checkpoint(page, "\n".join(bank[CriterionId(each)].met[0] for each in wanted))
    expect(page.locator("#checkpoint")).to_have_text("Checkpoint: passed")
    page.goto(address)
    expect(page.locator(".banner")).to_contain_text("Step 4")
    expect(page.locator("#step-4")).not_to_contain_text("opens when")
