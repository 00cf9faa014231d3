"""Trouble as JSON, by RFC 9457: one shape for every refusal of the API."""

from starlette.responses import JSONResponse


def problem_response(
    status: int, title: str, *, remedy: str, code: str = "", more: dict[str, object] | None = None
) -> JSONResponse:
    """Return a problem+json response; `remedy` says what to do, `more` adds members that a client can act on."""
    body: dict[str, object] = {"status": status, "title": title, "detail": f"{title} {remedy}", "remedy": remedy}
    if code:
        body["code"] = code
    headers = {"Retry-After": "5"} if status in (429, 503) else None
    return JSONResponse({**body, **(more or {})}, status, headers, media_type="application/problem+json")
