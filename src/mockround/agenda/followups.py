"""Binds a question to the candidate's own words: a component that they just named, or a few words that they said."""

import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mockround.agenda.ladder import Rung
from mockround.agenda.moves import Bond
from mockround.agenda.reading import Intent, reading
from mockround.content.library import Library
from mockround.content.models import CriterionId
from mockround.grading.clauses import Clause, clauses
from mockround.grading.cues import word_set
from mockround.grading.mentions import SHORT_NAMES, Catalog, Mention
from mockround.grading.stances import Stance
from mockround.grading.text import Token, stems
from mockround.rounds.state import RoundState, Speaker

_NOT_TO_BUILD_ON = frozenset({"client", "app-service"})
"""Every design has them, so they make no question specific."""
_ORDINARY_STEMS = 3
"""Stems up to this length carry little; they do not tie words to a question."""
_FEWEST_WORDS, _MOST_WORDS = 3, 8
_SAME_SUBJECT, _ANOTHER_SUBJECT = 0.0, 0.7
"""How much words must touch on a criterion to be said back: after an answer to it, and when the subject changes."""
_CLAIMED, _REFUSED = (Stance.ASSERTED,), (Stance.REJECTED, Stance.REPORTED)
_SAYABLE = re.compile(r"[\w][\w' %/.-]*[\w%]")
_LONGEST_NAME = 40
_NAMED_OF_LATE = 5
_RESTS = 5
_LOOKS_BACK = 6
"""Candidate turns: further back nobody remembers the words."""
_JOINTS = word_set("and but so then because which while where if when or plus also although however that")
_EDGES = _JOINTS | word_set(
    "a an the of to in on at by for with from as is are was be been it its i we you they he she um uh like yeah well",
    "have has had do does did not no can could will would should may might must what how why who there here this these",
    "those my our your their us me them again only just very too some any all each more most than let say said going",
)


@dataclass(frozen=True, slots=True)
class Bound:
    """What a question is bound to, and how; words are '' where nothing fits."""

    words: str = ""
    bond: Bond = "component"


def bound(library: Library, state: RoundState, criterion: CriterionId, rung: Rung) -> Bound:
    """Return the candidate's words to bind a question to.

    A component just named makes the best first question, or a box that was drawn and is closer to the criterion.
    Otherwise words of the last answer that touch on the criterion, then those of an earlier one; no words are quoted
    twice in a round.
    """
    aims = [turn.aim for turn in state.turns if turn.aim is not None]
    used = {aim.built_on for aim in aims}
    part = _part(library, state, criterion, {aim.built_on for aim in aims[-_RESTS:]}) if rung == 1 else None
    if part is not None:
        return part
    for back, text in enumerate(_spoken(state)[:_LOOKS_BACK]):
        least = _SAME_SUBJECT if back == 0 and _answers(state, criterion) else _ANOTHER_SUBJECT
        for words in _phrases(text, _weights(library, criterion), least):
            if words not in used:
                return Bound(words, "said" if back == 0 else "said-earlier")
    return Bound()


def _answers(state: RoundState, criterion: CriterionId) -> bool:
    """Tell whether the last answer was one to a question about `criterion`."""
    asked = [turn.aim for turn in state.turns if turn.speaker is Speaker.INTERVIEWER and turn.aim is not None]
    return bool(asked) and asked[-1].criterion == criterion


def _part(library: Library, state: RoundState, criterion: CriterionId, resting: Container[str]) -> Bound | None:
    """Return the part of the design to bind a question to; None where there is none.

    Of the components named of late the one that is closest to the criterion, the latest on ties. Where none touches on
    it, a box of a class that the criterion speaks of.
    """
    weights = _weights(library, criterion)
    named = [
        (-math.fsum(weights.get(stem, 0.0) for stem in stems(f"{component} {words}")), at, words)
        for at, (component, words) in enumerate(_components(library, state))
        if words not in resting
    ]
    distance, _, nearest = min(named, default=(0.0, 0, ""))
    drawn = "" if distance else next((name for name in _drawn(library, state, criterion) if name not in resting), "")
    if drawn:
        return Bound(drawn, "drawn")
    return Bound(nearest) if nearest else None


def _drawn(library: Library, state: RoundState, criterion: CriterionId) -> Iterator[str]:
    """Yield the names, as far as these can be said, of boxes whose class the criterion speaks of, the last first."""
    classes = _classes_in(library, criterion)
    for node in reversed(state.board.nodes):
        if node.kind in classes and len(node.label) <= _LONGEST_NAME and _SAYABLE.fullmatch(node.label):
            yield node.label


@lru_cache(maxsize=512)
def _classes_in(library: Library, criterion: CriterionId) -> frozenset[str]:
    """The classes of components that a criterion's text names."""
    named = {mention.component for mention in _catalog(library).mentions(_text_of(library, criterion))}
    return frozenset(named - _NOT_TO_BUILD_ON)


def _components(library: Library, state: RoundState) -> Iterator[tuple[str, str]]:
    """Yield the components that the candidate named of late, each with its words, the last one first."""
    for text in _spoken(state)[:_NAMED_OF_LATE]:
        for each in reversed(_catalog(library).mentions(text)):
            if each.component not in _NOT_TO_BUILD_ON:
                yield each.component.replace("-", " "), _as_said_back(library, each, text[each.start : each.end])


def _as_said_back(library: Library, mention: Mention, word: str) -> str:
    """A product stands for itself; a common noun gets its article: 'Redis', 'the read replicas'."""
    products = {product.lower() for product in library.components[mention.component].products}
    is_name = word[:1].isupper() or word.lower() in products or word.lower() in SHORT_NAMES
    return word if is_name else f"the {word}"


def _spoken(state: RoundState) -> list[str]:
    """The candidate's turns, newest first; '' for one that gives up or asks back: it has nothing to take up."""
    turns = (turn.text for turn in reversed(state.turns) if turn.speaker is Speaker.CANDIDATE and not turn.late)
    return [text if reading(text).intent is Intent.STATEMENT else "" for text in turns]


def _phrases(text: str, weights: Mapping[str, float], least: float) -> Iterator[str]:
    """Yield stretches of a few words that touch on a criterion at least so much, the closest ones first.

    Those of asserted clauses come first; what was refused can be taken up, too.
    """
    for stances in (_CLAIMED, _REFUSED):
        yield from _closest(text, [each for each in clauses(text) if each.stance in stances], weights, least)


def _closest(text: str, meant: Iterable[Clause], weights: Mapping[str, float], least: float) -> Iterator[str]:
    parts = (part for clause in meant for part in _parts(text, clause))
    found = [
        (
            -sum(weights.get(stem, 0.0) for stem in {token.stem for token in part}),
            at,
            text[part[0].start : part[-1].end],
        )
        for at, part in enumerate(parts)
        if len(part) >= _FEWEST_WORDS
    ]
    yield from (words for touched, _, words in sorted(found) if -touched >= least and _SAYABLE.fullmatch(words))


def _touch(part: Sequence[Token], weights: Mapping[str, float]) -> float:
    return math.fsum(weights.get(stem, 0.0) for stem in {token.stem for token in part})


def _parts(text: str, clause: Clause) -> Iterator[Sequence[Token]]:
    """Cut a clause at commas and joining words into stretches to say back, without loose words at the ends."""
    part: list[Token] = []
    for token in clause.tokens:
        between = text[part[-1].end : token.start] if part else ""
        if part and (token.word in _JOINTS or re.search(r"[,:;()\"]", between) or len(part) == _MOST_WORDS):
            yield _trimmed(part)
            part = []
        part.append(token)
    yield _trimmed(part)


def _trimmed(part: Sequence[Token]) -> Sequence[Token]:
    inside = [at for at, token in enumerate(part) if token.word not in _EDGES]
    return part[inside[0] : inside[-1] + 1] if inside else ()


@lru_cache(maxsize=512)
def _weights(library: Library, criterion: CriterionId) -> Mapping[str, float]:
    """The stems of a criterion's text; one that few criteria share weighs 1, one that all share nothing."""
    spread = _spread(library)
    most = math.log(len(library.criteria))
    return {stem: 1 - math.log(spread[stem]) / most for stem in _stems_of(library, criterion)}


@lru_cache(maxsize=2)
def _spread(library: Library) -> Mapping[str, int]:
    """In how many criteria's texts each stem occurs."""
    return Counter(stem for criterion in library.criteria for stem in _stems_of(library, criterion))


@lru_cache(maxsize=512)
def _stems_of(library: Library, criterion: CriterionId) -> frozenset[str]:
    return frozenset(stem for stem in stems(_text_of(library, criterion)) if len(stem) > _ORDINARY_STEMS)


def _text_of(library: Library, criterion: CriterionId) -> str:
    found = library.criterion(criterion)
    return f"{found.title} {found.definition.met} {found.definition.partial} {' '.join(found.ladder.probes)}"


@lru_cache(maxsize=2)
def _catalog(library: Library) -> Catalog:
    return Catalog(library.components.values())
