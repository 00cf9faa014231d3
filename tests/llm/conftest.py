"""litellm for the tests that need it: loaded as we load it, without a client that another test's loop has opened."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from mockround.llm.litellm_chat import loaded


@pytest.fixture
async def litellm() -> AsyncIterator[Any]:
    module = await asyncio.to_thread(loaded)
    module.in_memory_llm_clients_cache.flush_cache()
    yield module
    await module.close_litellm_async_clients()
    module.in_memory_llm_clients_cache.flush_cache()


@pytest.fixture
def mocked_litellm(litellm: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """litellm over plain httpx: its own aiohttp transport is out of respx's reach."""
    monkeypatch.setattr(litellm, "disable_aiohttp_transport", True)
    return litellm
