"""A board as the pages show it: what it can be drawn with, and its rows with names instead of ids."""

from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel

from mockround.content.library import Library
from mockround.rounds.board import Board
from mockround.rounds.boards.names import names_of
from mockround.rounds.boards.text import printed
from mockround.rounds.state import RoundState
from mockround.usecases import boards
from mockround.usecases.parts import Parts

MODES = {"": "", "sync": "waits for the answer", "async": "does not wait"}
GROUP_KINDS = {"": "Group", "region": "Region", "zone": "Zone", "shard-set": "Shard set", "service": "Service"}


class Kind(BaseModel):
    """A component class, for the browser."""

    id: str
    title: str
    group: str
    role: str


class DataKind(BaseModel):
    id: str
    title: str


class Catalog(BaseModel):
    """What a board is drawn with, in the catalog's order."""

    kinds: tuple[Kind, ...]
    data: tuple[DataKind, ...]


@dataclass(frozen=True, slots=True)
class BoxRow:
    name: str
    kind: str
    tech: str
    data: tuple[str, ...]
    group: str
    notes: str


@dataclass(frozen=True, slots=True)
class ArrowRow:
    source: str
    target: str
    label: str
    mode: str
    protocol: str


@dataclass(frozen=True, slots=True)
class BoardRows:
    boxes: tuple[BoxRow, ...]
    arrows: tuple[ArrowRow, ...]
    notes: str


@lru_cache(maxsize=2)
def catalog_of(library: Library) -> Catalog:
    kinds = (
        Kind(id=each.id, title=each.name, group=each.group, role=each.role) for each in library.components.values()
    )
    data = (DataKind(id=each.id, title=each.title) for each in library.data_classes.values())
    return Catalog(kinds=tuple(kinds), data=tuple(data))


def board_context(parts: Parts, state: RoundState) -> dict[str, object]:
    """Return what the template of the board asks for."""
    drawn = boards.read(parts, state.id)
    return {
        "board": drawn.board,
        "board_version": drawn.version,
        "board_text": printed(drawn.board),
        "board_rows": rows_of(drawn.board, parts.library),
        "catalog": catalog_of(parts.library),
    }


def rows_of(board: Board, library: Library) -> BoardRows:
    names = names_of(library)
    nodes = {node.id: node.called(names.title(node.kind)) for node in board.nodes}
    groups = {group.id: group.label or GROUP_KINDS[group.kind] for group in board.groups}
    boxes = (
        BoxRow(
            nodes[node.id],
            names.title(node.kind),
            node.tech,
            tuple(names.title(each) for each in node.data),
            groups.get(node.group, ""),
            node.notes,
        )
        for node in board.nodes
    )
    arrows = (
        ArrowRow(nodes[arrow.source], nodes[arrow.target], arrow.label, MODES[arrow.mode], arrow.protocol)
        for arrow in board.arrows
        if arrow.source in nodes and arrow.target in nodes
    )
    return BoardRows(tuple(boxes), tuple(arrows), board.notes)
