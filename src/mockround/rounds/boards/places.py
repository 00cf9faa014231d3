"""Where the parts of a board stand: as the canvas has them; what has no place yet is laid out along its arrows.

Sizes and margins are those of the canvas (web/lib/canvas/places.ts), so that a picture shows what was drawn.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mockround.rounds.board import Board, Group, Node

WIDTH, BARE_HEIGHT = 192.0, 64.0
CHIP_HEIGHT = 24.0
MOST_CHIPS = 3
_GAP_X, _GAP_Y = 128.0, 48.0
_PAD, TITLE = 32.0, 48.0
_EMPTY_WIDTH, _EMPTY_HEIGHT = 240.0, 128.0
_SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, x: float, y: float) -> "Rect":
        return Rect(self.x + x, self.y + y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Places:
    """Rectangles by the ids of boxes and groups."""

    boxes: Mapping[str, Rect]
    frames: Mapping[str, Rect]


def places_of(board: Board) -> Places:
    """Return where everything stands. Groups stand round what they hold."""
    boxes = {
        node.id: Rect(node.x, node.y, *_size(node)) for node in board.nodes if node.x is not None and node.y is not None
    }
    free = [node for node in board.nodes if node.id not in boxes]
    if free:
        laid = _Layout(board, {node.id for node in free}).boxes()
        under = around(boxes.values())
        shift = (under.x, under.bottom + 2 * _GAP_Y) if under else (0.0, 0.0)
        boxes |= {node_id: rect.moved(*shift) for node_id, rect in laid.items()}
    return Places(boxes, _frames(board, boxes))


def around(rects: Iterable[Rect]) -> Rect | None:
    """Return the smallest rectangle round `rects`; None where there is none."""
    given = list(rects)
    if not given:
        return None
    x, y = min(each.x for each in given), min(each.y for each in given)
    return Rect(x, y, max(each.right for each in given) - x, max(each.bottom for each in given) - y)


def _size(node: Node) -> tuple[float, float]:
    rows = min(len(node.data), MOST_CHIPS + 1)
    return WIDTH, BARE_HEIGHT + (rows * CHIP_HEIGHT + 8 if rows else 0)


def _frames(board: Board, boxes: Mapping[str, Rect]) -> dict[str, Rect]:
    """Round what each group holds; those that hold nothing stand in a row below everything."""
    frames: dict[str, Rect] = {}
    empty: list[str] = []
    for group_id in _inside_out(board):
        held = [boxes[node.id] for node in board.nodes if node.group == group_id and node.id in boxes]
        held += [frames[group.id] for group in board.groups if group.group == group_id and group.id in frames]
        hull = around(held)
        if hull is None:
            empty.append(group_id)
        else:
            frames[group_id] = _framed(hull)
    under = around([*boxes.values(), *frames.values()]) or Rect(0, 0, 0, 0)
    for at, group_id in enumerate(empty):
        x = under.x + at * (_EMPTY_WIDTH + _PAD)
        frames[group_id] = Rect(x, under.bottom + 2 * _PAD, _EMPTY_WIDTH, _EMPTY_HEIGHT)
    return frames


def _framed(hull: Rect) -> Rect:
    width = max(hull.width + 2 * _PAD, _EMPTY_WIDTH)
    return Rect(hull.x - _PAD, hull.y - TITLE, width, hull.height + TITLE + _PAD)


def _inside_out(board: Board) -> list[str]:
    """Groups before those that they stand in."""
    outer = {group.id: group.group for group in board.groups}

    def depth(group_id: str) -> int:
        at, steps = group_id, 0
        while (at := outer.get(at, "")) and steps <= len(outer):
            steps += 1
        return steps

    return sorted(outer, key=lambda group_id: -depth(group_id))


_Item = tuple[str, str]
"""What stands in a column: 'box' or 'group', and the id of it; a box and a group may have the same."""


class _Layout:
    """Columns along the arrows. A group is laid out by itself and then stands in a column as one block."""

    def __init__(self, board: Board, free: set[str]) -> None:
        self._board = board
        self._nodes = {node.id: node for node in board.nodes if node.id in free}
        self._outer = {group.id: group.group for group in board.groups}
        ends = ((arrow.source, arrow.target) for arrow in board.arrows)
        self._arrows = [(source, target) for source, target in ends if source in free and target in free]

    def boxes(self) -> dict[str, Rect]:
        return self._block("")

    def _block(self, group: str) -> dict[str, Rect]:
        """The boxes in `group`, however deep, from its upper left corner on."""
        items: dict[_Item, dict[str, Rect]] = {
            ("box", node.id): {node.id: Rect(0, 0, *_size(node))}
            for node in self._nodes.values()
            if self._holder(node) == group
        }
        for inner in (each.id for each in self._board.groups if self._holder(each) == group):
            if block := self._block(inner):
                items["group", inner] = {node_id: rect.moved(_PAD, TITLE) for node_id, rect in block.items()}
        arrows = self._between(items)
        sizes = {item: _extent(rects.values(), is_block=item[0] == "group") for item, rects in items.items()}
        at = _columns(_layers(list(items), arrows), sizes)
        return {node_id: rect.moved(*at[item]) for item, rects in items.items() for node_id, rect in rects.items()}

    def _holder(self, part: Node | Group) -> str:
        return part.group if part.group in self._outer else ""

    def _between(self, items: Mapping[_Item, Mapping[str, Rect]]) -> list[tuple[_Item, _Item]]:
        """The arrows between different items."""
        of = {node_id: item for item, rects in items.items() for node_id in rects}
        ends = ((of.get(source), of.get(target)) for source, target in self._arrows)
        return [(source, target) for source, target in ends if source and target and source != target]


def _extent(rects: Iterable[Rect], *, is_block: bool) -> tuple[float, float]:
    hull = around(rects) or Rect(0, 0, 0, 0)
    if not is_block:
        return hull.width, hull.height
    return max(hull.right + _PAD, _EMPTY_WIDTH), hull.bottom + _PAD


def _layers(items: Sequence[_Item], arrows: Sequence[tuple[_Item, _Item]]) -> list[list[_Item]]:
    """Each item one column after the last of those that point to it; arrows that would turn back do not count."""
    onward = list(_onward(items, arrows))
    depth = dict.fromkeys(items, 0)
    for _ in items:
        for source, target in onward:
            depth[target] = max(depth[target], depth[source] + 1)
    layers = [[item for item in items if depth[item] == at] for at in range(max(depth.values(), default=-1) + 1)]
    for _ in range(_SWEEPS):
        for before, layer in zip(layers, layers[1:], strict=False):
            rank = {item: at for at, item in enumerate(before)}
            layer.sort(key=lambda item: _mean([rank[s] for s, t in onward if t == item and s in rank], len(before)))
    return layers


def _onward(items: Sequence[_Item], arrows: Sequence[tuple[_Item, _Item]]) -> Iterator[tuple[_Item, _Item]]:
    """The arrows without those that close a circle, found by walking on from each item in order."""
    following: dict[_Item, list[_Item]] = {item: [] for item in items}
    for source, target in arrows:
        following[source].append(target)
    done: set[_Item] = set()
    for start in items:
        walk = [(start, iter(following[start]))] if start not in done else []
        path = {start}
        while walk:
            item, rest = walk[-1]
            after = next(rest, None)
            if after is None:
                done.add(item)
                path.discard(item)
                walk.pop()
            elif after not in path:
                yield item, after
                if after not in done:
                    path.add(after)
                    walk.append((after, iter(following[after])))


def _mean(ranks: Sequence[int], otherwise: int) -> float:
    return sum(ranks) / len(ranks) if ranks else otherwise / 2


def _columns(
    layers: Sequence[Sequence[_Item]], sizes: Mapping[_Item, tuple[float, float]]
) -> dict[_Item, tuple[float, float]]:
    """The upper left corner of each item; columns are centred on one line."""
    heights = [sum(sizes[item][1] for item in layer) + _GAP_Y * (len(layer) - 1) for layer in layers]
    tallest = max(heights, default=0.0)
    at: dict[_Item, tuple[float, float]] = {}
    x = 0.0
    for layer, height in zip(layers, heights, strict=True):
        y = (tallest - height) / 2
        for item in layer:
            at[item] = (x, y)
            y += sizes[item][1] + _GAP_Y
        x += max(sizes[item][0] for item in layer) + _GAP_X
    return at
