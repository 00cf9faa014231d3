"""Binds a question to the candidate's own words: the component that they just named."""

from functools import lru_cache

from mockround.agenda.ladder import Rung
from mockround.agenda.value import Worth
from mockround.content.library import Library
from mockround.grading.mentions import Catalog
from mockround.rounds.state import RoundState, Speaker

_NOT_TO_BUILD_ON = frozenset({"client", "app-service"})
"""Every design has them, so they make no question specific."""


def built_on(library: Library, state: RoundState, worth: Worth) -> str:
    """Return the candidate's word to bind a first question to, or ''. Later rungs are pointed enough by themselves."""
    return last_component(library, state) if worth.rung == 1 else ""


def refers_to(library: Library, state: RoundState, rung: Rung) -> str:
    """Return the word to bind a further question to: only where the first rung is still unused."""
    return last_component(library, state) if rung == 1 else ""


def last_component(library: Library, state: RoundState) -> str:
    """Return the last component of the newest candidate turn as it was written there, or ''."""
    spoken = [turn.text for turn in state.turns if turn.speaker is Speaker.CANDIDATE and not turn.late]
    if not spoken:
        return ""
    found = [each for each in _catalog(library).mentions(spoken[-1]) if each.component not in _NOT_TO_BUILD_ON]
    return spoken[-1][found[-1].start : found[-1].end] if found else ""


@lru_cache(maxsize=2)
def _catalog(library: Library) -> Catalog:
    return Catalog(library.components.values())
