"""A drawing gets its ids. What the text does not tell (ids, places on the canvas) is taken from the board before it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from mockround.rounds.board import Arrow, Board, Group, Node
from mockround.rounds.boards.lines import BoxLine
from mockround.rounds.boards.names import Names
from mockround.rounds.boards.reading import Box, Drawing, Flow, Mistake, Path
from mockround.rounds.boards.signs import key

_P = TypeVar("_P", Node, Arrow, Group)


@dataclass(frozen=True, slots=True)
class Read:
    """The board that a text describes; where there are `mistakes`, of the lines without one."""

    board: Board
    mistakes: tuple[Mistake, ...] = ()


def board_of(text: str, names: Names, before: Board | None = None) -> Read:
    """Return the board of `text`, with every mistake in it. `before` is what the text was written over."""
    drawing = Drawing(text, names)
    return Read(_Building(drawing, before or Board()).board(), tuple(drawing.mistakes))


class _Building:
    def __init__(self, drawing: Drawing, before: Board) -> None:
        self._drawing = drawing
        self._before = before
        parts: list[Node | Arrow | Group] = [*before.nodes, *before.arrows, *before.groups]
        self._taken = {part.id for part in parts} | {box.ref.id for box in drawing.boxes}
        self._taken |= {line.ref.id for line in drawing.groups.values()}

    def board(self) -> Board:
        groups = self._groups()
        ids = self._node_ids()
        places = {node.id: node for node in self._before.nodes}
        nodes = [_node(box, ids[id(box)], groups, places.get(ids[id(box)])) for box in self._drawing.boxes]
        framed = [
            Group(id=group, kind=line.kind, label=line.ref.name, group=groups.get(path[:-1], ""))
            for path, group in groups.items()
            for line in [self._drawing.groups[path]]
        ]
        return Board(
            nodes=_in_order(nodes, self._before.nodes),
            arrows=_in_order(self._arrows(ids), self._before.arrows),
            groups=_in_order(framed, self._before.groups),
            notes="\n".join(self._drawing.notes),
        )

    def _node_ids(self) -> dict[int, str]:
        """The id of each box, by the object: what is named without an id gets that of the same name before."""
        claimed = {box.ref.id for box in self._drawing.boxes}
        found = {id(box): box.ref.id for box in self._drawing.boxes if box.ref.id}
        for box in self._drawing.boxes:
            if not box.ref.id:
                same = (node.id for node in self._before.nodes if key(node.label) == box.ref.key)
                found[id(box)] = next((each for each in same if each not in claimed), "") or self._fresh("n")
                claimed.add(found[id(box)])
        return found

    def _groups(self) -> dict[Path, str]:
        """The id of each group by its path; outer groups come before those in them."""
        lines = self._drawing.groups
        claimed = {line.ref.id for line in lines.values()}
        found: dict[Path, str] = {}
        for path, line in lines.items():
            outer = found.get(path[:-1], "")
            same = (
                group.id
                for group in self._before.groups
                if (group.group, group.kind, key(group.label)) == (outer, line.kind, line.ref.key)
            )
            found[path] = line.ref.id or next((each for each in same if each not in claimed), "") or self._fresh("g")
            claimed.add(found[path])
        return found

    def _arrows(self, ids: dict[int, str]) -> list[Arrow]:
        """Arrows keep their ids: first those that are quite the same, then those between the same two boxes."""
        drawn = [_arrow(flow, ids) for flow in self._drawing.flows]
        free = list(self._before.arrows)
        for is_kept in (_says_the_same, _joins_the_same):
            for at, arrow in enumerate(drawn):
                if not arrow.id and (known := _first(free, is_kept, arrow)) is not None:
                    free.remove(known)
                    drawn[at] = arrow.model_copy(update={"id": known.id})
        return [arrow if arrow.id else arrow.model_copy(update={"id": self._fresh("a")}) for arrow in drawn]

    def _fresh(self, letter: str) -> str:
        fresh = next(each for number in count(1) if (each := f"{letter}{number}") not in self._taken)
        self._taken.add(fresh)
        return fresh


def _node(box: Box, node_id: str, groups: dict[Path, str], before: Node | None) -> Node:
    told = box.told or BoxLine(box.ref)
    return Node(
        id=node_id,
        label=box.ref.name,
        kind=told.kind,
        tech=told.tech,
        data=told.data,
        notes="\n".join(box.notes),
        group=groups.get(box.path, ""),
        x=before.x if before else None,
        y=before.y if before else None,
    )


def _arrow(flow: Flow, ids: dict[int, str]) -> Arrow:
    """The arrow of a flow, its id still ''."""
    return Arrow.model_construct(
        id="",
        source=ids[id(flow.source)],
        target=ids[id(flow.target)],
        label=flow.label,
        protocol=flow.protocol,
        mode=flow.mode,
    )


def _says_the_same(one: Arrow, other: Arrow) -> bool:
    return one.model_copy(update={"id": other.id}) == other


def _joins_the_same(one: Arrow, other: Arrow) -> bool:
    return (one.source, one.target) == (other.source, other.target)


def _first(arrows: Iterable[Arrow], holds: Callable[[Arrow, Arrow], bool], wanted: Arrow) -> Arrow | None:
    return next((each for each in arrows if holds(each, wanted)), None)


def _in_order(parts: Sequence[_P], before: Sequence[_P]) -> tuple[_P, ...]:
    """What was there stays in its order; what is new comes after it."""
    place = {part.id: at for at, part in enumerate(before)}
    return tuple(sorted(parts, key=lambda part: place.get(part.id, len(place))))
