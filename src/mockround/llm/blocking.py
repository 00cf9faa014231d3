"""Lets a worker thread ask a model and wait: the calls run on an event loop of their own, never on the server's."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import wait
from functools import lru_cache

from mockround.llm.port import Ask, ChatModel, Reply, whole

_LOOK_S = 0.5


class UnwantedError(Exception):
    """Nobody waits for the reply any more; the model was hung up on."""


def whole_reply(model: ChatModel, ask: Ask, is_wanted: Callable[[], bool]) -> Reply:
    """Return the whole reply; raise ModelFailure, or UnwantedError soon after `is_wanted()` has become false.

    Blocks for as long as the ask's deadlines allow.
    """
    reply = asyncio.run_coroutine_threadsafe(whole(model, ask), _loop())
    while not wait([reply], _LOOK_S).done:
        if not is_wanted():
            reply.cancel()
            raise UnwantedError
    return reply.result()


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="mockround-models", daemon=True).start()
    return loop
