"""By what words the catalog's component classes and data classes may be written on a board."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from mockround.content.library import Library
from mockround.content.models import Component, DataClass

_SUGGESTED = 3


class UnknownNameError(Exception):
    """A word names nothing in the catalog, or several things; `near` are ids that may have been meant."""

    def __init__(self, near: tuple[str, ...], *, is_ambiguous: bool = False) -> None:
        super().__init__(near)
        self.near = near
        self.is_ambiguous = is_ambiguous


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Ids by the words that stand for them, in lower case; a word of several things has several ids."""

    kinds: Mapping[str, tuple[str, ...]]
    products: frozenset[str]
    """Those words of `kinds` that are products."""
    data: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    """What a component or data class is called, by its id."""

    def kind(self, word: str) -> tuple[str, str]:
        """Return the component id for `word`, and the product that it names, '' where it is none.

        Raises `UnknownNameError`.
        """
        kind = _one(self.kinds, word)
        return kind, word if _plain(word) in self.products else ""

    def data_class(self, word: str) -> str:
        """Return the data class id for `word`; raise `UnknownNameError` where there is none."""
        return _one(self.data, word)

    def title(self, part_id: str) -> str:
        """Return what a class is called; its id where it is not known."""
        return self.titles.get(part_id, part_id)


@lru_cache(maxsize=2)
def names_of(library: Library) -> Names:
    """Return the words of the catalog. Ids come before titles, titles before synonyms, synonyms before products."""
    components, data_classes = library.components.values(), library.data_classes.values()
    kinds = _gathered((word, each.id) for each in components for word in (each.id,))
    for words in (_titles_of, _synonyms_of):
        kinds = _gathered((word, each.id) for each in components for word in words(each)) | kinds
    products = _gathered((word, each.id) for each in components for word in each.products)
    data = _gathered((word, each.id) for each in data_classes for word in _parts_of(each))
    data |= _gathered((word, each.id) for each in data_classes for word in (each.title, each.id))
    titles = {each.id: each.name for each in components} | {each.id: each.title for each in data_classes}
    return Names(products | kinds, frozenset(products.keys() - kinds.keys()), data, titles)


def _titles_of(component: Component) -> tuple[str, ...]:
    return component.title, component.name, component.id.replace("-", " ")


def _synonyms_of(component: Component) -> tuple[str, ...]:
    return component.synonyms


def _parts_of(data_class: DataClass) -> Iterator[str]:
    """'Orders, subscriptions and saga state' may be written as any of the three."""
    yield from re.split(r",\s*|\s+and\s+", data_class.title)


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word, part_id in pairs:
        known = found.get(_plain(word), ())
        found[_plain(word)] = known if part_id in known else (*known, part_id)
    return found


def _plain(word: str) -> str:
    """One spelling for 'Work queues', 'work-queue' and 'work queue'."""
    return re.sub(r"[\s_-]+", " ", word).strip().casefold().removesuffix("s")


def _one(known: Mapping[str, tuple[str, ...]], word: str) -> str:
    found = known.get(_plain(word), ())
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownNameError(found, is_ambiguous=True)
    near = get_close_matches(_plain(word), known, n=_SUGGESTED, cutoff=0.6)
    raise UnknownNameError(tuple(dict.fromkeys(part_id for each in near for part_id in known[each])))
