"""The library: what it hands out, in which order, how one's own content joins it, and what its hashes stand for."""

from collections.abc import Callable
from types import MappingProxyType

import pytest

from mockround.content.library import Library, load
from mockround.content.models import Authored, CriterionId, PathId, ProblemId, TopicKey
from mockround.content.phrases import Phrases
from mockround.errors import ErrorCode, MockroundError
from mockround.resources import content_dir
from tests.content.conftest import OwnFolder

PROBLEM = "problems/url-shortener.yaml"
PATTERN = "rubrics/patterns/read-heavy.yaml"
STORES = "catalog/stores.yaml"


def test_everything_is_found_by_its_id(library: Library) -> None:
    assert library.topic(TopicKey("pattern/read-heavy")).title == "Read-heavy"
    assert library.criterion(CriterionId("rh-invalidation")).ladder.probes
    assert library.topic_of(CriterionId("rh-invalidation")).key == "pattern/read-heavy"
    assert library.problem(ProblemId("url-shortener")).primary_pattern == "read-heavy"
    assert library.path(PathId("patterns-first")).steps[0].topic == "pattern/read-heavy"
    assert library.checkpoint(PathId("patterns-first"), "pf-exit-recognition").n == 3
    assert library.components["cache"].failure_modes
    assert library.data_classes["payments-ledger"].accepted_codes == ("PC/EC",)
    assert library.stores["spanner"].pacelc == "PC/EC"
    assert library.ambiguous_products["Redis"].may_be[0] == "cache"
    assert library.drills["narrate"].prompt
    assert isinstance(library.phrases, Phrases)


@pytest.mark.parametrize(
    "ask",
    [
        lambda library: library.topic(TopicKey("pattern/nope")),
        lambda library: library.topic_named("nope"),
        lambda library: library.criterion(CriterionId("nope")),
        lambda library: library.topic_of(CriterionId("nope")),
        lambda library: library.problem(ProblemId("nope")),
        lambda library: library.path(PathId("nope")),
        lambda library: library.checkpoint(PathId("nope"), "pf-exit-recognition"),
        lambda library: library.checkpoint(PathId("patterns-first"), "nope"),
        lambda library: library.rubric_hash((TopicKey("nope"),)),
    ],
)
def test_an_id_that_is_not_there_is_not_found(library: Library, ask: Callable[[Library], object]) -> None:
    with pytest.raises(MockroundError) as caught:
        ask(library)
    assert caught.value.code is ErrorCode.NOT_FOUND
    assert "'nope'" in caught.value.message or "'pattern/nope'" in caught.value.message
    assert caught.value.remedy


def test_a_slip_of_the_pen_gets_the_id_that_was_meant(library: Library) -> None:
    with pytest.raises(MockroundError, match="Did you mean 'url-shortener'"):
        library.problem(ProblemId("url-shortner"))


@pytest.mark.parametrize("text", ["read-heavy", "pattern/read-heavy", " Read-Heavy "])
def test_a_topic_is_named_with_or_without_its_kind(library: Library, text: str) -> None:
    assert library.topic_named(text).key == "pattern/read-heavy"


def test_the_pattern_and_the_skill_of_nearly_one_name_are_kept_apart(library: Library) -> None:
    assert library.topic_named("real-time-delivery").key == "pattern/real-time-delivery"
    assert library.topic_named("realtime-delivery").key == "skill/realtime-delivery"


def test_a_bare_id_of_a_pattern_and_a_skill_needs_its_kind(own: OwnFolder) -> None:
    text = (content_dir() / "rubrics/skills/protocol-choice.yaml").read_text(encoding="utf-8")
    text = text.replace("id: protocol-choice", "id: read-heavy").replace("- id: pc-", "- id: zz-")
    own.write("rubrics/skills/read-heavy.yaml", text)
    with pytest.raises(MockroundError, match="Write pattern/read-heavy or skill/read-heavy"):
        own.library().topic_named("read-heavy")


def test_nothing_in_the_library_can_be_changed(library: Library) -> None:
    mappings = [value for name in Library.__slots__ if isinstance(value := getattr(library, name), MappingProxyType)]
    assert len(mappings) >= 11
    with pytest.raises(TypeError):
        library.problems[ProblemId("x")] = library.problem(ProblemId("url-shortener"))  # type: ignore[index] # the point
    with pytest.raises(ValueError, match="frozen"):
        library.problem(ProblemId("url-shortener")).title = "x"


def test_the_order_is_the_curriculums(library: Library) -> None:
    assert tuple(library.paths) == library.curriculum.paths
    assert tuple(library.patterns) == library.curriculum.patterns
    assert tuple(library.skills) == library.curriculum.skills
    assert tuple(library.problems) == library.curriculum.problems
    kinds = [key.partition("/")[0] for key in library.topics]
    assert kinds == sorted(kinds)


def test_ones_own_problem_joins_the_others_at_the_end(own: OwnFolder) -> None:
    text = (content_dir() / PROBLEM).read_text(encoding="utf-8")
    own.write("problems/a-new-one.yaml", text.replace("id: url-shortener", "id: a-new-one"))
    library = own.library()
    assert library.counts.problems == 43
    assert tuple(library.problems)[-1] == "a-new-one"


def test_ones_own_file_replaces_the_shipped_one_of_its_id(own: OwnFolder) -> None:
    own.amend(PROBLEM, "title: URL shortener with owner statistics", "title: Links of my own")
    library = own.library()
    assert library.problem(ProblemId("url-shortener")).title == "Links of my own"
    assert library.counts.problems == 42


def test_ones_own_table_adds_rows_and_replaces_those_of_its_ids(own: OwnFolder) -> None:
    mine = "stores:\n  - {id: spanner, title: Mine, pacelc: PC/EC, watch_for: x}\n"
    own.write(STORES, mine + "  - {id: new-store, title: New, pacelc: PA/EL, watch_for: x}\n")
    library = own.library()
    assert (library.stores["spanner"].title, library.stores["new-store"].title) == ("Mine", "New")
    assert library.stores["cassandra"].title == "Cassandra"


def test_a_comment_changes_no_hash(own: OwnFolder, library: Library) -> None:
    own.amend(PATTERN, "kind: pattern", "# A word for authors.\nkind:   pattern")
    assert own.library().content_hash == library.content_hash


def test_a_word_of_a_rubric_changes_its_hash_and_no_other(own: OwnFolder, library: Library) -> None:
    own.amend(PATTERN, "title: Read-heavy", "title: Reads")
    changed = own.library()
    reads, writes = TopicKey("pattern/read-heavy"), TopicKey("pattern/write-heavy")
    assert changed.content_hash != library.content_hash
    assert changed.rubric_hash([reads]) != library.rubric_hash([reads])
    assert changed.rubric_hash([writes]) == library.rubric_hash([writes])


def test_the_hash_of_rubrics_is_the_same_in_any_order(library: Library) -> None:
    keys = list(library.topics)[:3]
    assert library.rubric_hash(keys) == library.rubric_hash([*reversed(keys), keys[0]])
    assert library.rubric_hash(keys) != library.rubric_hash(keys[:2])


def test_every_value_of_the_library_is_frozen(library: Library) -> None:
    values: list[Authored] = [library.scoring, library.dimensions, library.reference, *library.components.values()]
    assert all(value.model_config["frozen"] for value in values)


def test_the_shipped_folder_named_as_ones_own_is_read_once(library: Library) -> None:
    assert load(content_dir(), content_dir()).content_hash == library.content_hash
