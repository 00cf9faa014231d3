"""The candidate's diagram as data. Canvas, table and text are three views of this one value."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_NODES = 200
MOST_ARROWS = 400
MOST_GROUPS = 60
MOST_DATA = 20
LONGEST_ID = 64
LONGEST_WORDS = 200
LONGEST_PROTOCOL = 60
LONGEST_NOTE = 2000
LONGEST_NOTES = 20_000

PartId = Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]
MaybeId = Annotated[str, Field(max_length=LONGEST_ID)]
Words = Annotated[str, Field(max_length=LONGEST_WORDS)]
Place = Annotated[float, Field(strict=True, ge=-100_000, le=100_000, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Node(_Part):
    """A box. `kind` is a component id of the catalog, or '' for a free box."""

    id: PartId
    kind: MaybeId = ""
    label: Words = ""
    tech: Words = ""
    """The product chosen for it, as the candidate writes it."""
    notes: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    data: Annotated[tuple[MaybeId, ...], Field(max_length=MOST_DATA)] = ()
    """Ids of the data classes that are kept there."""
    group: MaybeId = ""
    x: Place | None = None
    """Left edge on the canvas, in CSS pixels at scale 1; none until somebody, or the layout, has placed it."""
    y: Place | None = None

    def called(self, kind: str) -> str:
        """Return what the box is called: by its label, its product or its class, which is called `kind`."""
        return self.label or self.tech or kind or "Unnamed box"


class Arrow(_Part):
    """What flows from one box to another."""

    id: PartId
    source: MaybeId
    target: MaybeId
    label: Words = ""
    protocol: Annotated[str, Field(max_length=LONGEST_PROTOCOL)] = ""
    mode: Literal["", "sync", "async"] = ""

    @property
    def words(self) -> str:
        """What is written on it: 'place order (sync, gRPC)'. That it is asynchronous is told by its line alone."""
        how = ", ".join(word for word in (self.mode if self.mode == "sync" else "", self.protocol) if word)
        return f"{self.label} ({how})" if self.label and how else self.label or how


class Group(_Part):
    """A frame round boxes that live or fail together. It may stand in another group."""

    id: PartId
    label: Words = ""
    kind: Literal["", "region", "zone", "shard-set", "service"] = ""
    group: MaybeId = ""


class Board(_Part):
    nodes: Annotated[tuple[Node, ...], Field(max_length=MOST_NODES)] = ()
    arrows: Annotated[tuple[Arrow, ...], Field(max_length=MOST_ARROWS)] = ()
    groups: Annotated[tuple[Group, ...], Field(max_length=MOST_GROUPS)] = ()
    notes: Annotated[str, Field(max_length=LONGEST_NOTES)] = ""
    """The candidate's free notes beside the diagram; they count as candidate words that only name things."""
