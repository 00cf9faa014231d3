"""A pack that is installed changes no grade of what it did not bring."""

from collections.abc import Iterable, Sequence

import pytest

from mockround.content.bank import load_bank
from mockround.content.library import Library, load
from mockround.content.models import Criterion, CriterionId
from mockround.content.packs import Pack, read_pack
from mockround.grading.compiled import Compilations
from mockround.grading.embedded import EmbeddedGrader
from mockround.grading.transcript import Transcript, Utterance
from mockround.grading.verdicts import Finding
from mockround.resources import content_dir
from tests.support.packs import as_folder, exemplars, topic_pack
from tests.support.parts import grader, library

OURS = tuple(each for each in library().criteria if each.startswith("px-"))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """A pack whose topic is our proximity under another name, all its exemplars with it: no neighbour is nearer."""
    found = read_pack(as_folder(topic_pack() | exemplars(), tmp_path_factory.mktemp("pack")), "near")
    assert isinstance(found, Pack)
    return found


@pytest.fixture
def both(pack: Pack) -> Library:
    return load(content_dir(), None, (pack,))


def beside(both: Library, pack: Pack) -> EmbeddedGrader:
    """The grader as a server has it where the pack is installed."""
    return EmbeddedGrader(both, lambda: load_bank(both, [content_dir(), pack.folder]))


def found_by(judge: EmbeddedGrader, criteria: Sequence[Criterion]) -> list[tuple[Finding, ...]]:
    """What the grader makes of everything that people say on the topic."""
    bank = load_bank(library(), [content_dir()])
    said = [text for each in OURS for text in (*bank[each].met[:3], *bank[each].partial[:2])]
    return [judge.findings(Transcript((Utterance(2, "candidate", text),)), criteria) for text in said]


def of(source: Library, names: Iterable[str]) -> list[Criterion]:
    return [source.criterion(CriterionId(each)) for each in names]


def theirs(ours: CriterionId) -> str:
    return ours.replace("px-", "nn-")


def test_a_pack_that_is_installed_changes_no_grade_of_ours(both: Library, pack: Pack) -> None:
    assert found_by(beside(both, pack), of(both, OURS)) == found_by(grader(), of(library(), OURS))


def test_with_one_set_of_word_weights_for_all_it_would(
    both: Library, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Compilations, "_pack", lambda *_: "")
    assert found_by(beside(both, pack), of(both, OURS)) != found_by(grader(), of(library(), OURS))


def test_the_criteria_of_a_pack_are_heard(both: Library, pack: Pack) -> None:
    found = found_by(beside(both, pack), of(both, map(theirs, OURS)))
    assert {each.criterion for findings in found for each in findings if each.evidence} == set(map(theirs, OURS))


def test_findings_are_in_the_order_of_the_criteria_whoever_brought_them(both: Library, pack: Pack) -> None:
    mixed = [OURS[0], theirs(OURS[0]), OURS[1]]
    assert [each.criterion for each in found_by(beside(both, pack), of(both, mixed))[0]] == mixed
