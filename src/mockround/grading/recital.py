"""Hears the rubric's own sentences in an answer: what is copied from the page that says what to say is no answer.

Only what tells a candidate what to say is looked for, never an answer that it gives as an example: to say what is
right in the words in which one has learnt it is no mistake.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from mockround.content.library import Library
from mockround.content.models import Criterion
from mockround.grading.clauses import clauses
from mockround.grading.stances import Stance
from mockround.grading.text import stems
from mockround.grading.transcript import Transcript

_RUN = 6
"""Stems in a row that the rubric and an answer do not share by chance."""
_SHARE = 0.8
"""Of a clause's words, from which on it is the rubric's and not the candidate's."""


class Recital:
    """Compiled from the criteria; the same for every answer."""

    def __init__(self, criteria: Iterable[Criterion]) -> None:
        known = tuple(criteria)
        told = frozenset(run for criterion in known for text in _told(criterion) for run in _runs(stems(text)))
        answers = frozenset(run for criterion in known for run in _runs(stems(criterion.examples.met)))
        self._runs = told - answers

    def has(self, words: Sequence[str]) -> bool:
        """Tell whether a clause of these stems is copied."""
        copied: set[int] = set()
        for at, run in enumerate(_runs(words)):
            if run in self._runs:
                copied.update(range(at, at + _RUN))
        return bool(copied) and len(copied) >= _SHARE * len(words)

    def is_in(self, transcript: Transcript) -> bool:
        """Tell whether the candidate says a sentence of the rubric's as an own one."""
        said = (each.text for each in transcript.utterances if each.speaker == "candidate")
        return any(part.stance is Stance.ASSERTED and self.has(part.stems) for text in said for part in clauses(text))


NO_RUBRIC = Recital(())
"""For whoever is told none: nothing is copied."""


@lru_cache(maxsize=2)
def recital_of(library: Library) -> Recital:
    """Return what hears the sentences of the whole rubric."""
    return Recital(library.criteria.values())


def _told(criterion: Criterion) -> Iterator[str]:
    defined = criterion.definition
    yield from (defined.met, defined.partial, defined.missing, criterion.ladder.teach, *criterion.red_flags)


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
