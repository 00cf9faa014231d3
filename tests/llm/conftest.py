"""litellm where respx stands in for the network."""

from typing import Any

import pytest


@pytest.fixture
def mocked_litellm(litellm: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """litellm over plain httpx: its own aiohttp transport is out of respx's reach.

    Anthropic's calls share one client that is made once a process, so that one is replaced, too.
    """
    shared = litellm.module_level_aclient
    monkeypatch.setattr(litellm, "disable_aiohttp_transport", True)
    monkeypatch.setattr(litellm, "module_level_aclient", type(shared)(timeout=10.0))
    return litellm
