"""What an interviewer must do: turn a move into one short utterance, in readable chunks."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from mockround.agenda.moves import Move
from mockround.rounds.state import RoundState


@dataclass(frozen=True, slots=True)
class Cue:
    """What an interviewer may know when it speaks: the move, and the round so far. Never a criterion's definition."""

    move: Move
    state: RoundState


class Interviewer(Protocol):
    """Who calls: `usecases/replies.py`. The chunks joined are the turn. `name` is its provenance."""

    name: str

    def speak(self, cue: Cue) -> AsyncIterator[str]: ...
