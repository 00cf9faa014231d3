"""Cuts the bytes of a stream into server-sent events, wherever the network cut them. Knows no protocol in them."""

from collections.abc import Iterator
from dataclasses import dataclass

from mockround.llm.failures import Trouble
from mockround.llm.port import ModelFailure

_LONGEST_LINE = 1024 * 1024
_LONGEST_STREAM = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event that has data."""

    data: str
    kind: str = "message"


class ServerEvents:
    """The events of one stream. It is UTF-8, whatever charset is claimed; a line ends in LF, CR, or both."""

    def __init__(self) -> None:
        self._total = 0
        self._rest = b""
        self._ended_in_cr = False
        self._kind = "message"
        self._data: list[bytes] = []

    def add(self, received: bytes) -> Iterator[ServerEvent]:
        """Yield the events that `received` completes; raise ModelFailure where no reply is as long."""
        self._total += len(received)
        if self._ended_in_cr and received.startswith(b"\n"):
            received = received[1:]
        self._ended_in_cr = received.endswith(b"\r")
        if b"\r" in received:
            received = received.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, self._rest = (self._rest + received).split(b"\n")
        if self._total > _LONGEST_STREAM or len(self._rest) > _LONGEST_LINE:
            raise ModelFailure(Trouble.ENDLESS)
        for line in lines:
            if line:
                self._read(line)
            elif (event := self._ended()).data.strip():
                yield event

    def _read(self, line: bytes) -> None:
        field, _, value = line.partition(b":")
        if field == b"data":
            self._data.append(value.removeprefix(b" "))
        elif field == b"event":
            self._kind = value.removeprefix(b" ").decode("utf-8", "replace")

    def _ended(self) -> ServerEvent:
        event = ServerEvent(b"\n".join(self._data).decode("utf-8", "replace"), self._kind)
        self._kind, self._data = "message", []
        return event
