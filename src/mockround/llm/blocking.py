"""Lets a worker thread ask a model and wait: the calls run on an event loop of their own, never on the server's."""

import asyncio
import threading
from functools import lru_cache

from mockround.llm.port import Ask, ChatModel, Reply, whole


def whole_reply(model: ChatModel, ask: Ask) -> Reply:
    """Return the whole reply; raise ModelFailure. Blocks for as long as the ask's deadlines allow."""
    return asyncio.run_coroutine_threadsafe(whole(model, ask), _loop()).result()


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="mockround-models", daemon=True).start()
    return loop
