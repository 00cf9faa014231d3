"""P9: while a round runs, nothing that its server tells says what the round is about to look for or ask."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2

from mockround.config import Config
from mockround.rounds.events import RoundCreated, RoundId
from mockround.usecases import rounds
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.promises import Tally
from tests.support.servers import events_of, serving, wait_for

WANTED: tuple[dict[str, Any], ...] = (
    {"kind": "recognise", "problem": "ticket-booking"},
    {"kind": "recognise", "prompts": 3},
    {"kind": "recognise", "prompts": 10},
    {"kind": "full", "problem": "url-shortener"},
    {"kind": "full", "problem": "ticket-booking", "level": "staff"},
)
Read = Callable[[httpx2.Client, Parts, RoundId], list[str]]


def secrets_of(created: RoundCreated) -> tuple[str, ...]:
    """The answer of a recognition, the topics that are graded, and the prompts that are still to come."""
    return (*created.primary, *created.secondary, *created.skills, *created.problems[1:])


def everything_told(client: httpx2.Client, _: Parts, round_id: RoundId) -> list[str]:
    api, page = f"/api/rounds/{round_id}", f"/rounds/{round_id}"
    streamed = []
    with client.stream("GET", f"{api}/stream") as stream:
        for event in events_of(stream):
            streamed.append(json.dumps(event.data))
            if event.event == "clock":
                break
    exports = (f"{page}/export.json", f"{page}/export.md")
    others = ("/api/rounds", "/rounds", "/rounds?kind=recognise")
    return [*streamed, *(client.get(path).text for path in (api, f"{api}/events", page, *exports, *others))]


def as_it_is_stored(_: httpx2.Client, parts: Parts, round_id: RoundId) -> list[str]:
    """Bad on purpose: what an API that hands out the log tells."""
    return [each.model_dump_json() for each in parts.store.log.events(round_id)]


def spilt(folder: Path, wanted: dict[str, Any], read: Read, *, start: bool) -> set[str]:
    with (
        parts_in(folder, FakeClock()) as parts,
        serving(parts, Config(data_dir=folder)) as url,
        httpx2.Client(base_url=url, timeout=30) as client,
    ):
        round_id = RoundId(client.post("/api/rounds", json=wanted).json()["id"])
        if start:
            client.post(f"/api/rounds/{round_id}/start")
            wait_for(lambda: rounds.state(parts, round_id).turns)
        told = read(client, parts, round_id)
        hidden = secrets_of(rounds.state(parts, round_id).created)
        assert hidden
        return {each for each in hidden if any(f'"{each}"' in text or f"/{each}" in text for text in told)}


def test_a_running_round_tells_neither_its_topics_nor_its_next_prompts(tmp_path: Path, tally: Tally) -> None:
    cases = [(wanted, start) for wanted in WANTED for start in (False, True)]
    found = [spilt(tmp_path / str(n), wanted, everything_told, start=start) for n, (wanted, start) in enumerate(cases)]
    what = "rounds not over yet, read at every address that tells of them"
    tally.held("P9", what, tried=len(found), short=list(filter(None, found)))


def test_the_prompt_is_told_nowhere_before_the_clock_starts(tmp_path: Path) -> None:
    with (
        parts_in(tmp_path, FakeClock()) as parts,
        serving(parts, Config(data_dir=tmp_path)) as url,
        httpx2.Client(base_url=url, timeout=30) as client,
    ):
        round_id = RoundId(client.post("/api/rounds", json={"kind": "recognise", "prompts": 3}).json()["id"])
        prompt = rounds.state(parts, round_id).created.prompt[:60]
        assert not any(prompt in text for text in everything_told(client, parts, round_id))
        client.post(f"/api/rounds/{round_id}/start")
        assert prompt in client.get(f"/api/rounds/{round_id}").text


def test_the_check_sees_an_api_that_hands_out_the_log(tmp_path: Path, tally: Tally) -> None:
    found = [spilt(tmp_path / str(n), wanted, as_it_is_stored, start=True) for n, wanted in enumerate(WANTED)]
    tally.control("P9", "an API that hands out the log as it is stored", tried=len(found), caught=sum(map(bool, found)))
