"""Somebody who only wants to look at a page, while others send what they should not."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.support.promises import Tally
from tests.support.wire import exchange

_SOON_S = 1.0
_MOST_LATE = 0.05
_PAUSE_S = 0.02
_PATIENCE_S = 60.0


@dataclass
class Neighbour:
    """What a healthy client saw: how long each answer took, and what was no answer."""

    took_s: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def look(self, site: str) -> None:
        began = time.monotonic()
        try:
            answer = exchange(site, "GET", "/rounds", (("Host", urlsplit(site).netloc),))
        except (TimeoutError, ConnectionError) as error:
            self.wrong.append(repr(error))
            return
        self.took_s.append(time.monotonic() - began)
        if answer.status != 200 or b"<h1" not in answer.body:
            self.wrong.append(f"{answer.status} {answer.body[:80]!r}")

    @property
    def late(self) -> list[str]:
        """The answers that took longer than a second; none where 95 of 100 did not."""
        found = [f"{took:.1f} s" for took in self.took_s if took > _SOON_S]
        return found if len(found) > _MOST_LATE * len(self.took_s) else []


@contextmanager
def somebody_beside(site: str, tally: Tally, what: str) -> Iterator[Neighbour]:
    """Look at a page again and again until the body ends; every look must be answered, and at night soon.

    One visitor is counted, however often they looked: that hangs on the machine, and the page's figures may not. In the
    quick form how long a look takes is not asserted either.
    """
    neighbour, is_over = Neighbour(), threading.Event()

    def look_around() -> None:
        neighbour.look(site)
        while not is_over.wait(_PAUSE_S):
            neighbour.look(site)

    thread = threading.Thread(target=look_around, daemon=True)
    thread.start()
    try:
        yield neighbour
    finally:
        is_over.set()
        thread.join(_PATIENCE_S)
    if thread.is_alive():
        neighbour.wrong.append(f"the last look had no end in {_PATIENCE_S:.0f} s")
    short = neighbour.wrong + (neighbour.late if tally.is_soak else [])
    tally.held("P4 P6", f"a visitor who looks at a page all the while, beside {what}", tried=1, short=short[:1])
