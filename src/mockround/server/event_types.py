"""The types of the browser's events, written from the union of the log, so that both sides have one list."""

from collections.abc import Iterator, Mapping
from typing import Any

from mockround.rounds.events import EVENT
from mockround.rounds.unspoiled import UNSEEN

_HEAD = "// Made by `python -m mockround.server.event_types` from rounds/events.py. Do not edit."
_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def event_types() -> str:
    """Return the text of web/lib/events.gen.ts."""
    schema = EVENT.json_schema(mode="serialization")
    shapes: Mapping[str, Any] = schema["$defs"]
    used = _used(schema, shapes)
    union = " | ".join(_name(each) for each in schema["oneOf"])
    shown = (line for name in sorted(used) for line in _shape(name, shapes[name]))
    return "\n".join([_HEAD, "", *shown, f"export type RoundEvent = {union};", ""])


def _used(schema: Mapping[str, Any], shapes: Mapping[str, Any]) -> set[str]:
    """The shapes that the browser can meet: those of the union, and what their visible fields refer to."""
    waiting = [_name(each) for each in schema["oneOf"]]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            visible = {key: value for key, value in shapes[name].get("properties", {}).items() if key not in UNSEEN}
            waiting += [reference for value in visible.values() for reference in _references(value)]
    return used


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield _name(value)
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)


def _shape(name: str, shape: Mapping[str, Any]) -> Iterator[str]:
    if "enum" in shape:
        yield f"export type {name} = {_literals(shape['enum'])};"
    else:
        yield f"export interface {name} {{"
        for key, value in shape.get("properties", {}).items():
            if key not in UNSEEN:
                yield f"  readonly {key}: {_type(value)};"
        yield "}"
    yield ""


def _type(value: Mapping[str, Any]) -> str:
    if "$ref" in value:
        return _name(value)
    if "const" in value:
        return _literals([value["const"]])
    if "enum" in value:
        return _literals(value["enum"])
    if "anyOf" in value:
        return " | ".join(_type(each) for each in value["anyOf"])
    if value.get("type") == "array":
        return f"readonly ({_type(value['items'])})[]"
    return _PLAIN[value["type"]]


def _literals(values: list[str]) -> str:
    return " | ".join(f'"{value}"' for value in values)


def _name(reference: Mapping[str, Any]) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


if __name__ == "__main__":
    print(event_types(), end="")  # noqa: T201 - its output is the file
