"""Every other provider, through litellm.

litellm is not trusted to know when a reply is complete: where upstream gave no finish marker it makes one up.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from mockround.llm.failures import Trouble
from mockround.llm.litellm_client import addressed, loaded
from mockround.llm.litellm_failures import failure_of, trouble_of_exception
from mockround.llm.port import Ask, ModelFailure, Shape, Thought, Usage, Words
from mockround.llm.upstream import CallAgain, Stopped, Together


class LitellmChat:
    """One model of one provider, named as litellm names it: 'anthropic/claude-...', 'ollama_chat/...'."""

    def __init__(self, endpoint: str, model: str, key: Callable[[], str | None]) -> None:
        """`endpoint` is '' for the provider's own."""
        self._endpoint = endpoint
        self._model = model
        self._key = key
        self._shape: Shape = "json_schema"

    async def stream(self, ask: Ask) -> AsyncIterator[Together]:
        shape: Shape = self._shape if ask.schema is not None else "prompt"
        stream: Any = None
        usage = Usage()
        try:
            litellm = await asyncio.to_thread(loaded)
            stream = await litellm.acompletion(**self._request(ask))
            async for chunk in stream:
                usage = _usage(chunk) or usage
                if pieces := _pieces(chunk):
                    yield pieces
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
            yield (Stopped(str(reason), Usage(usage.tokens_in, usage.tokens_out, cost), shape),)

    def _request(self, ask: Ask) -> dict[str, object]:
        request: dict[str, object] = {
            **addressed(self._endpoint, self._model, self._key),
            "messages": [{"role": each.role, "content": each.content} for each in ask.messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": ask.max_tokens,
            "temperature": ask.temperature,
            "timeout": ask.deadlines.total_s,
        }
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
        return failure_of(error, trouble)


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
