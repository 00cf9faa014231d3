"""A server whose disk is full, or fails: nothing is acknowledged, everything can be read, and saving goes on as soon as
the trouble is over, without a restart."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from tests.support.programs import Served, Start
from tests.support.promises import Tally
from tests.support.servers import wait_for
from tests.support.tracing import failing, skip_without_strace

skip_without_strace()

READ = ("/rounds/{id}", "/api/rounds/{id}", "/rounds/{id}/export.md", "/rounds/{id}/export.json", "/rounds", "/healthz")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is broken, and how that must be answered."""

    calls: str
    error: str
    status: int
    code: str
    says: str


FULL = Trouble("pwrite64", "ENOSPC", 507, "no_room", "disk is full")
FAILING = Trouble("pwrite64,fdatasync", "EIO", 503, "unavailable", "disk did not take")


def started_round(client: httpx2.Client) -> str:
    made = client.post("/api/rounds", json={"kind": "full", "problem": "url-shortener", "minutes": 20}).json()
    client.post(f"/api/rounds/{made['id']}/start", json={})
    return str(made["id"])


def say(client: httpx2.Client, round_id: str, text: str) -> httpx2.Response:
    return client.post(f"/api/rounds/{round_id}/turns", json={"text": text}, headers={"Idempotency-Key": text})


def transcript(client: httpx2.Client, round_id: str) -> list[tuple[str, str]]:
    events = client.get(f"/api/rounds/{round_id}/events?after=0").json()["events"]
    return [(each["type"], each["event"]["text"]) for each in events if each["type"].endswith("-spoke")]


def refusals(client: httpx2.Client, round_id: str, text: str, trouble: Trouble) -> list[str]:
    """Return in words what is not as it must be while nothing can be written."""
    found = []
    draft = client.put(f"/api/rounds/{round_id}/drafts/notes", json={"text": text, "version": 999})
    for answer in (say(client, round_id, text), draft):
        told = answer.json()
        if (answer.status_code, told.get("code")) != (trouble.status, trouble.code):
            found.append(f"answered {answer.status_code} {told}")
        elif trouble.says not in told["title"] or not told["remedy"]:
            found.append(f"says {told}")
        elif answer.headers["content-type"] != "application/problem+json":
            found.append(f"is {answer.headers['content-type']}")
    found += [f"cannot read {path}" for path in READ if client.get(path.format(id=round_id)).status_code != 200]
    return found


def troubled(served: Served, trouble: Trouble, cycles: int) -> list[str]:
    """Let a round meet the trouble again and again; return what fell short."""
    found = []
    with httpx2.Client(base_url=served.url, timeout=30) as client:
        round_id = started_round(client)
        for number in range(cycles):
            text = f"Answer {number}: reads go to the cache first."
            with failing(served.process.pid, trouble.calls, trouble.error):
                found += refusals(client, round_id, text, trouble)
            if say(client, round_id, text).status_code != 202:
                found.append(f"answer {number} is not taken when there is room again")
        said = [text for kind, text in transcript(client, round_id) if kind == "candidate-spoke"]
        if said != [f"Answer {number}: reads go to the cache first." for number in range(cycles)]:
            found.append(f"the transcript has {said}")
        wait_for(lambda: transcript(client, round_id)[-1][0] == "interviewer-spoke")
    return found


@pytest.mark.parametrize(("trouble", "name"), [(FULL, "full"), (FAILING, "failing")])
def test_a_disk_in_trouble_costs_nothing_that_was_acknowledged(
    start: Start, tmp_path: Path, tally: Tally, trouble: Trouble, name: str
) -> None:
    cycles = tally.times(quick=4, night=40)
    found: Sequence[str] = troubled(start(tmp_path), trouble, cycles)
    tally.held("P1 P4", f"a server on a {name} disk, and again with room: nothing lost, all readable", tried=cycles,
               short=found)  # fmt: skip


def test_a_server_that_calls_every_error_a_success_is_caught(start: Start, tmp_path: Path, tally: Tally) -> None:
    served = start(tmp_path, module="tests.faults.careless_server")
    found = troubled(served, FULL, 1)
    tally.control("P1 P4", "a server that calls every error a success", tried=1, caught=bool(found))
