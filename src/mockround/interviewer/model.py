"""The interviewer whose words a model finds. What it asks about was decided before; each sentence is guarded."""

import hashlib
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass

from mockround.agenda.moves import ChangePhase, Move, Nudge, Probe, PushBack, Repair
from mockround.content.library import Library
from mockround.content.models import CriterionId
from mockround.content.prompts import Prompt, Prompts
from mockround.grading.port import Grader
from mockround.grading.transcript import Transcript, Utterance
from mockround.grading.verdicts import Finding, Verdict
from mockround.interviewer.guard import Guard, Kept, Sentences, as_claim
from mockround.interviewer.port import Cue
from mockround.interviewer.wording import Wording
from mockround.llm.port import Ask, ChatModel, Finished, Message, Usage, Waiting, Words
from mockround.llm.profiles import Profile
from mockround.rounds.boards.text import printed_for_model
from mockround.rounds.events import Persona
from mockround.rounds.state import RoundState, Speaker
from mockround.rounds.voices import Delivery

_TURNS_TOLD = 8
_LONGEST_TURN = 1500
_LONGEST_BOARD = 1500
_TEMPERATURE = 0.4
_MOST_ATTEMPTS = 3
_LONGEST_WAIT_S = 60.0
"""For a model that limits our rate, while the candidate sees how long it takes and can go on without it."""
_MANNERS = {
    Persona.SUPPORTIVE: "warm and patient, without flattering",
    Persona.NEUTRAL: "matter-of-fact and polite",
    Persona.TOUGH: "brisk and demanding, never rude",
}
_PHASES = {
    "requirements": "requirements",
    "hld": "the high-level design",
    "deep-dive": "the deep dive",
    "pressure-test": "the pressure test",
    "wrap-up": "the wrap-up",
    "drill": "the drill",
}


def is_phrased(move: Move) -> bool:
    """Tell whether a model finds the words for `move`. Facts, hints, twists and manners have fixed words."""
    match move:
        case Probe() | PushBack():
            return True
        case ChangePhase():
            return move.then is None or isinstance(move.then, Probe | PushBack)
        case Repair():
            return move.then is not None
        case Nudge():
            return not move.is_silence
        case _:
            return False


@dataclass(frozen=True, slots=True)
class ModelInterviewer:
    """Who may speak for a profile. `secrets` are the forms of its key that must never be shown."""

    library: Library
    grader: Grader
    prompts: Prompts
    profile: Profile
    model: ChatModel
    secrets: Callable[[], tuple[str, ...]] = tuple
    price: Callable[[Usage], float | None] = lambda _: None
    """US dollars of a usage; None where it is not known."""

    def turn(self, cue: Cue, seen: Mapping[CriterionId, Finding]) -> "ModelTurn":
        """Return the turn that `cue` asks for; `seen` is what the candidate has shown so far."""
        return ModelTurn(self, cue, {criterion: finding.verdict for criterion, finding in seen.items()})


class ModelTurn:
    """One turn as it comes. `delivery` may be read at any time; it tells how far the turn has come."""

    def __init__(self, speaker: ModelInterviewer, cue: Cue, known: Mapping[CriterionId, Verdict]) -> None:
        self._speaker = speaker
        self._cue = cue
        self._guard = Guard(self._leaks, speaker.secrets())
        self._known = known
        self._begun = time.monotonic()
        profile = speaker.profile
        self.delivery = Delivery(
            profile=profile.name, model=profile.model, via=profile.via, prompt=speaker.prompts.hash("interviewer")
        )

    @property
    def has_asked(self) -> bool:
        """Whether the question has been said."""
        return self._guard.has_asked

    async def words(self, waits: Callable[[float], None] = lambda _: None) -> AsyncIterator[str]:
        """Yield sentences that may be shown; `waits` is told the seconds for which the model makes us wait.

        Raises ModelFailure, however much was yielded before.
        """
        said = 0
        async with aclosing(self._sentences(waits)) as sentences:
            async for sentence in sentences:
                if not self._guard.lets(sentence):
                    break
                self._note_time("first_sentence_ms")
                yield f" {sentence}" if said else sentence
                said += 1
        async for words in self._repaired(said):
            yield words

    async def _sentences(self, waits: Callable[[float], None]) -> AsyncGenerator[str, None]:
        """Yield what the model says, a sentence at a time."""
        sentences = Sentences()
        async with aclosing(self._speaker.model.stream(self._ask())) as pieces:
            async for piece in pieces:
                if isinstance(piece, Finished):
                    self._note_end(piece)
                elif isinstance(piece, Waiting):
                    waits(piece.seconds)
                elif isinstance(piece, Words):
                    self._note_time("first_token_ms")
                    for sentence in sentences.add(piece.text):
                        yield sentence
        if rest := sentences.rest():
            yield rest

    async def _repaired(self, said: int) -> AsyncIterator[str]:
        """Yield the embedded question where the model's own was kept back or is missing."""
        if not self._guard.has_asked:
            if not self._guard.kept:
                self._guard.kept.append(Kept.NO_QUESTION)
            wording = Wording(self._speaker.library, self._cue.state)
            words = wording.question(self._cue.move) if said else wording.of(self._cue.move)
            yield f" {words}" if said else words
        self.delivery = self.delivery.model_copy(update={"replaced": tuple(each.value for each in self._guard.kept)})

    def _note_time(self, name: str) -> None:
        if getattr(self.delivery, name) is None:
            self.delivery = self.delivery.model_copy(update={name: round((time.monotonic() - self._begun) * 1000)})

    def _note_end(self, finished: Finished) -> None:
        usage = finished.usage
        self.delivery = self.delivery.model_copy(
            update={
                "attempts": finished.attempts,
                "tokens_in": usage.tokens_in,
                "tokens_out": usage.tokens_out,
                "cost_usd": self._speaker.price(usage) if usage.cost_usd is None else usage.cost_usd,
            }
        )

    def _ask(self) -> Ask:
        prompt = prompt_for(self._speaker.prompts, self._speaker.library, self._cue)
        limits = self._speaker.profile.limits
        return Ask(
            (Message("system", prompt.system), Message("user", prompt.user)),
            limits.max_tokens,
            self._speaker.profile.spoken(),
            temperature=_TEMPERATURE,
            attempts=max(1, _MOST_ATTEMPTS - self._cue.state.attempts),
            waits_s=_LONGEST_WAIT_S,
        )

    def _leaks(self, sentence: str) -> bool:
        """Whether a sentence would earn the candidate what it has not shown: said as a claim, or as a question.

        What the candidate said is no secret: only a better verdict than its own counts.
        """
        library, grader = self._speaker.library, self._speaker.grader
        aimed = _aimed(self._cue.move)
        own = sentence.replace(quote, "") if (quote := _quote(self._cue.move)) else sentence
        criteria = [library.criterion(each) for each in self._known if self._known[each] is not Verdict.MET]
        for claim in {own, as_claim(own)}:
            found = grader.findings(Transcript((Utterance(0, "candidate", claim),)), criteria)
            for finding in found:
                is_new = finding.verdict is Verdict.PARTIAL and self._known[finding.criterion] is Verdict.MISSING
                if finding.verdict is Verdict.MET or (is_new and finding.criterion == aimed):
                    return True
        return False


def prompt_for(prompts: Prompts, library: Library, cue: Cue) -> Prompt:
    """Return what the model is told: the move's question, the recent turns, the tone. No criterion, no answer."""
    state, move = cue.state, cue.move
    fence = f"=== {hashlib.sha256(f'{state.id}:{state.created.seed}:{state.seq}'.encode()).hexdigest()[:16]} ==="
    return prompts.prompt(
        "interviewer",
        manner=_MANNERS[state.created.persona],
        level=state.created.level.value,
        title=state.created.title,
        phase=_PHASES[state.phase.value],
        enters=_PHASES[move.phase.value] if isinstance(move, ChangePhase) else "",
        turns=_turns(state, fence),
        fence=fence,
        board=printed_for_model(state.board, fence, longest=_LONGEST_BOARD),
        question=Wording(library, state).question(move),
        quote=_quote(move),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    speaker: str
    text: str


def _turns(state: RoundState, fence: str) -> list[_Told]:
    told = [turn for turn in state.turns if not turn.late][-_TURNS_TOLD:]
    names = {Speaker.INTERVIEWER: "Interviewer", Speaker.CANDIDATE: "Candidate"}
    return [_Told(names[turn.speaker], _shortened(turn.text.replace(fence, ""))) for turn in told]


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_TURN else f"{plain[:_LONGEST_TURN]} ..."


def _asked(move: Move) -> Probe | PushBack | None:
    if isinstance(move, ChangePhase | Repair):
        then = move.then
        return then if isinstance(then, Probe | PushBack) else None
    return move if isinstance(move, Probe | PushBack) else None


def _aimed(move: Move) -> str | None:
    asked = _asked(move)
    return None if asked is None else asked.criterion


def _quote(move: Move) -> str:
    asked = _asked(move)
    match asked:
        case Probe():
            return asked.built_on
        case PushBack():
            return asked.quote
        case None:
            return ""
