"""What a round is about and the content no longer has: its pack was taken away, or a newer one lacks it."""

from collections.abc import Iterator

from mockround.content.library import Library
from mockround.errors import conflict
from mockround.rounds.events import RoundCreated

_REMEDY = "Install the content that it was made from again and restart the server. Nothing of the round is lost."


def missing_content(created: RoundCreated, library: Library) -> tuple[str, ...]:
    """Return, in words, what the round is about and `library` lacks; empty where it can be held and graded."""
    return tuple(dict.fromkeys(_missing(created, library)))


def refuse_missing(created: RoundCreated, library: Library) -> None:
    """Raise `conflict`, naming the first thing, where `library` lacks what the round is about."""
    lacks = missing_content(created, library)
    if lacks:
        raise conflict(f"This round is about {lacks[0]}, which is not installed any more.", _REMEDY)


def _missing(created: RoundCreated, library: Library) -> Iterator[str]:
    problems = (each for each in (created.problem, *created.problems) if each is not None)
    yield from (f"the problem '{each}'" for each in problems if each not in library.problems)
    topics = (*created.primary, *created.secondary, *created.skills)
    yield from ("the {} '{}'".format(*each.split("/", 1)) for each in topics if each not in library.topics)
    yield from (f"the criterion '{each}'" for each in created.criteria if each not in library.criteria)
    yield from (f"the component '{each}'" for each in created.components if each not in library.components)
    yield from (f"the data class '{each}'" for each in created.data_classes if each not in library.data_classes)
