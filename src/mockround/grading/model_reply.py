"""The JSON in which a model says its verdicts: the schema that is asked for, and the strict reading of what comes."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError, field_validator

from mockround.nesting import MAX_DEPTH, is_too_deep

_LONGEST_QUOTE = 280
_LONGEST_WHY = 280
_MOST_QUOTES = 3
_LONGEST_REPLY = 100_000
_LONGEST_NUMBER = 18
_BEGINNING = re.compile(r'\{\s*(?:"|\Z)')
"""Of an object: other braces are prose."""
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_LONGEST_NAME = 60


class UnreadableReplyError(Exception):
    """The reply is no verdict. Its text says what is wrong, for the model to correct."""


class Quoted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    quote: Annotated[str, Field(max_length=4 * _LONGEST_QUOTE)]
    turn: Annotated[int, Strict()] | None = None
    """Where to look first. '3', 3.0 and true are no whole numbers, and none is made of them."""


class Opinion(BaseModel):
    """What a model says of one criterion, before its quotes are looked up."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    evidence: tuple[Quoted, ...] = ()
    why: Annotated[str, Field(max_length=4 * _LONGEST_WHY)] = ""
    verdict: Literal["met", "partial", "missing"]

    @field_validator("evidence", mode="before")
    @classmethod
    def _nothing_is_an_empty_list(cls, value: object) -> object:
        return () if value is None else value

    @field_validator("verdict", mode="before")
    @classmethod
    def _in_any_case(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value


def schema_for(criteria: Sequence[str]) -> dict[str, object]:
    """Return the JSON schema of a reply on `criteria`. Every string is bounded: a weak model never closes a quote."""
    one = _object(
        {
            "evidence": {
                "type": "array",
                "maxItems": _MOST_QUOTES,
                "items": _object(
                    {"turn": {"type": "integer"}, "quote": {"type": "string", "maxLength": _LONGEST_QUOTE}}
                ),
            },
            "why": {"type": "string", "maxLength": _LONGEST_WHY},
            "verdict": {"type": "string", "enum": ["met", "partial", "missing"]},
        }
    )
    if len(criteria) == 1:
        return one
    named = _object({"criterion": {"type": "string", "enum": list(criteria)}, **one["properties"]})
    count = len(criteria)
    return _object({"verdicts": {"type": "array", "minItems": count, "maxItems": count, "items": named}})


def opinions(text: str, criteria: Sequence[str]) -> dict[str, Opinion]:
    """Return an opinion for every one of `criteria`; raise UnreadableReplyError that says what is wrong."""
    found = last_object(text, {"verdict", "verdicts"})
    if len(criteria) == 1 and "verdicts" not in found:
        _check_criterion(found.get("criterion", criteria[0]), criteria)
        return {criteria[0]: _opinion(found)}
    entries = found.get("verdicts")
    if not isinstance(entries, list) or "verdict" in found:
        raise UnreadableReplyError("there is no list 'verdicts' alone")
    read = _opinions(entries, criteria)
    lacking = [each for each in criteria if each not in read]
    if lacking:
        raise UnreadableReplyError(f"there is no verdict on {', '.join(lacking)}")
    return {each: read[each] for each in criteria}


def _opinions(entries: Sequence[object], criteria: Sequence[str]) -> dict[str, Opinion]:
    """What was not asked for is refused too: whoever judges something else may have read something else."""
    read: dict[str, Opinion] = {}
    for entry in entries:
        if not isinstance(entry, dict):
            raise UnreadableReplyError("an entry of 'verdicts' is no object")
        criterion = _check_criterion(entry.get("criterion"), criteria)
        if criterion in read:
            raise UnreadableReplyError(f"there are two verdicts on {criterion}")
        read[criterion] = _opinion(entry)
    return read


def _check_criterion(said: object, criteria: Sequence[str]) -> str:
    if not isinstance(said, str) or said not in criteria:
        raise UnreadableReplyError(f"nobody asked for a verdict on {str(said)[:_LONGEST_NAME]!r}")
    return said


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _opinion(entry: Mapping[str, Any]) -> Opinion:
    try:
        return Opinion.model_validate(entry)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnreadableReplyError(f"'{where}': {first['msg']}") from error


def last_object(text: str, names: Set[str]) -> Mapping[str, Any]:
    """Return the last JSON object of the text with one of `names`: whatever a model thinks aloud comes before it."""
    if len(text) > _LONGEST_REPLY:
        raise UnreadableReplyError("it is too long")
    found = [each for each in _objects(_THOUGHT.sub("", text, count=1)) if names & each.keys()]
    if not found:
        raise UnreadableReplyError(f"there is no JSON object with {' or '.join(sorted(names))}")
    return found[-1]


def _objects(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of the text; raise where one has begun and is broken.

    What else is whole may be a part of the broken one, or the candidate's own words in it: it is not the answer.
    """
    decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole)
    at = text.find("{")
    while at >= 0:
        end = at + 1
        if _BEGINNING.match(text, at):
            if is_too_deep(text, at):
                raise UnreadableReplyError(f"it is nested more than {MAX_DEPTH} levels deep")
            try:
                value, end = decoder.raw_decode(text, at)
            except json.JSONDecodeError as error:
                raise UnreadableReplyError(f"an object in it is broken: {error.msg}") from error
            yield value
        at = text.find("{", end)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that says something twice says nothing: which of the two counts would be our guess."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnreadableReplyError("a key stands twice in it")
    return found


def _no_number(word: str) -> NoReturn:
    raise UnreadableReplyError(f"{word} is no JSON")


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise UnreadableReplyError("a number in it is too long")
    return int(digits)
