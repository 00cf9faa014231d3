"""The part of Mermaid's flowcharts that boards are made of: boxes of any shape, arrows with words, subgraphs."""

import re
from dataclasses import dataclass, field

from mockround.rounds.board import (
    LONGEST_ID,
    LONGEST_PROTOCOL,
    LONGEST_WORDS,
    MOST_ARROWS,
    MOST_GROUPS,
    MOST_NODES,
    Arrow,
    Board,
    Group,
    Node,
)
from mockround.rounds.boards.building import Read
from mockround.rounds.boards.lines import GROUPS, LONGEST_LINE
from mockround.rounds.boards.names import Names
from mockround.rounds.boards.reading import Mistake
from mockround.rounds.boards.signs import PROTOCOLS, WrongLineError

_HEAD = re.compile(r"(?:flowchart|graph)(?:\s+(?:TB|TD|BT|LR|RL))?\s*;?\s*$")
_IGNORED = re.compile(r"(?:%%|classDef\b|class\s|style\s|linkStyle\b|click\b|direction\s|accTitle|accDescr)")
_ID = r"[A-Za-z0-9_][\w.]*(?:-[\w.]+)*"
_SUBGRAPH = re.compile(rf"subgraph\s+(?:({_ID})\s*\[(.+)\]|(.+))\s*$")
_BOX = re.compile(rf"\s*({_ID})")
_SHAPES = (
    ("[(", ")]"), ("[[", "]]"), ("([", "])"), ("((", "))"), ("{{", "}}"), ("[/", "/]"), ("[\\", "\\]"),
    ("[", "]"), ("(", ")"), ("{", "}"), (">", "]"),
)  # fmt: skip
_CLASS = re.compile(r":::([\w-]+)")
_ARROW = re.compile(
    r"\s*(?:"
    r"(?P<solid>[<xo]?(?:--+|==+)[>xo]?)(?:\|(?P<after>[^|]*)\|)?"
    r"|(?P<dotted><?-\.+->?)(?:\|(?P<dotted_after>[^|]*)\|)?"
    r")\s*"
)
_WORDED = re.compile(
    r"\s*(?:(?:--|==)\s+(?P<solid>[^|>=-][^|>]*?)(?<!\s)\s++(?:--+|==+)>?|-\.\s+(?P<dotted>[^|>]+?)(?<!\s)\s++\.+->?)\s*"
)
_HOW = re.compile(r"^(?P<label>.*?)(?<!\s)\s*+\((?P<how>[^()]*)\)$")
_CODE = re.compile(r"#(\d{1,6}|quot|amp|lt|gt);")
_NAMED = {"quot": '"', "amp": "&", "lt": "<", "gt": ">"}


def is_mermaid(text: str) -> bool:
    """Whether a text is meant as a flowchart of Mermaid."""
    first = next((line for line in text.split("\n") if line.strip() and not line.strip().startswith("%%")), "")
    return _HEAD.match(first.strip()) is not None


def board_of_mermaid(text: str, names: Names) -> Read:
    """Return the board of a flowchart, with every line that cannot be read."""
    chart = _Chart(names)
    for number, line in enumerate(text.split("\n"), start=1):
        for statement in line.split(";") if '"' not in line else [line.removesuffix(";")]:
            chart.take(number, statement.strip())
    return Read(chart.board(), tuple(chart.mistakes))


@dataclass(slots=True)
class _Chart:
    names: Names
    mistakes: list[Mistake] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    def board(self) -> Board:
        return Board(nodes=tuple(self.nodes.values()), arrows=tuple(self.arrows), groups=tuple(self.groups.values()))

    def take(self, number: int, statement: str) -> None:
        if not statement or _HEAD.match(statement) or _IGNORED.match(statement):
            return
        try:
            if len(statement) > LONGEST_LINE:
                raise WrongLineError(f"The line is longer than {LONGEST_LINE:,} characters.", "Break it into several.")
            self._statement(statement)
        except WrongLineError as wrong:
            self.mistakes.append(Mistake(number, wrong.what, wrong.remedy))

    def _statement(self, statement: str) -> None:
        if statement == "end":
            if not self.open:
                raise WrongLineError("There is no subgraph to end here.", "Remove the end, or open a subgraph above.")
            self.open.pop()
        elif opening := _SUBGRAPH.fullmatch(statement):
            self._enter(opening)
        else:
            self._chain(statement)

    def _enter(self, opening: re.Match[str]) -> None:
        if len(self.groups) == MOST_GROUPS:
            raise WrongLineError(f"There are more than {MOST_GROUPS} subgraphs.", "Take in the parts that matter.")
        group_id = f"g{len(self.groups) + 1}"
        title = _decoded(opening.group(2) or opening.group(3))
        kind, _, label = title.partition(" ")
        known = GROUPS.get(kind, "") if kind != "group" else ""
        outer = self.open[-1] if self.open else ""
        self.groups[group_id] = Group(
            id=group_id, kind=known, label=(label if known else title)[:LONGEST_WORDS], group=outer
        )
        self.open.append(group_id)

    def _chain(self, statement: str) -> None:
        """Boxes with arrows between them, as in `a & b --> c -->|words| d`."""
        ends, rest = self._ends(statement)
        while rest.strip():
            words, is_async, after = _taken_arrow(rest)
            targets, rest = self._ends(after)
            for source in ends:
                for target in targets:
                    self._draw(source, target, words, is_async=is_async)
            ends = targets

    def _ends(self, text: str) -> tuple[list[str], str]:
        node_id, rest = self._box(text)
        ends = [node_id]
        while rest.lstrip().startswith("&"):
            node_id, rest = self._box(rest.lstrip()[1:])
            ends.append(node_id)
        return ends, rest

    def _box(self, text: str) -> tuple[str, str]:
        found = _BOX.match(text)
        if found is None:
            what = repr(text.strip()[:30]) if text.strip() else "the end of the line"
            raise WrongLineError(f"A box is missing before {what}.", 'Write an id and words, as in n1["orders db"].')
        rest = text[found.end() :]
        words, rest = _shape(rest)
        styled = _CLASS.match(rest)
        kind = styled.group(1) if styled and styled.group(1) in self.names.titles else ""
        self._know(found.group(1), words, kind)
        return found.group(1), rest[styled.end() :] if styled else rest

    def _know(self, node_id: str, words: str | None, kind: str) -> None:
        if node_id not in self.nodes:
            if len(self.nodes) == MOST_NODES:
                raise WrongLineError(f"There are more than {MOST_NODES} boxes.", "Take in the parts that matter.")
            group = self.open[-1] if self.open else ""
            self.nodes[node_id] = Node(id=node_id[:LONGEST_ID], label=node_id[:LONGEST_WORDS], group=group)
        if words is not None:
            label, _, tech = words.partition("\n")
            changes = {"label": label.strip()[:LONGEST_WORDS], "tech": tech.strip()[:LONGEST_WORDS]}
            self.nodes[node_id] = self.nodes[node_id].model_copy(update=changes)
        if kind:
            self.nodes[node_id] = self.nodes[node_id].model_copy(update={"kind": kind})

    def _draw(self, source: str, target: str, words: str, *, is_async: bool) -> None:
        if len(self.arrows) == MOST_ARROWS:
            raise WrongLineError(f"There are more than {MOST_ARROWS} arrows.", "Take in the parts that matter.")
        label, how = words, ""
        if told := _HOW.match(words):
            label, how = told.group("label"), told.group("how")
        elif words.casefold() in PROTOCOLS:
            label, how = "", words
        is_sync = how.startswith("sync")
        self.arrows.append(
            Arrow(
                id=f"a{len(self.arrows) + 1}",
                source=self.nodes[source].id,
                target=self.nodes[target].id,
                label=label[:LONGEST_WORDS],
                protocol=how.removeprefix("sync").removeprefix(", ")[:LONGEST_PROTOCOL],
                mode="async" if is_async else "sync" if is_sync else "",
            )
        )


def _shape(text: str) -> tuple[str | None, str]:
    """The words in a box of any shape, None where it has none; and what stands after it."""
    for opening, closing in _SHAPES:
        if text.startswith(opening):
            quoted = re.match(r'\s*"([^"]*)"\s*', text[len(opening) :])
            start = len(opening) + (quoted.end() if quoted else 0)
            end = text.find(closing, start)
            if end < 0:
                raise WrongLineError(f"The box that opens with {opening} does not close.", f"Write {closing} after it.")
            words = quoted.group(1) if quoted else text[len(opening) : end]
            return _decoded(words), text[end + len(closing) :]
    return None, text


def _taken_arrow(text: str) -> tuple[str, bool, str]:
    """What flows, whether nobody waits for it, and what stands after the arrow."""
    worded = _WORDED.match(text)
    if worded:
        return _decoded(worded["solid"] or worded["dotted"]), worded["dotted"] is not None, text[worded.end() :]
    found = _ARROW.match(text)
    if found is None:
        raise WrongLineError(f"{text.strip()[:30]!r} is no arrow that is known here.", "Write --> or -.->|words|.")
    words = found["after"] if found["solid"] else found["dotted_after"]
    return _decoded(words or ""), found["dotted"] is not None, text[found.end() :]


def _decoded(text: str) -> str:
    """Words without their quotes and codes; a line break parts a name from its product."""
    plain = re.sub(r"<br\s*/?>", "\n", text.strip().strip('"'))
    plain = _CODE.sub(lambda code: _NAMED.get(code[1]) or (chr(int(code[1])) if code[1].isdecimal() else ""), plain)
    return "".join(sign for sign in plain if sign == "\n" or sign.isprintable())
