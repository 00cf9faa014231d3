"""Installed packs: what a library makes of them, and what happens when one of them goes bad or goes away."""

from pathlib import Path

import pytest

from mockround.config import Config
from mockround.content.library import ContentError, Library
from mockround.content.models import PathId, ProblemId, TopicKey
from mockround.errors import MockroundError
from mockround.resources import content_dir
from mockround.usecases import packs
from mockround.wiring import bank_of, library_of, prompts_of
from tests.support.packs import PROBLEM, TITLE, as_folder, as_zip, exemplars, good_pack, topic_pack
from tests.support.parts import library as shipped_library

TOOLS = ProblemId("tool-library")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data_dir=tmp_path / "data")


def install(config: Config, files: dict[str, str], name: str = "given") -> None:
    source = as_folder(files, config.data_dir.parent / name)
    packs.install(source, config.packs_dir, content_dir(), config.own_content)


def test_a_problem_of_a_pack_stands_beside_ours_and_says_where_it_is_from(config: Config) -> None:
    install(config, good_pack())
    library = library_of(config)
    problem = library.problem(TOOLS)
    origin = library.pack_of(problem)
    assert (problem.title, origin and origin.title) == (TITLE, "Lending things")
    assert library.pack_of(library.problem(ProblemId("url-shortener"))) is None
    assert library.counts.problems == shipped_library().counts.problems + 1
    assert list(library.problems)[-1] == TOOLS


def test_without_a_pack_the_content_is_what_we_ship(config: Config) -> None:
    assert library_of(config).content_hash == shipped_library().content_hash


def test_a_pack_brings_a_topic_with_its_exemplars(config: Config) -> None:
    install(config, {**topic_pack(), **exemplars()})
    library = library_of(config)
    topic = library.topic(TopicKey("pattern/nearness"))
    assert library.pack_of(topic) is not None
    assert library.pack_of(library.topic(TopicKey("pattern/proximity"))) is None
    assert {each.id for each in topic.criteria} <= bank_of(config, library).keys()


def test_a_pack_brings_a_path(config: Config) -> None:
    path = (content_dir() / "paths/real-time-systems.yaml").read_text(encoding="utf-8")
    path = path.replace("id: real-time-systems", "id: lending-path", 1)
    checkpoints = [each.id for each in shipped_library().path(PathId("real-time-systems")).checkpoints]
    for each in checkpoints:
        path = path.replace(f"id: {each}", f"id: {each}-too")
    install(config, {**good_pack(), "paths/lending-path.yaml": path})
    library = library_of(config)
    assert library.pack_of(library.path(PathId("lending-path"))) is not None


def test_a_pack_of_the_same_name_takes_the_place_of_the_older_one(config: Config) -> None:
    install(config, good_pack())
    install(config, {**good_pack(version="2"), PROBLEM: good_pack()[PROBLEM].replace(TITLE, "Tools, again")}, "newer")
    library = library_of(config)
    assert [(pack.name, pack.manifest.version) for pack in library.packs] == [("lending", "2")]
    assert library.problem(TOOLS).title == "Tools, again"
    assert sorted(path.name for path in config.packs_dir.iterdir()) == [".lock", "lending.2"]


def test_what_is_refused_leaves_the_older_one_as_it_is(config: Config) -> None:
    install(config, good_pack())
    with pytest.raises(ContentError, match="problems/tool-library.yaml:"):
        install(config, {**good_pack(version="2"), PROBLEM: "id: tool-library\n"}, "newer")
    assert library_of(config).packs[0].manifest.version == "1.0"


def test_two_packs_may_not_bring_the_same_id(config: Config) -> None:
    install(config, good_pack())
    with pytest.raises(ContentError, match=r"newer/problems/tool-library.yaml:1: .* is there already"):
        install(config, good_pack(name="other"), "newer")


def test_a_pack_stands_on_what_we_ship_and_not_on_another_pack(config: Config) -> None:
    install(config, topic_pack())
    leaning = good_pack()[PROBLEM].replace("secondary_patterns: [", "secondary_patterns: [nearness, ")
    with pytest.raises(ContentError, match="there is no pattern 'nearness'"):
        install(config, {**good_pack(), PROBLEM: leaning}, "leaning")


def test_ones_own_folder_goes_before_a_pack(config: Config, tmp_path: Path) -> None:
    install(config, good_pack())
    own = as_folder({PROBLEM: good_pack()[PROBLEM].replace(TITLE, "My tools")}, tmp_path / "own")
    library = library_of(Config(data_dir=config.data_dir, own_content=own))
    assert library.problem(TOOLS).title == "My tools"
    assert library.pack_of(library.problem(TOOLS)) is None


def test_a_pack_that_does_not_go_with_ones_own_folder_is_refused(config: Config, tmp_path: Path) -> None:
    mine_too = {"nearness": "closeness", "id: food-nearby": "id: mine"}
    files = topic_pack()
    for old, new in mine_too.items():
        files = {name: text.replace(old, new) for name, text in files.items()}
    own = {
        "rubrics/patterns/closeness.yaml": files["rubrics/patterns/nearness.yaml"],
        "problems/mine.yaml": files["problems/food-nearby.yaml"],
    }
    mine = Config(data_dir=config.data_dir, own_content=as_folder(own, tmp_path / "own"))
    with pytest.raises(ContentError, match="is also a criterion in"):
        install(mine, topic_pack())
    library_of(mine)


DAMAGE = {
    "a file cut off": ("problems/tool-library.yaml", b"id: tool-library\ntitle: ["),
    "a file of zeros": ("problems/tool-library.yaml", b"\0" * 4096),
    "a file too many": ("prompts/model/grader.j2", b"{% block system %}met{% endblock %}"),
    "the manifest gone": ("pack.yaml", None),
    "the manifest of another": ("pack.yaml", b"name: else\ntitle: x\nversion: x\n"),
    "a dangling id": ("problems/extra.yaml", good_pack()[PROBLEM].replace("read-heavy", "nowhere").encode()),
}


@pytest.mark.parametrize("damage", sorted(DAMAGE))
def test_a_damaged_pack_is_left_out_and_the_others_stay(config: Config, damage: str) -> None:
    install(config, good_pack())
    install(config, topic_pack(), "near")
    name, content = DAMAGE[damage]
    broken = config.packs_dir / "lending.1"
    if content is None:
        (broken / name).unlink()
    else:
        as_folder({name: content}, broken)
    library = library_of(config)
    assert [pack.name for pack in library.packs] == ["near"]
    assert [pack.name for pack in library.left_out] == ["lending"]
    assert str(library.left_out[0]).startswith("The pack 'lending' is damaged and left out: ")
    assert TOOLS not in library.problems
    assert prompts_of(config).hash("grader") == prompts_of(Config(data_dir=config.data_dir / "none")).hash("grader")
    packs.remove("lending", config.packs_dir)
    assert library_of(config).left_out == ()


def test_a_removed_pack_is_gone(config: Config) -> None:
    install(config, good_pack())
    packs.remove("lending", config.packs_dir)
    assert library_of(config).content_hash == shipped_library().content_hash
    assert [path.name for path in config.packs_dir.iterdir()] == [".lock"]


@pytest.mark.parametrize("name", ["lending", "../data", ".lock", ""])
def test_what_is_not_installed_cannot_be_removed(config: Config, name: str) -> None:
    with pytest.raises(MockroundError, match="There is no pack"):
        packs.remove(name, config.packs_dir)


def test_a_zip_may_have_one_folder_around_the_pack(config: Config, tmp_path: Path) -> None:
    around = {f"repo-main/{name}": text for name, text in good_pack().items()}
    left_by_finder = {"__MACOSX/repo-main/._pack.yaml": "x", "repo-main/.DS_Store": "x", "repo-main/": ""}
    packs.install(as_zip({**around, **left_by_finder}, tmp_path / "g.zip"), config.packs_dir, content_dir())
    library: Library = library_of(config)
    assert TOOLS in library.problems
