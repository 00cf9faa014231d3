"""A server is killed at random instants while three browsers save, draw, answer and ask for grades; what any of them
was told is there after the next start, once and in order, and what was under way is sent again and taken once."""

import os
import random
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from mockround.store.doctor import doctor
from tests.support.forks import Forks, forks
from tests.support.promises import Tally

_LONGEST_S = 0.6


@pytest.fixture(scope="module")
def forked() -> Iterator[Forks]:
    with forks() as made:
        yield made


@dataclass
class Told:
    """What one browser was told of its round."""

    round: str = ""
    turns: list[str] = field(default_factory=list)
    under_way: str = ""
    draft: int = -1
    drawn: int = 0
    grades: list[str] = field(default_factory=list)


class Browser(threading.Thread):
    """Does its work again and again until the server is gone."""

    def __init__(self, url: str, name: str) -> None:
        super().__init__(daemon=True)
        self.told = Told()
        self.begun = threading.Event()
        self.wrong: list[str] = []
        self._name = name
        self._client = httpx2.Client(base_url=url, timeout=20)

    def run(self) -> None:
        try:
            with self._client:
                self._begin()
                while True:
                    self._work()
        except httpx2.TransportError:
            return
        finally:
            self.begun.set()

    def _begin(self) -> None:
        wanted = {"kind": "full", "problem": "url-shortener", "minutes": 60}
        made = self._post("", {"kind": "narrate", "topic": "read-heavy"} if self._name == "grades" else wanted)
        self.told = Told(round=str(made["id"]))
        self._post(f"/{self.told.round}/start", {})
        self.begun.set()

    def _work(self) -> None:
        getattr(self, f"_{self._name}")()

    def _answers(self) -> None:
        number = len(self.told.turns)
        saved = self._client.put(f"{self._url}/drafts/answer", json={"text": f"typed {number}", "version": number})
        self._expect(saved, 200)
        self.told.draft = number
        self.told.under_way = f"Answer {number}: reads go to the cache first."
        self._post(f"/{self.told.round}/turns", {"text": self.told.under_way}, key=self.told.under_way)
        self.told.turns.append(self.told.under_way)
        self.told.under_way = ""

    def _boards(self) -> None:
        board = {"nodes": [{"id": "n1", "kind": "cache", "label": f"{self.told.drawn + 1}"}]}
        body = {"board": board, "version": self.told.drawn}
        self._expect(self._client.put(f"{self._url}/board", json=body), 200)
        self.told.drawn += 1

    def _grades(self) -> None:
        self.told.under_way = "The cache takes the reads."
        self._post(f"/{self.told.round}/turns", {"text": self.told.under_way}, key=self.told.under_way)
        self.told.turns, self.told.under_way = [self.told.under_way], ""
        self._post(f"/{self.told.round}/ending", {})
        while not (found := self._client.get(f"{self._url}/grades").json()):
            pass
        self.told.grades = [each["id"] for each in found]
        raise httpx2.TransportError("this browser has all that it wanted")

    @property
    def _url(self) -> str:
        return f"/api/rounds/{self.told.round}"

    def _post(self, path: str, body: dict[str, object], *, key: str = "") -> dict[str, object]:
        headers = {"Idempotency-Key": key} if key else {}
        answer = self._client.post(f"/api/rounds{path}", json=body, headers=headers)
        self._expect(answer, 201, 202)
        found: dict[str, object] = answer.json()
        return found

    def _expect(self, answer: httpx2.Response, *statuses: int) -> None:
        if answer.status_code not in statuses:
            self.wrong.append(f"{answer.request.url.path}: {answer.status_code} {answer.text[:200]}")
            raise httpx2.TransportError("an answer that nobody expected")


def fell_short(url: str, told: Told) -> list[str]:
    """Return what a browser was told and the server no longer knows; what was under way is sent again first."""
    with httpx2.Client(base_url=f"{url}/api/rounds/{told.round}", timeout=20) as client:
        if told.under_way:
            again = {"Idempotency-Key": told.under_way}
            client.post("/turns", json={"text": told.under_way}, headers=again).raise_for_status()
            told.turns.append(told.under_way)
        return [*_log_short(client, told), *_kept_short(client, told)]


def _log_short(client: httpx2.Client, told: Told) -> Iterator[str]:
    events: list[dict[str, object]] = []
    while more := client.get(f"/events?after={len(events)}").json()["events"]:
        events += more
    if [each["seq"] for each in events] != list(range(1, len(events) + 1)):
        yield "the log has gaps or doubles"
    said = [each["event"]["text"] for each in events if each["type"] == "candidate-spoke"]  # type: ignore[index]  # JSON
    if said != told.turns:
        yield f"told of {told.turns[-3:]}, {len(told.turns)} turns; kept are {said[-3:]}, {len(said)} turns"


def _kept_short(client: httpx2.Client, told: Told) -> Iterator[str]:
    if told.draft >= 0 and int(client.get("/drafts/answer").json()["text"].split()[1]) < told.draft:
        yield "the draft is older than what was saved"
    if told.drawn and int(client.get("/board").json()["board"]["nodes"][0]["label"]) < told.drawn:
        yield "the board is older than what was saved"
    if told.grades and [each["id"] for each in client.get("/grades").json()][: len(told.grades)] != told.grades:
        yield "a grade that was read is gone"


def killed(forked: Forks, folder: Path, *, times: int, how: str = "serve") -> tuple[int, list[str]]:
    """Kill a server at random instants; return how many acknowledgements were checked, and what fell short."""
    dice = random.Random(23)
    acknowledged, short = 0, []
    before: list[Browser] = []
    for _ in range(times + 1):
        pid, url = forked.serve(folder, how)
        for browser in before:
            acknowledged += len(browser.told.turns) + browser.told.drawn + len(browser.told.grades)
            short += [*browser.wrong, *fell_short(url, browser.told)]
        before = [Browser(url, name) for name in ("answers", "boards", "grades")]
        for browser in before:
            browser.start()
        for browser in before:
            assert browser.begun.wait(20)
        threading.Event().wait(dice.uniform(0.0, _LONGEST_S))
        os.kill(pid, signal.SIGKILL)
        assert forked.ended() == -signal.SIGKILL
        for browser in before:
            browser.join(20)
    short += [each.what for each in doctor(folder / "mockround.db") if each.serious and "are free" not in each.what]
    return acknowledged, short


def test_what_was_acknowledged_survives_kills_at_random_instants(forked: Forks, tmp_path: Path, tally: Tally) -> None:
    times = tally.times(quick=12, night=2000)
    acknowledged, short = killed(forked, tmp_path / "data", times=times)
    assert acknowledged > times
    tally.held("P1 P2 P3", "killed at a random instant while three browsers answer, draw and wait for a grade",
               tried=times, short=short)  # fmt: skip


def test_a_server_that_acknowledges_a_turn_before_its_commit_is_caught(
    forked: Forks, tmp_path: Path, tally: Tally
) -> None:
    _, short = killed(forked, tmp_path / "data", times=3, how="serve_and_tell_too_early")
    lost = [each for each in short if "kept are" in each]
    tally.control("P1 P2 P3", "a server that acknowledges a turn before its commit", tried=3, caught=min(3, len(lost)))
