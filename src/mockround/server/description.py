"""The application whose OpenAPI document tells the whole truth: every refusal that the gates and the handlers give."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI

PROBLEM: Mapping[str, object] = {
    "title": "Problem",
    "description": "Trouble by RFC 9457. Some refusals add members of their own.",
    "type": "object",
    "required": ["status", "title", "detail", "remedy"],
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "remedy": {"type": "string", "description": "What to do about it."},
        "code": {"type": "string", "description": "The kind of trouble, where it is one of ours."},
    },
}
REFUSALS: Mapping[str, str] = {
    "400": "The request or its body is malformed.",
    "403": "The request comes from another site.",
    "404": "There is no such thing.",
    "409": "It does not fit the state of things.",
    "413": "The body is too large.",
    "415": "The body is of another type.",
    "421": "This host name is not served here.",
    "422": "A value is not right; `remedy` names it.",
    "429": "Too many requests.",
    "503": "Something that is needed is not there; try again later.",
    "507": "The disk is full; nothing was stored.",
}
"""What any address may answer. An operation may say more of one of them."""
_METHODS = frozenset({"get", "put", "post", "delete", "patch"})


class DescribedApp(FastAPI):
    """FastAPI, which by itself tells of the refusals of values alone, and of those in a shape that is not ours."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            document = super().openapi()
            document["components"]["schemas"]["Problem"] = dict(PROBLEM)
            for unused in ("HTTPValidationError", "ValidationError"):
                document["components"]["schemas"].pop(unused, None)
            for path in document["paths"].values():
                for method in path.keys() & _METHODS:
                    _tell_refusals(path[method]["responses"])
        return super().openapi()


def _tell_refusals(responses: dict[str, Any]) -> None:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, meaning in REFUSALS.items():
        told = responses.get(status, {})
        is_ours = "description" in told and told["description"] != "Validation Error"
        responses[status] = {"description": told["description"] if is_ours else meaning, "content": content}
