"""Runs the server: one process, one event loop; says where it is, opens the browser, and stops within five seconds."""

import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from types import FrameType

import uvicorn

from mockround.config import Config
from mockround.errors import unavailable
from mockround.server.app import make_site
from mockround.server.connections import notice_silence, server_config
from mockround.server.logs import log_to_stderr
from mockround.usecases.parts import Parts

_GRACE_S = 3
"""Streams see the shutdown and close by themselves; whatever does not is cut after this."""
_LEAVES_AFTER_S = 4.0
"""Then the process ends, whatever its threads compute: what is not on disk is owed, and the next start does it."""


class _Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        leave_at_the_latest()
        super().handle_exit(sig, frame)


def leave_at_the_latest() -> None:
    """End the process in four seconds, as a success. Python itself would wait until every thread is done."""
    last_call = threading.Timer(_LEAVES_AFTER_S, _leave)
    last_call.daemon = True
    last_call.start()


def _leave() -> None:
    sys.stderr.write("Stopped in the middle of a computation; it is done when the server starts again.\n")
    sys.stderr.flush()
    os._exit(0)


def run_server(parts: Parts, config: Config, *, open_browser: bool, when_up: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; raise `unavailable` where the port is taken. `when_up` runs in a thread."""
    listening = _listen(config)
    url = _url(config, listening)
    log_to_stderr()
    server = _Server(server_config(make_site(parts, config), grace_s=_GRACE_S))
    threading.Thread(target=_once_up, args=(server, url, open_browser, when_up), daemon=True).start()
    server.run(sockets=[listening])


def _listen(config: Config) -> socket.socket:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    notice_silence(listening)
    try:
        listening.bind((config.host, config.port))
        # At once: until somebody listens, the system lets a second server bind the same port.
        listening.listen()
    except OSError as error:
        listening.close()
        raise unavailable(
            f"Cannot listen on {config.host}:{config.port}: {error.strerror}.",
            "Stop what uses the port, or choose another with --port.",
        ) from error
    return listening


def _url(config: Config, listening: socket.socket) -> str:
    host = f"[{config.host}]" if ":" in config.host else config.host
    return f"http://{host}:{listening.getsockname()[1]}"


def _once_up(server: uvicorn.Server, url: str, open_browser: bool, when_up: Callable[[], None]) -> None:
    waiting = threading.Event()
    while not server.started and not server.should_exit:
        waiting.wait(0.02)
    if server.started:
        sys.stdout.write(f"MockRound is on {url}\n")
        sys.stdout.flush()
        if open_browser:
            webbrowser.open(url)
        when_up()
