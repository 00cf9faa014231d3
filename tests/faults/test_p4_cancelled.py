"""P4: who breaks off is not waited for and not billed for: a stream that is closed leaves nothing behind, and a model
that the candidate has heard enough of is hung up on."""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from mockround.config import LOOPBACK
from mockround.llm.profiles import Profile
from mockround.rounds.events import Kind, RoundId
from mockround.server.app import make_app
from mockround.server.security import Gate
from mockround.usecases import grades, profiles, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from tests.support.answers import chunk
from tests.support.promises import Tally
from tests.support.servers import begun, events_of, serving_app, wait_for
from tests.support.sockets import asked, close, held_by
from tests.support.upstream import Caller, Upstream, upstream

SOON_S = 2.0
_LATE = 10
"""One in so many may be later: on a machine that tests, something else may hold the server up."""
_MOST_MORE, _MOST_MIB = 2, 20.0
_WARM = 8


async def speaks_on(caller: Caller) -> None:
    """Say one sentence, then be about to say more."""
    await caller.begin_stream()
    await caller.piece(chunk({"content": "You put a cache in front of the store. What"}))
    await caller.hang()


@pytest.fixture
def model(parts: Parts) -> Iterator[Upstream]:
    with upstream(speaks_on) as server:
        profiles.save(parts, Profile(name="odd", via="openai", model="m", endpoint=server.url), key="sk-4711-abcdef")
        profiles.use(parts, "odd", "interviewer")
        yield server


def hung_up_after(client: httpx2.Client, model: Upstream) -> float:
    """Let the model speak, stop it, and return the seconds until it was hung up on."""
    path, before = begun(client), len(model.requests)
    client.post(f"{path}/turns", json={"text": "Reads outnumber writes, so I cache them."}).raise_for_status()
    with client.stream("GET", f"{path}/stream") as response:
        assert next(told for told in events_of(response) if told.event == "delta")
    began = time.monotonic()
    client.post(f"{path}/hush").raise_for_status()
    wait_for(lambda: model.requests[before].is_left, 60)
    return time.monotonic() - began


def test_a_model_that_was_stopped_is_hung_up_on(parts: Parts, model: Upstream, tally: Tally) -> None:
    tried = tally.times(quick=12, night=200)
    with serving_app(site(make_app(parts))) as url, httpx2.Client(base_url=url, timeout=60) as client:
        late = [took for _ in range(tried) if (took := hung_up_after(client, model)) > SOON_S]
    assert len(model.requests) == tried
    short = late if len(late) > max(1, tried // _LATE) else []
    tally.held("P4 P3", "a model's reply stopped: upstream is closed within two seconds", tried=tried, short=short)


def stopped_grade_after(parts: Parts, model: Upstream) -> float:
    """Let the model grade, stop it, and return the seconds until it was hung up on."""
    round_id, before = ended(parts), len(model.requests)
    grading = threading.Thread(target=grades.request, args=(parts, round_id, "odd"))
    grading.start()
    wait_for(lambda: len(model.requests) > before, 60)
    began = time.monotonic()
    grades.stop(parts, round_id, grades.grade_id_for(parts, rounds.state(parts, round_id), "odd"))
    wait_for(lambda: model.requests[before].is_left, 60)
    took = time.monotonic() - began
    grading.join(60)
    assert rounds.state(parts, round_id).grading is None
    return took


def ended(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
    rounds.start(parts, round_id)
    rounds.take_turn(parts, round_id, "Reads outnumber writes, so I cache them.", key="one")
    rounds.end(parts, round_id)
    grades.request(parts, round_id)
    return round_id


def test_a_model_whose_grade_was_stopped_is_hung_up_on(parts: Parts, model: Upstream, tally: Tally) -> None:
    tried = tally.times(quick=8, night=100)
    late = [took for _ in range(tried) if (took := stopped_grade_after(parts, model)) > SOON_S]
    assert len(model.requests) == tried
    short = late if len(late) > max(1, tried // _LATE) else []
    tally.held("P4 P3", "a model's grade stopped: upstream is closed within two seconds", tried=tried, short=short)


@dataclass(frozen=True)
class Weight:
    """What this process holds, and with it the server in it."""

    files: int
    tasks: int
    threads: int
    memory_mib: float

    def more(self, than: "Weight") -> list[str]:
        """Say what has grown by more than it may."""
        counts = {"files": self.files - than.files, "tasks": self.tasks - than.tasks}
        counts["threads"] = self.threads - than.threads
        found = [f"{count} more {name}" for name, count in counts.items() if count > _MOST_MORE]
        mib = self.memory_mib - than.memory_mib
        return [*found, f"{mib:.0f} MiB more"] if mib > _MOST_MIB else found


def weight(loop: asyncio.AbstractEventLoop) -> Weight:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    files = len(list(Path("/proc/self/fd").iterdir()))
    mib = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return Weight(files, len(asyncio.all_tasks(loop)), threading.active_count(), mib)


def grown(app: FastAPI, parts: Parts, cycles: int, around: Callable[[FastAPI], "Leaky | Gate"]) -> list[str]:
    """Open a stream and leave, so many times and in two ways; return what the server holds more than before."""
    loops: list[asyncio.AbstractEventLoop] = []

    async def noticing(scope: Scope, receive: Receive, send: Send) -> None:
        loops.append(asyncio.get_running_loop())
        await around(app)(scope, receive, send)

    with serving_app(noticing) as url, httpx2.Client(base_url=url, timeout=60) as client:
        path = f"{begun(client)}/stream"
        _come_and_go(url, path, _WARM)
        before = weight(loops[0])
        _come_and_go(url, path, cycles)
        feed: Feed = app.state.feed
        wait_for(lambda: held_by(url) <= 1 and not feed.readers, 60)
        until = time.monotonic() + 5
        while (found := weight(loops[0]).more(before)) and time.monotonic() < until:
            time.sleep(0.05)
    return found


def _come_and_go(url: str, path: str, times: int) -> None:
    for number in range(times):
        connection = asked(url, path)
        connection.recv(65536)
        # A tab that is closed says so; one whose browser was killed is reset.
        connection.close() if number % 2 else close(connection)


def test_streams_that_were_left_leave_nothing_behind(parts: Parts, tally: Tally) -> None:
    tried = tally.times(quick=50, night=500)
    short = grown(make_app(parts), parts, tried, site)
    tally.held("P4", "streams opened and left: files, tasks, threads and memory after it", tried=tried, short=short)


class Leaky:
    """A site that forgets to close something for each stream."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path", "").endswith("/stream"):
            _FORGOTTEN.append(os.dup(0))
        await self._app(scope, receive, send)


_FORGOTTEN: list[int] = []


def test_the_check_sees_a_site_that_forgets(parts: Parts, tally: Tally) -> None:
    found = grown(make_app(parts), parts, 10, Leaky)
    while _FORGOTTEN:
        os.close(_FORGOTTEN.pop())
    tally.control("P4", "a site that keeps a file open for each stream", tried=10, caught=len(found))


def test_the_check_sees_a_site_that_does_not_stop_its_model(parts: Parts, model: Upstream, tally: Tally) -> None:
    """It says that the interviewer was hushed, and lets the model go on."""
    app = make_app(parts)

    async def deaf(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path", "").endswith("/hush"):
            scope = {**scope, "path": "/healthz", "method": "GET"}
        await app(scope, receive, send)

    with serving_app(deaf) as url, httpx2.Client(base_url=url, timeout=60) as client:
        path = begun(client)
        client.post(f"{path}/turns", json={"text": "Reads outnumber writes, so I cache them."}).raise_for_status()
        wait_for(lambda: client.get(f"{path}/events?after=0").json()["delta"], 60)
        client.post(f"{path}/hush").raise_for_status()
        until = time.monotonic() + SOON_S
        while time.monotonic() < until and not model.requests[0].is_left:
            time.sleep(0.05)
        goes_on = not model.requests[0].is_left
    tally.control("P4 P3", "a site that lets its model go on", tried=1, caught=int(goes_on))


def site(app: FastAPI) -> Gate:
    return Gate(app, allowed_hosts=LOOPBACK)
