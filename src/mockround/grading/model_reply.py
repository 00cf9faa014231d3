"""The JSON in which a model says its verdicts: the schema that is asked for, and the strict reading of what comes."""

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

_LONGEST_QUOTE = 280
_LONGEST_WHY = 280
_MOST_QUOTES = 3
_LONGEST_REPLY = 100_000
_SYNONYMS = {"not_met": "missing", "not met": "missing", "unmet": "missing", "partially met": "partial"}


class UnreadableReplyError(Exception):
    """The reply is no verdict. Its text says what is wrong, for the model to correct."""


class Quoted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    quote: Annotated[str, Field(max_length=4 * _LONGEST_QUOTE)]
    turn: int | None = None


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
    def _in_our_words(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        plain = value.strip().lower()
        return _SYNONYMS.get(plain, plain)


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
        return {criteria[0]: _opinion(found)}
    entries = found.get("verdicts")
    if not isinstance(entries, list):
        raise UnreadableReplyError("there is no list 'verdicts'")
    read = {
        str(entry.get("criterion")): _opinion(entry)
        for entry in entries
        if isinstance(entry, dict) and (len(criteria) > 1 or entry.get("criterion") in criteria)
    }
    lacking = [each for each in criteria if each not in read]
    if lacking:
        raise UnreadableReplyError(f"there is no verdict on {', '.join(lacking)}")
    return {each: read[each] for each in criteria}


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
    found = [each for each in _objects(text) if names & each.keys()]
    if not found:
        raise UnreadableReplyError(f"there is no JSON object with {' or '.join(sorted(names))}")
    return found[-1]


def _objects(text: str) -> Iterator[Mapping[str, Any]]:
    decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)
    at = text.find("{")
    tries = 0
    while at >= 0 and tries < 200:
        tries += 1
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            if isinstance(value, dict):
                yield value
        at = text.find("{", end)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that says something twice says nothing: which of the two counts would be our guess."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnreadableReplyError("a key stands twice in it")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")
