"""What was drawn, as parts that can be spoken of: boxes by name or class, arrows by what flows or by their ends.

A name on the board makes a row. It never fills a cell: that takes the candidate's words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mockround.content.models import Component
from mockround.grading.cues import word_set
from mockround.grading.mentions import Catalog, Mention
from mockround.rounds.board import Arrow, Board, Node

_SHORTEST = 2
_NO_NAMES = word_set(
    "a an the it we is in on at to of or and all any one two this that data user users read write call new other here",
)
"""Labels that speech is full of: whoever says them does not speak of the box."""


@dataclass(frozen=True, slots=True)
class Part:
    """A box or an arrow. `key` stands for it where components stand for themselves."""

    id: str
    drawn_as: Literal["box", "arrow"]
    title: str
    quote: str
    """What of it is written on the board."""
    component: str = ""
    """The class of a box, '' where the catalog has none; arrows have none."""

    @property
    def key(self) -> str:
        return f"{self.drawn_as}:{self.id}"


class Drawn:
    """The parts of a board, and where a text speaks of them."""

    def __init__(self, board: Board, catalog: Catalog, components: Mapping[str, Component]) -> None:
        self._catalog = catalog
        self._components = components
        boxes = {node.id: part for node in board.nodes if (part := self._box(node)) is not None}
        ends = [arrow for arrow in board.arrows if arrow.source in boxes and arrow.target in boxes]
        self.parts = (*boxes.values(), *(_arrow(arrow, boxes) for arrow in ends))
        self._ends = {f"arrow:{each.id}": (boxes[each.source], boxes[each.target]) for each in ends}
        labels = [(node.label, boxes[node.id].key) for node in board.nodes if node.id in boxes]
        labels += [(each.label, f"arrow:{each.id}") for each in ends if len(each.label.split()) > 1]
        self._keys = _gathered(labels)
        self._labels = _pattern(self._keys)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return what `text` names: parts of the board by their keys, and components that no part's name covers."""
        labels = list(self._labelled(text))
        bare = [each for each in self._catalog.mentions(text) if not _covered(each, labels)]
        named = sorted([*labels, *bare], key=lambda each: each.start)
        return (*named, *self._between(named))

    def _labelled(self, text: str) -> Iterator[Mention]:
        for match in self._labels.finditer(text) if self._labels else ():
            for part_key in self._keys[_plain(match.group(1))]:
                yield Mention(part_key, match.start(1), match.end(1))

    def _between(self, named: Sequence[Mention]) -> Iterator[Mention]:
        """An arrow is spoken of where both its ends are named."""
        if len(named) > 1:
            here = {each.component: each for each in named}
            for key, ends in self._ends.items():
                found = [here.get(end.key) or here.get(end.component) for end in ends]
                first, second = found
                if first is not None and second is not None and first is not second and key not in here:
                    yield Mention(key, min(first.start, second.start), max(first.end, second.end))

    def _box(self, node: Node) -> Part | None:
        component = node.kind if node.kind in self._components else self._class_of(f"{node.label} {node.tech}")
        known = self._components[component].name if component else ""
        name = node.label or node.tech or known
        if not name.strip():
            return None
        title = f"{name} ({known})" if known and known.casefold() != name.casefold() else name
        return Part(node.id, "box", title, name, component)

    def _class_of(self, text: str) -> str:
        return next((mention.component for mention in self._catalog.mentions(text)), "")


def _arrow(arrow: Arrow, boxes: Mapping[str, Part]) -> Part:
    ends = f"{boxes[arrow.source].quote} to {boxes[arrow.target].quote}"
    said = arrow.label or arrow.protocol
    return Part(arrow.id, "arrow", f"{ends}: {said}" if said else ends, said or ends)


def _gathered(labels: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The keys of the parts by their name; several parts may have one name."""
    keys: dict[str, list[str]] = {}
    for label, key in labels:
        plain = _plain(label)
        if len(plain) >= _SHORTEST and plain not in _NO_NAMES:
            keys.setdefault(plain, []).append(key)
    return keys


def _pattern(keys: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(keys, key=lambda name: (-len(name), name))
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
    return re.compile(rf"(?<!\w)({names})(?:s|es)?(?!\w)", re.IGNORECASE) if names else None


def _plain(label: str) -> str:
    return " ".join(label.split()).lower()


def _covered(mention: Mention, labels: Sequence[Mention]) -> bool:
    return any(each.start <= mention.start and mention.end <= each.end for each in labels)
