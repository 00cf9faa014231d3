"""A server is killed, or told to stop, while a model speaks: the turn is labelled, what was heard is kept, nobody is
billed twice, and the candidate says how to go on. With twenty streams open it leaves in time and as a success."""

import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from mockround.llm.profiles import Profile
from mockround.usecases import profiles
from tests.support.answers import chunk, reply
from tests.support.clocks import FakeClock
from tests.support.forks import Forks, forks
from tests.support.parts import parts_in
from tests.support.promises import Tally
from tests.support.servers import events_of, wait_for
from tests.support.upstream import Answer, Caller, Upstream, upstream

WORDS = ("You put ", "a cache ", "in front ", "of the store. ", "What becomes ", "of a reader ", "without it?")
_FIRST_SENTENCE = 4
"""Words of the first sentence: nothing is heard before it is complete and was looked at."""
STREAMS = 20


@pytest.fixture(scope="module")
def forked() -> Iterator[Forks]:
    with forks() as made:
        yield made


def words_until(count: int, said: threading.Event) -> Answer:
    """Answer with so many words, tell, and then say nothing more."""

    async def answer(caller: Caller) -> None:
        await caller.begin_stream()
        for word in WORDS[:count]:
            await caller.piece(chunk({"content": word}))
        said.set()
        await caller.hang()

    return answer


@dataclass
class Round:
    """A round on a server, by its API."""

    client: httpx2.Client
    id: str

    @property
    def heard(self) -> str:
        delta = self.events()["delta"]
        return delta["text"] if delta else ""

    def events(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/api/rounds/{self.id}/events?after=0").json()
        return found

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [each["event"] for each in self.events()["events"] if each["type"] == kind]

    def post(self, path: str, body: dict[str, str] | None = None) -> None:
        self.client.post(f"/api/rounds/{self.id}/{path}", json=body).raise_for_status()


def asked(folder: Path, server: Upstream) -> None:
    with parts_in(folder, FakeClock()) as parts:
        profile = Profile(name="odd", via="openai", model="m", endpoint=server.url)
        profiles.save(parts, profile, key="sk-4711-abcdef")
        profiles.use(parts, "odd", "interviewer")


def begun(client: httpx2.Client) -> Round:
    """Start a drill, wait for its opening, and answer: the model is asked for the reply."""
    made = client.post("/api/rounds", json={"kind": "narrate", "topic": "read-heavy"}).json()
    mine = Round(client, made["id"])
    mine.post("start")
    wait_for(lambda: mine.of("interviewer-spoke"))
    mine.post("turns", {"text": "Reads outnumber writes, so a cache takes the lookups."})
    return mine


def fell_short(forked: Forks, folder: Path, words: int, how: signal.Signals, serve: str = "serve") -> list[str]:
    """Let a server leave after so many words of a reply; return what the next one does wrong."""
    said = threading.Event()
    with upstream(words_until(words, said), reply(*WORDS)) as server:
        asked(folder, server)
        pid, url = forked.serve(folder, serve)
        with httpx2.Client(base_url=url, timeout=30) as client:
            mine = begun(client)
            assert said.wait(20)
            wait_for(lambda: words <= _FIRST_SENTENCE or mine.heard)
            heard = mine.heard
        os.kill(pid, how)
        code = forked.ended()
        found = [] if code in (0, -signal.SIGKILL) else [f"left with code {code}"]
        pid, url = forked.serve(folder, serve)
        try:
            with httpx2.Client(base_url=url, timeout=30) as client:
                found += _gone_on(Round(client, mine.id), server, heard, exactly=how is signal.SIGTERM)
        finally:
            os.kill(pid, signal.SIGKILL)
            forked.ended()
    return found


def _gone_on(mine: Round, server: Upstream, heard: str, *, exactly: bool) -> list[str]:
    """A server that is told to stop keeps every word that was heard; one that is killed, those of half a second ago."""
    found = []
    wait_for(lambda: mine.of("model-failed") or len(mine.of("interviewer-spoke")) > 1)
    failed = mine.of("model-failed")
    if len(server.requests) != 1:
        found.append(f"the model was asked {len(server.requests)} times without a click")
    if not failed or failed[0]["trouble"] != "restarted":
        return [*found, f"the turn is not labelled: {failed}"]
    if failed[0]["partial"] != heard if exactly else not heard.startswith(failed[0]["partial"]):
        found.append(f"heard was {heard!r}, kept is {failed[0]['partial']!r}")
    mine.post("interviewer", {"choice": "again"})
    wait_for(lambda: len(mine.of("interviewer-spoke")) > 1)
    if len(server.requests) != 2 or mine.of("interviewer-spoke")[-1]["text"] != "".join(WORDS):
        found.append("asked again, the model's turn is not whole")
    return found


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
def test_a_reply_that_was_cut_off_is_labelled_kept_and_not_asked_for_again_by_itself(
    how: signal.Signals, forked: Forks, tmp_path: Path, tally: Tally
) -> None:
    dice, short = random.Random(how), {}
    tried = tally.times(quick=3, night=250)
    for number in range(tried):
        words = dice.randint(0, len(WORDS) - 1)
        if found := fell_short(forked, tmp_path / str(number), words, how):
            short[number] = (words, found)
    name = "killed" if how is signal.SIGKILL else "told to stop"
    tally.held("P3 P2 P4", f"{name} after some words of a model's reply, then started again", tried=tried, short=short)


def test_a_server_that_forgets_whom_it_asked_is_caught(forked: Forks, tmp_path: Path, tally: Tally) -> None:
    found = fell_short(forked, tmp_path / "bad", 3, signal.SIGKILL, "serve_and_ask_again")
    asked_again = any("without a click" in each for each in found)
    tally.control("P3 P2 P4", "keeps in memory alone that a model was asked", tried=1, caught=int(asked_again))


def test_with_twenty_streams_open_it_leaves_as_a_success_and_keeps_what_was_said(
    forked: Forks, tmp_path: Path, tally: Tally
) -> None:
    tried, short = tally.times(quick=2, night=50), []
    for number in range(tried):
        folder = tmp_path / str(number)
        pid, url = forked.serve(folder)
        with httpx2.Client(base_url=url, timeout=30) as client, ExitStack() as open_streams:
            mine = begun(client)
            for _ in range(STREAMS):
                stream = open_streams.enter_context(client.stream("GET", f"/api/rounds/{mine.id}/stream"))
                assert next(event for event in events_of(stream) if event.event == "candidate-spoke")
            os.kill(pid, signal.SIGTERM)
            if (code := forked.ended()) != 0:
                short.append(f"code {code}")
        with parts_in(folder, FakeClock()) as parts:
            turns = [each for each in parts.store.log.events(mine.id) if each.event.type == "candidate-spoke"]  # type: ignore[arg-type]  # an id from JSON
            if len(turns) != 1:
                short.append(f"{len(turns)} turns")
    tally.held("P4 P1", "told to stop with twenty streams open", tried=tried, short=short)
