"""litellm for the tests that need it: loaded as we load it, without a client that another test's loop has opened."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from mockround.llm.litellm_client import loaded

_OF_LITELLM = (
    "ignore:Accessing the 'model_:DeprecationWarning",
    "ignore:Item 'summary' on TypedDict class 'ChatCompletionReasoningItem':UserWarning",
    # That shared client opens a session for each loop, and leaves the last one to the collector.
    "ignore:Unclosed client session:ResourceWarning",
)
"""What pydantic and aiohttp say about litellm while it is called: here an error, which litellm takes for upstream's."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "litellm" in getattr(item, "fixturenames", ()):
            for warning in _OF_LITELLM:
                item.add_marker(pytest.mark.filterwarnings(warning))


@pytest.fixture
async def litellm() -> AsyncIterator[Any]:
    module = await asyncio.to_thread(loaded)
    module.in_memory_llm_clients_cache.flush_cache()
    yield module
    await module.close_litellm_async_clients()
    module.in_memory_llm_clients_cache.flush_cache()
