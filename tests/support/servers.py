"""A real server on a real socket: streams cannot be tested through an in-process transport, which buffers."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2
import uvicorn
from sse_starlette.sse import AppStatus

from mockround.config import Config
from mockround.server.app import make_site
from mockround.usecases.parts import Parts

_PATIENCE_S = 20.0


@contextmanager
def serving(parts: Parts, config: Config) -> Iterator[str]:
    """Yield the URL of a server that runs in a thread."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_site(parts, config), log_config=None, timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    wait_for(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        # In a thread there is no SIGTERM: sse-starlette is told by its own flag, which is global and must be reset.
        AppStatus.should_exit = True
        server.should_exit = True
        thread.join(_PATIENCE_S)
        AppStatus.should_exit = False
        listening.close()


def wait_for(holds: object) -> None:
    """Wait until `holds()` is true; fail after twenty seconds."""
    assert callable(holds)
    until = time.monotonic() + _PATIENCE_S
    while not holds():
        assert time.monotonic() < until, "waited for twenty seconds in vain"
        time.sleep(0.01)


@dataclass
class Told:
    """One event of a stream."""

    event: str
    id: str | None
    data: dict[str, object] = field(default_factory=dict)


def events_of(response: httpx2.Response) -> Iterator[Told]:
    """Yield the events of an open stream as they come."""
    event, ident, data = "message", None, ""
    for line in response.iter_lines():
        if line.startswith("event:"):
            event = line[6:].strip()
        elif line.startswith("id:"):
            ident = line[3:].strip()
        elif line.startswith("data:"):
            data += line[5:].strip()
        elif not line and data:
            yield Told(event, ident, json.loads(data))
            event, ident, data = "message", None, ""
