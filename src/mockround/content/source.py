"""Reads one YAML file into plain values, and remembers the line of every one of them.

Values are built from the parser's events without recursion, so a file cannot explode, recurse or hide: anchors,
tags, duplicate keys and deep nesting are refused while reading. Scalars follow YAML 1.2's core schema, so that
'yes', 'no' and '10:1' stay the text that an author typed.
"""

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 50_000

Place = tuple[str | int, ...]

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# More digits than any figure here needs: int() of thousands of digits is slow, and Python refuses it.
_INT = re.compile(r"^[-+]?[0-9]{1,18}$")
# Tab and line ends are text; the rest can hide what a line says, and so can the marks that turn its direction.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_FLOAT = re.compile(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake in the content: where it is, what is wrong, and what to do."""

    file: str
    line: int
    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f" {self.where}" if self.where else ""
        return f"{self.file}:{self.line}{where}: {self.what} -> {self.remedy}"


@dataclass(frozen=True, slots=True)
class Document:
    """The plain values of a file. `lines` maps a place such as ('criteria', 3, 'met') to its line, from 1."""

    file: str
    value: Any
    lines: dict[Place, int] = field(repr=False)

    def line(self, place: Place) -> int:
        """Return the line of `place`, or of the nearest place around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def finding(self, place: Place, what: str, remedy: str) -> Finding:
        return Finding(self.file, self.line(place), _where(place), what, remedy)


class UnreadableError(Exception):
    """A file that is refused as a whole; carries the one finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def read(path: Path, name: str) -> Document:
    """Return the values of the file at `path`; raise UnreadableError. `name` is how findings call the file."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _refusal(name, 1, f"cannot be read: {error.strerror}", "check that the file is there") from error
    if len(raw) > MAX_BYTES:
        raise _refusal(name, 1, f"the file is larger than {MAX_BYTES:,} bytes", "split it")
    try:
        return parse(raw.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refusal(name, line, f"not UTF-8 at byte {error.start}", "save the file as UTF-8") from error


def parse(text: str, name: str) -> Document:
    """Return the values of YAML `text`; raise UnreadableError at the first thing that is refused."""
    hidden = _CONTROL.search(text)
    if hidden:
        line = text.count("\n", 0, hidden.start()) + 1
        raise _refusal(name, line, f"the control character {hidden[0]!r}", "remove it")
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise _refusal(name, line, str(problem), "correct the YAML around this line") from error
    return Document(name, builder.value, builder.lines)


def _refusal(name: str, line: int, what: str, remedy: str, place: Place = ()) -> UnreadableError:
    return UnreadableError(Finding(name, line, _where(place), what, remedy))


def _where(place: Place) -> str:
    return ".".join(str(part) for part in place)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being filled."""

    into: dict[str, Any] | list[Any]
    place: Place
    key: str | None = None


class _Builder:
    """Takes parser events one by one and fills plain values on a stack of open containers."""

    def __init__(self, name: str) -> None:
        self.value: Any = None
        self.lines: dict[Place, int] = {}
        self._name = name
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        match event:
            case yaml.AliasEvent():
                self._refuse(line, f"the alias '*{event.anchor}'", "write the value out; anchors are not used here")
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._refuse(line, "a second document", "keep one document in a file")
            case yaml.ScalarEvent() | yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._node(event, line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()

    def _node(self, event: Any, line: int) -> None:
        self._check(event, line)
        container = self._open[-1] if self._open else None
        if container is not None and isinstance(container.into, dict) and container.key is None:
            self._take_key(container, event, line)
        elif isinstance(event, yaml.ScalarEvent):
            self._put(container, _scalar(event), line)
        else:
            into: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._open.append(_Open(into, self._put(container, into, line)))

    def _check(self, event: Any, line: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._refuse(line, f"more than {MAX_NODES:,} values", "split the file")
        if event.anchor is not None:
            self._refuse(line, f"the anchor '&{event.anchor}'", "write the value out; anchors are not used here")
        if event.tag is not None:
            self._refuse(line, f"the tag {event.tag!r}", "remove it; only plain values are used here")
        if not isinstance(event, yaml.ScalarEvent):
            if len(self._open) >= MAX_DEPTH:
                self._refuse(line, f"nesting deeper than {MAX_DEPTH}", "flatten the structure")
        elif event.style == '"' and (hidden := _CONTROL.search(event.value)):
            self._refuse(line, f"the control character {hidden[0]!r}", "remove it")

    def _take_key(self, container: _Open, event: Any, line: int) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(line, "a key that is not plain text", "use a word as the key", container.place)
        if event.value in container.into:
            self._refuse(line, f"the key {event.value!r} stands twice", "keep one of them", container.place)
        container.key = event.value
        self.lines[(*container.place, event.value)] = line

    def _put(self, container: _Open | None, value: Any, line: int) -> Place:
        if container is None:
            self.value = value
            self.lines[()] = line
            return ()
        if isinstance(container.into, list):
            container.into.append(value)
            place = (*container.place, len(container.into) - 1)
            self.lines[place] = line
            return place
        key, container.key = container.key or "", None
        container.into[key] = value
        return (*container.place, key)

    def _refuse(self, line: int, what: str, remedy: str, place: Place = ()) -> NoReturn:
        raise _refusal(self._name, line, what, remedy, place)


def _scalar(event: Any) -> str | int | float | bool | None:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text) and math.isfinite(number := float(text)):
        return number
    return text
