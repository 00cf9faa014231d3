"""Model servers on this machine are found by what they list; what is no list, or none in time, is no server."""

import json
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from mockround.llm.discovery import PLACES, FoundServer, Place, servers
from tests.support.answers import refusal, whole_json
from tests.support.upstream import Answer, Caller, Upstream, upstream

LISTED = {"object": "list", "data": [{"id": "tiny"}, {"id": "other"}]}
OLLAMA, LLAMA_CPP, *_ = PLACES


def at(place: Place, server: Upstream) -> tuple[Place]:
    port = urlsplit(server.url).port
    assert port is not None
    return (replace(place, port=port),)


def by_path(**answers: Answer) -> Answer:
    """Return a server that answers at these paths, named by their last part, and knows no other."""

    async def answer(caller: Caller) -> None:
        await answers.get(caller.request.path.rpartition("/")[2], refusal(404))(caller)

    return answer


async def test_llama_cpp_tells_its_models_and_the_context_of_a_conversation() -> None:
    told = {"default_generation_settings": {"n_ctx": 8192}, "total_slots": 2}
    async with upstream(by_path(models=whole_json(LISTED), props=whole_json(told))) as server:
        found = await servers(at(LLAMA_CPP, server))
        assert found == (FoundServer("llama.cpp", server.url, ("tiny", "other"), context=8192),)
        assert not any("authorization" in each.headers for each in server.requests)


@pytest.mark.parametrize(
    "told", [{}, [], {"default_generation_settings": {"n_ctx": "many"}}, {"default_generation_settings": None}], ids=str
)
async def test_a_context_that_is_not_told_is_not_known(told: object) -> None:
    async with upstream(by_path(models=whole_json(LISTED), props=refusal(200, json.dumps(told)))) as server:
        (found,) = await servers(at(LLAMA_CPP, server))
        assert (found.models, found.context) == (("tiny", "other"), None)


async def test_ollama_lists_in_its_own_words_and_is_asked_once() -> None:
    async with upstream(by_path(tags=whole_json({"models": [{"name": "qwen3:8b"}, {"name": "two words"}]}))) as server:
        (found,) = await servers(at(OLLAMA, server))
        assert found == FoundServer("Ollama", server.url, ("qwen3:8b",))
        assert [each.path for each in server.requests] == ["/api/tags"]


@pytest.mark.parametrize(
    "answer",
    [
        refusal(200, "<html>It works!</html>", {"Content-Type": "text/html"}),
        refusal(200, '{"data": 3}'),
        refusal(200, "[" * 100_000),
        refusal(200, json.dumps({"data": [{"id": "m" * 3_000_000}]})),
        refusal(401, json.dumps(LISTED)),
    ],
    ids=["a page", "no list", "nested too deep", "too long", "locked"],
)
async def test_what_is_no_list_of_models_is_no_server(answer: Answer) -> None:
    async with upstream(answer) as server:
        assert await servers(at(LLAMA_CPP, server)) == ()


async def test_where_nobody_listens_nothing_is_found() -> None:
    async with upstream(refusal(404)) as server:
        place = at(LLAMA_CPP, server)
    assert await servers(place) == ()
