"""A model server that costs little: it writes the tokens of a known reply at 50 a second, and notes when it did.

`python -m bench.upstream` prints its port. A question carries a take, as in `take 17-3.`; the newest one in it counts.
No reply begins before `GET /open`, so that all of them run at the same time; `GET /asked` counts those that wait, and
`GET /sent` tells of every take when it was asked for and when each of its tokens was written, and forgets them.
"""

import asyncio
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import uvloop

GAP_S = 0.02
SPREAD_S = 1.0
"""Over which the replies of a wave begin. They all run at the same time after it, and do not end at the same time: 200
rounds that speak without a pause would end 110 turns a second."""
_TAKE = re.compile(r"take (\d+)-(\d+)\.")
_TOKEN = re.compile(r" ?[^\W_]{1,5}|.", re.DOTALL)
_REPLIES = (
    "Let us stay with part {take} of your answer for a moment. You told me how {take} behaves on an ordinary day, and "
    "I would like to see it on a bad one. Suppose that a piece of {take} is gone at the busiest hour of the week; what "
    "does a person who is using it right then notice first?",
    "I have noted part {take} of what you said, and I would like to go one step further there. Take me through {take} "
    "slowly, from the moment at which a person presses the button. Which step of {take} worries you most?",
    "Part {take} is where I would like to stay. Imagine that twice as many people come to {take} tomorrow, and that "
    "nobody has told you before. You have only an hour for {take} and nobody to ask. Where in {take} do you look "
    "first, and what would you expect to find there?",
    "We have part {take} on the table now, and some of it is still open between us. Somebody who has to run {take} at "
    "night will ask you how they find out that it has gone wrong. What do you tell them about {take}?",
)
"""No sentence is said twice: what has been looked at once is looked at no more."""
_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)


def take_in(question: str) -> str | None:
    """Return the newest take that a question names."""
    found = [(int(lane), int(turn)) for lane, turn in _TAKE.findall(question)]
    lane, turn = max(found, key=lambda each: each[1], default=(None, None))
    return None if lane is None else f"{lane}-{turn}"


def reply_to(take: str) -> str:
    """Return what is said to a take: at most 60 words that a guard has nothing against, and the take among them."""
    lane, _, turn = take.partition("-")
    return _REPLIES[(int(lane) + int(turn)) % len(_REPLIES)].format(take=take)


def tokens_of(reply: str) -> tuple[str, ...]:
    """Return a reply in pieces of the size that tokenizers make of English: four to five characters."""
    return tuple(_TOKEN.findall(reply))


@dataclass
class _Take:
    asked_at: float
    sent_at: list[float] = field(default_factory=list)
    """One moment a token, and that of the end at last."""


class _Desk:
    """What the connections have in common."""

    def __init__(self) -> None:
        self.takes: dict[str, _Take] = {}
        self.waiting: list[_Talk] = []

    def open(self) -> bytes:
        for number, talk in enumerate(self.waiting):
            talk.begin(SPREAD_S * number / len(self.waiting))
        self.waiting = []
        return b"{}"

    def sent(self) -> bytes:
        told = {take: [noted.asked_at, noted.sent_at] for take, noted in self.takes.items()}
        self.takes = {}
        return json.dumps(told).encode()


class _Talk(asyncio.Protocol):
    """One connection; a caller may keep it for the next question."""

    def __init__(self, desk: _Desk) -> None:
        self._desk = desk
        self._loop = asyncio.get_running_loop()
        self._received = b""
        self._chunks: Iterator[bytes] = iter(())
        self._due = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        if not found or len(body) < (int(length[1]) if length else 0):
            return
        self._received = b""
        match head.split(b" ", 2)[1]:
            case b"/asked":
                self._whole(b"%d" % len(self._desk.waiting))
            case b"/open":
                self._whole(self._desk.open())
            case b"/sent":
                self._whole(self._desk.sent())
            case _:
                self._asked(json.dumps(json.loads(body)["messages"]))

    def _whole(self, body: bytes) -> None:
        self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    def _asked(self, question: str) -> None:
        take = take_in(question)
        if take is None:
            raise ValueError("a question without a take")
        self._noted = self._desk.takes[take] = _Take(time.monotonic())
        self._desk.waiting.append(self)
        self._chunks = _chunks(reply_to(take))
        self._transport.write(_HEAD)

    def begin(self, after_s: float) -> None:
        self._due = self._loop.time() + after_s
        self._loop.call_at(self._due, self._next)

    def _next(self) -> None:
        chunk = next(self._chunks, None)
        if chunk is None or self._transport.is_closing():
            return
        self._noted.sent_at.append(time.monotonic())
        self._transport.write(chunk)
        self._due += GAP_S
        self._loop.call_at(self._due, self._next)


def _chunks(reply: str) -> Iterator[bytes]:
    """Yield the frames of a reply as they travel, one a token; the last holds the end, the count and the marker."""
    tokens = tokens_of(reply)
    for token in tokens:
        yield _chunk(_frame({"delta": {"content": token}, "finish_reason": None}))
    end = _frame({"delta": {}, "finish_reason": "stop"})
    usage = {"prompt_tokens": 700, "completion_tokens": len(tokens), "total_tokens": 700 + len(tokens)}
    yield _chunk(end + _frame(usage=usage) + b"data: [DONE]\n\n") + b"0\r\n\r\n"


def _frame(choice: dict[str, object] | None = None, **more: object) -> bytes:
    frame = {
        "id": "chatcmpl-4711",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [] if choice is None else [{"index": 0, **choice}],
        **more,
    }
    return f"data: {json.dumps(frame)}\n\n".encode()


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


async def _serve() -> None:
    desk = _Desk()
    server = await asyncio.get_running_loop().create_server(lambda: _Talk(desk), "127.0.0.1", 0, backlog=1024)
    print(f"listening on :{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve())
