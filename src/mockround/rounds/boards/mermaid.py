"""A board as Mermaid text, for documents that draw it themselves. Every word of it stands in quotes, encoded."""

from collections.abc import Iterator, Mapping

from mockround.rounds.board import Arrow, Board, Group, Node

ENCODED: Mapping[str, str] = {
    "#": "#35;", "&": "#38;", '"': "#34;", "<": "#60;", ">": "#62;", "`": "#96;", "\\": "#92;", "|": "#124;",
    "[": "#91;", "]": "#93;", "{": "#123;", "}": "#125;", "(": "#40;", ")": "#41;", ";": "#59;", "%": "#37;",
}  # fmt: skip
"""Signs that mean something to Mermaid or to HTML, and the codes that stand for them."""


def mermaid_of(board: Board) -> str:
    """Return a flowchart. Boxes are called n1, n2 and so on: an id of ours could be a word of Mermaid's."""
    return "\n".join(["flowchart LR", *_Printer(board).lines()]) + "\n"


class _Printer:
    def __init__(self, board: Board) -> None:
        self._board = board
        self._names = {node.id: f"n{at}" for at, node in enumerate(board.nodes, start=1)}
        self._groups = {group.id: f"g{at}" for at, group in enumerate(board.groups, start=1)}

    def lines(self) -> Iterator[str]:
        yield from self._inside("", "  ")
        for arrow in self._board.arrows:
            if arrow.source in self._names and arrow.target in self._names:
                yield f"  {self._names[arrow.source]} {_way(arrow)} {self._names[arrow.target]}"

    def _inside(self, outer: str, margin: str) -> Iterator[str]:
        for node in self._board.nodes:
            if self._outer(node) == outer:
                kind = f":::{node.kind}" if node.kind else ""
                yield f"{margin}{self._names[node.id]}[{_words(node)}]{kind}"
        for group in self._board.groups:
            if self._outer(group) == outer:
                title = " ".join(word for word in (group.kind, group.label) if word) or "group"
                yield f'{margin}subgraph {self._groups[group.id]}["{encoded(title)}"]'
                yield from self._inside(group.id, f"{margin}  ")
                yield f"{margin}end"

    def _outer(self, part: Node | Group) -> str:
        return part.group if part.group in self._groups else ""


def encoded(text: str) -> str:
    """Return words as they may stand in quotes: on one line, with codes for signs that mean something."""
    return "".join(ENCODED.get(sign, sign) for sign in " ".join(text.split()))


def _words(node: Node) -> str:
    product = f"<br/>{encoded(node.tech)}" if node.tech and node.label else ""
    return f'"{encoded(node.called(node.kind))}{product}"'


def _way(arrow: Arrow) -> str:
    way = "-.->" if arrow.mode == "async" else "-->"
    return f'{way}|"{encoded(arrow.words)}"|' if arrow.words.strip() else way
