"""How an event is written down and read back. An older version is brought to today's shape on read, never on disk."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from pydantic import JsonValue

from mockround.errors import unavailable
from mockround.rounds.events import EVENT, VERSION, Event

Payload = dict[str, JsonValue]
Upcasts = Mapping[int, Callable[[Payload], Payload]]

UPCASTS: Upcasts = MappingProxyType(dict.fromkeys((1, 2, 3, 4), lambda payload: payload))
"""For each version that is no longer written: what turns its payload into the next version's. What versions 2 to 5
added has defaults that are true of every older round."""


def written(event: Event) -> str:
    """Return the payload of `event`, to be stored beside `VERSION`."""
    return EVENT.dump_json(event).decode()


def read(payload: str, version: int) -> Event:
    """Return the event that was `written` by `version`; raise `unavailable` where that is newer than ours."""
    if version > VERSION:
        raise unavailable(
            f"This round was written by a newer MockRound (events of version {version}; this one knows {VERSION}).",
            "Start the newer MockRound again, or restore the backup from before it.",
        )
    if version == VERSION:
        return EVENT.validate_json(payload)
    return EVENT.validate_python(upcast(json.loads(payload), version, VERSION, upcasts=UPCASTS))


def upcast(payload: Payload, version: int, target: int, *, upcasts: Upcasts) -> Payload:
    """Return `payload` of `version` in the shape of `target`, one version after the other."""
    for each in range(version, target):
        payload = upcasts[each](payload)
    return payload
