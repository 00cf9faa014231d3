"""Makes the client that a profile asks for. Both clients are slow to import, so neither is before it is needed."""

import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from mockround.llm.port import ChatModel
from mockround.llm.watched import Watched

if TYPE_CHECKING:
    from mockround.llm.discovery import FoundServer

Via = Literal["openai", "litellm"]
"""How a model is reached: our lean client for OpenAI's protocol, or litellm."""

_CLIENTS = {
    "openai": ("mockround.llm.openai_chat", "OpenAIChat"),
    "litellm": ("mockround.llm.litellm_chat", "LitellmChat"),
}


def chat_model(via: Via, endpoint: str, model: str, key: Callable[[], str | None]) -> ChatModel:
    """Return a model behind our own deadlines and caps."""
    module, name = _CLIENTS[via]
    return Watched(getattr(importlib.import_module(module), name)(endpoint, model, key))


def warm(via: Via) -> None:
    """Import now what the first call would wait for; takes seconds for litellm, so not on an event loop."""
    module, _ = _CLIENTS[via]
    imported = importlib.import_module(module)
    if via == "litellm":
        imported.loaded()


async def servers_here() -> Sequence["FoundServer"]:
    """Return the model servers that answer on this machine, with their models."""
    found: Sequence[FoundServer] = await importlib.import_module("mockround.llm.discovery").servers()
    return found
