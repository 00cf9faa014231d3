"""The matrices by a model: a row a call, a quote a cell, each looked up in what the candidate said.

Where the model finds nothing and the embedded grader did, or the other way round, the cell is unsure, not decided.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mockround.content.models import Component, DataClass
from mockround.content.prompts import Prompts
from mockround.grading.model import TEMPERATURE, drawn_for, fence_of, is_meant, told
from mockround.grading.model_reply import UnreadableReplyError, last_object
from mockround.grading.pacelc.judging import judged_choice
from mockround.grading.quotes import verified
from mockround.grading.report import Cell, FailureRow, PacelcRow, Quote
from mockround.grading.transcript import Transcript
from mockround.grading.verdicts import Spent
from mockround.llm.port import Ask, Deadlines, Message, ModelFailure, Reply

_CELLS = ("failure", "detection", "mitigation", "blast_radius")
_CHOICES = ("choice", "reason", "effect")
_LONGEST_QUOTE = 280
_TRIES = 2
_NAMES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class RowGraded:
    """One row, by the model; or the embedded grader's own, where the model `failed`."""

    row: FailureRow | PacelcRow
    spent: Spent
    failed: bool = False


@dataclass(frozen=True, slots=True)
class RowGrader:
    """Fills rows for a profile. `ask` blocks; `cost` is US dollars of a reply, None where it is not known."""

    name: str
    prompts: Prompts
    ask: Callable[[Ask], Reply]
    deadlines: Deadlines
    max_tokens: int
    cost: Callable[[Reply], float | None]

    def failure_row(self, transcript: Transcript, row: FailureRow, component: Component) -> RowGraded:
        """Return the row of a component that was named or drawn."""
        names = ", ".join((*component.synonyms, *component.products)[:_NAMES_SHOWN])
        said, spent = self._said(transcript, "component", row.title, names, dict.fromkeys(_CELLS, _QUOTE))
        if said is None:
            return RowGraded(row, spent, failed=True)
        cells = {name: self._cell(transcript, said[name], getattr(row, name)) for name in _CELLS}
        return RowGraded(row.model_copy(update={**cells, "by": self.name}), spent)

    def pacelc_row(self, transcript: Transcript, row: PacelcRow, data_class: DataClass) -> RowGraded:
        """Return the row of a class of data. A choice counts with words that make it; the codes are judged by ours."""
        shape = {
            "partition": {"type": "string", "enum": ["A", "C", "none"]},
            "otherwise": {"type": "string", "enum": ["L", "C", "none"]},
            **dict.fromkeys(_CHOICES, _QUOTE),
        }
        said, spent = self._said(transcript, "data class", data_class.title, data_class.examples, shape)
        if said is None:
            return RowGraded(row, spent, failed=True)
        choice = self._quoted(transcript, said["choice"])
        partition = _one_of(said["partition"], "A", "C") if choice else None
        otherwise = _one_of(said["otherwise"], "L", "C") if choice else None
        judgement, feedback = judged_choice(data_class, partition, otherwise)
        changed = {
            "partition": partition,
            "otherwise": otherwise,
            "judgement": judgement,
            "feedback": feedback,
            "quotes": (choice,) if choice else (),
            "reason": self._cell(transcript, said["reason"], row.reason),
            "effect": self._cell(transcript, said["effect"], row.effect),
            "by": self.name,
        }
        return RowGraded(row.model_copy(update=changed), spent)

    def _said(
        self, transcript: Transcript, kind: str, title: str, examples: str, shape: Mapping[str, object]
    ) -> tuple[Mapping[str, str] | None, Spent]:
        """Ask for a row; a reply that cannot be read is asked for once more."""
        fence = fence_of(transcript)
        turns = [told(each, fence) for each in transcript.utterances]
        about = {"title": title, "examples": examples, "kind": kind, "board": drawn_for(transcript, fence)}
        prompt = self.prompts.prompt("cells", fence=fence, turns=turns, **about)
        messages: tuple[Message, ...] = (Message("system", prompt.system), Message("user", prompt.user))
        schema = {"type": "object", "properties": shape, "required": list(shape), "additionalProperties": False}
        spent = Spent()
        for repair in range(_TRIES):
            asked = Ask(messages, self.max_tokens, self.deadlines, TEMPERATURE, schema)
            try:
                reply = self.ask(asked)
            except ModelFailure as failure:
                return None, spent.plus(Spent(failure.attempts, int(repair > 0), None, None, None))
            usage = reply.finished.usage
            tries = Spent(reply.finished.attempts, int(repair > 0), usage.tokens_in, usage.tokens_out, self.cost(reply))
            spent = spent.plus(tries)
            try:
                return _checked(last_object(reply.text, set(shape)), shape), spent
            except UnreadableReplyError as error:
                again = f"That could not be read: {error}. Reply again with JSON only."
                messages = (*messages, Message("assistant", reply.text[:4000]), Message("user", again))
        return None, spent

    def _cell(self, transcript: Transcript, quote: str, embedded: Cell) -> Cell:
        found = self._quoted(transcript, quote)
        if found is not None:
            return Cell(said="yes" if embedded.said != "no" else "possible", quotes=(found,))
        return Cell(said="no") if embedded.said == "no" else Cell(said="possible", quotes=embedded.quotes)

    def _quoted(self, transcript: Transcript, quote: str) -> Quote | None:
        found = verified(quote, None, transcript.utterances)
        if found is None or not is_meant(found, transcript):
            return None
        return Quote(turn=found.turn, start=found.start, end=found.end, quote=found.quote)


_QUOTE: Mapping[str, object] = {"type": "string", "maxLength": _LONGEST_QUOTE}


def _checked(said: Mapping[str, Any], shape: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what is said of each cell; raise UnreadableReplyError where that is no text, or no word of its list."""
    for name, wanted in shape.items():
        value = said.get(name)
        if not isinstance(value, str):
            raise UnreadableReplyError(f"there is no text '{name}'")
        if value not in wanted.get("enum", (value,)):
            raise UnreadableReplyError(f"'{name}' is none of {', '.join(wanted['enum'])}")
    return {name: said[name] for name in shape}


def _one_of(value: str, *allowed: Literal["A", "C", "L"]) -> Any:
    return value if value in allowed else None


def key_of(row: FailureRow | PacelcRow) -> str:
    """Return what names a row in a job: 'component cache', 'component cache n3' for a box, or 'data profile'."""
    return f"component {row.component} {row.drawn}".strip() if isinstance(row, FailureRow) else f"data {row.data_class}"
