"""Two graded rounds, of which one is deleted; and what is left of each."""

from collections.abc import Sequence
from pathlib import Path

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.events import Kind, RoundId
from mockround.store.doctor import doctor
from mockround.store.tables import draft, event, grade, idempotency, round_, topic_score
from mockround.usecases import drafts, grades, removal, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.listing import search
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.scripted_round import Ack, Tell, insisted, opened

_COLUMNS = (
    *((each, each.c.round_id) for each in (idempotency, draft, topic_score, grade, event)),
    (round_, round_.c.id),
)
_SAID = "Reads outnumber writes a hundred to one, so lookups go to a cache in front of one primary. " * 40
_IDS = ("unwanted", "wanted")


def two_rounds(folder: Path) -> None:
    """Leave in `folder` two rounds with turns, notes and a grade, and their ids in files of their own."""
    with parts_in(folder, FakeClock()) as parts:
        for name in _IDS:
            round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
            rounds.start(parts, round_id)
            rounds.take_turn(parts, round_id, f"{name}: {_SAID}", key="one")
            drafts.save(parts, round_id, "notes", drafts.Draft(f"Notes of the {name} one.", 0))
            rounds.end(parts, round_id)
            grades.request(parts, round_id)
            (folder / name).write_text(round_id, encoding="ascii")


def remove(folder: Path, tell: Tell) -> None:
    """Delete the unwanted round, and acknowledge it; where it is refused, once more."""
    with opened(folder) as parts:
        insisted(lambda: _remove(parts, _id(folder, "unwanted")))
        tell(Ack("removed", 0, ""))


def remove_table_by_table(folder: Path, tell: Tell) -> None:
    """Bad on purpose: a transaction for each table, and the acknowledgement before them."""
    round_id = _id(folder, "unwanted")
    with opened(folder) as parts:
        tell(Ack("removed", 0, ""))
        for table in (topic_score, draft, idempotency):
            with parts.store.database.write() as connection:
                connection.execute(table.delete().where(table.c.round_id == round_id))
        _remove(parts, round_id)


def half_gone(folder: Path, acks: Sequence[Ack]) -> list[str]:
    """Return in words what is neither as before nor gone, and what is still there although its end was acknowledged."""
    found = [each.what for each in doctor(folder / "mockround.db") if each.serious]
    with parts_in(folder, FakeClock()) as parts:
        unwanted, wanted = _rows(parts, _id(folder, "unwanted")), _rows(parts, _id(folder, "wanted"))
        if 0 in wanted.values():
            found.append(f"the other round lost something: {wanted}")
        if any(unwanted.values()) and unwanted != wanted:
            found.append(f"it is half gone: {unwanted} of {wanted}")
        if acks and any(unwanted.values()):
            found.append("it was acknowledged as gone, and is there")
    return found


def _rows(parts: Parts, round_id: RoundId) -> dict[str, int]:
    """Count what each table and the search have of a round."""
    with parts.store.database.read() as connection:
        counted = {
            table.name: len(connection.execute(table.select().where(column == round_id)).all())
            for table, column in _COLUMNS
        }
    return counted | {"search": sum(hit.round == round_id for hit in search(parts, "lookups"))}


def _remove(parts: Parts, round_id: RoundId) -> None:
    """Delete it, unless an earlier try that was refused did."""
    try:
        removal.remove(parts, round_id)
    except MockroundError as error:
        if error.code is not ErrorCode.NOT_FOUND:
            raise


def _id(folder: Path, name: str) -> RoundId:
    return RoundId((folder / name).read_text(encoding="ascii"))
