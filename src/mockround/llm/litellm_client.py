"""litellm itself: imported late, without network, telemetry or the user's .env, and kept at the address it is given."""

import importlib
import os
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

# Read by litellm while it is imported: no price list from the network, no .env of the folder that we run in.
_BEFORE_IMPORT = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True",
    "LITELLM_MODE": "PRODUCTION",
}

_NO_KEY = "none"
"""What an endpoint without a key is sent: left to itself litellm takes a key of the environment, whoever it is for."""

_MAKERS = (
    ("litellm.llms.custom_httpx.http_handler", "AsyncHTTPHandler", "create_client"),
    ("litellm.llms.openai.common_utils", "BaseOpenAILLM", "_get_async_http_client"),
)
"""What makes all of litellm's asynchronous HTTP clients."""


def loaded() -> Any:
    """Return the litellm module, imported the quiet way. Takes seconds the first time: not on an event loop."""
    os.environ.update({name: value for name, value in _BEFORE_IMPORT.items() if name not in os.environ})
    litellm: Any = importlib.import_module("litellm")
    litellm.suppress_debug_info = True
    _stay_put()
    return litellm


@cache
def _stay_put() -> None:
    """Keep litellm's clients from following redirects, for which it has no setting.

    httpx takes the whole request along, and every header but Authorization: Anthropic's, Google's and Azure's keys too.
    """
    for module, owner, makes in _MAKERS:
        made_by = getattr(importlib.import_module(module), owner)
        setattr(made_by, makes, _made_to_stay(made_by.__dict__[makes]))


def _made_to_stay(maker: Any) -> Any:
    make = maker.__func__ if isinstance(maker, staticmethod) else maker

    @wraps(make)
    def made(*args: object, **named: object) -> Any:
        client = make(*args, **named)
        if client is not None:
            client.follow_redirects = False
        return client

    return staticmethod(made) if isinstance(maker, staticmethod) else made


def addressed(endpoint: str, model: str, key: Callable[[], str | None]) -> dict[str, object]:
    """Return what every call says about whom it is for; the counting of attempts is ours."""
    request: dict[str, object] = {"model": model, "num_retries": 0, "max_retries": 0, "drop_params": True}
    if endpoint:
        request["api_base"] = endpoint
    if sent := key() or (_NO_KEY if endpoint else ""):
        request["api_key"] = sent
    return request
