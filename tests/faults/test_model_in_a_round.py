"""No model can spoil a round. Whatever an upstream does, the failure has its label, nothing is lost, nothing is asked
twice once upstream began to work, and the embedded interviewer goes on.

Known-bad control: an upstream that works leaves none of these traces.
"""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockround.llm.failures import EXPLAINED
from mockround.llm.profiles import Limits, Profile
from mockround.rounds.events import Kind
from mockround.rounds.state import RoundState, Speaker
from mockround.usecases import profiles, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies
from tests.support.answers import Fault, echo, refusal, reply
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.upstream import Answer, upstream

SAID = "Reads outnumber writes a hundred to one, so I put a cache in front of the lookups."
KEY = "sk-n0t-a-real-key-4711-abcdef"
QUICK = Limits(first_token_s=0.6, idle_s=0.6, total_s=3.0)
EXIT_S = 20.0

CASES: list[tuple[str, Answer, str, int]] = [
    ("401", refusal(401), "key-rejected", 1),
    ("402", refusal(402), "no-credit", 1),
    ("404", refusal(404), "no-such-model", 1),
    ("429 with a date", refusal(429, headers={"Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"}), "rate-limited", 1),
    ("429 with a long wait", refusal(429, headers={"Retry-After": "3600"}), "rate-limited", 1),
    ("429 without a wait", refusal(429), "rate-limited", 3),
    ("500", refusal(500), "server-error", 3),
    ("503", refusal(503), "overloaded", 3),
    ("529", refusal(529), "overloaded", 3),
    ("key echoed", echo(400), "not-understood", 1),
    ("HTML", Fault.HTML, "not-a-stream", 1),
    ("error frame", Fault.ERROR_FRAME, "error-frame", 1),
    ("broken JSON", Fault.BROKEN_JSON, "broken-frame", 1),
    ("reset in mid-stream", Fault.RESET, "connection-lost", 1),
    ("no finish marker", Fault.NO_FINISH, "no-finish", 1),
    ("empty", Fault.EMPTY, "empty", 1),
    ("filtered", Fault.FILTERED, "filtered", 1),
    ("declined", Fault.REFUSAL_FIELD, "declined", 1),
    ("only thoughts", Fault.THOUGHTS, "only-thoughts", 1),
    ("silence", Fault.SILENCE, "slow-start", 1),
    ("50 MB line", Fault.ONE_LONG_LINE, "endless", 1),
    ("redirect", Fault.REDIRECT, "redirected", 1),
    ("gzip", Fault.GZIP, "not-a-stream", 1),
]


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with parts_in(tmp_path, FakeClock()) as made:
        yield made


async def answered(parts: Parts, url: str) -> RoundState:
    """Hold a round with a model behind `url`, answer once, and return the state when nothing more is said."""
    profile = Profile(name="odd", via="openai", model="m", endpoint=url, limits=QUICK)
    profiles.save(parts, profile, key=KEY)
    profiles.use(parts, "odd", "interviewer")
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
    rounds.start(parts, round_id)
    replies = Replies(parts, Feed(asyncio.get_running_loop()))
    for words in (None, SAID):
        if words is not None:
            rounds.take_turn(parts, round_id, words, key="one")
        replies.wake(round_id)
        await replies.settled(round_id)
    return rounds.state(parts, round_id)


@pytest.mark.parametrize(("answer", "label", "calls"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
async def test_a_fault_has_its_label_and_an_exit_and_costs_nothing(
    parts: Parts, answer: Answer, label: str, calls: int
) -> None:
    began = time.monotonic()
    async with upstream(answer) as server:
        state = await answered(parts, server.url)
    assert time.monotonic() - began < EXIT_S
    assert state.stalled is not None
    assert state.stalled.trouble == label
    assert label in {each.value for each in EXPLAINED}
    assert len(server.requests) == calls
    assert server.elsewhere == []
    assert state.turns[-1].text == SAID
    log = "".join(each.event.model_dump_json() for each in parts.store.log.events(state.id))
    assert KEY not in log
    rounds.go_on(parts, state.id, "embedded")
    replies = Replies(parts, Feed(asyncio.get_running_loop()))
    replies.wake(state.id)
    await replies.settled(state.id)
    state = rounds.state(parts, state.id)
    assert (state.turns[-1].speaker, state.turns[-1].spoken_by) == (Speaker.INTERVIEWER, "embedded")


async def test_an_upstream_that_works_leaves_none_of_these_traces(parts: Parts) -> None:
    async with upstream(reply("You put a cache ", "in front. ", "What becomes of a reader ", "without it?")) as server:
        state = await answered(parts, server.url)
    assert state.stalled is None
    assert state.turns[-1].text == "You put a cache in front. What becomes of a reader without it?"
    assert state.turns[-1].interrupted == ""
    assert len(server.requests) == 1


async def test_refused_connections_are_told_apart_from_unknown_hosts(parts: Parts) -> None:
    assert (await answered(parts, "http://127.0.0.1:9/v1")).stalled is not None
    state = await answered(parts, "https://no-such-host.invalid/v1")
    assert state.stalled is not None
    assert state.stalled.trouble == "dns"


async def test_words_that_run_on_are_cut_and_the_embedded_question_is_asked(parts: Parts) -> None:
    async with upstream(Fault.ENDLESS) as server:
        state = await answered(parts, server.url)
        await server.caller_left()
    assert state.stalled is None
    assert state.turns[-1].text.count("?") <= 1
    assert len(state.turns[-1].text.split()) <= 120


async def test_one_word_every_few_seconds_ends_by_our_own_total(parts: Parts) -> None:
    async with upstream(Fault.DRIP, pace_s=0.3) as server:
        state = await answered(parts, server.url)
        await server.caller_left()
    assert state.stalled is not None
    assert state.stalled.trouble in ("too-slow", "stalled")
