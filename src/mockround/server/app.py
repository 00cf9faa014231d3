"""Puts the site together: gates, pages, API, and the tasks that live as long as the server."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from mockround import __version__ as version
from mockround.config import Config
from mockround.resources import built_web_dir
from mockround.rounds.events import RoundId, Seq
from mockround.server import errors
from mockround.server.api import boards, drafts, health, rounds, speech, streams
from mockround.server.description import DescribedApp
from mockround.server.pages import site
from mockround.server.security import Gate
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies
from mockround.usecases.speech import Transcripts
from mockround.usecases.timekeeper import Timekeeper

_ABOUT = """Timed mock interviews for system design, graded with evidence. Unsafe requests must come from the same
origin; bodies are JSON; errors are application/problem+json with a `remedy`."""


def make_site(parts: Parts, config: Config) -> ASGIApp:
    """Return the application behind its gate, which is outermost so that it stands before errors and routing, too."""
    return Gate(make_app(parts), allowed_hosts=config.allowed_hosts)


def make_app(parts: Parts) -> FastAPI:
    """Return the bare application. Its clock, replies and streams run while its lifespan does."""
    app = DescribedApp(
        title="MockRound", version=version, description=_ABOUT, lifespan=_lifespan, docs_url=None, redoc_url=None
    )
    app.state.parts = parts
    errors.install(app)
    for room in (rounds, speech, boards, drafts, streams, health):
        app.include_router(room.router)
    for router in site.routers:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=built_web_dir(), check_dir=False), name="static")
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    loop = asyncio.get_running_loop()
    feed = app.state.feed = Feed(loop)
    replies = app.state.replies = Replies(parts, feed)
    transcripts = app.state.transcripts = Transcripts(parts)
    timekeeper = Timekeeper(parts, replies)

    def heard(round_id: RoundId, seq: Seq) -> None:
        feed.announce(round_id, seq)
        if not loop.is_closed():
            loop.call_soon_threadsafe(timekeeper.notice, round_id)

    unsubscribe = parts.store.log.subscribe(heard)
    keeping = asyncio.create_task(timekeeper.run())
    try:
        yield
    finally:
        unsubscribe()
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping
        await replies.stop()
        await transcripts.stop()
