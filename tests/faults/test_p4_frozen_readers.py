"""P4: a reader that is frozen, or gone without a word, is let go within thirty seconds, and what was held for it."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from mockround.config import LOOPBACK
from mockround.rounds.events import CandidateSpoke, Kind, RoundId, Seq
from mockround.server.app import make_app
from mockround.server.security import Gate
from mockround.server.sse import stream
from mockround.usecases import rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.promises import Tally
from tests.support.servers import serving_app
from tests.support.sockets import asked, close, held_by, vanish

WITHIN_S = 30.0
_FEW = 4096


@dataclass
class Served:
    """A running site, and what it holds for its readers."""

    app: FastAPI
    url: str
    path: str

    @property
    def held(self) -> int:
        feed: Feed = self.app.state.feed
        return feed.readers + held_by(self.url)


@contextmanager
def served(folder: Path, site: type["Careless"] | None = None) -> Iterator[Served]:
    """Serve a round in which so much was said that no system keeps it all for somebody who does not read."""
    folder.mkdir()
    with parts_in(folder, FakeClock()) as parts:
        round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
        rounds.start(parts, round_id)
        with parts.store.log.change(round_id) as change:
            for _ in range(4):
                change.append(CandidateSpoke(text="Much was said. " * 10_000), parts.clock.now())
        app = make_app(parts)
        gate = Gate(app if site is None else site(app, parts), allowed_hosts=LOOPBACK)
        with serving_app(gate, notices_silence=site is None) as url:
            yield Served(app, url, f"/api/rounds/{round_id}/stream")


class Careless:
    """Serves streams as sse-starlette does by itself: nobody who does not read is ever let go."""

    def __init__(self, app: FastAPI, parts: Parts) -> None:
        self._app = app
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        site: ASGIApp = self._app
        if found := re.fullmatch(r"/api/rounds/(\w+)/stream", scope.get("path", "")):
            patient = stream(self._parts, self._app.state.feed, RoundId(found[1]), Seq(0))
            patient.send_timeout = None
            site = patient
        await site(scope, receive, send)


@contextmanager
def frozen(site: Served, count: int) -> Iterator[int]:
    """Have readers of three kinds: a stopped process's, some that never read, some whose cable was pulled."""
    third = max(1, count // 3)
    command = [sys.executable, "-m", "tests.support.readers", site.url, site.path, str(third)]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program,
        ExitStack() as open_,
    ):
        open_.callback(program.kill)
        assert program.stdout is not None
        assert program.stdout.readline() == f"{third}\n"
        connections: list[socket.socket] = []
        for _ in range(2 * third):
            connections.append(asked(site.url, site.path, takes=_FEW))
            open_.callback(close, connections[-1])
        for each in connections[:third]:
            vanish(each)
        program.send_signal(signal.SIGSTOP)
        yield 3 * third


def test_frozen_readers_are_let_go_in_half_a_minute(
    tmp_path: Path, tally: Tally, caplog: pytest.LogCaptureFixture
) -> None:
    """The known-bad server waits beside ours, for as long."""
    with (
        served(tmp_path / "ours") as ours,
        served(tmp_path / "bad", Careless) as bad,
        frozen(ours, tally.times(quick=18, night=198)) as tried,
        frozen(bad, 3) as known,
    ):
        # Where it took long to open them all, the first ones are gone already.
        assert ours.held > 0
        until = time.monotonic() + WITHIN_S
        while ours.held and time.monotonic() < until:
            time.sleep(0.1)
        short, caught = ours.held, min(known, held_by(bad.url))
    assert not [each for each in caplog.records if each.levelname == "ERROR"], "it is no mistake of ours"
    tally.held("P4", "readers that are stopped, never read, or vanish, gone in 30 s", tried=tried, short=short)
    tally.control("P4", "a server that waits for whoever does not read", tried=known, caught=caught)
