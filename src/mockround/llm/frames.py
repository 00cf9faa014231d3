"""Reads one frame of OpenAI's chat protocol. Whatever has another type than it should is a broken frame."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from mockround.llm.failures import Trouble
from mockround.llm.port import ModelFailure, Thought, Usage, Words
from mockround.llm.upstream import Stopped, Together


def frame_of(text: str, *, is_error: bool = False) -> Mapping[str, Any]:
    """Return the JSON object of a frame; raise ModelFailure where it is none, or where it reports an error."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ModelFailure(Trouble.ERROR_FRAME if is_error else Trouble.BROKEN_FRAME) from error
    if not isinstance(frame, dict):
        raise ModelFailure(Trouble.BROKEN_FRAME)
    if is_error or frame.get("error"):
        raise ModelFailure(Trouble.ERROR_FRAME)
    return frame


def pieces_of(frame: Mapping[str, Any], part: Literal["delta", "message"]) -> Together:
    """Return what the first choice of a frame says."""
    choices = frame.get("choices") or []
    if not isinstance(choices, list) or not all(isinstance(each, dict) for each in choices):
        raise ModelFailure(Trouble.BROKEN_FRAME)
    if not choices:
        return ()
    said, reason = choices[0].get(part), choices[0].get("finish_reason")
    pieces: list[Words | Thought | Stopped] = [*_said(said)] if isinstance(said, dict) else []
    return [*pieces, Stopped(str(reason))] if reason else pieces


def usage_of(frame: Mapping[str, Any]) -> Usage | None:
    """Return the token counts of a frame; None where it has none."""
    told = frame.get("usage")
    if not isinstance(told, dict):
        return None
    return Usage(_count(told.get("prompt_tokens")), _count(told.get("completion_tokens")))


def _said(said: Mapping[str, Any]) -> Iterator[Words | Thought]:
    if said.get("refusal"):
        raise ModelFailure(Trouble.DECLINED)
    if said.get("reasoning_content") or said.get("reasoning"):
        yield Thought()
    if text := _text(said.get("content")):
        yield Words(text)


def _text(content: object) -> str:
    """Return the text of a `content`, which is a string, a list of parts, or null."""
    if content is None or isinstance(content, str):
        return content or ""
    if isinstance(content, list):
        texts = (part.get("text") for part in content if isinstance(part, dict))
        return "".join(text for text in texts if isinstance(text, str))
    raise ModelFailure(Trouble.BROKEN_FRAME)


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
