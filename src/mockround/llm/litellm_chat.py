"""Every other provider, through litellm: imported late, without network, telemetry or the user's .env.

litellm is not trusted to know when a reply is complete: where upstream gave no finish marker it makes one up.
"""

import asyncio
import importlib
import os
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from functools import cache, wraps
from typing import Any

import httpx

from mockround.llm.connecting import causes, unconnected
from mockround.llm.failures import Trouble
from mockround.llm.port import Ask, ModelFailure, Shape, Thought, Usage, Words
from mockround.llm.refusals import trouble_of
from mockround.llm.retry_after import retry_after_s
from mockround.llm.upstream import CallAgain, Stopped

# Read by litellm while it is imported: no price list from the network, no .env of the folder that we run in.
_BEFORE_IMPORT = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True",
    "LITELLM_MODE": "PRODUCTION",
}

_MAKERS = (
    ("litellm.llms.custom_httpx.http_handler", "AsyncHTTPHandler", "create_client"),
    ("litellm.llms.openai.common_utils", "BaseOpenAILLM", "_get_async_http_client"),
)
"""What makes all of litellm's asynchronous HTTP clients."""

_TROUBLES: Mapping[str, Trouble] = {
    "AuthenticationError": Trouble.KEY_REJECTED,
    "PermissionDeniedError": Trouble.KEY_REJECTED,
    "NotFoundError": Trouble.NO_SUCH_MODEL,
    "ContextWindowExceededError": Trouble.TOO_LONG,
    "ContentPolicyViolationError": Trouble.FILTERED,
    "RateLimitError": Trouble.RATE_LIMITED,
    "BudgetExceededError": Trouble.NO_CREDIT,
    "PaymentRequiredError": Trouble.NO_CREDIT,
    "LiteLLMUnknownProvider": Trouble.NO_SUCH_MODEL,
    "ModelNotMappedError": Trouble.NO_SUCH_MODEL,
    "RejectedRequestError": Trouble.FILTERED,
    "GuardrailRaisedException": Trouble.FILTERED,
    "BlockedPiiEntityError": Trouble.FILTERED,
    "ModifyResponseException": Trouble.FILTERED,
    "SensitiveDataRouteException": Trouble.FILTERED,
    "Timeout": Trouble.SLOW_START,
    "APIConnectionError": Trouble.UNREACHABLE,
    "ServiceUnavailableError": Trouble.OVERLOADED,
    "BadGatewayError": Trouble.SERVER_ERROR,
    "InternalServerError": Trouble.SERVER_ERROR,
    "APIError": Trouble.SERVER_ERROR,
    "APIResponseValidationError": Trouble.NOT_A_STREAM,
    "JSONSchemaValidationError": Trouble.GARBLED,
    "UnsupportedParamsError": Trouble.NOT_UNDERSTOOD,
    "UnprocessableEntityError": Trouble.NOT_UNDERSTOOD,
    "BadRequestError": Trouble.NOT_UNDERSTOOD,
    "InvalidRequestError": Trouble.NOT_UNDERSTOOD,
    "MidStreamFallbackError": Trouble.CONNECTION_LOST,
}
"""litellm's exceptions by the names of their classes, the most telling class of an exception first."""


_SAID_BY_UPSTREAM = frozenset({"AuthenticationError", "NotFoundError", "RateLimitError", "BadRequestError"})
_SAYS_LITTLE = frozenset({"MidStreamFallbackError", "APIError", "APIConnectionError", "InternalServerError"})
"""Exceptions that stand for any status at all: what upstream answered says more."""


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


class LitellmChat:
    """One model of one provider, named as litellm names it: 'anthropic/claude-...', 'ollama_chat/...'."""

    def __init__(self, endpoint: str, model: str, key: Callable[[], str | None]) -> None:
        """`endpoint` is '' for the provider's own."""
        self._endpoint = endpoint
        self._model = model
        self._key = key
        self._shape: Shape = "json_schema"

    async def stream(self, ask: Ask) -> AsyncIterator[Words | Thought | Stopped]:
        shape: Shape = self._shape if ask.schema is not None else "prompt"
        stream: Any = None
        usage = Usage()
        try:
            litellm = await asyncio.to_thread(loaded)
            stream = await litellm.acompletion(**self._request(ask))
            async for chunk in stream:
                usage = _usage(chunk) or usage
                for piece in _pieces(chunk):
                    yield piece
        except Exception as error:  # noqa: BLE001 - whatever a client library throws is a failure of the model
            raise self._failure(error, shape) from error
        finally:
            aclose = getattr(stream, "aclose", None)
            if aclose is not None:
                await aclose()
        # It reports 'stop' where upstream broke off; only this tells the two apart.
        reason = getattr(stream, "received_finish_reason", None)
        if reason:
            cost = await asyncio.to_thread(_cost, litellm, self._model, usage)
            yield Stopped(str(reason), Usage(usage.tokens_in, usage.tokens_out, cost), shape)

    def _request(self, ask: Ask) -> dict[str, object]:
        request: dict[str, object] = {
            "model": self._model,
            "messages": [{"role": each.role, "content": each.content} for each in ask.messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": ask.max_tokens,
            "temperature": ask.temperature,
            "timeout": ask.deadlines.total_s,
            "num_retries": 0,
            "max_retries": 0,
            "drop_params": True,
        }
        if self._endpoint:
            request["api_base"] = self._endpoint
        if key := self._key():
            request["api_key"] = key
        if ask.schema is not None and self._shape == "json_schema":
            schema = {"name": "reply", "strict": True, "schema": ask.schema}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif ask.schema is not None and self._shape == "json_object":
            request["response_format"] = {"type": "json_object"}
        return request

    def _failure(self, error: Exception, sent: Shape) -> Exception:
        if isinstance(error, ModelFailure):
            return error
        trouble = trouble_of_exception(error)
        if trouble is Trouble.NOT_UNDERSTOOD and sent != "prompt":
            if sent == self._shape:
                self._shape = "json_object" if sent == "json_schema" else "prompt"
            return CallAgain()
        answer = _answer(error)
        headers: Mapping[str, str] = answer.headers if answer is not None else {}
        return ModelFailure(trouble, retry_after_s=retry_after_s(headers, datetime.now(UTC)))


def trouble_of_exception(error: BaseException) -> Trouble:
    """Return what an exception of litellm means; its own words are not read."""
    if type(error).__name__ not in _SAID_BY_UPSTREAM and (trouble := unconnected(error)) is not None:
        return trouble
    name = next((each.__name__ for each in type(error).__mro__ if each.__name__ in _TROUBLES), None)
    answer = _answer(error)
    if name in _SAYS_LITTLE and answer is not None:
        return trouble_of(answer.status_code, "", has_key=True)
    return _TROUBLES[name] if name else Trouble.BROKEN_CLIENT


def _answer(error: BaseException) -> httpx.Response | None:
    """Return upstream's own answer where that was a refusal; litellm leaves it only in the chain of exceptions."""
    return next((each.response for each in causes(error) if isinstance(each, httpx.HTTPStatusError)), None)


def _pieces(chunk: Any) -> list[Words | Thought]:
    pieces: list[Words | Thought] = []
    for choice in chunk.choices[:1]:
        if getattr(choice.delta, "reasoning_content", None):
            pieces.append(Thought())
        if choice.delta.content:
            pieces.append(Words(choice.delta.content))
    return pieces


def _usage(chunk: Any) -> Usage | None:
    told = getattr(chunk, "usage", None)
    return None if told is None else Usage(told.prompt_tokens, told.completion_tokens)


def _cost(litellm: Any, model: str, usage: Usage) -> float | None:
    """Return US dollars by litellm's price list; None where the model or the count is not known."""
    if usage.tokens_in is None or usage.tokens_out is None:
        return None
    try:
        prices = litellm.cost_per_token(model=model, prompt_tokens=usage.tokens_in, completion_tokens=usage.tokens_out)
    except Exception:  # noqa: BLE001 - it raises a bare Exception for a model without a price
        return None
    return float(sum(prices)) or None
