"""Requests that are too large, too deep, or no request at all, and what must be answered to each."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mockround.server.security import MAX_BODY_BYTES
from tests.support.wire import Answer

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
UNREADABLE = frozenset({400, 422})
Kind = Literal["json", "form"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A body as it goes over the wire. `claimed` is its Content-Length; '' for a chunked one that says none."""

    name: str
    kind: str
    data: bytes
    wanted: frozenset[int] = UNREADABLE
    claimed: str = "true"

    def request(self, host: str, method: str, path: str) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
        lines += [f"Content-Type: {self.kind}"] if self.kind else []
        if not self.claimed:
            return _head([*lines, "Transfer-Encoding: chunked"]) + _chunked(self.data)
        size = str(len(self.data)) if self.claimed == "true" else self.claimed
        return _head([*lines, f"Content-Length: {size}"]) + self.data


def bodies(kind: Kind, dice: random.Random) -> Iterator[Shape]:
    """Yield bodies that no address may take in, of JSON or of a form; the dice choose how far beyond."""
    beyond = dice.randint(1, MAX_BODY_BYTES)
    mine, other = (JSON, FORM) if kind == "json" else (FORM, JSON)
    over = _spread(mine, MAX_BODY_BYTES + beyond)
    too_large = frozenset({413})
    yield Shape("larger than a mebibyte", mine, over, too_large)
    yield Shape("larger, and does not say so", mine, over, too_large, claimed="")
    yield Shape("says ten gigabytes and sends little", mine, b"a=1", too_large, claimed=str(10**10 + beyond))
    yield Shape("says more than a number holds", mine, b"a=1", frozenset({400, 413}), claimed="9" * 30)
    yield Shape("says less than it sends", mine, over, claimed="1")
    yield Shape("says a negative size", mine, b"a=1", frozenset({400}), claimed=f"-{beyond}")
    yield Shape("of another type", other, b'{"text": "a"}', frozenset({415}))
    yield Shape("of no type", "", b'{"text": "a"}', frozenset({415}))
    yield Shape("an upload", "multipart/form-data; boundary=x", _UPLOAD, frozenset({415}))
    yield from _of_json(dice) if kind == "json" else _of_form(dice)


def _of_json(dice: random.Random) -> Iterator[Shape]:
    for depth in (65, dice.randint(66, 900), dice.randint(1000, 4000), 100_000):
        yield Shape(f"{depth} lists deep", JSON, b"[" * depth + b"]" * depth)
        yield Shape(f"a text of {depth} lists", JSON, b'{"text":' + b"[" * depth + b"]" * depth + b"}")
        yield Shape(f"{depth} objects deep", JSON, b'{"a":' * depth + b"1" + b"}" * depth)
    digits = b"%d" % dice.randint(2**63, 2**80)
    for number in (digits, b"-" + digits, b"9" * dice.randint(4301, 9000), b"1e400", b"NaN", b"Infinity"):
        yield Shape(f"the number {number[:12]!r}", JSON, b'{"text":%b,"version":%b}' % (number, number))
    yield Shape("a hundred thousand fields", JSON, b"{%b}" % b",".join(b'"%x":1' % name for name in range(100_000)))
    yield Shape("a hundred thousand items", JSON, b"[" + b"1," * 100_000 + b"1]")
    yield Shape("no UTF-8", JSON, b'{"text": "%b"}' % dice.choice([b"\xff\xfe", b"\xc3(", b"\xed\xa0\x80", b"\x80"]))
    yield Shape("half a character", JSON, b'{"text": "\\ud8%02x"}' % dice.randrange(256))
    yield Shape("a field of half a character", JSON, b'{"\\udf%02x": 1}' % dice.randrange(256))
    yield Shape("cut off", JSON, b'{"text": "a'[: dice.randint(1, 10)])
    yield Shape("a text alone", JSON, b'"text"')


def nested(levels: int) -> Iterator[Shape]:
    """Yield JSON of so many levels, with brackets in strings and beside it that count for nothing."""
    half, is_odd = divmod(levels, 2)
    lists = b"[" * (levels - 1) + b"]" * (levels - 1)
    strings = json.dumps(["]]}}\\", '"]]}}', '[[[[{{{{\\"']).encode()
    yield Shape(f"{levels} levels of lists", JSON, b"[" + lists + b"]")
    yield Shape(f"{levels} levels of objects", JSON, b'{"a":' * levels + b"1" + b"}" * levels)
    yield Shape(f"{levels} levels of both", JSON, b'[{"a":' * half + (b"[]" if is_odd else b"1") + b"}]" * half)
    yield Shape(f"{levels} levels in chunks", JSON, b'{"text":' + lists + b"}", claimed="")
    yield Shape(f"{levels} levels behind brackets in strings", JSON, b'{"text":%b,"more":%b}' % (strings, lists))
    yield Shape(f"{levels} levels after much that is flat", JSON, b"[" + b'[{}],"[",' * 10_000 + lists + b"]")


def _of_form(dice: random.Random) -> Iterator[Shape]:
    yield Shape("a hundred thousand fields", FORM, b"&".join(b"a%d=1" % number for number in range(100_000)))
    yield Shape("one field a hundred thousand times", FORM, b"text=1&" * 100_000)
    yield Shape("no UTF-8, escaped", FORM, b"text=" + dice.choice([b"%ff%fe", b"%c3%28", b"%ed%a0%80", b"%80"]))
    yield Shape("no UTF-8", FORM, b"text=" + dice.choice([b"\xff\xfe", b"\xc3(", b"\xed\xa0\x80", b"\x80"]))


def no_requests(host: str) -> Iterator[tuple[str, bytes, frozenset[int]]]:
    """Yield what only looks like HTTP, or not even that; with the status that it is to be answered with."""
    start = f"POST /api/rounds HTTP/1.1\r\nHost: {host}\r\nContent-Type: {JSON}\r\n".encode()
    bad, head = frozenset({400}), frozenset({431})
    chunked = start + b"Transfer-Encoding: chunked\r\n"
    yield "TLS", b"\x16\x03\x01\x02\x00\x01\x00" + b"a" * 100, bad
    yield "no Host", b"GET / HTTP/1.1\r\n\r\n", bad
    yield "HTTP/0.9", b"GET /\r\n\r\n", bad
    yield "HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", bad
    yield "a method of its own", f"BREW / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(), bad
    yield "two sizes", start + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", bad
    yield "a size and chunks", start + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", bad
    yield "a chunk without a size", chunked + b"\r\nxx\r\n{}\r\n0\r\n\r\n", bad
    yield "a chunk that is too large to count", chunked + b"\r\nfffffffffffffffffff\r\n{}\r\n0\r\n\r\n", bad
    yield "a header of 100 kB", start + b"X-Long: " + b"a" * 100_000 + b"\r\n\r\n", head
    yield "ten thousand headers", start + b"X-Many: 1\r\n" * 10_000 + b"\r\n", head
    yield "a header without an end", start + b"X-Long: " + b"a" * 1_000_000, head
    yield "an address without an end", b"GET /" + b"a" * 1_000_000, head
    yield "a trailer without an end", chunked + b"\r\n0\r\nX-Long: " + b"a" * 1_000_000, head
    yield "a chunk's extension without an end", chunked + b"\r\n1;a=" + b"a" * 1_000_000, head


def is_explained(answer: Answer) -> bool:
    """Tell whether the answer says what is wrong and what to do, as JSON or as a page."""
    if answer.headers.get("content-type") == "application/problem+json":
        told = json.loads(answer.body)
        return bool(told["title"].strip() and told["remedy"].strip()) and told["status"] == answer.status
    page = answer.body.decode()
    return all(page.partition(begin)[2].partition("<")[0].strip() for begin in ("<h1>", '<p class="lead">'))


def _spread(kind: str, size: int) -> bytes:
    return b'{"text": "%b"}' % (b"x" * size) if kind == JSON else b"text=" + b"x" * size


def _head(lines: list[str]) -> bytes:
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def _chunked(data: bytes) -> bytes:
    pieces = (data[at : at + 40_000] for at in range(0, len(data), 40_000))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


_UPLOAD = b'--x\r\nContent-Disposition: form-data; name="text"; filename="a.txt"\r\n\r\nplanted\r\n--x--\r\n'
