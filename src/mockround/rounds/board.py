"""The candidate's diagram as data. Canvas, table and text are three views of this one value."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Node(_Part):
    """A box. `kind` is a component id of the catalog, or '' for a free box."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    kind: Annotated[str, Field(max_length=64)] = ""
    label: Annotated[str, Field(max_length=200)] = ""
    notes: Annotated[str, Field(max_length=2000)] = ""


class Arrow(_Part):
    """What flows from one box to another."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    source: Annotated[str, Field(max_length=64)]
    target: Annotated[str, Field(max_length=64)]
    label: Annotated[str, Field(max_length=200)] = ""


class Board(_Part):
    nodes: Annotated[tuple[Node, ...], Field(max_length=200)] = ()
    arrows: Annotated[tuple[Arrow, ...], Field(max_length=400)] = ()
    notes: Annotated[str, Field(max_length=20_000)] = ""
    """The candidate's free notes beside the diagram; they count as candidate words that only name things."""
