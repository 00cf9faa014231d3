"""Finds model servers on this machine by asking at the ports where they live. Asks nobody else, and sends no key."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

_PATIENCE_S = 1.0
_LONGEST = 2 * 1024 * 1024
_MOST_MODELS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a kind of server lives by default, and the path that lists its models."""

    kind: str
    port: int
    path: str
    key: str
    """The list's name in the answer."""
    name: str
    """The field of an entry that names the model."""
    settings: str = ""
    """The path at which llama.cpp tells how much context each conversation has; '' elsewhere."""


PLACES = (
    Place("Ollama", 11434, "/api/tags", "models", "name"),
    Place("llama.cpp", 8080, "/v1/models", "data", "id", settings="/props"),
    Place("LM Studio", 1234, "/v1/models", "data", "id"),
    Place("vLLM", 8000, "/v1/models", "data", "id"),
    Place("vLLM", 8001, "/v1/models", "data", "id"),
)


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A server that answered, with the endpoint of its OpenAI protocol."""

    kind: str
    endpoint: str
    models: tuple[str, ...]
    context: int | None = None
    """Tokens that a conversation may have there; None where the server does not tell."""


async def servers(places: tuple[Place, ...] = PLACES) -> tuple[FoundServer, ...]:
    """Return the servers that answer on this machine within a second, in the order of `places`."""
    limits = httpx.Timeout(_PATIENCE_S)
    async with httpx.AsyncClient(timeout=limits, trust_env=False, follow_redirects=False) as client:
        found = await asyncio.gather(*(_asked(client, place) for place in places))
    return tuple(each for each in found if each is not None)


async def _asked(client: httpx.AsyncClient, place: Place) -> FoundServer | None:
    root = f"http://127.0.0.1:{place.port}"
    listed = _listed(await _told(client, f"{root}{place.path}"), place)
    if listed is None:
        return None
    context = _context(await _told(client, f"{root}{place.settings}")) if place.settings else None
    return FoundServer(place.kind, f"{root}/v1", listed, context)


async def _told(client: httpx.AsyncClient, url: str) -> Any:
    """Return the JSON that is told there; None where there is none."""
    try:
        async with asyncio.timeout(2 * _PATIENCE_S), client.stream("GET", url) as response:
            return json.loads(await _body(response))
    except (httpx.HTTPError, TimeoutError, ValueError, RecursionError):
        return None


async def _body(response: httpx.Response) -> bytes:
    body = b""
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > _LONGEST:
            return b""
    return body if response.status_code == 200 else b""


def _listed(told: Any, place: Place) -> tuple[str, ...] | None:
    """Return the models that a list names; None where it is no such list."""
    entries: Any = told.get(place.key) if isinstance(told, dict) else None
    if not isinstance(entries, list):
        return None
    names = (_name(each, place.name) for each in entries[:_MOST_MODELS] if isinstance(each, dict))
    return tuple(name for name in names if name)


def _context(told: Any) -> int | None:
    settings = told.get("default_generation_settings") if isinstance(told, dict) else None
    tokens = settings.get("n_ctx") if isinstance(settings, dict) else None
    return tokens if isinstance(tokens, int) and tokens > 0 else None


def _name(entry: Mapping[str, Any], field: str) -> str:
    name = entry.get(field)
    return name if isinstance(name, str) and name.isprintable() and len(name) <= 200 and " " not in name else ""
