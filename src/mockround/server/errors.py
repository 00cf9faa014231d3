"""Turns expected trouble into a status once, and answers with a page or with JSON as the caller is one or the other."""

import logging
import secrets
from collections.abc import Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Match

from mockround.errors import ErrorCode, MockroundError
from mockround.server.problems import problem_response
from mockround.server.render import page, path_of

log = logging.getLogger(__name__)

STATUS = {
    ErrorCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorCode.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    ErrorCode.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorCode.CONFLICT: HTTPStatus.CONFLICT,
    ErrorCode.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.NO_ROOM: HTTPStatus.INSUFFICIENT_STORAGE,
    ErrorCode.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
}

_OF_HTTP = {
    HTTPStatus.BAD_REQUEST: (
        "The body cannot be read.",
        "Send JSON in UTF-8, not nested deeply and without numbers of thousands of digits.",
    ),
    HTTPStatus.NOT_FOUND: ("Not Found.", "Check the address, or start from the home page."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("Method Not Allowed.", "Use another method; /docs lists them."),
}
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def install(app: FastAPI) -> None:
    """Make `app` answer every kind of trouble in one voice."""
    app.add_exception_handler(MockroundError, _expected)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _broken_off)
    app.add_exception_handler(Exception, _bug)


async def _expected(request: Request, error: Exception) -> Response:
    if not isinstance(error, MockroundError):
        raise error
    return _answer(request, STATUS[error.code], error.message, error.remedy, code=error.code.value)


async def _malformed(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    where = "; ".join(_told(item["loc"], item["msg"]) for item in error.errors()[:5])
    return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, "The request is not understood.", f"Correct {where}.")


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    title, remedy = _OF_HTTP.get(status, (f"{status.phrase}.", "Go back and try again."))
    answer = _answer(request, status, title, remedy)
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = ", ".join(_methods_here(request))
    return answer


async def _broken_off(request: Request, error: Exception) -> Response:
    """Mostly nobody hears this: the sender has left, or the gate answers that the body is too large."""
    if not isinstance(error, ClientDisconnect):
        raise error
    return _answer(request, HTTPStatus.BAD_REQUEST, "The request did not arrive whole.", "Send it again.")


def _methods_here(request: Request) -> list[str]:
    """Return the methods of an address. A route by itself knows only its own, and an address may have several."""
    routes = request.app.router.routes
    return [
        method
        for method in _METHODS
        if any(each.matches({**request.scope, "method": method})[0] is Match.FULL for each in routes)
    ]


async def _bug(request: Request, error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.error("request failed", extra={"reference": reference, "path": path_of(request)}, exc_info=error)
    remedy = f"It is our mistake; what you typed is kept. The log has the details under {reference}."
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "Something broke.", remedy)


def _answer(request: Request, status: HTTPStatus, title: str, remedy: str, *, code: str = "") -> Response:
    path = path_of(request)
    if path.startswith("/api/") or path in ("/healthz", "/readyz"):
        return problem_response(status, title, remedy=remedy, code=code)
    return page(request, "error.html", {"title": title, "remedy": remedy, "status": int(status)}, status=int(status))


def _told(where: Sequence[int | str], what: str) -> str:
    return f"{'.'.join(str(part) for part in where if part != 'body') or 'the body'}: {what}"
