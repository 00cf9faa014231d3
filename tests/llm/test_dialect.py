"""The lean client learns how an endpoint wants its requests written, from refusals, once, and keeps to it."""

import asyncio
import json
from typing import Any

import pytest

from mockround.llm.failures import Trouble
from mockround.llm.port import Ask, Shape
from tests.support.answers import refusal, reply
from tests.support.models import a_model, an_ask, hear
from tests.support.upstream import Answer, Caller, Upstream, upstream

SCHEMA = {"type": "object", "properties": {"score": {"type": "integer"}}}
FULL = {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": SCHEMA}}
BESIDE = {"type": "json_object", "schema": SCHEMA}
BARE = {"type": "json_object"}
LADDER: list[tuple[object, Shape]] = [
    (FULL, "json_schema"),
    (BESIDE, "json_object"),
    (BARE, "json_object"),
    (None, "prompt"),
]


def knows(*formats: object, status: int = 400, words: str = "response_format is not supported") -> Answer:
    """Return a server that refuses every other response_format than these."""

    async def answer(caller: Caller) -> None:
        asked = caller.request.json.get("response_format")
        chosen = reply('{"score": 3}') if asked in formats else refusal(status, json.dumps({"error": words}))
        await chosen(caller)

    return answer


def refuses(name: str) -> Answer:
    """Return a server that understands no request with this field."""

    async def answer(caller: Caller) -> None:
        chosen = refusal(400, f"Unsupported parameter: '{name}'") if name in caller.request.json else reply()
        await chosen(caller)

    return answer


def formats(server: Upstream) -> list[object]:
    return [each.json.get("response_format") for each in server.requests]


def graded(attempts: int = 1) -> Ask:
    """Return an ask as the grader makes it. What it teaches us does not count."""
    return an_ask(schema=SCHEMA, attempts=attempts)


@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("status", [400, 422, 500, 501])
async def test_the_schema_is_loosened_step_by_step_and_the_step_is_kept(step: int, status: int) -> None:
    known, shape = LADDER[step]
    async with upstream(knows(known, status=status)) as server:
        model = a_model(server.url)
        first, second = await hear(model, graded()), await hear(model, graded())
        assert formats(server) == [each for each, _ in LADDER[: step + 1]] + [known]
    for heard, attempts in ((first, step + 1), (second, 1)):
        assert heard.finished is not None
        assert (heard.finished.shape, heard.finished.attempts) == (shape, attempts)


async def test_what_one_call_has_learned_is_known_though_it_failed() -> None:
    async with upstream(*[knows(None)] * 3, refusal(401), knows(None)) as server:
        model = a_model(server.url)
        first, second = await hear(model, graded()), await hear(model, graded())
        assert formats(server) == [FULL, BESIDE, BARE, None, None]
    assert first.trouble is Trouble.KEY_REJECTED
    assert second.trouble is None


async def test_learning_leaves_all_attempts_to_an_endpoint_that_fails() -> None:
    async with upstream(*[knows(None)] * 3, *[refusal(503, headers={"Retry-After": "0"})] * 2, knows(None)) as server:
        heard = await hear(a_model(server.url), graded(attempts=3))
        assert formats(server) == [FULL, BESIDE, BARE, None, None, None]
    assert heard.finished is not None
    assert heard.finished.attempts == 6


async def test_a_spoken_turn_counts_what_it_learns() -> None:
    async with upstream(refuses("temperature")) as server:
        heard = await hear(a_model(server.url), an_ask(attempts=1))
        assert len(server.requests) == 1
    assert heard.trouble is Trouble.NOT_UNDERSTOOD


async def test_two_calls_refused_at_once_learn_one_lesson() -> None:
    """Both refusals are of the first form; the second must not be taken for one of the second form."""
    both = asyncio.Barrier(2)

    async def answer(caller: Caller) -> None:
        if caller.request.json["response_format"] == FULL:
            await both.wait()
        await knows(BESIDE)(caller)

    async with upstream(answer) as server:
        model = a_model(server.url)
        heard = await asyncio.gather(hear(model, graded()), hear(model, graded()))
        assert formats(server) == [FULL, FULL, BESIDE, BESIDE]
    assert [each.trouble for each in heard] == [None, None]


async def test_without_a_schema_no_format_is_sent_and_none_is_told() -> None:
    async with upstream(knows(None)) as server:
        heard = await hear(a_model(server.url), an_ask())
        assert formats(server) == [None]
    assert heard.finished is not None
    assert heard.finished.shape == "prompt"


@pytest.mark.parametrize("status", [401, 404, 429, 503])
async def test_another_refusal_teaches_nothing(status: int) -> None:
    async with upstream(refusal(status, "response_format"), knows(FULL)) as server:
        model = a_model(server.url)
        await hear(model, graded(attempts=1))
        heard = await hear(model, graded(attempts=1))
        assert formats(server) == [FULL, FULL]
    assert heard.trouble is None


@pytest.mark.parametrize("name", ["temperature", "stream_options"])
async def test_a_field_that_is_refused_is_left_out_from_then_on(name: str) -> None:
    async with upstream(refuses(name)) as server:
        model = a_model(server.url)
        heard = [await hear(model, an_ask()) for _ in range(2)]
        sent = [name in each.json for each in server.requests]
    assert [each.trouble for each in heard] == [None, None]
    assert sent == [True, False, False]


async def test_the_newer_name_of_the_token_limit_is_taken_where_it_is_wanted() -> None:
    async def answer(caller: Caller) -> None:
        words = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
        await (refusal(400, words) if "max_tokens" in caller.request.json else reply())(caller)

    async with upstream(answer) as server:
        model = a_model(server.url)
        heard = [await hear(model, an_ask(max_tokens=9)) for _ in range(2)]
        limits = [_limits(each.json) for each in server.requests]
    assert [each.trouble for each in heard] == [None, None]
    assert limits == [{"max_tokens": 9}, {"max_completion_tokens": 9}, {"max_completion_tokens": 9}]


async def test_a_refusal_that_stays_the_same_is_not_asked_about_for_ever() -> None:
    async with upstream(refusal(400, "temperature, stream_options, max_completion_tokens")) as server:
        heard = await hear(a_model(server.url), an_ask(attempts=50))
        assert len(server.requests) == 4
    assert heard.trouble is Trouble.NOT_UNDERSTOOD


async def test_what_one_endpoint_taught_is_not_held_against_another() -> None:
    async with upstream(refuses("temperature")) as strict, upstream(reply()) as easy:
        await hear(a_model(strict.url), an_ask())
        await hear(a_model(easy.url), an_ask())
        assert "temperature" in easy.requests[0].json


def _limits(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name.startswith("max_")}
