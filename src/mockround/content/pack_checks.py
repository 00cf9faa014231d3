"""What only a pack must keep: it speaks for its own topics, and stands on the shipped content and itself alone."""

from collections.abc import Iterator

from mockround.content.draft import Draft
from mockround.content.exemplar_files import Exemplified, exemplar_files
from mockround.content.packs import Pack
from mockround.content.source import Finding


def exemplars(draft: Draft) -> Iterator[Finding]:
    """Yield a finding for each exemplar file of a pack that is broken, or that changes how others' topics are heard."""
    for pack in draft.packs:
        own = _criteria(draft, pack)
        for found in exemplar_files(pack.folder, pack.label):
            if isinstance(found, Finding):
                yield found
            else:
                yield from _strangers(found, own.get(found.file.topic))


def _criteria(draft: Draft, pack: Pack) -> dict[str, frozenset[str]]:
    """The criteria of each topic that came from the pack."""
    return {
        placed.value.id: frozenset(criterion.id for criterion in placed.value.criteria)
        for placed in draft.topics
        if draft.origins.get(f"rubrics/{placed.value.kind}s/{placed.value.id}.yaml") is pack
    }


def _strangers(found: Exemplified, own: frozenset[str] | None) -> Iterator[Finding]:
    topic = found.file.topic
    if own is None:
        what = f"{topic!r} is no topic of this pack"
        yield found.document.finding(("topic",), what, "give exemplars for the pack's own topics alone")
        return
    for criterion in sorted(found.file.criteria.keys() - own):
        what = f"{criterion!r} is no criterion of {topic!r}"
        yield found.document.finding(("criteria", criterion), what, "name one of the topic's rubric")
