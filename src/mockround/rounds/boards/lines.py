"""The grammar of one line of a board's text. Knows nothing of other lines.

client [client] {sessions}             a box with its class, its product and the data kept there
client -> lb -> api: reads (gRPC)      arrows; ~> is asynchronous
region eu {                            a group, closed by } on a line of its own
> a note                               to the box above, or to the diagram as a whole
# a comment                            is not kept
"""

import re
from dataclasses import dataclass
from typing import Literal

from mockround.rounds.boards.names import Names, UnknownNameError
from mockround.rounds.boards.signs import ARROW, COMMENT, PROTOCOLS, Ref, Rest, WrongLineError

LONGEST_LINE = 4000
Mode = Literal["", "sync", "async"]
GroupKind = Literal["", "region", "zone", "shard-set", "service"]

GROUPS: dict[str, GroupKind] = {
    "group": "",
    "region": "region",
    "zone": "zone",
    "shard-set": "shard-set",
    "service": "service",
}
_UNTOLD: tuple[str, Mode] = ("", "")
_MODES: dict[str, Mode] = {"sync": "sync", "synchronous": "sync", "async": "async", "asynchronous": "async"}
_BLOCK = re.compile(rf"({'|'.join(GROUPS)})(?=[\s@\"{{])(.*)\{{\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class BoxLine:
    ref: Ref
    kind: str = ""
    tech: str = ""
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArrowLine:
    """One arrow between each two of `refs`; `is_async` has an entry for each."""

    refs: tuple[Ref, ...]
    is_async: tuple[bool, ...]
    label: str = ""
    protocol: str = ""
    mode: Mode = ""


@dataclass(frozen=True, slots=True)
class BlockLine:
    ref: Ref
    kind: GroupKind


@dataclass(frozen=True, slots=True)
class NoteLine:
    text: str


@dataclass(frozen=True, slots=True)
class ClosingLine:
    pass


Line = BoxLine | ArrowLine | BlockLine | NoteLine | ClosingLine


def line_of(text: str, names: Names) -> Line | None:
    """Return what a line says, None where it says nothing; raise `WrongLineError`."""
    stripped = text.strip()
    if len(stripped) > LONGEST_LINE and not stripped.startswith(">"):
        raise WrongLineError(f"The line is longer than {LONGEST_LINE:,} characters.", "Break it into several.")
    if text.lstrip().startswith(">"):
        return NoteLine(text.lstrip()[1:].removeprefix(" "))
    if COMMENT.match(stripped):
        return None
    if re.fullmatch(r"\}\s*(#.*)?", stripped):
        return ClosingLine()
    if block := _BLOCK.fullmatch(stripped):
        rest = Rest(block.group(2).strip())
        ref = rest.ref() if rest.text else Ref()
        rest.end("A group's line is its kind, its name and {.")
        return BlockLine(ref, GROUPS[block.group(1)])
    rest = Rest(stripped)
    first = rest.ref()
    return _arrows(rest, first) if rest.sees(ARROW) else _box(rest, first, names)


def _box(rest: Rest, ref: Ref, names: Names) -> BoxLine:
    kind = tech = ""
    if rest.takes("["):
        word = rest.term()
        kind, tech = _kind(word, names) if word else ("", "")
        if rest.takes(","):
            tech = rest.term()
        rest.must("]", "Write a class and a product in brackets, as in [cache, Redis].")
    data: list[str] = []
    if rest.takes("{"):
        while True:
            data.append(_data(rest.term(), names))
            if not rest.takes(","):
                break
        rest.must("}", "Write data classes in braces, as in {sessions, presence}.")
    rest.end("A box is name [class, product] {data}; an arrow is a -> b: what flows.")
    return BoxLine(ref, kind, tech, tuple(dict.fromkeys(data)))


def _arrows(rest: Rest, first: Ref) -> ArrowLine:
    refs, ways = [first], []
    while (way := rest.taken(ARROW)) is not None:
        ways.append("~" in way or "⇢" in way)
        refs.append(rest.ref())
    label, is_quoted = rest.flow() if rest.takes(":") else ("", True)
    protocol, mode = _how(rest) if rest.takes("(") else _UNTOLD
    rest.end("An arrow is a -> b: what flows (async, AMQP).")
    if not is_quoted and not protocol and label.casefold() in PROTOCOLS:
        label, protocol = "", label
    if mode == "sync" and any(ways):
        raise WrongLineError("~> is asynchronous, and (sync) says otherwise.", "Write -> with (sync), or ~> alone.")
    return ArrowLine(tuple(refs), tuple(ways), label, protocol, mode)


def _how(rest: Rest) -> tuple[str, Mode]:
    protocol, mode = _UNTOLD
    while True:
        is_quoted = rest.sees('"')
        word = rest.term()
        if not is_quoted and word.casefold() in _MODES:
            mode = _MODES[word.casefold()]
        elif protocol and word:
            raise WrongLineError(
                f"The arrow has two protocols, {protocol!r} and {word!r}.", "Keep one, or put both in quotes as one."
            )
        else:
            protocol = protocol or word
        if not rest.takes(","):
            break
    rest.must(")", "Close the bracket after the protocol, as in (async, AMQP).")
    return protocol, mode


def _kind(word: str, names: Names) -> tuple[str, str]:
    try:
        return names.kind(word)
    except UnknownNameError as error:
        if error.is_ambiguous:
            what = f"{word!r} can be {' or '.join(error.near)}."
            raise WrongLineError(what, f"Say which: [{error.near[0]}, {word}].") from error
        meant = f"Did you mean {' or '.join(error.near)}? " if error.near else ""
        raise WrongLineError(
            f"{word!r} is no component class.", f"{meant}For a product of no class write [, {word}]."
        ) from error


def _data(word: str, names: Names) -> str:
    try:
        return names.data_class(word)
    except UnknownNameError as error:
        what = f"{word!r} is several data classes." if error.is_ambiguous else f"{word!r} is no data class."
        meant = f"Did you mean {' or '.join(error.near)}?" if error.near else "Take one from the list below the text."
        raise WrongLineError(what, meant) from error
