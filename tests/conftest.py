"""What holds for every test: no network but this machine's own, and one set of parts for a test that asks."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in

pytest_plugins = ["tests.support.litellm", "tests.support.programs", "tests.support.promises"]

# How long an example takes says what else the machine does.
settings.register_profile("here", deadline=None)
settings.load_profile("here")

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in _LOOPBACK:
            raise AssertionError(f"a test tried to reach {address!r}")
        connect(self, address)  # type: ignore[arg-type]  # whatever a socket takes

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def parts(tmp_path: Path, clock: FakeClock) -> Iterator[Parts]:
    with parts_in(tmp_path, clock) as made:
        yield made
