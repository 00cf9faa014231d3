"""What is done within one write transaction on a round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from mockround.errors import invalid
from mockround.rounds.events import Event, Logged, Seq
from mockround.rounds.state import RoundState, step
from mockround.store.drafts import Kept, keep, kept
from mockround.store.tables import idempotency

Answer = Mapping[str, int | str]
"""What a request was answered, to be given again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that may come twice: its key, and a hash of what it brings."""

    key: str
    body_hash: str

    @property
    def of_creation(self) -> str:
        """The key under which a round's creation is remembered: no turn and no hint of it can have that one."""
        return f"created\n{self.key}"


class Change:
    """The write transaction on one round. `state` is the fold of its log and of what was appended so far."""

    def __init__(self, connection: Connection, state: RoundState) -> None:
        self.connection = connection
        self.state = state
        self.appended: list[Logged] = []
        self.has_draft = False

    def append(self, event: Event, at: datetime) -> Seq:
        """Add `event` to the log and return its number. A round's time never goes backwards: an early `at` is late."""
        at = max(at, self.state.last_at)
        logged = Logged(round=self.state.id, seq=Seq(self.state.seq + 1), at=at, event=event)
        self.state = step(self.state, logged)
        self.appended.append(logged)
        return logged.seq

    def draft(self, field: str) -> Kept:
        """Return what is kept of the round and not in its log yet."""
        return kept(self.connection, self.state.id, field)

    def keep_draft(self, field: str, typed: Kept) -> Kept:
        """Keep what was typed over version `typed.version`, and tell listeners; return what is kept now."""
        self.has_draft = True
        return keep(self.connection, self.state.id, field, typed)

    def recall(self, key: str, body_hash: str) -> Answer | None:
        """Return what was remembered under `key`; raise `invalid` where that was for another body."""
        asked = select(idempotency.c.body_hash, idempotency.c.response)
        row = self.connection.execute(asked.filter_by(round_id=self.state.id, key=key)).one_or_none()
        if row is None:
            return None
        if row.body_hash != body_hash:
            raise invalid(
                "This Idempotency-Key was used for something else before.", "Send what is new with a new key."
            )
        answer: Answer = row.response
        return answer

    def remember(self, key: str, body_hash: str, response: Answer, at: datetime) -> None:
        """Keep the answer to a request, in the transaction that does what it asked for."""
        row = {"round_id": self.state.id, "key": key, "body_hash": body_hash, "response": dict(response), "at": at}
        self.connection.execute(insert(idempotency), row)
