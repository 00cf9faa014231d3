"""Autosaved text: what is typed and not yet sent, and the notes."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from mockround.server.api.requests import DraftBody
from mockround.server.deps import PartsOf, RoundOf
from mockround.server.problems import problem_response
from mockround.usecases import drafts

router = APIRouter(prefix="/api/rounds/{round_id}/drafts", tags=["drafts"])

Field = Literal["answer", "notes"]


class Draft(BaseModel):
    text: str
    version: int


@router.get("/{field}")
def show(round_id: RoundOf, field: Field, parts: PartsOf) -> Draft:
    kept = drafts.read(parts, round_id, field)
    return Draft(text=kept.text, version=kept.version)


@router.put("/{field}", responses={409: {"description": "Another tab saved meanwhile; both texts are in the answer."}})
def save(round_id: RoundOf, field: Field, body: DraftBody, parts: PartsOf) -> Response:
    saved = drafts.save(parts, round_id, field, drafts.Draft(body.text, body.version))
    if isinstance(saved, drafts.Stale):
        more: dict[str, object] = {"text": saved.text, "version": saved.version}
        return problem_response(
            409, "Another tab saved this text meanwhile.", remedy="Choose or merge; both are kept.", more=more
        )
    return JSONResponse({"version": saved.version})
