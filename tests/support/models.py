"""Asks a model, and tells everything that came of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from mockround.llm.clients import Via, chat_model
from mockround.llm.failures import Trouble
from mockround.llm.port import Ask, ChatModel, Deadlines, Finished, Message, ModelFailure, Thought, Waiting, Words

KEY = "sk-n0t/a+real=key-4711"
IMPATIENT = Deadlines(first_token_s=0.3, idle_s=0.3, total_s=0.6)
"""For a server that says nothing. Where words must come first, only one of the other two limits is tight, so that a
busy machine does not hit another one before it."""
TIGHT_IDLE = Deadlines(first_token_s=3.0, idle_s=0.4, total_s=6.0)
TIGHT_TOTAL = Deadlines(first_token_s=3.0, idle_s=3.0, total_s=1.0)
PATIENT = Deadlines(first_token_s=30.0, idle_s=30.0, total_s=60.0)


def an_ask(
    deadlines: Deadlines = PATIENT,
    *,
    max_tokens: int = 200,
    schema: Mapping[str, object] | None = None,
    attempts: int = 3,
) -> Ask:
    messages = (Message("system", "You interview."), Message("user", "I would add a cache."))
    return Ask(messages, max_tokens, deadlines, schema=schema, attempts=attempts)


def a_model(endpoint: str, key: str | None = KEY, *, via: Via = "openai", model: str = "m") -> ChatModel:
    return chat_model(via, endpoint, model, lambda: key)


@dataclass
class Heard:
    """What came of one question: the words until then, and either an end or a failure."""

    pieces: list[str] = field(default_factory=list)
    thoughts: int = 0
    waits: list[float] = field(default_factory=list)
    finished: Finished | None = None
    failure: ModelFailure | None = None
    seconds: float = 0.0

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def trouble(self) -> Trouble | None:
        return self.failure.trouble if self.failure else None


async def hear(model: ChatModel, ask: Ask) -> Heard:
    """Ask, and keep whatever is said; anything raised that is no ModelFailure flies."""
    heard, clock = Heard(), asyncio.get_running_loop().time
    started = clock()
    try:
        async for piece in model.stream(ask):
            match piece:
                case Words(text):
                    heard.pieces.append(text)
                case Thought():
                    heard.thoughts += 1
                case Waiting(seconds):
                    heard.waits.append(seconds)
                case Finished():
                    heard.finished = piece
    except ModelFailure as failure:
        heard.failure = failure
    heard.seconds = clock() - started
    return heard
