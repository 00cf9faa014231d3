"""The lean client: what it sends, what it reads, and that it lets go of the connection."""

import asyncio
import json
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest

from mockround.llm.connecting import unconnected
from mockround.llm.failures import Trouble
from mockround.llm.frames import frame_of, pieces_of, usage_of
from mockround.llm.openai_chat import OpenAIChat
from mockround.llm.port import ModelFailure, Thought, Usage, Words, whole
from mockround.llm.text import clean
from mockround.llm.upstream import Stopped
from tests.support.answers import ACCENTS, DONE, SENTENCE, TOLD, WORDS, Fault, chunk, refusal, reply, said, streamed
from tests.support.models import KEY, PATIENT, TIGHT_IDLE, a_model, an_ask, hear
from tests.support.upstream import Caller, upstream


async def test_the_words_come_one_by_one_with_the_count_and_the_end() -> None:
    async with upstream(reply()) as server:
        heard = await hear(a_model(server.url), an_ask())
    assert heard.pieces == list(WORDS)
    assert heard.finished is not None
    assert heard.finished.usage == Usage(TOLD["prompt_tokens"], TOLD["completion_tokens"], None)
    assert heard.finished.attempts == 1


async def test_the_question_is_written_as_the_protocol_wants_it() -> None:
    async with upstream(reply()) as server:
        await hear(a_model(server.url), an_ask(max_tokens=77))
        request = server.requests[0]
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["accept-encoding"] == "identity"
    assert request.json == {
        "model": "m",
        "messages": [
            {"role": "system", "content": "You interview."},
            {"role": "user", "content": "I would add a cache."},
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.0,
        "max_tokens": 77,
    }


@pytest.mark.parametrize("key", [None, ""])
async def test_without_a_key_no_header_is_sent(key: str | None) -> None:
    async with upstream(reply()) as server:
        await hear(a_model(server.url, key), an_ask())
        assert "authorization" not in server.requests[0].headers


@pytest.mark.parametrize("status", [401, 403])
async def test_a_rejection_without_a_key_is_a_missing_key(status: int) -> None:
    async with upstream(refusal(status)) as server:
        heard = await hear(a_model(server.url, None), an_ask())
    assert heard.trouble is Trouble.KEY_MISSING


async def test_the_key_is_asked_for_at_each_call() -> None:
    keys = iter(["one", "two"])
    async with upstream(reply()) as server:
        chat = OpenAIChat(server.url, "m", lambda: next(keys))
        for _ in range(2):
            async for _ in chat.stream(an_ask()):
                pass
        assert [each.headers["authorization"] for each in server.requests] == ["Bearer one", "Bearer two"]


async def test_what_is_kept_for_the_host_elsewhere_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ana password secret")
    monkeypatch.setenv("NETRC", str(netrc))
    async with upstream(reply()) as server:
        await hear(a_model(server.url, None), an_ask())
        assert "authorization" not in server.requests[0].headers


async def test_the_proxy_of_the_environment_is_for_the_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    async with upstream(reply()) as server, upstream(reply()) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/v1"))
        monkeypatch.setenv("no_proxy", "near.invalid")
        here = await hear(a_model(server.url), an_ask())
        outside = await hear(a_model("http://far.invalid/v1"), an_ask())
        assert (here.text, outside.text) == (SENTENCE, SENTENCE)
        assert [each.path for each in server.requests] == ["/v1/chat/completions"]
        assert [each.path for each in proxy.requests] == ["http://far.invalid/v1/chat/completions"]
        near = await hear(a_model("http://near.invalid:1/v1"), an_ask(attempts=1))
        assert near.trouble in (Trouble.DNS, Trouble.UNREACHABLE)
        assert len(proxy.requests) == 1


@pytest.mark.parametrize("slash", ["", "/"])
async def test_a_slash_after_the_endpoint_makes_no_difference(slash: str) -> None:
    async with upstream(reply()) as server:
        await hear(a_model(server.url + slash), an_ask())
        assert server.requests[0].path == "/v1/chat/completions"


def test_a_model_may_be_asked_from_one_loop_after_another() -> None:
    with upstream(reply()) as server:
        model = a_model(server.url)
        replies = [asyncio.run(whole(model, an_ask())).text for _ in range(2)]
    assert replies == [SENTENCE, SENTENCE]


async def test_many_ask_at_once_and_each_gets_its_own_reply() -> None:
    async def echoed(caller: Caller) -> None:
        await reply(caller.request.json["messages"][0]["content"])(caller)

    async with upstream(echoed) as server:
        heard = await asyncio.gather(*(hear(a_model(server.url), an_ask()) for _ in range(30)))
        assert len(server.requests) == 30
    assert {each.text for each in heard} == {"You interview."}


async def test_who_stops_listening_hangs_up() -> None:
    async with upstream(Fault.DRIP) as server:
        pieces = a_model(server.url).stream(an_ask())
        await anext(pieces)
        assert not server.requests[0].is_left
        await pieces.aclose()
        await server.caller_left()


@pytest.mark.parametrize("fault", [Fault.SILENCE, Fault.DRIP], ids=str)
async def test_who_is_cancelled_hangs_up(fault: Fault) -> None:
    async with upstream(fault) as server:
        asking = asyncio.ensure_future(hear(a_model(server.url), an_ask()))
        async with asyncio.timeout(5):
            while not server.requests:
                await asyncio.sleep(0.005)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await server.caller_left()


@pytest.mark.parametrize(
    "kind",
    [
        "text/event-stream",
        "Text/Event-Stream",
        "text/event-stream; charset=iso-8859-1",
        "text/event-stream;charset=zlib",
    ],
)
async def test_a_stream_is_utf8_and_its_type_has_no_case(kind: str) -> None:
    async def answer(caller: Caller) -> None:
        await caller.whole(200, b"".join([*said(ACCENTS), chunk(finish="stop"), DONE]), {"Content-Type": kind})

    async with upstream(answer) as server:
        heard = await hear(a_model(server.url), an_ask())
        assert len(server.requests) == 1
    assert (heard.trouble, heard.text) == (None, ACCENTS)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
async def test_a_line_may_end_in_each_way_that_the_standard_knows(end: bytes) -> None:
    events = [b": hello\n\n", b"retry: 5\n\n", *said(*WORDS), chunk(finish="stop"), DONE]
    async with upstream(streamed(*(each.replace(b"\n", end) for each in events))) as server:
        heard = await hear(a_model(server.url), an_ask())
    assert (heard.trouble, heard.text) == (None, SENTENCE)


async def test_the_end_marker_alone_ends_a_reply_whose_count_was_not_told() -> None:
    async with upstream(streamed(*said(*WORDS), DONE)) as server:
        heard = await hear(a_model(server.url), an_ask())
    assert heard.finished is not None
    assert heard.finished.usage == Usage()


async def test_what_goes_on_after_the_finish_marker_is_not_waited_for() -> None:
    async def counting(caller: Caller) -> None:
        await caller.begin_stream()
        for event in [*said(*WORDS), chunk(finish="stop")]:
            await caller.piece(event)
        while True:
            await caller.piece(chunk(choices=[], usage=TOLD))
            await caller.pause()

    async with upstream(counting) as server:
        heard = await hear(a_model(server.url), an_ask())
    assert (heard.trouble, heard.text) == (None, SENTENCE)
    assert heard.seconds < PATIENT.idle_s


async def test_silence_after_the_finish_marker_is_no_stall_however_little_the_patience() -> None:
    async with upstream(Fault.SILENCE_AFTER_FINISH) as server:
        heard = await hear(a_model(server.url), an_ask(TIGHT_IDLE))
    assert (heard.trouble, heard.text) == (None, SENTENCE)


async def test_a_server_that_speaks_no_tls_is_a_tls_failure() -> None:
    async with upstream(Fault.NOT_HTTP) as server:
        heard = await hear(a_model(server.url.replace("http:", "https:")), an_ask())
    assert heard.trouble is Trouble.TLS


@pytest.mark.parametrize(
    ("cause", "trouble"),
    [
        (socket.gaierror(-2, "Name or service not known"), Trouble.DNS),
        (ssl.SSLCertVerificationError("expired"), Trouble.TLS),
        (ConnectionRefusedError(), Trouble.REFUSED),
        (ConnectionResetError(), Trouble.CONNECTION_LOST),
        (OSError(101, "Network is unreachable"), None),
    ],
)
def test_the_cause_is_found_however_deep_it_lies(cause: Exception, trouble: Trouble | None) -> None:
    outer, middle = RuntimeError("outer"), RuntimeError("middle")
    outer.__cause__, middle.__context__ = middle, cause
    cause.__context__ = outer  # A circle must not be walked for ever.
    assert unconnected(outer) is trouble


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("a", "a"),
        (None, ""),
        ([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}], "ab"),
        ([{"type": "text", "text": None}, {"type": "thinking", "thinking": ["hm"]}, "x"], ""),
    ],
)
def test_a_content_is_a_text_or_parts_or_nothing(content: object, text: str) -> None:
    pieces = list(pieces_of({"choices": [{"delta": {"content": content}}]}, "delta"))
    assert pieces == ([Words(text)] if text else [])


def test_reasoning_is_a_thought_in_both_spellings() -> None:
    for name in ("reasoning", "reasoning_content"):
        assert list(pieces_of({"choices": [{"delta": {name: "hm", "content": None}}]}, "delta")) == [Thought()]


def test_the_last_words_may_come_with_the_end() -> None:
    choice = {"delta": {"content": "a"}, "finish_reason": "stop"}
    assert list(pieces_of({"choices": [choice]}, "delta")) == [Words("a"), Stopped("stop")]


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[]", "1", '"x"', "[" * 100_000, '{"a": ' + "9" * 5000 + "}", '{"choices": {"0": 1}}']
)
def test_a_frame_that_is_no_object_is_broken(text: str) -> None:
    with pytest.raises(ModelFailure) as raised:
        list(pieces_of(frame_of(text), "delta"))
    assert raised.value.trouble is Trouble.BROKEN_FRAME


@pytest.mark.parametrize("error", ["oops", {"message": "oops"}, ["oops"], 500])
def test_a_frame_with_an_error_is_an_error(error: object) -> None:
    with pytest.raises(ModelFailure) as raised:
        frame_of(json.dumps({"error": error}))
    assert raised.value.trouble is Trouble.ERROR_FRAME


def test_a_frame_that_says_there_is_no_error_is_none() -> None:
    assert frame_of('{"error": null, "choices": []}')["choices"] == []


@pytest.mark.parametrize(
    ("told", "usage"),
    [
        ({"prompt_tokens": 3, "completion_tokens": 0}, Usage(3, 0)),
        ({"prompt_tokens": -1, "completion_tokens": True}, Usage()),
        ({"prompt_tokens": "3"}, Usage()),
        (None, None),
        ("many", None),
    ],
)
def test_only_a_count_is_counted(told: Any, usage: Usage | None) -> None:
    assert usage_of({"usage": told}) == usage


@pytest.mark.parametrize("endpoint", ["http://[::1/v1", "http://[::1]x/v1", "http://127.0.0.1:99999/v1", "/v1", ""])
async def test_an_endpoint_that_is_no_address_is_a_failure_with_a_name_at_once(endpoint: str) -> None:
    heard = await hear(a_model(endpoint), an_ask())
    assert heard.failure is not None
    assert (heard.failure.trouble, heard.failure.attempts) == (Trouble.DNS, 1)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\x00\x1b[31mb\r", "a[31mb"),
        ("a\u202eb\u200bc\ufeff", "abc"),
        ("a\ud83d", "a\ufffd"),
        ("données 数据 🚲", "données 数据 🚲"),
    ],
)
def test_nothing_invisible_that_acts_is_left_in_a_text(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned
