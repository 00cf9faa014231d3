"""P10: what anybody wrote is shown and never executed, and nothing leaves the machine because it is shown."""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockround.config import Config
from mockround.llm.profiles import Profile
from mockround.rounds.events import CandidateSpoke
from mockround.server.app import make_site
from mockround.usecases import grades, profiles
from tests.support.homes import Home
from tests.support.inert import Traces, watch
from tests.support.payloads import ALL, LEAK, LEAKS, RUN, SCRIPTS
from tests.support.poison import WHOLE, poisoned_home, poisoned_library
from tests.support.promises import Tally
from tests.support.servers import serving_app

EXTRA = ("/rounds?text=window", "/problems?pattern=<x>", "/settings/models?edit=hostile", "/rounds/new?kind=narrate")
# A text in each place of an address or a form that an answer might repeat.
REFLECTED = (
    "/{}",
    "/rounds/{}",
    "/problems/{}",
    "/paths/{}",
    "/topics/pattern/{}",
    "/topics/{}/read-heavy",
    "/static/{}",
    "/rounds?text={}",
    "/rounds?kind={}&status={}&before={}",
    "/rounds/new?kind={}",
    "/rounds/new?kind=narrate&topic={}&problem={}&path={}&checkpoint={}",
    "/problems?pattern={}&level={}&difficulty={}",
    "/settings/models?edit={}",
    "/settings/models?saved={}",
    "/settings?saved={}",
)
FORMS = {
    "/practice/date": ("interview_on",),
    "/settings": ("level", "minutes", "theme"),
    "/settings/models": ("name", "endpoint", "model", "key_variable", "first_token_s", "via"),
    "/settings/models/roles": ("interviewer",),
    "/rounds": ("kind", "level", "minutes"),
    "/rounds/import": ("title", "level", "topic1", "text", "what"),
}


@pytest.fixture
def hostile(home: Home) -> Home:
    """A home where every text is hostile: content, rounds, grades, and a model's profile as far as one may go."""
    name = "<svg/onload=alert(1)>"
    profile = Profile(name="hostile", via="openai", model=name, endpoint=f"http://127.0.0.1:9/{name}")
    profiles.save(home.parts, profile)
    poisoned = poisoned_home(home)
    return replace(poisoned, parts=replace(home.parts, library=poisoned_library(home.parts.library)))


@contextmanager
def watched(browser: Browser, app: ASGIApp) -> Iterator[tuple[Page, str, Traces]]:
    context = browser.new_context()
    with serving_app(app) as url:
        traces = watch(context, url)
        yield context.new_page(), url, traces
        context.close()


def pages(home: Home) -> list[str]:
    """Return every page of the site, the one of the running and the one of the ended round."""
    shown = [each.path for each in home.routes if each.method == "GET" and not each.is_api]
    files = ("/export.", "/board.")
    shown = [path for path in shown if not path.startswith(("/openapi", "/static"))]
    shown = [path for path in shown if not any(each in path for each in files)]
    of_ended = [path.replace(home.running, home.graded) for path in shown]
    one, other = (each.id for each in grades.of_round(home.parts, home.graded))
    of_grades = [f"/rounds/{home.graded}/grade?grade={one}", f"/rounds/{home.graded}/compare?one={one}&other={other}"]
    return list(dict.fromkeys([*shown, *of_ended, *of_grades, *EXTRA]))


def opened(page: Page, url: str) -> bool:
    """Open a page and unfold everything; tell whether it was the page itself, and no refusal."""
    answer = page.goto(url)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    page.wait_for_load_state("load")
    return answer is not None and answer.ok


def test_every_page_shows_hostile_text_and_nothing_comes_of_it(browser: Browser, hostile: Home, tally: Tally) -> None:
    with watched(browser, make_site(hostile.parts, Config(data_dir=hostile.folder))) as (page, url, traces):
        seen = 0
        for path in pages(hostile):
            seen += opened(page, url + path)
            traces.look(page)
        assert traces == Traces()
        assert seen > 25
    tally.held("P10", "scripts in every text of every page, in Chromium", tried=len(SCRIPTS))
    tally.held("P10 P11", "requests to elsewhere in every text of every page, in Chromium", tried=len(LEAKS))


def test_what_arrives_while_the_page_is_open_is_as_inert(browser: Browser, home: Home, tally: Tally) -> None:
    with watched(browser, make_site(home.parts, Config(data_dir=home.folder))) as (page, url, traces):
        page.goto(f"{url}/rounds/{home.running}")
        for text in ALL:
            with home.parts.store.log.change(home.running) as change:
                change.append(CandidateSpoke(text=text), home.parts.clock.now())
        expect(page.locator(".log .turn.candidate")).to_have_count(len(ALL) + 1)
        traces.look(page)
        assert traces == Traces()
    tally.held("P10", "scripts and requests in turns that a stream brings", tried=len(ALL))


def test_no_answer_repeats_hostile_text_as_markup(browser: Browser, home: Home, tally: Tally) -> None:
    tried = 0
    with watched(browser, make_site(home.parts, Config(data_dir=home.folder))) as (page, url, traces):
        page.goto(url)
        for text in ALL:
            asked = [["GET", form.replace("{}", quote(text, safe="")), ""] for form in REFLECTED]
            asked += [["POST", path, urlencode(dict.fromkeys(names, text))] for path, names in FORMS.items()]
            traces.look_at(page, page.evaluate(_FETCH_ALL, asked))
            tried += len(asked)
        assert traces == Traces()
    tally.held("P10", "answers that might repeat an address or a form", tried=tried)


_FETCH_ALL = """async (all) => Promise.all(all.map(async ([method, path, body]) => {
  const more = body ? {body, headers: {'Content-Type': 'application/x-www-form-urlencoded'}} : {};
  const answer = await fetch(path, {method, ...more});
  return (answer.headers.get('Content-Type') || '').startsWith('text/html') ? answer.text() : '';
}))"""


def test_the_name_of_a_file_is_only_a_name(browser: Browser, home: Home, tally: Tally) -> None:
    names = [text.replace("/", "\u2215").replace("\n", " ")[:120] for text in ALL]
    with watched(browser, make_site(home.parts, Config(data_dir=home.folder))) as (page, url, traces):
        page.goto(f"{url}/rounds/import")
        chooser, told = page.locator("mr-file input").first, page.locator("mr-file [role=status]").first
        for name in names:
            chooser.set_input_files({"name": name, "mimeType": "text/plain", "buffer": WHOLE.encode()})
            expect(told).to_contain_text("was read")
        traces.look(page)
        assert traces == Traces()
    tally.held("P10", "names of files", tried=len(names))


def test_a_link_needs_a_click_and_says_where_it_leads(browser: Browser, home: Home) -> None:
    with home.parts.store.log.change(home.running) as change:
        far = f"[your bank](https://{LEAK}/a) [x](HTTP://{LEAK}/b) <https://{LEAK}/c>"
        text = f"{far} [near](/rounds) [far, but near to look at](//{LEAK}/d)"
        change.append(CandidateSpoke(text=text), home.parts.clock.now())
    with watched(browser, make_site(home.parts, Config(data_dir=home.folder))) as (page, url, traces):
        page.goto(f"{url}/rounds/{home.running}")
        links = page.locator(f".prose a[href*='{LEAK}' i]")
        told = "(all) => all.map((a) => [a.rel, getComputedStyle(a, '::after').content.toLowerCase()])"
        shown = [f'" (https://{LEAK}/a)"', f'" (http://{LEAK}/b)"', f'" (https://{LEAK}/c)"']
        assert links.evaluate_all(told) == [["noopener noreferrer nofollow", each] for each in shown]
        assert page.get_by_text("near to look at").evaluate("(each) => each.closest('a').href") == ""
        assert traces == Traces()


class AsMarkup:
    """A site with one hole: the page of a round writes what was said as markup. The policy may be gone, too."""

    def __init__(self, app: ASGIApp, *, has_policy: bool) -> None:
        self._app = app
        self._has_policy = has_policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_hole = scope["type"] == "http" and scope["path"].startswith("/rounds/")
        head: list[Message] = []

        async def holed(message: Message) -> None:
            if message["type"] == "http.response.start":
                dropped = {b"content-length"} | (set() if self._has_policy else {b"content-security-policy"})
                kept = [(name, value) for name, value in message["headers"] if name.lower() not in dropped]
                head.append({**message, "headers": kept})
                return
            if head:
                await send(head.pop())
            await send({**message, "body": html.unescape(message.get("body", b"").decode()).encode()})

        await self._app(scope, receive, holed if is_hole else send)


@pytest.mark.parametrize("has_policy", [True, False])
def test_the_check_sees_a_page_that_takes_text_for_markup(
    browser: Browser, home: Home, tally: Tally, has_policy: bool
) -> None:
    """The control. Where the policy is left, it keeps the worst away: that is what its reports say."""
    caught = 0
    app = AsMarkup(make_site(home.parts, Config(data_dir=home.folder)), has_policy=has_policy)
    wanted = {"report", "element"} if has_policy else {"dialog", "run", "request", "element"}
    for text in (f"<img src=x onerror={RUN}><link rel=preload as=image href=http://{LEAK}/a.png>",):
        with home.parts.store.log.change(home.running) as change:
            change.append(CandidateSpoke(text=text), home.parts.clock.now())
        with watched(browser, app) as (page, url, traces):
            page.goto(f"{url}/rounds/{home.running}", wait_until="commit")
            # Nothing in the page tells when a browser has given up on what it was made to fetch.
            page.wait_for_timeout(1000)
            traces.look(page)
            caught += wanted <= traces.kinds
    tally.control("P10", "a page that takes text for markup, with and without a policy", tried=1, caught=caught)
