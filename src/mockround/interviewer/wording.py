"""Turns a move into one utterance from templates. Pure: the round's seed and the turn's place choose the variation."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from mockround.agenda.moves import (
    Answer,
    ChangePhase,
    FactLine,
    Hint,
    InjectTwist,
    Move,
    NextPrompt,
    Nudge,
    Open,
    Probe,
    PushBack,
    Repair,
    WrapUp,
)
from mockround.content.library import Library
from mockround.content.models import ProblemId
from mockround.content.phrases import Toned
from mockround.rounds.events import Kind, Phase
from mockround.rounds.state import RoundState

_LONGEST_QUOTE = 90


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for one turn of one round."""

    library: Library
    state: RoundState

    def of(self, move: Move) -> str:  # noqa: C901, PLR0911, PLR0912 - one arm a move
        """Return what is said; one question at most, unless the problem's own text asks more."""
        phrases = self.library.phrases
        match move:
            case Open():
                full = self.state.created.kind is Kind.FULL
                return self._say(phrases.opening if full else phrases.drill_opening, prompt=self.state.created.prompt)
            case Probe():
                return self._probe(move)
            case PushBack():
                return self._push_back(move)
            case Answer():
                return self._answer(move.facts)
            case Hint():
                return self._say(phrases.hint, hint=self.library.criterion(move.criterion).ladder.hints[move.rung - 1])
            case InjectTwist():
                return self._twist(move)
            case ChangePhase():
                return self._change_phase(move)
            case NextPrompt():
                problem = self.library.problem(ProblemId(self.state.created.problems[move.index]))
                said = phrases.prompt_ran_out if move.ran_out else phrases.next_prompt
                return self._say(said, prompt=problem.prompt)
            case Nudge():
                return self._nudge(move)
            case Repair():
                return self._repair(move)
            case WrapUp():
                return self._say(phrases.closing if move.is_last else phrases.wrap_up)
            case _:
                assert_never(move)

    def question(self, move: Move) -> str:
        """Return the bare question of a move that asks one, without what leads up to it."""
        match move:
            case Probe():
                return self._question(move)
            case ChangePhase() | Repair() if move.then is not None:
                return self._then(move.then)
            case ChangePhase():
                return self._phase_question(move.phase)
            case _:
                return self.of(move)

    def _probe(self, move: Probe) -> str:
        acknowledge = self._say(self.library.phrases.acknowledge)
        if move.built_on:
            return _tidy(f"{acknowledge} {self._question(move)}")
        return self._say(self.library.phrases.probe, acknowledge=acknowledge, question=self._question(move))

    def _question(self, move: Probe) -> str:
        """Return the question, bound to the candidate's words where it is to be."""
        ladder = self.library.criterion(move.criterion).ladder
        question = ladder.probes[move.rung - 1]
        if not move.built_on:
            return question
        match move.bond:
            case "component":
                return _capital(ladder.follow_up.replace("{component}", move.built_on))
            case "drawn":
                return self._say(self.library.phrases.drawn, quote=move.built_on, question=question)
            case "said":
                return self._say(self.library.phrases.said, quote=move.built_on, question=question)
            case "said-earlier":
                return self._say(self.library.phrases.said_earlier, quote=move.built_on, question=question)
            case _:
                assert_never(move.bond)

    def _push_back(self, move: PushBack) -> str:
        match move.about:
            case "it-depends":
                return self._say(self.library.phrases.it_depends)
            case "hybrid":
                return self._say(self.library.phrases.hybrid)
            case "red-flag":
                question = self.library.criterion(move.criterion).ladder.push_back
                return self._say(self.library.phrases.push_back, quote=_shortened(move.quote), question=question)
            case _:
                assert_never(move.about)

    def _answer(self, facts: Sequence[FactLine]) -> str:
        phrases = self.library.phrases
        templates = {
            "sheet": phrases.answer_sheet,
            "scale": phrases.answer_scale,
            "assumption": phrases.answer_assumption,
        }
        lines = [self._say(templates[fact.source], asked=_sentence(fact.asked), answer=fact.answer) for fact in facts]
        return _tidy(" ".join([*dict.fromkeys(lines), self._say(phrases.hand_back)]))

    def _twist(self, move: InjectTwist) -> str:
        if self.state.created.problem is None:
            raise ValueError("a twist needs a problem")
        twist = self.library.problem(self.state.created.problem).twists[move.index]
        return self._say(self.library.phrases.twist, twist=twist.inject)

    def _change_phase(self, move: ChangePhase) -> str:
        if move.phase is Phase.DRILL:
            return self._then(move.then) or self._phase_question(move.phase)
        toned = getattr(self.library.phrases.change_phase, move.phase.value.replace("-", "_"))
        return _tidy(f"{self._say(toned)} {self._then(move.then) or self._phase_question(move.phase)}")

    def _nudge(self, move: Nudge) -> str:
        if move.criterion is None:
            last_word = self._phase_question(self.state.phase) if not move.is_silence else ""
            return last_word or self._say(self.library.phrases.nudge_open)
        return self._say(self.library.phrases.nudge_open)

    def _repair(self, move: Repair) -> str:
        said = self._pick(getattr(self.library.phrases.repair, move.about.replace("-", "_")))
        return _tidy(f"{said} {self._then(move.then)}")

    def _then(self, move: Probe | PushBack | InjectTwist | None) -> str:
        match move:
            case Probe():
                return self._question(move)
            case None:
                return ""
            case _:
                return self.of(move)

    def _phase_question(self, phase: Phase) -> str:
        return self._pick(getattr(self.library.phrases.phase_question, phase.value.replace("-", "_")))

    def _say(self, toned: Toned, **slots: str) -> str:
        text = self._pick(getattr(toned, self.state.created.persona.value))
        for name, value in slots.items():
            text = text.replace("{" + name + "}", value)
        return _tidy(text)

    def _pick(self, variations: Sequence[str]) -> str:
        """The same round and place give the same variation; a question that was asked gives way to one that was not."""
        key = f"{self.state.created.seed}:{self.state.seq}:{variations[0]}"
        fresh = [each for each in variations if not self._was_asked(each)] or variations
        return fresh[hashlib.sha256(key.encode()).digest()[0] % len(fresh)]

    def _was_asked(self, words: str) -> bool:
        return words.endswith("?") and any(turn.aim is not None and words in turn.text for turn in self.state.turns)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(words: str) -> str:
    """A sheet's key as it is said: 'new links' begins a sentence, a question mark goes."""
    plain = words.strip().rstrip("?")
    return _capital(plain)


def _shortened(quote: str) -> str:
    """A quote short enough to say aloud, cut at a word; it is shown in full in the review."""
    plain = _tidy(quote).rstrip(".!?")
    if len(plain) <= _LONGEST_QUOTE:
        return plain
    return plain[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " ..."
