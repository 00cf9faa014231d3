"""A program that is watched for reaching out: served with Python's audit events on, and a round held in it."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from tests.support.programs import environment
from tests.support.servers import wait_for

SAID = (
    "What is the ratio of reads to writes?",
    "Reads outnumber writes a hundred to one, so I put a cache in front of the lookups and delete the key on a write.",
    "If the cache dies, the database takes the load with a limit on connections, and an alarm on the hit rate fires.",
)
PAGES = (
    "/",
    "/problems",
    "/problems/url-shortener",
    "/practice",
    "/paths/patterns-first",
    "/topics/pattern/read-heavy",
    "/rounds",
    "/rounds?text=cache",
    "/rounds/new",
    "/rounds/import",
    "/settings",
    "/settings/models",
    "/docs",
    "/openapi.json",
    "/readyz",
)
_WATCHED = """
import json, sys, threading
file = sys.argv[1]
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
                 "socket.getnameinfo", "socket.sendto", "socket.sendmsg"):
        with open(file, "a", encoding="utf-8") as told:
            told.write(json.dumps([event, repr(args[1:] if event == "socket.connect" else args)]) + "\\n")
sys.addaudithook(watch)
{planted}
sys.argv = ["mockround", *sys.argv[2:]]
from mockround.cli.main import main
main()
"""
# Neither of the two sends a packet: the name is one that no resolver asks for, and to connect UDP is only to remember.
LOOK_UP = """
import socket
def phone_home():
    try: socket.getaddrinfo("telemetry.invalid", 443)
    except OSError: pass
threading.Thread(target=phone_home).start()
"""
CONNECT = """
import socket
def phone_home():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as telemetry: telemetry.connect(("192.0.2.1", 443))
threading.Thread(target=phone_home).start()
"""


@contextmanager
def watched(folder: Path, planted: str = "", *, under: tuple[str, ...] = ()) -> Iterator[tuple[httpx2.Client, Path]]:
    """Serve with Python's audit events written to a file; `under` is a command to run it under."""
    told = folder / "audit.jsonl"
    told.touch()
    code = _WATCHED.replace("{planted}", planted)
    words = [sys.executable, "-c", code, str(told), "serve", "--data", str(folder / "data"), "--port", "0"]
    with subprocess.Popen([*under, *words], stdout=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        try:
            with httpx2.Client(base_url=url, timeout=60) as client:
                yield client, told
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def hold_a_round(client: httpx2.Client) -> None:
    """Hold a round with all that it offers, have it graded, and look at every page."""
    made = client.post("/api/rounds", json={"kind": "full", "problem": "url-shortener", "minutes": 20}).json()
    url, page = f"/api/rounds/{made['id']}", made["url"]
    client.post(f"{url}/start")
    for said in SAID:
        assert client.post(f"{url}/turns", json={"text": said}).status_code == 202
        client.post(f"{url}/hints")
    board = {"board": {"nodes": [{"id": "a", "kind": "cache", "label": "Redis"}]}, "version": 0}
    assert client.put(f"{url}/board", json=board).status_code == 200
    client.get(page)
    client.post(f"{url}/ending")
    wait_for(lambda: client.get(url).json()["status"] == "graded")
    own = ("grade", "replay", "export.json", "export.md")
    for path in (*PAGES, page, *(f"{page}/{each}" for each in own), f"{url}/stream", f"{url}/grades"):
        assert client.get(path).status_code in (200, 204), path


def calls_in(told: Path) -> list[str]:
    """Return what Python was about to look up or reach, but for addresses of this machine."""
    seen = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    return [f"{event} {args}" for event, args in seen if "'127.0.0.1'" not in args and "'::1'" not in args]
