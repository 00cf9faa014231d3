"""What a scripted model server can answer: an OpenAI-compatible reply, a refusal, and every fault that was met.

An answer is an async function of a `Caller`, so a test writes its own in a few lines where none of these fits.
"""

import base64
import gzip
import json
from collections.abc import Awaitable, Iterator, Sequence
from enum import StrEnum, auto
from typing import Any
from urllib.parse import quote

from tests.support.upstream import Answer, Caller

WORDS = ("Where ", "is ", "the ", "bottleneck?")
SENTENCE = "".join(WORDS)
ACCENTS = "Qu'en est-il des données? 数据 🚲"
TOLD = {"prompt_tokens": 12, "completion_tokens": 4, "total_tokens": 16}
DONE = b"data: [DONE]\n\n"
_JSON = {"Content-Type": "application/json"}
_LINE = 50 * 1024 * 1024


def chunk(delta: dict[str, Any] | None = None, finish: str | None = None, **more: Any) -> bytes:
    """Return one event of a chat completion's stream."""
    choice = {"index": 0, "delta": delta or {}, "finish_reason": finish}
    frame = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice], **more}
    return f"data: {json.dumps(frame, ensure_ascii=False)}\n\n".encode()


def said(*words: str) -> Iterator[bytes]:
    """Yield an event for each word."""
    return (chunk({"content": word}) for word in words)


def streamed(*events: bytes) -> Answer:
    """Return an answer that streams these bytes, each in a segment of its own, and ends as HTTP wants it."""

    async def answer(caller: Caller) -> None:
        await _begun(caller, events)
        await caller.end()

    return answer


def reply(*words: str, finish: str = "stop") -> Answer:
    """Return a good reply, with the token count and the end marker."""
    counted = chunk(choices=[], usage=TOLD)
    return streamed(chunk({"role": "assistant"}), *said(*(words or WORDS)), chunk(finish=finish), counted, DONE)


def whole_json(body: dict[str, Any]) -> Answer:
    """Return an answer that is one JSON object: some servers do not stream."""
    return refusal(200, json.dumps(body))


def refusal(status: int, body: str = '{"error": {"message": "no"}}', headers: dict[str, str] | None = None) -> Answer:
    """Return an answer with this status and body."""

    async def answer(caller: Caller) -> None:
        await caller.whole(status, body.encode(), {**_JSON, **(headers or {})})

    return answer


def echo(status: int) -> Answer:
    """Return a refusal that repeats the Authorization header in every writing, in its body, reason and headers."""

    async def answer(caller: Caller) -> None:
        written = writings(caller.request.headers.get("authorization", ""))
        body = json.dumps({"error": {"message": " ".join(written)}})
        await caller.whole(status, body.encode(), {**_JSON, "X-Echo": written[0], "WWW-Authenticate": written[0]})

    return answer


def writings(secret: str) -> list[str]:
    """Return a secret plain, in base64, percent-encoded, and in hex."""
    raw = secret.encode()
    return [secret, base64.b64encode(raw).decode(), quote(secret, safe=""), raw.hex()]


class Fault(StrEnum):
    """What a model server can do, by name; each is an answer. The first four are odd, but no failures."""

    PLAIN_JSON = auto()
    SPLIT_UTF8 = auto()
    SILENCE_AFTER_FINISH = auto()
    RESET_AFTER_FINISH = auto()
    RESET = auto()
    RESET_AT_ONCE = auto()
    HANG_UP = auto()
    HANG_UP_AT_ONCE = auto()
    NO_FINISH = auto()
    EMPTY = auto()
    NOTHING_AT_ALL = auto()
    LENGTH = auto()
    FILTERED = auto()
    REFUSAL_FIELD = auto()
    ERROR_FRAME = auto()
    ERROR_FRAME_AT_ONCE = auto()
    ERROR_EVENT = auto()
    ERROR_JSON = auto()
    ECHO_IN_STREAM = auto()
    BROKEN_JSON = auto()
    WRONG_TYPES = auto()
    HTML = auto()
    OTHER_JSON = auto()
    GZIP = auto()
    REDIRECT = auto()
    NOT_HTTP = auto()
    THOUGHTS = auto()
    THOUGHTS_FOR_EVER = auto()
    ENDLESS = auto()
    ONE_LONG_LINE = auto()
    SILENCE = auto()
    SILENCE_AFTER_WORDS = auto()
    DRIP = auto()
    ONLY_COMMENTS = auto()

    def __call__(self, caller: Caller) -> Awaitable[None]:
        return _ANSWERS[self](caller)


async def _begun(caller: Caller, events: Sequence[bytes]) -> None:
    await caller.begin_stream()
    for event in events:
        await caller.piece(event)


async def _split_utf8(caller: Caller) -> None:
    """Three bytes a segment: every character of more than one byte is torn somewhere."""
    everything = b"".join([*said(ACCENTS), chunk(finish="stop"), DONE])
    await caller.begin_stream()
    for start in range(0, len(everything), 3):
        await caller.piece(everything[start : start + 3])
    await caller.end()


async def _silence_after_finish(caller: Caller) -> None:
    await _begun(caller, [*said(*WORDS), chunk(finish="stop")])
    await caller.hang()


async def _reset_after_finish(caller: Caller) -> None:
    await _begun(caller, [*said(*WORDS), chunk(finish="stop")])
    await caller.pause()
    caller.reset()


async def _reset(caller: Caller) -> None:
    await _begun(caller, list(said(*WORDS)))
    await caller.pause()
    caller.reset()


async def _reset_at_once(caller: Caller) -> None:
    caller.reset()


async def _hang_up(caller: Caller) -> None:
    await _begun(caller, list(said(*WORDS)))


async def _hang_up_at_once(caller: Caller) -> None:
    """Close the connection without a word."""


async def _html(caller: Caller) -> None:
    await caller.whole(200, b"<!doctype html><title>Sign in</title>", {"Content-Type": "text/html; charset=utf-8"})


async def _gzip(caller: Caller) -> None:
    body = gzip.compress(b"".join([*said(*WORDS), chunk(finish="stop"), DONE]))
    await caller.whole(200, body, {"Content-Type": "text/event-stream", "Content-Encoding": "gzip"})


async def _redirect(caller: Caller) -> None:
    await caller.whole(302, b"", {"Location": f"{caller.elsewhere_url}/chat/completions"})


async def _not_http(caller: Caller) -> None:
    await caller.send(b"SSH-2.0-OpenSSH_9.6\r\n")


async def _echo_in_stream(caller: Caller) -> None:
    message = " ".join(writings(caller.request.headers.get("authorization", "")))
    await _begun(caller, [*said(*WORDS), f"data: {json.dumps({'error': {'message': message}})}\n\n".encode()])
    await caller.end()


async def _thoughts_for_ever(caller: Caller) -> None:
    await caller.begin_stream()
    while True:
        await caller.piece(chunk({"reasoning_content": "Hm. ", "content": None}))
        await caller.pause()


async def _endless(caller: Caller) -> None:
    await caller.begin_stream()
    while True:
        await caller.piece(chunk({"content": "and so on "}))


async def _one_long_line(caller: Caller) -> None:
    await caller.begin_stream()
    await caller.piece(b'data: {"choices": [{"delta": {"content": "')
    while caller.request.sent < _LINE:
        await caller.piece(b"x" * 65536)
    await caller.piece(b'"}}]}\n\n')
    await caller.end()


async def _silence(caller: Caller) -> None:
    await caller.begin_stream()
    await caller.hang()


async def _silence_after_words(caller: Caller) -> None:
    await _begun(caller, list(said(*WORDS)))
    await caller.hang()


async def _drip(caller: Caller) -> None:
    await caller.begin_stream()
    while True:
        await caller.piece(chunk({"content": "well "}))
        await caller.pause()


async def _only_comments(caller: Caller) -> None:
    await caller.begin_stream()
    while True:
        await caller.piece(b": still queued\n\n")
        await caller.pause()


_ERROR = b'data: {"error": {"message": "CUDA out of memory", "code": 500}}\n\n'
_ANSWERS: dict[Fault, Answer] = {
    Fault.PLAIN_JSON: whole_json(
        {"choices": [{"message": {"content": SENTENCE}, "finish_reason": "stop"}], "usage": TOLD}
    ),
    Fault.SPLIT_UTF8: _split_utf8,
    Fault.SILENCE_AFTER_FINISH: _silence_after_finish,
    Fault.RESET_AFTER_FINISH: _reset_after_finish,
    Fault.RESET: _reset,
    Fault.RESET_AT_ONCE: _reset_at_once,
    Fault.HANG_UP: _hang_up,
    Fault.HANG_UP_AT_ONCE: _hang_up_at_once,
    Fault.NO_FINISH: streamed(*said(*WORDS)),
    Fault.EMPTY: streamed(chunk({"role": "assistant", "content": ""}), chunk(finish="stop"), DONE),
    Fault.NOTHING_AT_ALL: streamed(),
    Fault.LENGTH: reply(finish="length"),
    Fault.FILTERED: reply(finish="content_filter"),
    Fault.REFUSAL_FIELD: streamed(*said(*WORDS), chunk({"refusal": "I cannot."}), chunk(finish="stop"), DONE),
    Fault.ERROR_FRAME: streamed(*said(*WORDS), _ERROR),
    Fault.ERROR_FRAME_AT_ONCE: streamed(_ERROR),
    Fault.ERROR_EVENT: streamed(*said(*WORDS), b"event: error\ndata: out of memory\n\n"),
    Fault.ERROR_JSON: whole_json({"error": {"message": "no such model is loaded"}}),
    Fault.ECHO_IN_STREAM: _echo_in_stream,
    Fault.BROKEN_JSON: streamed(*said(*WORDS), b'data: {"choices": [{"delta"\n\n', chunk(finish="stop"), DONE),
    Fault.WRONG_TYPES: streamed(*said(*WORDS), b'data: {"choices": "none"}\n\n', chunk(finish="stop"), DONE),
    Fault.HTML: _html,
    Fault.OTHER_JSON: whole_json({"detail": "welcome"}),
    Fault.GZIP: _gzip,
    Fault.REDIRECT: _redirect,
    Fault.NOT_HTTP: _not_http,
    Fault.THOUGHTS: streamed(chunk({"reasoning_content": "Hm."}), chunk(finish="stop"), DONE),
    Fault.THOUGHTS_FOR_EVER: _thoughts_for_ever,
    Fault.ENDLESS: _endless,
    Fault.ONE_LONG_LINE: _one_long_line,
    Fault.SILENCE: _silence,
    Fault.SILENCE_AFTER_WORDS: _silence_after_words,
    Fault.DRIP: _drip,
    Fault.ONLY_COMMENTS: _only_comments,
}
