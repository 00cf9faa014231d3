"""The {slots} of a text, and whether code will fill them."""

from collections.abc import Iterator
from string import Formatter
from typing import Any

from mockround.content.draft import Draft, Placed
from mockround.content.source import Finding, Place

# What each drill is given (usecases fill these in when a round is created).
_OF_DRILLS = {
    "recognise": ({"title"}, {"prompt"}),
    "narrate": ({"title"}, {"title"}),
    "failure-modes": ({"title"}, {"components"}),
    "consistency": ({"title"}, {"title", "data_classes"}),
}
_OF_PHRASES = frozenset(
    {"acknowledge", "answer", "asked", "component", "hint", "phase", "prompt", "question", "quote", "title", "twist"}
)


def slots_in(text: str) -> tuple[str, ...] | None:
    """Return the names of the slots in order, or None where the braces do not match."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    if any(spec or conversion for _, name, spec, conversion in parts if name is not None):
        return None
    return tuple(name for _, name, _, _ in parts if name is not None)


def unfilled(draft: Draft) -> Iterator[Finding]:
    """Yield a finding for every slot of a drill or a phrase that nothing fills."""
    for drill in draft.drills.values():
        title, prompt = _OF_DRILLS[drill.value.kind]
        yield from _unfilled(drill, ("title",), drill.value.title, title)
        yield from _unfilled(drill, ("prompt",), drill.value.prompt, prompt)
    for kind in _OF_DRILLS:
        if kind not in draft.drills and "catalog/drills.yaml" not in draft.broken:
            yield Finding("catalog/drills.yaml", 1, "drills", f"the drill {kind!r} is missing", "add it")
    if draft.phrases is not None:
        for place, text in _texts(draft.phrases.document.value, ()):
            yield from _unfilled(draft.phrases, place, text, _OF_PHRASES)


def _unfilled(placed: Placed[object], place: Place, text: str, filled: frozenset[str] | set[str]) -> Iterator[Finding]:
    slots = slots_in(text)
    if slots is None:
        yield placed.finding(
            place, "the braces do not match", "write a slot as {name}, and double a brace that is text"
        )
    for slot in slots or ():
        if slot not in filled:
            allowed = ", ".join(f"{{{name}}}" for name in sorted(filled))
            yield placed.finding(place, f"nothing fills the slot {{{slot}}}", f"use {allowed}")


def _texts(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, inner in parts:
        yield from _texts(inner, (*place, part))
