"""How three kinds of provider write the same streamed reply, for litellm to read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.answers import DONE, TOLD, WORDS, chunk, said

BASE = "http://provider.test"


@dataclass(frozen=True)
class Provider:
    """A provider by litellm's name of a model; `words`, `thought` and `end` are bytes of its stream."""

    model: str
    url: str
    kind: str
    words: tuple[bytes, ...]
    thought: bytes
    end: bytes
    cut: bytes
    """The end of a reply that reached the token limit."""


def _event(name: str, **data: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n".encode()


def _claude_delta(**delta: Any) -> bytes:
    return _event("content_block_delta", index=0, delta=delta)


def _claude_end(reason: str) -> bytes:
    stopped = _event("message_delta", delta={"stop_reason": reason}, usage={"output_tokens": 4})
    return _event("content_block_stop", index=0) + stopped + _event("message_stop")


def _ollama(message: Mapping[str, str], **more: Any) -> bytes:
    frame = {"model": "x", "created_at": "2026-11-21T00:00:00Z", "message": {"role": "assistant", **message}}
    return json.dumps({**frame, "done": False, **more}).encode() + b"\n"


def _ollama_end(reason: str) -> bytes:
    return _ollama({"content": ""}, done=True, done_reason=reason, prompt_eval_count=12, eval_count=4)


_CLAUDE_START = _event(
    "message_start",
    message={
        "id": "m",
        "type": "message",
        "role": "assistant",
        "content": [],
        "model": "claude-sonnet-4-5",
        "stop_reason": None,
        "usage": {"input_tokens": 12, "output_tokens": 1},
    },
) + _event("content_block_start", index=0, content_block={"type": "text", "text": ""})
_COUNTED = chunk(choices=[], usage=TOLD) + DONE

OPENAI = Provider(
    "openai/x",
    f"{BASE}/chat/completions",
    "text/event-stream",
    tuple(said(*WORDS)),
    chunk({"reasoning_content": "Hm.", "content": None}),
    chunk(finish="stop") + _COUNTED,
    chunk(finish="length") + _COUNTED,
)
ANTHROPIC = Provider(
    "anthropic/claude-sonnet-4-5",
    f"{BASE}/v1/messages",
    "text/event-stream",
    (_CLAUDE_START, *(_claude_delta(type="text_delta", text=word) for word in WORDS)),
    _CLAUDE_START + _claude_delta(type="thinking_delta", thinking="Hm."),
    _claude_end("end_turn"),
    _claude_end("max_tokens"),
)
OLLAMA = Provider(
    "ollama_chat/x",
    f"{BASE}/api/chat",
    "application/x-ndjson",
    tuple(_ollama({"content": word}) for word in WORDS),
    _ollama({"content": "", "thinking": "Hm."}),
    _ollama_end("stop"),
    _ollama_end("length"),
)
PROVIDERS = (OPENAI, ANTHROPIC, OLLAMA)
