"""What a person does with a model before trusting it: find it on this machine, and try it for real."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mockround.grading.model_reply import UnreadableReplyError, opinions, schema_for
from mockround.llm.clients import servers_here, warm
from mockround.llm.failures import EXPLAINED, EXPLAINED_OF_SPEECH, Explained, Trouble
from mockround.llm.port import Ask, Finished, Message, ModelFailure, Shape, Words, whole
from mockround.llm.profiles import Profile
from mockround.llm.speech import a_tone
from mockround.usecases.parts import Parts

if TYPE_CHECKING:
    from mockround.llm.discovery import FoundServer

_UNREACHED = frozenset(
    {Trouble.REFUSED, Trouble.DNS, Trouble.TLS, Trouble.UNREACHABLE, Trouble.REDIRECTED, Trouble.FORBIDDEN_HOST}
)
_UNKEYED = frozenset({Trouble.KEY_MISSING, Trouble.KEY_REJECTED, Trouble.NO_CREDIT})
_TALK = (
    Message("system", "You are an interviewer. Say two short sentences."),
    Message("user", "The candidate said: a cache sits in front of the database. Ask one question about it."),
)
_JUDGE = (
    Message("system", "You judge by JSON only."),
    Message(
        "user",
        'Candidate, turn 1: "We delete the key after each write." Is it said that a key is deleted? Reply with JSON: '
        '{"evidence": [{"turn": 1, "quote": "..."}], "why": "...", "verdict": "met" or "missing"}',
    ),
)


@dataclass(frozen=True, slots=True)
class Tested:
    """What a real call showed. None is 'not found out', because an earlier step failed."""

    is_reachable: bool
    is_key_accepted: bool | None = None
    is_streaming: bool | None = None
    """False where the whole reply came in one piece."""
    first_token_s: float | None = None
    tokens_per_s: float | None = None
    """By the server's own count where it tells one, else one a piece."""
    shape: Shape | None = None
    """How far a reply can be bound to a schema; None where no JSON came at all."""
    failed: str = ""
    """What went wrong and what to do, in two sentences; '' where nothing did."""

    @property
    def is_usable(self) -> bool:
        return not self.failed


@dataclass
class _Timed:
    """The first call, as it comes."""

    pieces: int = 0
    tokens: int = 0
    first_at: float | None = None
    last_at: float = 0.0


async def found_here() -> "tuple[FoundServer, ...]":
    """Return the model servers that answer on this machine."""
    return tuple(await servers_here())


async def tested(parts: Parts, profile: Profile) -> Tested:
    """Call the model twice, for words and for JSON, and return what that showed. Ends within the profile's limits.

    One that hears is called once, with a tone.
    """
    if profile.may_hear:
        return await _heard(parts, profile)
    model = parts.providers.chat(profile)
    # What is told is the model's time to its first word, not the seconds that importing a client takes.
    await asyncio.to_thread(warm, profile.via)
    heard, begun = _Timed(), time.monotonic()
    try:
        ask = Ask(_TALK, profile.limits.max_tokens, profile.spoken(), is_trial=True)
        async with aclosing(model.stream(ask)) as pieces:
            async for piece in pieces:
                _note(heard, piece)
    except ModelFailure as failure:
        # A cut at the token limit is no matter here: it spoke.
        if failure.trouble is not Trouble.CUT_BY_LENGTH or heard.first_at is None:
            return _failed(failure)
    spoken = Tested(
        is_reachable=True,
        is_key_accepted=True,
        is_streaming=heard.pieces > 1,
        first_token_s=None if heard.first_at is None else heard.first_at - begun,
        tokens_per_s=_rate(heard),
    )
    return await _with_shape(parts, profile, spoken) if profile.may_grade else spoken


async def _heard(parts: Parts, profile: Profile) -> Tested:
    try:
        await parts.providers.transcriber(profile).text(a_tone(), profile.limits.speech_total_s)
    except ModelFailure as failure:
        return _failed(failure, EXPLAINED_OF_SPEECH)
    return Tested(is_reachable=True, is_key_accepted=True)


async def _with_shape(parts: Parts, profile: Profile, spoken: Tested) -> Tested:
    limits = profile.limits
    asked = Ask(_JUDGE, limits.grade_max_tokens, profile.graded(), schema=schema_for(["a"]), is_trial=True)
    try:
        reply = await whole(parts.providers.chat(profile), asked)
        opinions(reply.text, ["a"])
    except ModelFailure as failure:
        return replace(spoken, failed=f"It speaks, but cannot grade: {_explained(failure.trouble)}")
    except UnreadableReplyError:
        return replace(spoken, failed=f"It speaks, but cannot grade: {_explained(Trouble.GARBLED)}")
    return replace(spoken, shape=reply.finished.shape)


def _note(heard: _Timed, piece: object) -> None:
    if isinstance(piece, Words):
        heard.last_at = time.monotonic()
        heard.pieces += 1
        heard.tokens += 1
        heard.first_at = heard.first_at or heard.last_at
    elif isinstance(piece, Finished) and piece.usage.tokens_out is not None:
        heard.tokens = piece.usage.tokens_out


def _rate(heard: _Timed) -> float | None:
    if heard.first_at is None or heard.pieces < 2 or heard.last_at <= heard.first_at:
        return None
    return (heard.tokens - 1) / (heard.last_at - heard.first_at)


def _failed(failure: ModelFailure, table: Mapping[Trouble, Explained] = EXPLAINED) -> Tested:
    is_reachable = failure.trouble not in _UNREACHED
    is_key_accepted = None if not is_reachable else failure.trouble not in _UNKEYED
    return Tested(is_reachable, is_key_accepted, failed=_explained(failure.trouble, table))


def _explained(trouble: Trouble, table: Mapping[Trouble, Explained] = EXPLAINED) -> str:
    return f"{table[trouble].sentence} {table[trouble].remedy}"
