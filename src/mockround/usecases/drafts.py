"""Text that is typed and not yet sent. A tab that saves over another's newer text is told, and loses nothing."""

from dataclasses import dataclass
from typing import Literal

from mockround.rounds.events import RoundId
from mockround.usecases.parts import Parts

Field = Literal["answer", "notes"]


@dataclass(frozen=True, slots=True)
class Draft:
    text: str
    version: int


@dataclass(frozen=True, slots=True)
class Stale:
    """The save was refused: this newer text is kept."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class Drafts:
    answer: Draft
    notes: Draft


def read(parts: Parts, round_id: RoundId, field: Field) -> Draft:
    """Return the kept text; an empty one with version 0 where nothing was saved yet."""
    parts.store.log.state(round_id)
    kept = parts.store.drafts.get(round_id, field)
    return Draft(kept.text, kept.version)


def drafts(parts: Parts, round_id: RoundId) -> Drafts:
    return Drafts(read(parts, round_id, "answer"), read(parts, round_id, "notes"))


def save(parts: Parts, round_id: RoundId, field: Field, draft: Draft) -> Draft | Stale:
    """Keep `draft.text` if nothing newer than `draft.version` is kept; return what is kept now."""
    parts.store.log.state(round_id)
    saved = parts.store.drafts.save(round_id, field, draft.text, version=draft.version, at=parts.clock.now())
    if saved.text != draft.text:
        return Stale(saved.text, saved.version)
    return Draft(saved.text, saved.version)
