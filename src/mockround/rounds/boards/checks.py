"""What a board must keep to before it is taken: lengths, signs, ids that exist. Older logs may hold others."""

from collections.abc import Iterator, Sequence
from unicodedata import category

from mockround.rounds.board import (
    LONGEST_ID,
    LONGEST_NOTES,
    LONGEST_PROTOCOL,
    LONGEST_WORDS,
    MOST_DATA,
    Board,
    Group,
    Node,
)
from mockround.rounds.boards.lines import ArrowLine, BlockLine, BoxLine, Line, NoteLine
from mockround.rounds.boards.names import Names
from mockround.rounds.boards.signs import Ref, WrongLineError

_Words = list[tuple[str, int]]
"""Texts and how long each may be."""


def check_line(line: Line) -> None:
    """Raise `WrongLineError` where a word is longer than a board takes, or holds a sign that nobody can see."""
    if isinstance(line, BoxLine) and len(line.data) > MOST_DATA:
        raise WrongLineError(f"There are more than {MOST_DATA} data classes.", "Keep those that matter here.")
    for word, longest in _words_of(line):
        if len(word) > longest:
            raise WrongLineError(f"{word[:20]!r} and so on is longer than {longest} characters.", "Shorten it.")
        if _has_control(word):
            raise WrongLineError(f"{word[:20]!r} holds a control character.", "Remove it.")


def faults(board: Board, names: Names) -> tuple[str, ...]:
    """Return what is wrong with a board that somebody sent, a sentence each; nothing where it may be kept."""
    return (*_wrong_ids(board, names), *_wrong_groups(board), *_wrong_signs(board))


def _words_of(line: Line) -> _Words:
    match line:
        case BoxLine():
            return [*_ref_words(line.ref), (line.tech, LONGEST_WORDS)]
        case ArrowLine():
            ends = [words for ref in line.refs for words in _ref_words(ref)]
            return [*ends, (line.label, LONGEST_WORDS), (line.protocol, LONGEST_PROTOCOL)]
        case BlockLine():
            return _ref_words(line.ref)
        case NoteLine():
            return [(line.text.replace("\t", " "), LONGEST_NOTES)]
        case _:
            return []


def _ref_words(ref: Ref) -> _Words:
    return [(ref.name, LONGEST_WORDS), (ref.id, LONGEST_ID)]


def _has_control(text: str) -> bool:
    return any(category(sign) == "Cc" for sign in text)


def _wrong_ids(board: Board, names: Names) -> Iterator[str]:
    for parts, what in ((board.nodes, "boxes"), (board.arrows, "arrows"), (board.groups, "groups")):
        if len({part.id for part in parts}) < len(parts):
            yield f"Two {what} have the same id."
    for node in board.nodes:
        for part_id in (node.kind, *node.data):
            if part_id and part_id not in names.titles:
                yield f"{part_id!r} is no class of the catalog."
    nodes = {node.id for node in board.nodes}
    for arrow in board.arrows:
        if not {arrow.source, arrow.target} <= nodes:
            yield f"The arrow {arrow.id!r} begins or ends at a box that is not there."


def _wrong_groups(board: Board) -> Iterator[str]:
    groups = {group.id for group in board.groups}
    parts: tuple[Node | Group, ...] = (*board.nodes, *board.groups)
    for part in parts:
        if part.group and part.group not in groups:
            yield f"{part.label or part.id!r} stands in a group that is not there."
    if _turns_back(board.groups):
        yield "A group stands in itself."


def _turns_back(groups: Sequence[Group]) -> bool:
    outer = {group.id: group.group for group in groups}
    for start in outer:
        at = start
        for _ in outer:
            at = outer.get(at, "")
            if at == start:
                return True
    return False


def _wrong_signs(board: Board) -> Iterator[str]:
    texts = [text for node in board.nodes for text in (node.id, node.label, node.tech)]
    texts += [text for arrow in board.arrows for text in (arrow.id, arrow.label, arrow.protocol)]
    texts += [text for group in board.groups for text in (group.id, group.label)]
    notes = [board.notes, *(node.notes for node in board.nodes)]
    texts += [line for note in notes for line in note.replace("\t", " ").split("\n")]
    if any(_has_control(text) for text in texts):
        yield "A name or a note holds a control character."
