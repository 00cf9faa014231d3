"""No model can spoil a round. Whatever an upstream does, the failure has its label, nothing is lost, nothing is asked
twice once upstream began to work, and the embedded interviewer goes on.

Known-bad control: an upstream that works leaves none of these traces.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockround.llm.failures import EXPLAINED
from mockround.rounds.state import Speaker
from mockround.usecases.parts import Parts
from tests.support.answers import Fault, echo, refusal, reply
from tests.support.clocks import FakeClock
from tests.support.model_rounds import EXIT_S, KEY, SAID, answered, gone_on
from tests.support.parts import parts_in
from tests.support.upstream import Answer, upstream

CASES: list[tuple[str, Answer, str, int]] = [
    ("402", refusal(402), "no-credit", 1),
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
    state = await gone_on(parts, state.id)
    assert (state.turns[-1].speaker, state.turns[-1].spoken_by) == (Speaker.INTERVIEWER, "embedded")


async def test_an_upstream_that_works_leaves_none_of_these_traces(parts: Parts) -> None:
    async with upstream(reply("You put a cache ", "in front. ", "What becomes of a reader ", "without it?")) as server:
        state = await answered(parts, server.url)
    assert state.stalled is None
    assert state.turns[-1].text == "You put a cache in front. What becomes of a reader without it?"
    assert state.turns[-1].interrupted == ""
    assert len(server.requests) == 1


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
