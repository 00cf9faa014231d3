"""Recordings over HTTP: raw audio in, text out. The one address that takes no JSON."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from mockround.errors import invalid
from mockround.llm.speech import ENDINGS, Recording
from mockround.server.deps import RoundOf
from mockround.usecases.speech import Transcripts

router = APIRouter(prefix="/api/rounds/{round_id}", tags=["rounds"])

_AUDIO = {"schema": {"type": "string", "format": "binary"}}
_BODY = {"requestBody": {"required": True, "content": dict.fromkeys(ENDINGS, _AUDIO)}}


class Heard(BaseModel):
    """What was said; '' where nothing was. It is no turn until it is sent as one."""

    text: str


def _transcripts_of(request: Request) -> Transcripts:
    transcripts: Transcripts = request.app.state.transcripts
    return transcripts


@router.post("/speech", openapi_extra=_BODY)
async def transcribe(
    round_id: RoundOf, request: Request, transcripts: Annotated[Transcripts, Depends(_transcripts_of)]
) -> Heard:
    """Turn a recording of at most 25 MiB into text, by the model that is set up for it. Nothing is stored."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        audio = await request.body()
    except ClientDisconnect as error:
        raise invalid("The recording did not arrive whole.", "Try again; it is kept in the page.") from error
    return Heard(text=await transcripts.text(round_id, Recording(audio, kind)))
