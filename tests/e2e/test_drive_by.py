"""P7 in a real browser: a page of somebody else's tries all that Chromium lets it, and a name is pointed at us."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserType, Page
from starlette.types import ASGIApp

from mockround.config import LOOPBACK, Config
from mockround.server.app import make_app, make_site
from mockround.server.security import Gate
from tests.support.attacker import Arrivals, page_elsewhere
from tests.support.drive_by import body_of
from tests.support.homes import Home
from tests.support.promises import Tally
from tests.support.servers import serving_app, wait_for

EVIL, REBOUND = "evil.example", "rebound.example"
_FORM = "application/x-www-form-urlencoded"

# Each takes the address and a body. Whatever cannot be read across origins is not read: only arriving counts.
WAYS = {
    "fetch, text/plain": "(url, body) => fetch(url, {method: 'POST', mode: 'no-cors', body})",
    "fetch, JSON": "(url, body) => fetch(url, {method: 'POST', body, headers: {'Content-Type': 'application/json'}})",
    "fetch, with credentials": "(url, body) =>"
    " fetch(url, {method: 'POST', mode: 'no-cors', credentials: 'include', body})",
    "fetch, form": "(url, body) => fetch(url, {method: 'POST', mode: 'no-cors', body: new URLSearchParams(body)})",
    "fetch, multipart": "(url, body) => { const form = new FormData(); form.set('text', body);"
    " return fetch(url, {method: 'POST', mode: 'no-cors', body: form}) }",
    "sendBeacon": "(url, body) => navigator.sendBeacon(url, body)",
    "sendBeacon, untyped Blob": "(url, body) => navigator.sendBeacon(url, new Blob([body]))",
    "form, text/plain": "(url, body) => submitted(url, body, 'text/plain')",
    "form, as our own": "(url, body) => submitted(url, body, 'application/x-www-form-urlencoded')",
    "form, multipart": "(url, body) => submitted(url, body, 'multipart/form-data')",
    "form, Origin null": "(url, body) => boxed(url, body)",
    "image, script, frame, prefetch": "(url) => embedded(url + '?_method=POST&look=true&text=planted')",
}
_SEND_ONE_WAY = """
async ([attack, url, body]) => {
  const fields = (form, body) => { for (const pair of body.split('&')) {
    const input = document.createElement('input'); input.type = 'hidden';
    [input.name, input.value] = pair.split('=').map(decodeURIComponent); form.append(input); } };
  window.submitted = (url, body, enctype) => {
    const frame = document.createElement('iframe'); frame.name = 'frame' + Math.random(); document.body.append(frame);
    const form = document.createElement('form');
    Object.assign(form, {action: url, method: 'POST', enctype, target: frame.name});
    fields(form, body); document.body.append(form); form.submit(); };
  window.boxed = (url, body) => {
    const frame = document.createElement('iframe'); frame.sandbox = 'allow-scripts allow-forms';
    const form = document.createElement('form'); Object.assign(form, {action: url, method: 'POST'}); fields(form, body);
    frame.srcdoc = form.outerHTML + '<script>document.forms[0].submit()</' + 'script>'; document.body.append(frame); };
  window.embedded = (url) => { for (const [tag, where] of [['img', 'src'], ['script', 'src'], ['iframe', 'src'],
    ['link', 'href'], ['object', 'data']]) { const made = document.createElement(tag);
    if (tag === 'link') made.rel = 'prefetch'; made[where] = url; document.body.append(made); } };
  try { await eval(attack)(url, body) } catch (refused) { return String(refused) }
}
"""


@pytest.fixture(scope="module")
def foreign_browser(browser_type: BrowserType, browser_type_launch_args: dict[str, object]) -> Iterator[Browser]:
    """A browser for which two names of somebody else's lead to this machine."""
    given = browser_type_launch_args["args"]
    assert isinstance(given, list)
    rules = f"--host-resolver-rules=MAP {EVIL} 127.0.0.1, MAP {REBOUND} 127.0.0.1"
    browser = browser_type.launch(**{**browser_type_launch_args, "args": [*given, rules]})  # type: ignore[arg-type]  # as pytest-playwright calls it
    yield browser
    browser.close()


@contextmanager
def attacked(browser: Browser, app: ASGIApp, at: Callable[[str], str] = str) -> Iterator[tuple[Page, str, Arrivals]]:
    """Yield a page of somebody else's, our address as that page would call it, and what arrived there."""
    arrivals = Arrivals(app)
    with serving_app(arrivals) as url, page_elsewhere("<!doctype html><title>x</title><body>") as port:
        page = browser.new_page()
        page.goto(f"http://{EVIL}:{port}/")
        yield page, at(url), arrivals
        page.close()


def attack(page: Page, url: str, home: Home, way: str) -> int:
    """Try one way at every address that changes something; return how many addresses were tried."""
    tried = [route for route in home.routes if route.method == "POST"]
    kind = _FORM if "form" in way else "application/json"
    for route in tried:
        body = body_of(route, kind).decode()
        page.evaluate(_SEND_ONE_WAY, [WAYS[way], url + route.path, body or "text=planted"])
    return len(tried)


def sent(arrivals: Arrivals) -> list[tuple[str, str, int]]:
    """Return what arrived but for preflights, which carry nothing."""
    return [each for each in arrivals.seen if each[0] != "OPTIONS"]


def test_a_page_elsewhere_gets_nowhere(foreign_browser: Browser, home: Home, tally: Tally) -> None:
    before = home.state
    with attacked(foreign_browser, make_site(home.parts, Config(data_dir=home.folder))) as (page, url, arrivals):
        for way in WAYS:
            arrivals.seen.clear()
            tried = attack(page, url, home, way)
            wait_for(lambda tried=tried: len(arrivals.seen) >= tried)
            assert [each for each in sent(arrivals) if each[0] == "POST" and each[2] != 403] == []
            assert [each for each in sent(arrivals) if each[0] not in ("POST", "GET")] == []
    assert home.state == before
    assert home.model.requests == []
    tally.held("P7", "ways of a page in Chromium, each to every address that takes a POST", tried=len(WAYS))


def test_the_check_sees_what_a_site_without_a_gate_lets_in(foreign_browser: Browser, home: Home, tally: Tally) -> None:
    caught = 0
    with attacked(foreign_browser, make_app(home.parts)) as (page, url, arrivals):
        for way in WAYS:
            arrivals.seen.clear()
            tried = attack(page, url, home, way)
            wait_for(lambda tried=tried: len(arrivals.seen) >= tried)
            caught += any(method == "POST" and status in range(200, 400) for method, _, status in sent(arrivals))
    tally.control("P7", "a site without its gate, in Chromium", tried=len(WAYS), caught=caught)


def test_the_address_that_stands_for_all_leads_nowhere(foreign_browser: Browser, home: Home, tally: Tally) -> None:
    """0.0.0.0 reaches whatever listens on this machine, and is no loopback address to a browser's own rules."""
    before = home.state
    site = make_site(home.parts, Config(data_dir=home.folder))
    with attacked(foreign_browser, site, lambda url: url.replace("127.0.0.1", "0.0.0.0")) as (page, url, arrivals):
        for way in WAYS:
            attack(page, url, home, way)
        # What was sent with no answer to wait for, a beacon say, has left by then or never will.
        page.wait_for_timeout(500)
        assert {status for _, _, status in arrivals.seen} <= {421}
    assert home.state == before
    tally.held("P7", "the same by way of 0.0.0.0", tried=len(WAYS))


def rebound(browser: Browser, app: ASGIApp, home: Home) -> dict[str, int]:
    """Open our site under a name of somebody else's, and from that page fetch every address as one's own."""
    with serving_app(app) as url:
        page = browser.new_page()
        page.goto(url.replace("127.0.0.1", REBOUND) + "/")
        asked = [
            [route.method, route.path, body_of(route, "application/json").decode()]
            for route in home.routes
            if not route.path.endswith("/stream")
        ]
        told: dict[str, int] = json.loads(page.evaluate(_ASK_ALL, asked))
        page.close()
    return told


_ASK_ALL = """async (all) => {
  const told = {};
  for (const [method, path, body] of all) {
    const more = method === 'GET' || method === 'HEAD' ? {} : {body, headers: {'Content-Type': 'application/json'}};
    told[method + ' ' + path] = (await fetch(path, {method, ...more})).status;
  }
  return JSON.stringify(told);
}"""


def test_a_name_pointed_at_this_machine_is_not_served(foreign_browser: Browser, home: Home, tally: Tally) -> None:
    before = home.state
    told = rebound(foreign_browser, make_site(home.parts, Config(data_dir=home.folder)), home)
    assert set(told.values()) == {421}
    assert home.state == before
    tally.held("P7", "a page in Chromium under a name that was pointed at this machine, at every address", tried=1)


def test_the_check_sees_a_site_that_serves_any_name(foreign_browser: Browser, home: Home, tally: Tally) -> None:
    """The control: this gate looks at origins only, and to the browser this page is of the same origin."""
    before = home.state
    told = rebound(foreign_browser, Gate(make_app(home.parts), allowed_hosts=(*LOOPBACK, REBOUND)), home)
    assert home.state != before
    caught = any(status in range(200, 300) for status in told.values())
    tally.control("P7", "a site that looks at the origin and not at the host, in Chromium", tried=1, caught=caught)
