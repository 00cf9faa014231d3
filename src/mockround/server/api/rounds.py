"""Rounds over JSON: create, start, speak, hint, end, grade, export."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel

from mockround.rounds.events import GradeId, RoundId, Seq
from mockround.rounds.voices import EMBEDDED
from mockround.server.api.requests import GoOnBody, NewGradeBody, NewRoundBody, NewTurnBody
from mockround.server.deps import GradeOf, PartsOf, RepliesOf, RoundOf
from mockround.usecases import exports, grades, removal, rounds
from mockround.usecases.listing import Card, Filter, listing
from mockround.usecases.once import Once

router = APIRouter(prefix="/api/rounds", tags=["rounds"])

_Key = Annotated[str | None, Header(min_length=1, max_length=200)]


class CreatedRound(BaseModel):
    id: RoundId
    url: str


class AcceptedTurn(BaseModel):
    """`turn` is the turn's id in the transcript and in evidence; a `late` one is kept and not graded."""

    turn: Seq
    late: bool


class RequestedGrade(BaseModel):
    grade: GradeId


@router.post("", status_code=201)
def create(body: NewRoundBody, parts: PartsOf, response: Response, idempotency_key: _Key = None) -> CreatedRound:
    """Store a round that waits to be started. The same Idempotency-Key and body give the same round."""
    once = None if idempotency_key is None else Once(idempotency_key, body.model_dump_json())
    round_id = rounds.create(parts, body.wanted(), once)
    response.headers["Location"] = f"/api/rounds/{round_id}"
    return CreatedRound(id=round_id, url=f"/rounds/{round_id}")


@router.get("")
def index(parts: PartsOf, status: str | None = None, kind: str | None = None) -> tuple[Card, ...]:
    return listing(parts, Filter(status=status, kind=kind))


@router.get("/{round_id}")
def show(round_id: RoundOf, parts: PartsOf) -> exports.RoundExport:
    """The round as it is exported: what was chosen, the log, and the grades."""
    return exports.as_export(parts, round_id)


@router.delete("/{round_id}", status_code=204)
def remove(round_id: RoundOf, parts: PartsOf) -> None:
    """Delete a round that does not run: its words, its board and its grades. Export it before, if you may want it."""
    removal.remove(parts, round_id)


@router.post("/{round_id}/start", status_code=202)
def start(round_id: RoundOf, parts: PartsOf) -> dict[str, str]:
    rounds.start(parts, round_id)
    return {"status": "running"}


@router.post("/{round_id}/turns", status_code=202)
def take_turn(
    round_id: RoundOf,
    body: NewTurnBody,
    parts: PartsOf,
    idempotency_key: _Key = None,
) -> AcceptedTurn:
    """Commit a turn. The same Idempotency-Key and text give the same answer; another text is refused with 422."""
    key = idempotency_key or secrets.token_hex(16)
    accepted = rounds.take_turn(parts, round_id, body.text, key=key, dictated=body.dictated)
    return AcceptedTurn(turn=accepted.turn, late=accepted.late)


@router.post("/{round_id}/hints", status_code=202)
def ask_hint(round_id: RoundOf, parts: PartsOf, idempotency_key: _Key = None) -> dict[str, str]:
    """Ask for a hint; the same Idempotency-Key gives one."""
    rounds.ask_hint(parts, round_id, key=idempotency_key or "")
    return {"status": "coming"}


@router.post("/{round_id}/interviewer", status_code=202)
def go_on(round_id: RoundOf, body: GoOnBody, parts: PartsOf) -> dict[str, str]:
    """After the model failed: ask it again, or let the embedded interviewer speak from now on."""
    rounds.go_on(parts, round_id, body.choice)
    return {"status": "chosen"}


@router.post("/{round_id}/hush", status_code=202)
async def hush(round_id: RoundOf, replies: RepliesOf) -> dict[str, str]:
    """Let the interviewer break off. What it has said stays said; where it says nothing, nothing happens."""
    replies.hush(round_id)
    return {"status": "hushed"}


@router.post("/{round_id}/ending", status_code=202)
def end(round_id: RoundOf, parts: PartsOf) -> dict[str, str]:
    rounds.end(parts, round_id)
    return {"status": "ended"}


@router.post("/{round_id}/grades", status_code=202)
def request_grade(round_id: RoundOf, parts: PartsOf, body: NewGradeBody | None = None) -> RequestedGrade:
    """Ask for a grade. A round that has ended is graded on its own; asking again is harmless.

    A model's grade stands beside the embedded one. Where its cost cap forbids it, nothing is sent.
    """
    return RequestedGrade(grade=grades.request(parts, round_id, body.grader if body else EMBEDDED))


@router.delete("/{round_id}/grades/{grade}", status_code=202)
def stop_grade(round_id: RoundOf, grade: GradeOf, parts: PartsOf) -> dict[str, str]:
    """Stop a grade that is being made. One that is finished stays as long as its round."""
    grades.stop(parts, round_id, grade)
    return {"status": "stopped"}


@router.get("/{round_id}/grades")
def list_grades(round_id: RoundOf, parts: PartsOf) -> tuple[exports.GradeExport, ...]:
    return exports.grades_of(parts, round_id)
