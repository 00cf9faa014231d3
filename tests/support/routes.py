"""Every address of the site, found in the application itself, so that a new one is attacked on the day it is added."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from mockround.server.app import make_app
from mockround.usecases.parts import Parts

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_PARAMETER = re.compile(r"\{(\w+)\}")
_FIXED = {
    "field": "notes",
    "path_id": "patterns-first",
    "kind": "pattern",
    "form": "svg",
    "topic_id": "read-heavy",
    "problem_id": "url-shortener",
    "problem": "url-shortener",
    "name": "local",
    "component": "cache",
    "step": "1",
}


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one address, with its parameters filled in."""

    method: str
    template: str
    path: str

    @property
    def changes(self) -> bool:
        return self.method not in SAFE

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    def __str__(self) -> str:
        return f"{self.method} {self.template}"


def routes(parts: Parts, values: Mapping[str, str]) -> tuple[Route, ...]:
    """Return all routes of pages and API with `values` in their addresses, and the static files."""
    found = tuple(_of_app(make_app(parts), {**_FIXED, **values}))
    assert sum(each.changes for each in found) > 20, "the routes are not found any more, so nothing would be attacked"
    return (*found, Route("GET", "/static/{file}", "/static/none.js"))


def _of_app(app: FastAPI, values: Mapping[str, str]) -> Iterator[Route]:
    described = {(method.upper(), path) for path, methods in app.openapi()["paths"].items() for method in methods}
    for context in iter_route_contexts(app.routes):
        if context.path is None or not context.methods:
            continue
        for method in sorted(context.methods):
            described.discard((method, context.path))
            yield Route(method, context.path, _filled(context.path, values))
    assert not described, f"the OpenAPI document knows more than the routes: {described}"


def _filled(template: str, values: Mapping[str, str]) -> str:
    unknown = set(_PARAMETER.findall(template)) - values.keys()
    assert not unknown, f"{template} has a new parameter: give {unknown} a value in tests/support/routes.py"
    return _PARAMETER.sub(lambda match: values[match[1]], template)
