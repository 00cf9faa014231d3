"""A site that does not hear after which event a page resumes: known to be bad."""

from starlette.types import ASGIApp, Receive, Scope, Send


class Forgetful:
    """Stands before a site and keeps Last-Event-ID from it."""

    def __init__(self, site: ASGIApp) -> None:
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "headers": [each for each in scope["headers"] if each[0] != b"last-event-id"]}
        await self._site(scope, receive, send)
