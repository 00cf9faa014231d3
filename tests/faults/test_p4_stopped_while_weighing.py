"""Told to stop while an answer is weighed for longer than anybody waits: the server leaves as a success all the same,
and what it owes is done by the next one.

Known-bad control: a program that waits for whatever its threads do.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.support.forks import Forks, forks
from tests.support.promises import Tally
from tests.support.servers import begun, wait_for

SAID = {"text": "Reads outnumber writes a hundred to one, so a cache stands in front of the lookups."}
PATIENCE_S = 9.0
"""The promise is five seconds; the rest is for a machine that is busy with something else."""


@pytest.fixture(scope="module")
def forked() -> Iterator[Forks]:
    with forks() as made:
        yield made


def exit_code(forked: Forks, folder: Path, serve: str, *steps: str) -> tuple[int | None, str]:
    """Let a server weigh what was said and tell it to stop; return how it left, and the round's address."""
    pid, url = forked.serve(folder, serve)
    with httpx2.Client(base_url=url, timeout=30) as client:
        path = begun(client)
        (folder / "weighing").unlink(missing_ok=True)
        client.post(f"{path}/turns", json=SAID).raise_for_status()
        for step in steps:
            client.post(f"{path}/{step}").raise_for_status()
        wait_for(lambda: (folder / "weighing").exists())
        os.kill(pid, signal.SIGTERM)
        return forked.ended_within(PATIENCE_S), path


@pytest.mark.parametrize("steps", [(), ("ending",)], ids=["for a reply", "for the grade"])
def test_a_server_leaves_in_time_whatever_it_is_weighing(
    forked: Forks, tmp_path: Path, steps: tuple[str, ...], tally: Tally
) -> None:
    tried, short = tally.times(quick=1, night=20), []
    for number in range(tried):
        folder = tmp_path / str(number)
        code, path = exit_code(forked, folder, "serve_slowly", *steps)
        if code != 0:
            short.append(f"left with {code}")
        pid, url = forked.serve(folder)
        with httpx2.Client(base_url=url, timeout=30) as client:
            if not steps:
                client.post(f"{path}/ending").raise_for_status()
            wait_for(lambda path=path, client=client: client.get(path).json()["status"] == "graded", 60)
            said = [each["event"].get("text") for each in client.get(path).json()["log"]]
            short += [] if said.count(SAID["text"]) == 1 else ["the answer is gone"]
        os.kill(pid, signal.SIGTERM)
        forked.ended()
    tally.held("P4 P1", "told to stop while an answer is weighed for a minute", tried=tried, short=short)


def test_a_program_that_waits_for_its_threads_is_caught(forked: Forks, tmp_path: Path, tally: Tally) -> None:
    code, _ = exit_code(forked, tmp_path / "0", "serve_slowly_and_stay")
    tally.control("P4 P1", "waits for whatever its threads do", tried=1, caught=int(code is None))
