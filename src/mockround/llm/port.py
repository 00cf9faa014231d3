"""What a chat model must do, in the words of its callers. Knows nothing of rounds, rubrics or HTTP."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from mockround.llm.failures import Trouble


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds of our own patience: for the first word, between two pieces, and for everything together."""

    first_token_s: float = 10.0
    idle_s: float = 6.0
    total_s: float = 20.0


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to a model. With a `schema` the reply is to be one JSON value of that shape."""

    messages: tuple[Message, ...]
    max_tokens: int
    deadlines: Deadlines
    temperature: float = 0.0
    schema: Mapping[str, object] | None = None
    attempts: int = 3
    """How often upstream may be called for it. With a schema, a call that it refuses for its form is not counted: it
    did no work, and each endpoint refuses a form once."""
    waits_s: float = 0.0
    """How long upstream may make us wait for another attempt, together, beyond `deadlines.total_s`."""
    is_trial: bool = False
    """Asked to find out whether the model works: it is asked even where it is left alone because it failed."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What upstream counted. None is 'not told', which is not 0. `cost_usd` is for all attempts."""

    tokens_in: int | None = None
    tokens_out: int | None = None
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of the reply, in order; joined they are the reply."""

    text: str


@dataclass(frozen=True, slots=True)
class Thought:
    """The model reasons and says nothing yet: a sign of life, never shown."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Upstream limits our rate: it is called again after so many seconds, as it said, and says nothing until then."""

    seconds: float


Shape = Literal["json_schema", "json_object", "prompt"]
"""How a reply was bound to a schema: by grammar, to any JSON object, or by asking nicely."""


@dataclass(frozen=True, slots=True)
class Finished:
    """Upstream said that the reply is complete."""

    usage: Usage = field(default_factory=Usage)
    attempts: int = 1
    shape: Shape = "prompt"


Piece = Words | Thought | Waiting | Finished


class ModelFailure(Exception):  # noqa: N818 - the field's word for it
    """The model gave no complete reply. Carries nothing that upstream wrote: its text may echo the key."""

    def __init__(self, trouble: Trouble, *, retry_after_s: float | None = None, attempts: int = 1) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.retry_after_s = retry_after_s
        self.attempts = attempts


class ChatModel(Protocol):
    """Who calls: `interviewer/model.py`, `grading/model.py`, `usecases/models.py`.

    The pieces end with `Finished`, or `ModelFailure` is raised, however much came before it.
    """

    def stream(self, ask: Ask) -> AsyncGenerator[Piece, None]: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply."""

    text: str
    finished: Finished


async def whole(model: ChatModel, ask: Ask) -> Reply:
    """Return the whole reply; raise ModelFailure where it is not complete."""
    words: list[str] = []
    finished: Finished | None = None
    async for piece in model.stream(ask):
        if isinstance(piece, Words):
            words.append(piece.text)
        elif isinstance(piece, Finished):
            # No return from here: the stream is read to its end, so that its connection is let go of now.
            finished = piece
    if finished is None:
        raise ModelFailure(Trouble.NO_FINISH)
    return Reply("".join(words), finished)
