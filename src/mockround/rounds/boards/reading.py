"""Text becomes a drawing: what is drawn, by name. `building` gives it ids and makes a board of it."""

from dataclasses import dataclass, field
from itertools import pairwise

from mockround.rounds.board import LONGEST_NOTE, LONGEST_NOTES, MOST_ARROWS, MOST_GROUPS, MOST_NODES
from mockround.rounds.boards.checks import check_line
from mockround.rounds.boards.lines import (
    ArrowLine,
    BlockLine,
    BoxLine,
    ClosingLine,
    Line,
    Mode,
    NoteLine,
    line_of,
)
from mockround.rounds.boards.names import Names
from mockround.rounds.boards.signs import Ref, WrongLineError

Path = tuple[str, ...]
"""A group and what it stands in, from the outermost on, each as its kind and key or its id."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in which line, counted from 1, and what to write instead."""

    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.what} {self.remedy}"


@dataclass(slots=True)
class Box:
    """`told` is the line that describes it; a box that arrows alone name has none."""

    ref: Ref
    line: int
    told: BoxLine | None = None
    path: Path = ()
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Flow:
    source: Box
    target: Box
    label: str
    protocol: str
    mode: Mode


class Drawing:
    """Takes the lines of a text. `mistakes` are of the lines that are left out; everything else is drawn."""

    def __init__(self, text: str, names: Names) -> None:
        self._names = names
        self.mistakes: list[Mistake] = []
        self.boxes: list[Box] = []
        self.flows: list[Flow] = []
        self.groups: dict[Path, BlockLine] = {}
        self.notes: list[str] = []
        self._open: list[tuple[int, Path]] = []
        self._noted: list[str] | None = self.notes
        for number, line in enumerate(text.split("\n"), start=1):
            self._take(number, line)
        self._close()

    def _take(self, number: int, text: str) -> None:
        try:
            line = line_of(text, self._names)
            if line is not None:
                check_line(line)
                self._note(line, number)
        except WrongLineError as wrong:
            self.mistakes.append(Mistake(number, wrong.what, wrong.remedy))

    def _close(self) -> None:
        for number, path in self._open:
            what = f"The group {self.groups[path].ref.name!r} is not closed."
            self.mistakes.append(Mistake(number, what, "Put } on a line of its own after its last box."))
        notes = [(1, self.notes, LONGEST_NOTES), *((box.line, box.notes, LONGEST_NOTE) for box in self.boxes)]
        for number, lines, longest in notes:
            if len("\n".join(lines)) > longest:
                what = f"The notes are longer than {longest:,} characters."
                self.mistakes.append(Mistake(number, what, "Shorten them."))
                lines.clear()

    def _note(self, line: Line, number: int) -> None:
        match line:
            case NoteLine():
                if self._noted is None:
                    raise WrongLineError(
                        "A note stands under a box, or above everything.", "Move it under the box that it is about."
                    )
                self._noted.append(line.text)
            case BlockLine():
                self._enter(line, number)
            case ClosingLine():
                if not self._open:
                    raise WrongLineError("There is no group to close here.", "Remove the }, or open a group above.")
                self._open.pop()
                self._noted = None
            case BoxLine():
                self._noted = self._told(line, number).notes
            case ArrowLine():
                self._draw(line, number)
                self._noted = None

    def _enter(self, line: BlockLine, number: int) -> None:
        if len(self.groups) == MOST_GROUPS:
            raise WrongLineError(f"There are more than {MOST_GROUPS} groups.", "Draw the parts that matter here.")
        path = (*self._path, f"@{line.ref.id}" if line.ref.id else f"{line.kind}:{line.ref.key}")
        self.groups.setdefault(path, line)
        self._open.append((number, path))
        self._noted = None

    def _told(self, line: BoxLine, number: int) -> Box:
        box = self._box(line.ref, number)
        if box.told is not None:
            raise WrongLineError(
                f"{line.ref!s:.60} is described in line {box.line} already.", "Put both lines together, or rename one."
            )
        box.told, box.path, box.line = line, self._path, number
        return box

    def _draw(self, line: ArrowLine, number: int) -> None:
        if len(self.flows) + len(line.is_async) > MOST_ARROWS:
            raise WrongLineError(f"There are more than {MOST_ARROWS} arrows.", "Draw the parts that matter here.")
        boxes = [self._box(ref, number) for ref in line.refs]
        for (source, target), is_async in zip(pairwise(boxes), line.is_async, strict=True):
            mode: Mode = "async" if is_async else line.mode
            self.flows.append(Flow(source, target, line.label, line.protocol, mode))

    def _box(self, ref: Ref, number: int) -> Box:
        """The box that `ref` names; a new one where nothing has that name yet."""
        found = [box for box in self.boxes if _is_same(box.ref, ref)]
        if found:
            box = found[0]
            box.ref = Ref(box.ref.name or ref.name, box.ref.id or ref.id)
            return box
        if len(self.boxes) == MOST_NODES:
            raise WrongLineError(f"There are more than {MOST_NODES} boxes.", "Draw the parts that matter here.")
        box = Box(ref, number, path=self._path)
        self.boxes.append(box)
        return box

    @property
    def _path(self) -> Path:
        return self._open[-1][1] if self._open else ()


def _is_same(known: Ref, ref: Ref) -> bool:
    """Ids decide where both have one; else the name does."""
    if known.id and ref.id:
        return known.id == ref.id
    return bool(known.key) and known.key == ref.key
