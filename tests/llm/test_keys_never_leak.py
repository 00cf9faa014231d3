"""A key goes to its host and nowhere else: into no failure, no printed chain, no log, and to no redirect's target."""

import logging
import traceback
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mockround.llm.clients import transcriber
from mockround.llm.failures import Trouble
from mockround.llm.port import ModelFailure
from mockround.llm.speech import a_tone
from tests.support.answers import Fault, echo, reply, writings
from tests.support.models import KEY, PATIENT, a_model, an_ask, hear
from tests.support.upstream import Answer, Caller, Request, upstream

STATUSES = (400, 401, 403, 404, 429, 500, 503)
MODELS = ("openai/m", "azure/m", "anthropic/claude-sonnet-4-5", "gemini/gemini-2.5-flash", "ollama_chat/m", "mistral/m")
SCHEMA = {"type": "object", "properties": {}}


def leaks(text: str, key: str = KEY) -> list[str]:
    """Return the writings of the key, or of its header, that a text contains."""
    return [each for secret in (key, f"Bearer {key}") for each in writings(secret) if each in text]


def told(failure: ModelFailure) -> str:
    """Return everything of a failure that we could ever print, its chain as `logging.exception` does it included."""
    return "\n".join([str(failure), repr(failure), repr(failure.args), *traceback.format_exception(failure)])


def test_the_check_sees_a_key_in_each_writing() -> None:
    """The control: what is looked for is found where it is, and in the chain of an exception too."""
    assert all(leaks(f"Incorrect API key: {each}") for each in writings(f"Bearer {KEY}"))
    failure = ModelFailure(Trouble.KEY_REJECTED)
    failure.__cause__ = ValueError(f"Illegal header value b'Bearer {KEY}'")
    assert leaks(told(failure))
    assert not leaks(told(ModelFailure(Trouble.KEY_REJECTED)))


async def failure_of(url: str, key: str = KEY, *, via: Any = "openai", model: str = "m") -> ModelFailure:
    with pytest.raises(ModelFailure) as raised:
        async for _ in a_model(url, key, via=via, model=model).stream(an_ask(PATIENT, schema=SCHEMA, attempts=1)):
            pass
    return raised.value


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.INFO):
        yield caplog


@pytest.mark.parametrize("answer", [*(echo(status) for status in STATUSES), Fault.ECHO_IN_STREAM])
async def test_a_server_that_echoes_the_key_is_not_quoted(answer: Answer, logged: pytest.LogCaptureFixture) -> None:
    async with upstream(answer) as server:
        failure = await failure_of(server.url)
        assert leaks(str(server.requests[0].headers)), "the key was never sent, so this would prove nothing"
    assert leaks(told(failure)) == []
    assert leaks(logged.text) == []


@pytest.mark.parametrize("answer", [*(echo(status) for status in STATUSES), Fault.ECHO_IN_STREAM])
async def test_nor_is_it_through_litellm(answer: Answer, litellm: Any, logged: pytest.LogCaptureFixture) -> None:
    async with upstream(answer) as server:
        failure = await failure_of(server.url, via="litellm", model="openai/m")
        assert leaks(str(server.requests[0].headers))
    assert leaks(told(failure)) == []
    assert leaks(logged.text) == []


@pytest.mark.parametrize("status", STATUSES)
async def test_nor_is_it_where_speech_becomes_text(status: int, litellm: Any, logged: pytest.LogCaptureFixture) -> None:
    async with upstream(echo(status)) as server:
        with pytest.raises(ModelFailure) as raised:
            await transcriber("openai", server.url, "m", lambda: KEY).text(a_tone(), 5.0)
        assert leaks(str(server.requests[0].headers))
    assert leaks(told(raised.value)) == []
    assert leaks(logged.text) == []


@pytest.mark.parametrize(
    "key", ["sk-line\nbreak", "sk-end\n", " sk-blank", "sk-ümlaut", "sk-\u2028", "\x7fsk"], ids=repr
)
async def test_a_key_that_fits_no_header_is_rejected_and_not_quoted(key: str) -> None:
    async with upstream(reply()) as server:
        failure = await failure_of(server.url, key)
        assert server.requests == []
    assert failure.trouble is Trouble.KEY_REJECTED
    assert leaks(told(failure), key.strip()) == []


def holds_key(request: Request) -> bool:
    return bool(leaks(f"{request.path} {request.headers} {request.body!r}"))


def redirect(status: int) -> Answer:
    async def answer(caller: Caller) -> None:
        await caller.whole(status, b"", {"Location": f"{caller.elsewhere_url}/chat/completions"})

    return answer


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    async with upstream(redirect(status)) as server:
        failure = await failure_of(server.url)
        assert [holds_key(each) for each in server.requests] == [True]
        assert server.elsewhere == []
    assert failure.trouble is Trouble.REDIRECTED


@pytest.mark.parametrize("status", [302, 307])
@pytest.mark.parametrize("model", MODELS)
async def test_a_redirect_is_not_followed_by_any_provider_of_litellm(model: str, status: int, litellm: Any) -> None:
    async with upstream(redirect(status)) as server:
        failure = await failure_of(server.url, via="litellm", model=model)
        assert [holds_key(each) for each in server.requests] == [True]
        assert server.elsewhere == []
    assert failure.trouble is Trouble.REDIRECTED


async def test_the_second_port_sees_a_key_that_is_taken_there() -> None:
    """The control of the two above: httpx left to itself takes Anthropic's header along, and this would be seen."""
    async with upstream(redirect(307)) as server, httpx.AsyncClient(follow_redirects=True) as client:
        await client.post(f"{server.url}/messages", headers={"x-api-key": KEY}, json={})
        assert [holds_key(each) for each in server.elsewhere] == [True]


OF_THE_ENVIRONMENT = (
    "OPENAI_API_KEY",
    "AZURE_API_KEY",
    "AZURE_OPENAI_API_KEY",
    "ANTHROPIC_API_KEY",
    "GEMINI_API_KEY",
    "GOOGLE_API_KEY",
    "OLLAMA_API_KEY",
    "MISTRAL_API_KEY",
    "HOSTED_VLLM_API_KEY",
    "LM_STUDIO_API_KEY",
)


@pytest.mark.parametrize("model", [*MODELS, "hosted_vllm/m", "lm_studio/m"])
async def test_an_endpoint_without_a_key_gets_none_of_the_environment(
    model: str, litellm: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left to itself litellm sends a server on this machine the key of a provider that it was never meant for."""
    for name in OF_THE_ENVIRONMENT:
        monkeypatch.setenv(name, KEY)
    async with upstream(reply()) as server:
        await hear(a_model(server.url, None, via="litellm", model=model), an_ask(attempts=1))
        (request,) = server.requests
        assert not holds_key(request)
