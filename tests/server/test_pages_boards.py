"""The board with links and forms alone: written as text, corrected by its mistakes, read out as tables."""

import re

import httpx2
import pytest

from tests.support.boards import ORDERS
from tests.support.clocks import FakeClock


@pytest.fixture
def page(client: httpx2.Client, round_url: str) -> str:
    return round_url.removeprefix("/api")


def version_in(html: str) -> str:
    found = re.search(r'name="version" value="(\d+)">\s*<label for="board-text"', html)
    assert found is not None
    return found[1]


def save(client: httpx2.Client, page: str, text: str, version: str = "0") -> httpx2.Response:
    return client.post(f"{page}/board", data={"text": text, "version": version})


def test_a_board_is_written_as_text_and_stands_there_again(client: httpx2.Client, page: str) -> None:
    assert save(client, page, ORDERS).headers["location"] == f"{page}#board"
    html = client.get(page).text
    assert "api ~&gt; queue: order events (AMQP)" in html
    assert save(client, page, "one -> two", version_in(html)).status_code == 303
    assert "one -&gt; two" in client.get(page).text


def test_an_ended_round_reads_the_board_out_as_tables(client: httpx2.Client, page: str) -> None:
    save(client, page, f"{ORDERS}\n<b>evil</b> -> api".replace("<b>evil</b>", '"<b>evil</b>"'))
    client.post(f"{page}/ending")
    html = client.get(page).text
    assert '<th scope="row"><bdi>orders db</bdi> <span' in html
    assert '<span class="meta box-note">one leader, two followers</span></th>' in html
    assert "<td>api</td><td>queue</td><td>order events</td><td>does not wait</td><td>AMQP</td>" in html
    assert "&lt;b&gt;evil&lt;/b&gt;" in html
    assert "<b>evil" not in html


def test_a_text_with_mistakes_is_shown_again_and_nothing_is_saved(client: httpx2.Client, page: str) -> None:
    refused = save(client, page, "a -> b\nc [cashe]")
    assert refused.status_code == 422
    assert "Line 2: &#39;cashe&#39; is no component class. Did you mean cache" in refused.text
    assert "a -&gt; b\nc [cashe]</textarea>" in refused.text
    assert "a -&gt; b" not in client.get(page).text


def test_two_tabs_are_shown_both_boards(client: httpx2.Client, page: str) -> None:
    save(client, page, "first -> tab")
    clash = save(client, page, "second -> tab")
    assert clash.status_code == 409
    assert "first -&gt; tab" in clash.text
    assert "second -&gt; tab" in clash.text
    version = re.search(r'name="version" value="(\d+)"', clash.text)
    assert version is not None
    assert save(client, page, "second -> tab", version[1]).status_code == 303
    assert "second -&gt; tab" in client.get(page).text


def test_a_board_after_the_end_is_409(client: httpx2.Client, page: str) -> None:
    client.post(f"{page}/ending")
    assert save(client, page, "a -> b").status_code == 409


@pytest.mark.parametrize(
    ("form", "kind", "holds"),
    [
        ("svg", "image/svg+xml", "<svg "),
        ("mmd", "text/plain", "flowchart LR"),
        ("txt", "text/plain", "client [client]"),
        ("json", "application/json", '"kind": "client"'),
    ],
)
def test_a_board_is_a_file_that_opens_nowhere(
    client: httpx2.Client, page: str, form: str, kind: str, holds: str
) -> None:
    save(client, page, ORDERS)
    for _ in ("while it runs", "after the end"):
        file = client.get(f"{page}/board.{form}")
        assert file.headers["content-type"].startswith(kind)
        assert file.headers["content-disposition"].startswith("attachment; ")
        assert file.headers["x-content-type-options"] == "nosniff"
        assert file.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert holds in file.text
        client.post(f"{page}/ending")


def test_a_form_that_is_not_made_is_refused(client: httpx2.Client, page: str) -> None:
    assert client.get(f"{page}/board.exe").status_code == 422


def test_an_exported_board_can_be_taken_into_another_round(client: httpx2.Client, page: str) -> None:
    save(client, page, ORDERS)
    for form in ("json", "txt", "mmd"):
        made = client.post("/api/rounds", json={"kind": "full", "problem": "url-shortener"}).json()
        client.post(f"/api/rounds/{made['id']}/start")
        assert save(client, f"/rounds/{made['id']}", client.get(f"{page}/board.{form}").text).status_code == 303
        assert "api ~&gt; queue: order events (AMQP)" in client.get(f"/rounds/{made['id']}").text


def test_the_rounds_exports_hold_the_board(client: httpx2.Client, page: str) -> None:
    save(client, page, 'client -> api: HTTPS\n"# no heading" -> api')
    client.post(f"{page}/ending")
    assert '    "# no heading" -> api' in client.get(f"{page}/export.md").text
    log = client.get(f"{page}/export.json").json()["log"]
    [drawn] = [item["event"]["board"] for item in log if item["event"]["type"] == "board-changed"]
    assert [arrow["protocol"] for arrow in drawn["arrows"]] == ["HTTPS", ""]


def test_a_replay_leads_to_the_board_as_it_was(client: httpx2.Client, page: str, clock: FakeClock) -> None:
    save(client, page, "client -> api")
    clock.advance(5)
    save(client, page, "client -> api -> db", "1")
    client.post(f"{page}/ending")
    html = client.get(f"{page}/replay").text
    [(first, last)] = re.findall(r"\[\[0, (\d+), 2, 1\], \[5, (\d+), 3, 2\]\]", html)
    assert f"{page}/board.svg?at={last}" in html
    assert "3 boxes, 2 arrows" in html
    assert "<desc>client -&gt; api</desc>" in client.get(f"{page}/board.svg?at={first}").text
    then = client.get(f"{page}/board?at={first}").text
    assert "<td>client</td><td>api</td>" in then
    assert "<td>db</td>" in client.get(f"{page}/board?at={last}").text
    assert "<td>db</td>" not in then
    assert "Nothing was drawn." in client.get(f"{page}/board?at=0").text
    assert client.get(f"{page}/board?at=-1").status_code == 422
