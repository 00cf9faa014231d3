"""Reads what a command is pointed at: a file, standard input, or a file with an answer a line. All of it is UTF-8."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from mockround.errors import MockroundError, invalid, not_found
from mockround.usecases.batch import AnswerIn, parsed

Result = TypeVar("Result")


def text_of(file: str) -> str:
    """Return the text of a file, or of standard input where `file` is '-'."""
    if file == "-":
        if sys.stdin is None:
            raise invalid("Standard input is closed.", "Pipe the text into the command, or name a file.")
        return _decoded(sys.stdin.buffer.read(), "standard input")
    return _decoded(_bytes_of(Path(file)), repr(file))


def from_lines(path: Path, use: Callable[[Iterator[AnswerIn]], Result]) -> Result:
    """Parse the whole file, hand `use` its answers one by one, and name the line of the one that it refuses."""
    answers = [(number, parsed(line, number)) for number, line in _numbered(path)]
    reached = 0

    def one_by_one() -> Iterator[AnswerIn]:
        nonlocal reached
        for number, answer in answers:
            reached = number
            yield answer

    try:
        return use(one_by_one())
    except MockroundError as error:
        raise MockroundError(error.code, f"Line {reached}: {error.message}", error.remedy) from error


def _numbered(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank. Only a line feed ends one: U+2028 may stand inside a JSON string."""
    text = _decoded(_bytes_of(path), repr(str(path)))
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise invalid(f"{str(path)!r} is a folder.", "Name a file in it.")
    if not path.exists():
        raise not_found(f"There is no file {str(path)!r}.", "Check the path.")
    return path.read_bytes()


def _decoded(found: bytes, name: str) -> str:
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        raise invalid(f"Line {line} of {name} is not UTF-8 text.", "Save it as UTF-8 and run it again.") from error
