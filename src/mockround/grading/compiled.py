"""What the exemplars are compiled to, when it is first needed.

Word weights hold a criterion's answers against everybody else's, so whoever adds criteria would move the grades of all
others. A pack's criteria are therefore held against ours and the pack's own, and ours against ours alone: which packs
are installed changes no grade but those of their own topics.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from mockround.content.exemplars import Exemplars
from mockround.content.library import Library
from mockround.content.models import CriterionId
from mockround.grading.answers import answers_of
from mockround.grading.bearing import Bearings
from mockround.grading.likeness import Exemplary
from mockround.grading.listening import Listener
from mockround.grading.matching import Matcher
from mockround.grading.recital import Recital
from mockround.memory import building


@dataclass(frozen=True, slots=True)
class Compiled:
    """What hears the criteria of one origin."""

    matcher: Matcher
    listener: Listener
    bearings: Bearings


class Compilations:
    """One for our own content, and one for each pack that is asked about; safe to use from several threads."""

    def __init__(self, library: Library, bank: Callable[[], Mapping[CriterionId, Exemplars]]) -> None:
        self._library = library
        self._bank = bank
        self._compiling = threading.Lock()
        self._by_pack: dict[str, Compiled] = {}

    def ours(self) -> Compiled:
        return self._of_pack("")

    def of(self, criterion: CriterionId) -> Compiled:
        """Return what hears `criterion`."""
        return self._of_pack(self._pack(criterion))

    def by_origin(self, criteria: Iterable[CriterionId]) -> list[tuple[Compiled, tuple[CriterionId, ...]]]:
        """Return `criteria` by what hears them, in their order."""
        found: dict[str, list[CriterionId]] = {}
        for each in criteria:
            found.setdefault(self._pack(each), []).append(each)
        return [(self._of_pack(pack), tuple(own)) for pack, own in found.items()]

    def _pack(self, criterion: CriterionId) -> str:
        pack = self._library.pack_of(self._library.topic_of(criterion))
        return "" if pack is None else pack.name

    def _of_pack(self, pack: str) -> Compiled:
        if pack not in self._by_pack:
            with self._compiling:
                if pack not in self._by_pack:
                    with building():
                        self._by_pack[pack] = self._compile(pack)
        return self._by_pack[pack]

    def _compile(self, pack: str) -> Compiled:
        bank = self._bank()
        heard = {name: each for name, each in self._library.criteria.items() if self._pack(name) in ("", pack)}
        answers = answers_of(tuple(heard.values()), bank)
        matcher = Matcher(answers, bank)
        topics = {criterion: self._library.topic_of(criterion).key for criterion in answers}
        listener = Listener(matcher, topics, Recital(heard.values()))
        return Compiled(matcher, listener, Bearings(listener, Exemplary(answers), topics))
