"""P7: a name that somebody else points at this machine (DNS rebinding) is served by no address of ours."""

from urllib.parse import urlsplit

from starlette.types import Receive, Scope, Send

from mockround.config import LOOPBACK
from mockround.server.app import make_app
from mockround.server.security import Gate
from tests.support.homes import Home
from tests.support.promises import Tally
from tests.support.routes import Route
from tests.support.servers import serving_app
from tests.support.wire import exchange

REBOUND = "rebound.example"
FOREIGN = (
    REBOUND,
    f"{REBOUND}:8000",
    REBOUND.upper(),
    f"{REBOUND}.",
    "localhost.rebound.example",
    "rebound.localhost",
    "127.0.0.1.nip.example",
    "0.0.0.0",
    "0.0.0.0:8000",
    "127.0.0.2",
    "127.1",
    "0x7f.0.0.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "169.254.169.254",
    "192.168.1.10:8000",
    "[::]",
    "[::ffff:127.0.0.1]:8000",
    "[fe80::1%25lo]",
    "::1",
    "[::1",
    "[::1].rebound.example",
    "user@127.0.0.1",
    "127.0.0.1@rebound.example",
    "rebound.example:80@127.0.0.1",
    "127.0.0.1/api/",
    "127.0.0.1/../rebound.example",
    "127.0.0.1?rebound.example",
    "127.0.0.1#rebound.example",
    "127.0.0.1\\rebound.example",
    "127.0.0.1,rebound.example",
    "127.0.0.1 rebound.example",
    "127.0.0.1:80:80",
    "127.0.0.1:port",
    "127.0.0.1:",
    "127.0.0.1%2erebound.example",
    "localhost\u00df",
    "xn--localhst-q4a",
    "*",
    "-",
    "",
)


def served(site: str, found: tuple[Route, ...], hosts: tuple[str, ...]) -> list[str]:
    """Ask for every address under every name; return what was not refused as misdirected."""
    answers = [
        (route, host, exchange(site, route.method, route.path, (("Host", host),)).status)
        for route in found
        for host in hosts
    ]
    return [f"{route} as {host!r}: {status}" for route, host, status in answers if status != 421]


def test_no_address_is__anothers_name(home: Home, site: str) -> None:
    before = home.state
    assert served(site, home.routes, FOREIGN) == []
    assert home.state == before


def test_the_check_sees_a_site_that_looks_at_origins_only(home: Home, tally: Tally) -> None:
    """The control: to a browser the rebound page is of the same origin, so all other gates let it in."""
    app = Gate(make_app(home.parts), allowed_hosts=(*LOOPBACK, REBOUND))
    before = home.state
    with serving_app(app) as site:
        caught = served(site, home.routes, (REBOUND,))
    assert len(caught) == len(home.routes)
    assert home.state != before
    tally.control("P7", "a site that looks at the origin and not at the host", tried=1, caught=bool(caught))


async def test_the_name_is_looked_at_before_anything_is_routed() -> None:
    routed: list[str] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        routed.append(scope["path"])

    async def nothing() -> dict[str, object]:
        raise AssertionError("the body was read")

    async def send(message: object) -> None:
        assert isinstance(message, dict)

    gate = Gate(inner, allowed_hosts=LOOPBACK)
    for host in FOREIGN:
        for path in ("/", "/static/main.js", "/api/rounds/x/stream", "/no-such-page"):
            headers = [(b"host", host.encode("latin-1"))]
            await gate({"type": "http", "method": "GET", "path": path, "headers": headers}, nothing, send)
    assert routed == []


def test_more_than_one_host_is_refused_everywhere(home: Home, site: str) -> None:
    own = urlsplit(site).netloc
    for route in home.routes:
        for hosts in ((own, REBOUND), (REBOUND, own), (own, own)):
            answer = exchange(site, route.method, route.path, [("Host", host) for host in hosts])
            assert (str(route), hosts, answer.status) == (str(route), hosts, 400)


def test_no_host_at_all_is_refused(home: Home, site: str) -> None:
    assert {exchange(site, route.method, route.path, ()).status for route in home.routes} == {400}


def test_no_forwarded_name_is_believed(home: Home, site: str) -> None:
    own = urlsplit(site).netloc
    headers = (("Host", REBOUND), ("X-Forwarded-Host", own), ("Forwarded", f"host={own}"), ("X-Forwarded-For", "::1"))
    assert {exchange(site, route.method, route.path, headers).status for route in home.routes} == {421}
