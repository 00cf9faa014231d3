"""A real server on a real socket: streams cannot be tested through an in-process transport, which buffers."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

import httpx2
import uvicorn
from sse_starlette.sse import AppStatus
from starlette.types import ASGIApp

from mockround.config import Config
from mockround.server.app import make_site
from mockround.server.connections import Connection, notice_silence, server_config
from mockround.usecases.parts import Parts

_PATIENCE_S = 20.0


def serving(parts: Parts, config: Config) -> AbstractContextManager[str]:
    """Yield the URL of a server that runs in a thread."""
    return serving_app(make_site(parts, config))


@contextmanager
def serving_app(
    app: ASGIApp, *, connection: type[asyncio.Protocol] = Connection, notices_silence: bool = True
) -> Iterator[str]:
    """The same for any application, such as a variant of ours with a hole in it, and for other connections."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    if notices_silence:
        notice_silence(listening)
    config = server_config(app, grace_s=2)
    config.http = connection
    server = uvicorn.Server(config)
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


def wait_for(holds: object, patience_s: float = _PATIENCE_S) -> None:
    """Wait until `holds()` is true; fail after twenty seconds, or as many as are said."""
    assert callable(holds)
    until = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < until, f"waited for {patience_s:.0f} seconds in vain"
        time.sleep(0.01)


def begun(client: httpx2.Client) -> str:
    """Start a round over HTTP, and return its address once its opening is said."""
    made = client.post("/api/rounds", json={"kind": "narrate", "topic": "read-heavy"}).raise_for_status().json()
    path = f"/api/rounds/{made['id']}"
    client.post(f"{path}/start").raise_for_status()
    wait_for(lambda: client.get(f"{path}/events?after=0").json()["events"][-1]["type"] == "interviewer-spoke", 60)
    return path


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
