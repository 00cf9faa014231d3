"""The least that a server can do with a model's stream: FastAPI, one of our clients, sse-starlette; no guard, no log.

`python -m bench.relay VIA MODEL ENDPOINT` prints its port. `POST /relay` takes a question and streams an event a piece.
"""

import json
import socket
import sys
from collections.abc import AsyncIterator

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sse_starlette import EventSourceResponse, ServerSentEvent

from mockround.llm.clients import Via, chat_model, warm
from mockround.llm.port import Ask, ChatModel, Deadlines, Message, Words

PATIENCE = Deadlines(first_token_s=600, idle_s=600, total_s=600)


class Question(BaseModel):
    system: str
    user: str


def make_relay(model: ChatModel) -> FastAPI:
    app = FastAPI()

    @app.post("/relay")
    async def relay(question: Question) -> EventSourceResponse:
        messages = (Message("system", question.system), Message("user", question.user))
        return EventSourceResponse(_events(model, Ask(messages, 400, PATIENCE)), sep="\n")

    return app


async def _events(model: ChatModel, ask: Ask) -> AsyncIterator[ServerSentEvent]:
    async for piece in model.stream(ask):
        if isinstance(piece, Words):
            yield ServerSentEvent(json.dumps({"text": piece.text}), event="delta")
    yield ServerSentEvent("{}", event="done")


def main() -> None:
    named, name, endpoint = sys.argv[1:]
    via: Via = "litellm" if named == "litellm" else "openai"
    warm(via)
    model = chat_model(via, endpoint, name, lambda: "none")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(1024)
    print(f"listening on :{listening.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(make_relay(model), log_config=None, access_log=False)).run(sockets=[listening])


if __name__ == "__main__":
    main()
