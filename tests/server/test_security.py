"""What a web page that the candidate happens to visit can do to MockRound: nothing."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx2
import pytest

EVERYWHERE = ["/", "/rounds", "/api/rounds", "/healthz", "/static/none.js", "/docs", "/no-such-page"]


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "", "[::1"])
def test_a_foreign_host_is_refused_on_every_route(client: httpx2.Client, path: str, host: str) -> None:
    assert client.get(path, headers={"Host": host}).status_code in (400, 421)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8000", "[::1]:8000", "localhost."])
def test_this_machine_s_own_names_are_served(client: httpx2.Client, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_two_hosts_are_refused(site: str) -> None:
    where = urlsplit(site)
    with socket.create_connection((where.hostname, where.port or 80)) as connection:
        connection.sendall(
            b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
        )
        assert b" 400 " in connection.recv(200)


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Referer": "https://evil.example/"},
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("action", ["start", "turns", "hints", "ending", "grades"])
def test_a_write_from_another_site_is_refused_and_changes_nothing(
    client: httpx2.Client, round_url: str, headers: dict[str, str], action: str
) -> None:
    before = len(client.get(round_url).json()["log"])
    refused = client.post(f"{round_url}/{action}", json={"text": "from elsewhere"}, headers=headers)
    assert refused.status_code == 403
    log = client.get(round_url).json()["log"][before:]
    assert not [item for item in log if item["event"]["type"] != "interviewer-spoke"]


def test_our_own_pages_may_write(client: httpx2.Client, round_url: str, site: str) -> None:
    headers = {"Origin": site, "Sec-Fetch-Site": "same-origin"}
    assert client.post(f"{round_url}/turns", json={"text": "From our page."}, headers=headers).status_code == 202


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_the_api_takes_json_only(client: httpx2.Client, round_url: str, kind: str) -> None:
    refused = client.post(f"{round_url}/turns", content=b'{"text": "x"}', headers={"Content-Type": kind})
    assert refused.status_code == 415


def test_pages_take_plain_forms_only(client: httpx2.Client) -> None:
    refused = client.post("/rounds", content=b"kind=full", headers={"Content-Type": "text/plain"})
    assert refused.status_code == 415


def test_a_body_over_a_mebibyte_is_refused_before_it_is_read(client: httpx2.Client, round_url: str) -> None:
    body = b'{"text": "' + b"x" * (1024 * 1024) + b'"}'
    refused = client.post(f"{round_url}/turns", content=body, headers={"Content-Type": "application/json"})
    assert refused.status_code == 413


def test_a_body_that_does_not_say_its_size_is_cut_off_at_the_limit(client: httpx2.Client, round_url: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 64 * 1024

    refused = client.post(f"{round_url}/turns", content=endless(), headers={"Content-Type": "application/json"})
    assert refused.status_code == 413


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_carries_the_security_headers(client: httpx2.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-dns-prefetch-control"] == "off"


def test_reading_changes_nothing(client: httpx2.Client, round_url: str) -> None:
    before = client.get(round_url).json()["log"]
    for action in ("turns", "hints", "ending", "start"):
        assert client.get(f"{round_url}/{action}").status_code in (404, 405)
    assert client.get(round_url).json()["log"][: len(before)] == before


def test_a_form_that_is_broken_off_is_no_mistake_of_ours(site: str, caplog: pytest.LogCaptureFixture) -> None:
    where = urlsplit(site)
    with socket.create_connection((where.hostname, where.port or 80)) as connection:
        connection.sendall(
            b"POST /settings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: 1000\r\n\r\ntheme="
        )
    with httpx2.Client(base_url=site) as client:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        large = client.post("/settings", content=iter([b"theme=", b"x" * 2**20]), headers=kind)
        assert large.status_code == 413
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
