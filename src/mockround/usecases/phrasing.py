"""Finds the words of a turn: by the embedded interviewer, or by the round's model with every failure accounted for."""

import asyncio
import contextlib
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mockround.agenda.moves import Move
from mockround.content.models import CriterionId
from mockround.errors import MockroundError
from mockround.grading.verdicts import Finding
from mockround.interviewer.model import ModelInterviewer, ModelTurn, is_phrased
from mockround.interviewer.port import Cue
from mockround.llm.failures import Trouble
from mockround.llm.port import ModelFailure
from mockround.llm.prices import cost_usd
from mockround.llm.profiles import Profile
from mockround.rounds.events import Event
from mockround.rounds.state import RoundState
from mockround.rounds.voices import EMBEDDED, Delivery, InterviewerChosen, ModelAsked, ModelFailed
from mockround.usecases import preferences, profiles
from mockround.usecases.feed import Feed, Speaking
from mockround.usecases.parts import Parts

STOPPED = "stopped"
_PARTIAL = "partial"
_KEEP_EVERY_S = 0.5
"""A crash costs no more than this of a model's words."""
MOST_ATTEMPTS = 3
"""Calls of upstream for one turn of the candidate, however often it asks for another try."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the interviewer does next, and what it was decided from: the round, and what the candidate has shown."""

    state: RoundState
    move: Move
    seen: Mapping[CriterionId, Finding]


@dataclass(frozen=True, slots=True)
class Phrased:
    """The words of a turn, with what the log keeps about them."""

    text: str
    spoken_by: str
    delivery: Delivery | None = None
    interrupted: str = ""


class Phrasing:
    """Says one turn at a time into the feed. `stopping` is set when the candidate has heard enough."""

    def __init__(self, parts: Parts, feed: Feed) -> None:
        self._parts = parts
        self._feed = feed

    async def phrased(self, decided: Decided, stopping: asyncio.Event) -> Phrased | None:
        """Return the turn, as far as it was said; None where there is none and the log says why."""
        name = decided.state.interviewer
        if name == EMBEDDED or not is_phrased(decided.move):
            return await self._embedded(decided, stopping)
        profile = await asyncio.to_thread(profiles.find, self._parts, name)
        if profile is None or not profile.may_interview:
            gone = InterviewerChosen(interviewer=EMBEDDED, because="removed")
            await asyncio.to_thread(append_if_unmoved, self._parts, decided.state, lambda: (gone,))
            return None
        return await self._by_model(decided, profile, stopping)

    async def _embedded(self, decided: Decided, stopping: asyncio.Event) -> Phrased:
        text = ""
        async for words in self._parts.interviewer.speak(Cue(decided.move, decided.state)):
            text += words
            self._feed.say(decided.state.id, Speaking(decided.state.seq, text))
            if stopping.is_set():
                return Phrased(text, self._parts.interviewer.name, interrupted=STOPPED)
        return Phrased(text, self._parts.interviewer.name)

    async def _by_model(self, decided: Decided, profile: Profile, stopping: asyncio.Event) -> Phrased | None:
        parts = self._parts
        asked = ModelAsked(profile=profile.name, model=profile.model, prompt=parts.prompts.hash("interviewer"))
        state = await asyncio.to_thread(append_if_unmoved, parts, decided.state, lambda: (asked,))
        if state is None:
            return None
        speaker = ModelInterviewer(
            parts.library,
            parts.grader,
            parts.prompts,
            profile,
            parts.providers.chat(profile),
            lambda: parts.providers.secrets(profile),
            lambda usage: cost_usd(profile, usage),
        )
        turn = speaker.turn(Cue(decided.move, state), decided.seen)
        said = _Said()
        trouble = await self._let_speak(turn, state, said, stopping)
        if trouble is None:
            return Phrased(said.text, profile.name, turn.delivery)
        if turn.has_asked or (trouble.label == STOPPED and said.text):
            return Phrased(said.text, profile.name, turn.delivery, interrupted=trouble.label)
        failed = ModelFailed(
            profile=profile.name,
            trouble=trouble.label,
            partial=said.text,
            attempts=trouble.attempts,
            retry_after_s=trouble.retry_after_s,
        )
        await asyncio.to_thread(append_if_unmoved, parts, state, lambda: after(parts, failed))
        return None

    async def _let_speak(
        self, turn: ModelTurn, state: RoundState, said: "_Said", stopping: asyncio.Event
    ) -> "_Trouble | None":
        """Say the turn into the feed as it comes; return why it broke off, None where it did not."""
        speaking = asyncio.ensure_future(self._say(turn, state, said))
        stop = asyncio.ensure_future(stopping.wait())
        try:
            await asyncio.wait({speaking, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not speaking.done():
                return _Trouble(STOPPED, 1)
            speaking.result()
        except ModelFailure as failure:
            return _Trouble(failure.trouble.value, failure.attempts, failure.retry_after_s)
        finally:
            for task in (speaking, stop):
                task.cancel()
            await asyncio.gather(speaking, stop, return_exceptions=True)
        return None

    async def _say(self, turn: ModelTurn, state: RoundState, said: "_Said") -> None:
        clock = asyncio.get_running_loop().time

        def waits(seconds: float) -> None:
            self._feed.say(state.id, Speaking(state.seq, said.text, again_at=time.monotonic() + seconds))

        try:
            async for words in turn.words(waits):
                said.text += words
                self._feed.say(state.id, Speaking(state.seq, said.text))
                if clock() - said.kept_at >= _KEEP_EVERY_S:
                    said.kept_at = clock()
                    await asyncio.to_thread(_keep_partial, self._parts, state, said.text)
        except asyncio.CancelledError:
            # The program stops, or the candidate has heard enough: there is no time for a thread.
            _keep_partial(self._parts, state, said.text)
            raise


@dataclass
class _Said:
    text: str = ""
    kept_at: float = -math.inf


@dataclass(frozen=True, slots=True)
class _Trouble:
    label: str
    attempts: int
    retry_after_s: float | None = None


def append_if_unmoved(parts: Parts, state: RoundState, events: Callable[[], tuple[Event, ...]]) -> RoundState | None:
    """Append `events` unless something else is owed by now; return the new state, None where nothing was appended."""
    with parts.store.log.change(state.id) as change:
        if change.state.owed != state.owed or not change.state.speaker_due:
            return None
        for event in events():
            change.append(event, parts.clock.now())
        return change.state


def after(parts: Parts, failed: ModelFailed) -> tuple[Event, ...]:
    """Return what follows from a model's failure: the embedded interviewer goes on, or the candidate is asked."""
    if preferences.read(parts).when_model_fails == "ask":
        return (failed,)
    return failed, InterviewerChosen(interviewer=EMBEDDED, because="setting")


def cut_off(parts: Parts, state: RoundState) -> ModelFailed | None:
    """Return what became of a call that an earlier run of the program left open; None where there is none.

    It may have been billed, so the model is not asked again unless the candidate wants that.
    """
    if state.asking is None:
        return None
    call, _, words = parts.store.drafts.get(state.id, _PARTIAL).text.partition("\n")
    partial = words if call == _call_of(state) else ""
    return ModelFailed(profile=state.asking.profile, trouble=Trouble.RESTARTED.value, partial=partial)


def _keep_partial(parts: Parts, state: RoundState, text: str) -> None:
    """Keep the words so far, for the next run of the program; the log gets the turn when it is over."""
    # Whatever the disk's trouble is: the commit of the turn meets it, too, and says so.
    with contextlib.suppress(MockroundError):
        before = parts.store.drafts.get(state.id, _PARTIAL)
        words = f"{_call_of(state)}\n{text}"
        parts.store.drafts.save(state.id, _PARTIAL, words, version=before.version, at=parts.clock.now())


def _call_of(state: RoundState) -> str:
    """Tell the calls of a round apart: by how many turns there were, and which attempt it is."""
    return f"{len(state.turns)}.{state.attempts}"
