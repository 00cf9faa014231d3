"""Events are the same wherever the network cuts the stream, and however its lines end."""

import pytest

from mockround.llm.failures import Trouble
from mockround.llm.port import ModelFailure
from mockround.llm.server_events import ServerEvent, ServerEvents

STREAM = (
    ': hello\n\nevent: error\ndata: {"a":\ndata: "données 🚲"}\nid: 3\n\ndata:two\n\nretry: 5\n\ndata\n\ndata: cut off'
)
EVENTS = [ServerEvent('{"a":\n"données 🚲"}', "error"), ServerEvent("two")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_events_are_the_same_wherever_they_are_cut(end: str, size: int) -> None:
    stream, events = STREAM.replace("\n", end).encode(), ServerEvents()
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    assert [event for piece in pieces for event in events.add(piece)] == EVENTS


def test_an_event_is_there_with_its_empty_line_and_not_with_what_follows() -> None:
    for end in (b"\n", b"\r\n", b"\r"):
        events = ServerEvents()
        assert list(events.add(b"data: a" + end)) == []
        assert list(events.add(end)) == [ServerEvent("a")]


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert list(ServerEvents().add(b"data: a\xff\n\n")) == [ServerEvent("a\ufffd")]


@pytest.mark.parametrize("piece", [b"x" * 65_536, b"data: x\n\n" * 8000])
def test_what_never_ends_is_broken_off(piece: bytes) -> None:
    events = ServerEvents()
    with pytest.raises(ModelFailure) as raised:
        for _ in range(200):
            list(events.add(piece))
    assert raised.value.trouble is Trouble.ENDLESS
