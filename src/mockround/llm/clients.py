"""Makes the client that a profile asks for. Both clients are slow to import, so neither is before it is needed."""

import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from mockround.llm.destinations import Outbound, refuse_forbidden
from mockround.llm.port import ChatModel
from mockround.llm.speech import Recording, Transcriber
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
    client = getattr(importlib.import_module(module), name)(endpoint, model, key)
    return Watched(Outbound(client, endpoint), lambda: warm(via))


def transcriber(via: Via, endpoint: str, model: str, key: Callable[[], str | None]) -> Transcriber:
    """Return who turns speech into text. litellm speaks OpenAI's audio protocol, too, so there is one client."""
    named = f"openai/{model}" if via == "openai" else model
    upstream = importlib.import_module("mockround.llm.litellm_speech").LitellmSpeech(endpoint, named, key)

    async def outbound(recording: Recording, total_s: float) -> str:
        await refuse_forbidden(endpoint)
        text: str = await upstream.text(recording, total_s)
        return text

    return Transcriber(outbound, lambda: warm("litellm"))


def warm(via: Via) -> None:
    """Import now what the first call would wait for; takes seconds for litellm, so not on an event loop."""
    importlib.import_module(_CLIENTS[via][0])
    if via == "litellm":
        importlib.import_module("mockround.llm.litellm_client").loaded()


async def servers_here() -> Sequence["FoundServer"]:
    """Return the model servers that answer on this machine, with their models."""
    found: Sequence[FoundServer] = await importlib.import_module("mockround.llm.discovery").servers()
    return found
