"""A board as text, and text as a board: one is the other but for what only a canvas shows."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from mockround.rounds.board import Arrow, Board, Group, Node
from mockround.rounds.boards.lines import GROUPS
from mockround.rounds.boards.signs import (
    PROTOCOLS,
    is_plain_flow,
    is_plain_id,
    is_plain_name,
    is_plain_term,
    key,
)

_KEYWORDS: Mapping[str, str] = {kind: word for word, kind in GROUPS.items()}
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def printed(board: Board) -> str:
    """Return the text of a board; '' for an empty one. Places on the canvas are not told."""
    return "\n".join(_Printer(board).lines()).strip("\n")


def printed_for_model(board: Board, fence: str, *, longest: int) -> str:
    """Return whole lines of a board's text, at most `longest` characters, without `fence` in them."""
    text = printed(board).replace(fence, "")
    return text if len(text) <= longest else text[: text.rfind("\n", 0, longest) + 1] + "..."


class _Printer:
    def __init__(self, board: Board) -> None:
        self._board = board
        self._many = Counter(key(node.label) for node in board.nodes)
        self._nodes = {node.id: node for node in board.nodes}
        self._groups = {group.id for group in board.groups}

    def lines(self) -> Iterator[str]:
        if self._board.notes:
            yield from _notes(self._board.notes, "")
            yield ""
        yield from self._inside("", "")
        yield ""
        for arrow in self._board.arrows:
            if arrow.source in self._nodes and arrow.target in self._nodes:
                yield self._arrow(arrow)

    def _inside(self, outer: str, margin: str) -> Iterator[str]:
        """The boxes and groups that stand directly in group `outer`; '' for the board itself."""
        for node in self._board.nodes:
            if self._outer(node.group) == outer and self._is_told(node):
                yield margin + self._box(node)
                if node.notes:
                    yield from _notes(node.notes, f"{margin}  ")
        groups = [group for group in self._board.groups if self._outer(group.group) == outer]
        many = Counter((group.kind, key(group.label)) for group in groups)
        for group in groups:
            is_shared = many[group.kind, key(group.label)] > 1
            yield f"{margin}{_head(group, is_shared=is_shared)} {{"
            yield from self._inside(group.id, f"{margin}  ")
            yield f"{margin}}}"

    def _outer(self, group: str) -> str:
        return group if group in self._groups else ""

    def _is_told(self, node: Node) -> bool:
        """Whether a box needs a line of its own: one that is all said by its arrows needs none."""
        says_more = node.kind or node.tech or node.data or node.notes or self._outer(node.group)
        in_arrows = any(node.id in (arrow.source, arrow.target) for arrow in self._board.arrows)
        return bool(says_more) or not in_arrows or self._is_ambiguous(node)

    def _is_ambiguous(self, node: Node) -> bool:
        return not key(node.label) or self._many[key(node.label)] > 1

    def _ref(self, node: Node) -> str:
        return _ref(node.label, node.id if self._is_ambiguous(node) else "")

    def _box(self, node: Node) -> str:
        words = [self._ref(node)]
        if node.kind or node.tech:
            words.append(f"[{', '.join((node.kind, _term(node.tech)) if node.tech else (node.kind,))}]")
        if node.data:
            words.append(f"{{{', '.join(map(_term, node.data))}}}")
        return " ".join(words)

    def _arrow(self, arrow: Arrow) -> str:
        way = "~>" if arrow.mode == "async" else "->"
        flow, how = _flow(arrow)
        ends = f"{self._ref(self._nodes[arrow.source])} {way} {self._ref(self._nodes[arrow.target])}"
        return f"{ends}{f': {flow}' if flow else ''}{f' ({how})' if how else ''}"


def _flow(arrow: Arrow) -> tuple[str, str]:
    """What stands after the colon and what in the brackets."""
    said = "sync" if arrow.mode == "sync" else ""
    if not arrow.label and arrow.protocol.casefold() in PROTOCOLS:
        return arrow.protocol, said
    label = arrow.label if is_plain_flow(arrow.label) or not arrow.label else _quoted(arrow.label)
    protocol = _quoted(arrow.protocol) if arrow.protocol.casefold() in ("sync", "async") else _term(arrow.protocol)
    return label, ", ".join(word for word in (said, protocol if arrow.protocol else "") if word)


def _head(group: Group, *, is_shared: bool) -> str:
    ref = _ref(group.label, group.id if is_shared or (group.label and not key(group.label)) else "")
    return f"{_KEYWORDS[group.kind]} {ref}".strip()


def _ref(name: str, part_id: str) -> str:
    words = [name if is_plain_name(name) else _quoted(name)] if name else []
    if part_id:
        words.append(f"@{part_id if is_plain_id(part_id) else _quoted(part_id)}")
    return " ".join(words)


def _term(word: str) -> str:
    return word if is_plain_term(word) else _quoted(word)


def _quoted(text: str) -> str:
    """What turns the direction of a line is written as its number: it would turn our arrows and brackets, too."""
    return _TURNING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def _notes(text: str, margin: str) -> Iterator[str]:
    return (f"{margin}> {line}".rstrip(" ") if not line else f"{margin}> {line}" for line in text.split("\n"))
