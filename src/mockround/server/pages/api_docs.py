"""The API's description for people: made from the OpenAPI document, without a script from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from mockround.server.description import REFUSALS
from mockround.server.render import page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address. `example` is a request body as JSON, or ''."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    example: str
    answers: tuple[tuple[str, str], ...]


@router.get("/docs")
def show(request: Request) -> HTMLResponse:
    described: Mapping[str, Any] = request.app.openapi()
    context = {
        "about": described["info"],
        "operations": tuple(_operations(described)),
        "refusals": tuple(REFUSALS.items()),
    }
    return page(request, "api.html", context)


def _operations(described: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                method=method.upper(),
                path=path,
                summary=operation.get("summary", ""),
                description=operation.get("description", ""),
                parameters=tuple(
                    Parameter(each["name"], each["in"], each.get("required", False))
                    for each in operation.get("parameters", ())
                ),
                example=_example(described, operation),
                answers=tuple(_answers(operation["responses"])),
            )


def _answers(responses: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is particular to an operation; what any address may answer stands once on the page."""
    for status, answer in responses.items():
        meaning = answer.get("description", "")
        if meaning != REFUSALS.get(status):
            yield status, meaning


def _example(described: Mapping[str, Any], operation: Mapping[str, Any]) -> str:
    """The first example of the body's schema; where it gives none, the names of its fields."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return ""
    schema = content["schema"]
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    examples = schema.get("examples") or [dict.fromkeys(schema.get("properties", {}), "...")]
    return json.dumps(examples[0], indent=2)
