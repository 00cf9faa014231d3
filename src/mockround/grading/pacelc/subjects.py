"""Which classes of data a stretch of words names."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mockround.content.models import DataClass
from mockround.grading.cues import word_set
from mockround.grading.text import Token, tokens

_HEAD = 4
"""Words. A name among the first so many of a remark is what the remark is about."""
_ABOUT = word_set("for about regarding concerning with on")
_LEAD_IN = word_set("the a an our my for and but so as with about on in to now then ok okay well also")
_IF = word_set("if when while where unless")
_ARTICLES = word_set("a an each every any per this one another")


@dataclass(frozen=True, slots=True)
class _Name:
    data_class: str
    stems: tuple[str, ...]
    only_plural: str
    """The name as written, where it is one word in the plural; else empty."""


class Role(StrEnum):
    """How a class is named."""

    HEAD = "head"
    """The remark is about it."""
    FIRST = "first"
    """The remark begins with it."""
    MENTIONED = "mentioned"
    COMPARED = "compared"
    """'Same as the likes.'"""


@dataclass(frozen=True, slots=True)
class Named:
    data_class: str
    role: Role


class Subjects:
    """The names of all data classes, by their first stem."""

    def __init__(self, classes: Sequence[DataClass]) -> None:
        self._beginning_with: dict[str, list[_Name]] = {}
        for name in (_name(each.id, called) for each in classes for called in _names(each)):
            if name.stems:
                self._beginning_with.setdefault(name.stems[0], []).append(name)

    def named(self, words: Sequence[Token]) -> tuple[Named, ...]:
        """Return the classes that `words` name, each once, in order. A word of a longer name is not one of its own."""
        found: dict[int, str] = {}
        at = 0
        while at < len(words):
            name = self._longest(words, at)
            if name is not None:
                found[at] = name.data_class
            at += len(name.stems) if name is not None else 1
        named: dict[str, Named] = {}
        for at in sorted(found):
            named.setdefault(found[at], Named(found[at], _role(words, at)))
        return tuple(named.values())

    def _longest(self, words: Sequence[Token], at: int) -> _Name | None:
        here = [name for name in self._beginning_with.get(words[at].stem, ()) if _stands_at(name, words, at)]
        return max(here, key=lambda name: len(name.stems), default=None)


def _role(words: Sequence[Token], at: int) -> Role:
    before = [word.word for word in words[max(0, at - 4) : at] if word.word not in ("the", "a", "an", "for")]
    if before[-1:] == ["like"] or before[-2:] in (["same", "as"], ["same", "with"], ["as", "with"]):
        return Role.COMPARED
    if words[0].word in _IF:
        return Role.MENTIONED
    if all(word.word in _LEAD_IN for word in words[:at]):
        return Role.FIRST
    is_about = any(word.word in _ABOUT for word in words[max(0, at - 2) : at])
    return Role.HEAD if at < _HEAD or is_about else Role.MENTIONED


def _names(data_class: DataClass) -> Sequence[str]:
    if data_class.called:
        return (data_class.title, *data_class.called)
    return (*data_class.title.replace(" and ", ", ").split(", "), *data_class.examples.split(", "))


def _name(data_class: str, name: str) -> _Name:
    words = tokens(name)
    is_plural = len(words) == 1 and words[0].word.endswith("s") and words[0].stem != words[0].word
    return _Name(data_class, tuple(word.stem for word in words), words[0].word if is_plural else "")


def _stands_at(name: _Name, words: Sequence[Token], at: int) -> bool:
    if tuple(word.stem for word in words[at : at + len(name.stems)]) != name.stems:
        return False
    is_plural = not name.only_plural or words[at].word == name.only_plural
    return is_plural or (at > 0 and words[at - 1].word in _ARTICLES)
