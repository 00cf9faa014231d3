"""A document becomes a value of its model, or findings in an author's words. Knows nothing of other files."""

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mockround.content.authored import Authored
from mockround.content.source import Document, Finding, Place

MAX_FINDINGS = 25
_T = TypeVar("_T", bound=Authored)

_WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("{field!r} is missing", "add it; docs/content.md says what it is for"),
    "string_type": ("{input} is not text", "put text here, in quotes where it looks like a number"),
    "string_too_short": ("the text is empty", "write something, or take the field out"),
    "string_too_long": ("the text is too long", "keep it under {max_length} characters"),
    "string_pattern_mismatch": ("{input} is not written as it must be", "keep to the form {pattern}"),
    "int_type": ("{input} is not a whole number", "put a whole number here"),
    "float_type": ("{input} is not a number", "put a number here"),
    "bool_type": ("{input} is not true or false", "put true or false here"),
    "tuple_type": ("{input} is not a list", "write a list, one item a line after a dash"),
    "dict_type": ("{input} is not a mapping", "write 'name: value' lines"),
    "model_type": ("{input} is not a mapping", "write 'name: value' lines"),
    "model_attributes_type": ("{input} is not a mapping", "write 'name: value' lines"),
    "literal_error": ("{input} is not one of the values", "use {expected}"),
    "enum": ("{input} is not one of the values", "use {expected}"),
    "union_tag_invalid": ("{tag!r} is not one of the values", "use {expected_tags}"),
    "union_tag_not_found": ("{discriminator} is missing", "add it; docs/content.md says which values it has"),
    "greater_than_equal": ("{input} is too small", "use {ge} or more"),
    "less_than_equal": ("{input} is too large", "use {le} or less"),
    "too_short": ("there are too few items", "write {min_length} or more"),
    "too_long": ("there are too many items", "write {max_length} or fewer"),
}


def shaped(document: Document, model: type[_T]) -> _T | tuple[Finding, ...]:
    """Return the value that the document spells out, or what is wrong with it (the first 25 mistakes)."""
    try:
        return model.model_validate_json(json.dumps(document.value))
    except ValidationError as error:
        details = error.errors(include_url=False)
    findings = tuple(_finding(document, model, detail) for detail in details[:MAX_FINDINGS])
    if len(details) <= MAX_FINDINGS:
        return findings
    return (*findings, document.finding((), f"{len(details) - MAX_FINDINGS} mistakes more", "correct the first ones"))


def _finding(document: Document, model: type[Authored], detail: ErrorDetails) -> Finding:
    place = _place(document.value, detail["loc"])
    field = str(detail["loc"][-1]) if detail["loc"] else ""
    if detail["type"] == "extra_forbidden":
        return document.finding(place, f"the field {field!r} is not known", _meant(field, model, place))
    what, remedy = _WORDS.get(detail["type"], (detail["msg"], "see docs/content.md"))
    words = {**detail.get("ctx", {}), "field": field, "input": f"{detail['input']!r:.60}"}
    if detail["type"] not in _WORDS:
        return document.finding(place, what, remedy)
    return document.finding(place, what.format(**words), remedy.format(**words))


def _place(value: Any, loc: Sequence[str | int]) -> Place:
    """Return pydantic's location without the tags of unions and the mark of a key, which are no part of the file."""
    place: list[str | int] = []
    for part, rest in _with_rest(loc):
        inside = _inside(value, part)
        if inside is None and (rest or part == "[key]"):
            continue
        place.append(part)
        value = inside[0] if inside else None
    return tuple(place)


def _with_rest(loc: Sequence[str | int]) -> Iterator[tuple[str | int, Sequence[str | int]]]:
    return ((part, loc[index + 1 :]) for index, part in enumerate(loc))


def _inside(value: Any, part: str | int) -> tuple[Any] | None:
    if isinstance(value, dict) and part in value:
        return (value[part],)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return (value[part],)
    return None


def _meant(field: str, model: type[Authored], place: Place) -> str:
    near = get_close_matches(field, model.model_fields, n=1) if len(place) == 1 else []
    return f"did you mean {near[0]!r}?" if near else "remove it; docs/content.md lists the fields"
