"""litellm as we use it: three providers' streams, one call an attempt, an end only where upstream said so."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import respx

from mockround.llm.failures import EXPLAINED, Trouble
from mockround.llm.port import Ask, Deadlines, Usage
from tests.support.answers import SENTENCE, WORDS, Fault, refusal, reply
from tests.support.models import IMPATIENT, KEY, PATIENT, TIGHT_IDLE, TIGHT_TOTAL, Heard, a_model, an_ask, hear
from tests.support.shapes import ANTHROPIC, BASE, OLLAMA, OPENAI, PROVIDERS, Provider
from tests.support.upstream import upstream

every_provider = pytest.mark.parametrize("provider", PROVIDERS, ids=lambda each: each.model.partition("/")[0])


class Breaking(httpx.AsyncByteStream):
    """A body that breaks off."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
        raise httpx.ReadError("broke off")


def streams(router: respx.MockRouter, provider: Provider, *events: bytes) -> respx.Route:
    answer = httpx.Response(200, headers={"content-type": provider.kind}, content=b"".join(events))
    return router.post(provider.url).mock(return_value=answer)


async def asked(provider: Provider, ask: Ask | None = None) -> Heard:
    return await hear(a_model(BASE, via="litellm", model=provider.model), ask or an_ask())


@every_provider
async def test_a_reply_is_read_with_its_count(
    provider: Provider, mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    route = streams(respx_mock, provider, *provider.words, provider.end)
    heard = await asked(provider)
    assert (heard.trouble, heard.text) == (None, SENTENCE)
    assert heard.finished is not None
    assert (heard.finished.usage.tokens_in, heard.finished.usage.tokens_out) == (12, 4)
    assert route.call_count == 1


@every_provider
async def test_a_truncated_stream_is_no_finish(
    provider: Provider, mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    route = streams(respx_mock, provider, *provider.words)
    heard = await asked(provider)
    assert (heard.trouble, heard.text) == (Trouble.NO_FINISH, SENTENCE)
    assert route.call_count == 1


@every_provider
async def test_a_reply_at_the_token_limit_is_cut(
    provider: Provider, mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    streams(respx_mock, provider, *provider.words, provider.cut)
    heard = await asked(provider)
    assert (heard.trouble, heard.text) == (Trouble.CUT_BY_LENGTH, SENTENCE)


@every_provider
async def test_a_broken_stream_keeps_its_words_and_is_not_asked_for_again(
    provider: Provider, mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    answer = httpx.Response(200, headers={"content-type": provider.kind}, stream=Breaking(*provider.words))
    route = respx_mock.post(provider.url).mock(return_value=answer)
    heard = await asked(provider)
    assert (heard.trouble, heard.text) == (Trouble.CONNECTION_LOST, SENTENCE)
    assert route.call_count == 1


@every_provider
async def test_reasoning_alone_is_no_reply(
    provider: Provider, mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    streams(respx_mock, provider, provider.thought, provider.end)
    heard = await asked(provider)
    assert (heard.trouble, heard.text) == (Trouble.ONLY_THOUGHTS, "")


@every_provider
@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (401, Trouble.KEY_REJECTED),
        (402, Trouble.NO_CREDIT),
        (404, Trouble.NO_SUCH_MODEL),
        (429, Trouble.RATE_LIMITED),
        (500, Trouble.SERVER_ERROR),
        (503, Trouble.OVERLOADED),
        (529, Trouble.OVERLOADED),
    ],
)
async def test_a_refusal_is_one_call_an_attempt_and_says_when_to_come_again(
    provider: Provider, status: int, trouble: Trouble, mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    answer = httpx.Response(status, headers={"retry-after": "0"}, json={"error": {"message": "no"}})
    route = respx_mock.post(provider.url).mock(return_value=answer)
    heard = await asked(provider, an_ask(attempts=1))
    assert heard.trouble is trouble
    assert heard.failure is not None
    assert heard.failure.retry_after_s == 0.0
    assert route.call_count == 1
    await asked(provider)
    assert route.call_count == 1 + (3 if EXPLAINED[trouble].again else 1)


@every_provider
async def test_the_key_and_our_limits_are_sent(
    provider: Provider, mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    route = streams(respx_mock, provider, *provider.words, provider.end)
    await asked(provider, an_ask(max_tokens=77))
    request = route.calls.last.request
    header = "x-api-key" if provider is ANTHROPIC else "authorization"
    assert request.headers[header].endswith(KEY)
    body = json.loads(request.content)
    limits = body["options"]["num_predict"] if provider is OLLAMA else body["max_tokens"]
    assert (limits, body["stream"]) == (77, True)


async def test_a_known_model_has_a_price_and_an_unknown_one_has_none(
    mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    costs = []
    for provider in (ANTHROPIC, OPENAI):
        streams(respx_mock, provider, *provider.words, provider.end)
        heard = await asked(provider)
        assert heard.finished is not None
        costs.append(heard.finished.usage.cost_usd)
    assert costs[0] is not None
    assert 0 < costs[0] < 0.01
    assert costs[1] is None


async def test_the_schema_is_loosened_where_it_is_not_understood_and_the_step_is_kept(
    mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    formats = []

    def answered(request: httpx.Request) -> httpx.Response:
        formats.append(json.loads(request.content).get("response_format", {}).get("type"))
        if formats[-1]:
            return httpx.Response(400, json={"error": {"message": "no"}})
        return httpx.Response(200, headers={"content-type": OPENAI.kind}, content=b"".join([*OPENAI.words, OPENAI.end]))

    respx_mock.post(OPENAI.url).mock(side_effect=answered)
    model = a_model(BASE, via="litellm", model=OPENAI.model)
    ask = an_ask(schema={"type": "object", "properties": {}})
    heard = [await hear(model, ask), await hear(model, ask)]
    assert [each.finished and (each.finished.shape, each.finished.attempts) for each in heard] == [
        ("prompt", 3),
        ("prompt", 1),
    ]
    assert formats == ["json_schema", "json_object", None, None]


OUTCOMES: dict[Fault, tuple[Trouble | None, str | None, Deadlines]] = {
    Fault.SPLIT_UTF8: (None, None, PATIENT),
    Fault.RESET: (Trouble.CONNECTION_LOST, SENTENCE, PATIENT),
    Fault.RESET_AT_ONCE: (Trouble.CONNECTION_LOST, "", PATIENT),
    Fault.HANG_UP: (Trouble.CONNECTION_LOST, SENTENCE, PATIENT),
    Fault.HANG_UP_AT_ONCE: (Trouble.CONNECTION_LOST, "", PATIENT),
    Fault.NO_FINISH: (Trouble.NO_FINISH, SENTENCE, PATIENT),
    Fault.EMPTY: (Trouble.EMPTY, "", PATIENT),
    Fault.FILTERED: (Trouble.FILTERED, SENTENCE, PATIENT),
    Fault.ERROR_FRAME: (Trouble.CONNECTION_LOST, SENTENCE, PATIENT),
    Fault.ERROR_FRAME_AT_ONCE: (Trouble.CONNECTION_LOST, "", PATIENT),
    Fault.BROKEN_JSON: (Trouble.CONNECTION_LOST, SENTENCE, PATIENT),
    Fault.HTML: (Trouble.NO_FINISH, "", PATIENT),
    Fault.REDIRECT: (Trouble.REDIRECTED, "", PATIENT),
    Fault.THOUGHTS: (Trouble.ONLY_THOUGHTS, "", PATIENT),
    Fault.SILENCE: (Trouble.SLOW_START, "", IMPATIENT),
    Fault.SILENCE_AFTER_WORDS: (Trouble.STALLED, SENTENCE, TIGHT_IDLE),
    Fault.DRIP: (Trouble.TOO_SLOW, None, TIGHT_TOTAL),
}


@pytest.mark.parametrize("fault", OUTCOMES, ids=str)
async def test_over_its_own_transport_a_fault_is_named_and_asked_for_once(fault: Fault, litellm: Any) -> None:
    trouble, text, deadlines = OUTCOMES[fault]
    async with upstream(fault, pace_s=0.05) as server:
        heard = await hear(a_model(server.url, via="litellm", model="openai/m"), an_ask(deadlines))
        assert len(server.requests) == 1
        if deadlines is not PATIENT:
            await server.caller_left()
    assert heard.trouble is trouble
    assert text is None or heard.text == text


async def test_nobody_listening_is_a_refused_connection_through_litellm_too(litellm: Any) -> None:
    async with upstream(reply()) as server:
        url = server.url
    heard = await hear(a_model(url, via="litellm", model="openai/m"), an_ask(attempts=1))
    assert heard.trouble is Trouble.REFUSED


async def test_who_stops_listening_to_litellm_hangs_up(litellm: Any) -> None:
    async with upstream(Fault.DRIP) as server:
        pieces = a_model(server.url, via="litellm", model="openai/m").stream(an_ask())
        await anext(pieces)
        assert not server.requests[0].is_left
        await pieces.aclose()
        await server.caller_left()


async def test_a_provider_that_refuses_only_while_it_streams_is_named_by_its_status(litellm: Any) -> None:
    async with upstream(refusal(429, headers={"Retry-After": "7"})) as server:
        heard = await hear(a_model(server.url, via="litellm", model="gemini/gemini-2.5-flash"), an_ask(attempts=1))
    assert heard.trouble is Trouble.RATE_LIMITED
    assert heard.failure is not None
    assert heard.failure.retry_after_s == 7.0


async def test_words_are_joined_without_a_gap(mocked_litellm: Any, respx_mock: respx.MockRouter) -> None:
    streams(respx_mock, OPENAI, *OPENAI.words, OPENAI.end)
    heard = await asked(OPENAI)
    assert heard.pieces == list(WORDS)
    assert heard.finished is not None
    assert heard.finished.usage == Usage(12, 4, None)
