"""Each mistake an author can make, and the finding that names its file, its place, what is wrong and what to do."""

import os
from pathlib import Path

import pytest

from mockround.content.checks import check
from mockround.content.library import ContentError, load
from mockround.resources import content_dir
from tests.content.conftest import OwnFolder

PROBLEM = "problems/url-shortener.yaml"
PATTERN = "rubrics/patterns/proximity.yaml"
SKILL = "rubrics/skills/failure-mode-analysis.yaml"
PATH = "paths/patterns-first.yaml"
CURRICULUM = "catalog/curriculum.yaml"
CLASSES = "catalog/data-classes.yaml"
COMPONENTS = "catalog/components.yaml"
WRITES = "rubrics/patterns/write-heavy.yaml"
DRILLS = "catalog/drills.yaml"
WORKED = "catalog/worked-examples.yaml"
SLOT_ONCE = "follow_up: the slot {component} must be there exactly once"

SHAPE = [
    (PROBLEM, "title:", "titel:", "titel: the field 'titel' is not known -> did you mean 'title'?"),
    (PROBLEM, "title:", "titel:", "'title' is missing -> add it"),
    (PROBLEM, "difficulty: easy", "difficulty: simple", "difficulty: 'simple' is not one of the values -> use 'easy'"),
    (PROBLEM, "levels: [mid, senior]", "levels: [mid, boss]", "levels.1: 'boss' is not one of the values"),
    (PROBLEM, "levels: [mid, senior]", "levels: mid", "levels: 'mid' is not a list"),
    (PROBLEM, "title: URL shortener with owner statistics", "title: 7", "title: 7 is not text"),
    (PROBLEM, "  ratio: '100:1'", "  Ratio: '100:1'", "scale.Ratio: 'Ratio' is not written as it must be"),
    (PATTERN, "weight: 2", "weight: 4", "criteria.0.weight: 4 is too large -> use 3 or less"),
    (PATTERN, "weight: 2", "weight: '2'", "criteria.0.weight: '2' is not a whole number"),
    (PATTERN, "prompting: any", "prompting: none", "criteria.0.prompting: 'none' is not one of the values"),
    (PATTERN, "kind: pattern", "kind: skill", "kind: 'skill' is not one of the values"),
    (PATTERN, "title: Proximity-based services", "title: ''", "title: the text is empty"),
    (PATH, "blocks_next: true", "blocks_next: 'true'", "sequence.3.blocks_next: 'true' is not true or false"),
    (PATH, "- type: step", "- type: pause", "sequence.0: 'pause' is not one of the values -> use 'step', 'checkpoint'"),
    (PATH, "- type: step\n    n: 1", "- n: 1", "sequence.0: 'type' is missing"),
    (PROBLEM, "id: url-shortener", "id: other", "id: the id 'other' is not the file's name 'url-shortener'"),
    (PROBLEM, "difficulty:", "title: twice\ndifficulty:", "the key 'title' stands twice"),
]

REFERENCES = [
    (
        PROBLEM,
        "primary_pattern: read-heavy",
        "primary_pattern: read-hevy",
        "primary_pattern: there is no pattern 'read-hevy' -> did you mean 'read-heavy'?",
    ),
    (
        PROBLEM,
        "secondary_patterns: [request-response",
        "secondary_patterns: [nothing",
        "secondary_patterns.0: ",
    ),
    (PROBLEM, "also_accept_primary: []", "also_accept_primary: [zzz]", "also_accept_primary.0: there is no pattern"),
    (PROBLEM, "skills: [consistency", "skills: [inconsistency", "skills.0: there is no skill"),
    (PROBLEM, "pattern: contention", "pattern: zzz", "tempting_wrong_shape.pattern: there is no pattern 'zzz'"),
    (PROBLEM, "- load-balancer", "- zzz", "typical_components.1: there is no component 'zzz'"),
    (PROBLEM, "data_classes: [content-records", "data_classes: [zzz", "data_classes.0: there is no data class 'zzz'"),
    (PROBLEM, "probes: [rh-hot-key-stampede", "probes: [rh-zzz", "twists.0.probes.0: there is no criterion 'rh-zzz'"),
    (PATTERN, "related: [contention", "related: [zzz", "related.0: there is no pattern 'zzz'"),
    (PATTERN, "ref: common-patterns#8", "ref: common-patterns#9", "facts.0.ref: there is no place in a path"),
    (
        PATTERN,
        "path_refs: [common-patterns#8]",
        "path_refs: [common-patterns#8, zzz#1]",
        "criteria.0.path_refs.1: ",
    ),
    (
        PATTERN,
        "path_refs: [common-patterns#8]",
        "path_refs: []",
        "criteria.0.path_refs: nobody refers to",
    ),
    (
        PATTERN,
        "path_refs: [common-patterns#8]",
        "path_refs: [zzz#1]",
        "criteria.0.path_refs: nobody refers to",
    ),
    (SKILL, "ref: interviewing-next-week#5", "ref: interviewing-next-week#50", "ref: there is no place in a path"),
    (PATH, "id: read-heavy", "id: zzz", "sequence.0.id: there is no pattern 'zzz'"),
    (PATH, "criteria: [rh-v1-baseline]", "criteria: [rh-zzz]", "sequence.3.must_contain.0.criteria.0: there is no"),
    (PATH, "derived_from: patterns-first#outcome", "derived_from: zzz", "sequence.9.derived_from: there is no place"),
    (PATH, "- url-shortener", "- zzz", "practice_problems.0: there is no problem 'zzz'"),
    (WORKED, "problem: video-platform", "problem: zzz", "examples.0.problem: there is no problem 'zzz'"),
    (WORKED, "pattern: large-blobs", "pattern: zzz", "examples.0.parts.0.pattern: there is no pattern 'zzz'"),
    (WORKED, "component: object-store", "component: zzz", "examples.0.parts.0.component: there is no component 'zzz'"),
    (WORKED, "data_class: media-blobs", "data_class: zzz", "examples.0.data.0.data_class: there is no data class"),
    (
        WORKED,
        "words: creators upload videos",
        "words: makers upload",
        "examples.0.parts.0.words: 'makers upload' is not",
    ),
    (WORKED, "code: PC/EC", "code: PA/EL", "examples.0.data.1.code: PA/EL is not among the accepted codes"),
    ("catalog/overlaps.yaml", "[wq-atomic-enqueue,", "[wq-zzz,", "overlaps.0.0: there is no criterion 'wq-zzz'"),
    ("catalog/reference.yaml", "[rh-v1-baseline,", "[rh-zzz,", "read_heavy_stages.0.criteria.0: there is no criterion"),
    (
        "catalog/ambiguous-products.yaml",
        "may_be: [cache,",
        "may_be: [zzz,",
        "products.0.may_be.0: there is no",
    ),
    (
        CLASSES,
        "fitting_stores: [postgresql-sync",
        "fitting_stores: [zzz",
        "fitting_stores.0: there is no store 'zzz'",
    ),
    (CURRICULUM, "sources: [patterns-first", "sources: [zzz", "sources.0: there is no path 'zzz'"),
    (CURRICULUM, "problems:\n  - url-shortener", "problems:\n  - zzz", "problems.0: there is no problem 'zzz'"),
]

CRAFT = [
    (PROBLEM, "levels: [mid, senior]", "levels: [senior, mid]", "levels: the levels are not in order"),
    (PROBLEM, "pattern: contention", "pattern: read-heavy", "tempting_wrong_shape.pattern: the tempting"),
    (PROBLEM, "probes: [rh-hot-key-stampede", "probes: [fo-threshold", "twists.0.probes.0: 'fo-threshold' belongs to"),
    (WRITES, "- id: wh-ingest-quantified", "- id: rh-v1-baseline", "criteria.0.id: 'rh-v1-baseline' is also"),
    (PATTERN, "- How big is this search problem?", "- How big is it? Very?", "probes.0: 2 question marks"),
    (PATTERN, "- How big is this search problem?", "- How big it is.", "probes.0: 0 question marks"),
    (PATTERN, "- How big is this search problem?", f"- {'word ' * 35}?", "probes.0: 36 words -> say it in 35"),
    (PATTERN, "{component}", "it", SLOT_ONCE),
    (PATTERN, "{component}", "{component} or {component}", SLOT_ONCE),
    (PATTERN, "{component}", "{thing}", SLOT_ONCE),
    (PATTERN, "{component}", "{component", SLOT_ONCE),
    (PATTERN, "      teach: >-\n", f"      teach: >-\n        {'word ' * 45}\n", "criteria.0.ladder.teach: "),
    (PATH, "n: 2\n", "n: 5\n", "sequence.1.n: the step is number 2, not 5 -> write n: 2"),
    (PATH, "n: 1\n    after_step", "n: 7\n    after_step", "sequence.3.n: the checkpoint is number 1, not 7"),
    (PATH, "after_step: 3", "after_step: 8", "sequence.3.after_step: after_step is 8, but the step before it is 3"),
    (PATH, "to_step: 1\n", "to_step: 17\n", "sequence.3.on_fail.to_step: there is no step 17 in this path"),
    (PATH, "to_step: 1\n", "to_step: null\n", "sequence.3.on_fail.to_step: 'loop-back' needs a step"),
    (PATH, "listed_steps: 7", "listed_steps: 6", "counts.listed_steps: listed_steps is 6, but the sequence has 7"),
    (PATH, "id: pf-cp1-read-narrative", "id: inw-exit-pacelc", "'inw-exit-pacelc' is also a checkpoint in"),
    (CLASSES, "accepted_codes: [PC/EC]", "accepted_codes: [PA/EL]", "the default 'PC/EC' is not"),
    (CLASSES, "code: PC/EC", "code: PA/EL", "pacelc.code: the code 'PA/EL' is not 'PC/EC'"),
    (CLASSES, "id: sessions", "id: user-credentials", "'user-credentials' stands twice"),
    (COMPONENTS, "id: client.retry-storm", "id: dns.retry-storm", "components.0.failure_modes.0.id: the"),
    (COMPONENTS, "id: client.offline-or-flaky", "id: client.retry-storm", "failure_modes.1.id: the"),
    ("catalog/scoring.yaml", "min: 0.0", "min: 0.1", "bands: the bands do not go down to 0"),
    ("catalog/dimensions.yaml", "  4:\n    label: strong hire\n    meaning: Clearly above what the level asks.\n", "",
     "scale: the scale is not 1, 2, 3, 4"),
    (DRILLS, "These are the components: {components}", "These: {parts}", "drills.2.prompt: nothing fills"),
    ("prompts/embedded/phrases.yaml", "A hint: {hint}", "A hint: {nudge}", "hint.neutral.0: nothing fills the slot"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "expected"), [*SHAPE, *REFERENCES, *CRAFT])
def test_a_mistake_is_found_where_it_stands(own: OwnFolder, name: str, old: str, new: str, expected: str) -> None:
    own.amend(name, old, new)
    mine = [finding for finding in own.findings() if finding.startswith(f"{name}:") and expected in finding]
    assert mine, own.findings()


def test_a_finding_names_the_line_that_the_author_has_to_change(own: OwnFolder) -> None:
    line = own.amend(PROBLEM, "primary_pattern: read-heavy", "primary_pattern: zzz")
    assert (
        f"{PROBLEM}:{line} primary_pattern: there is no pattern 'zzz' -> write one that is there" in own.findings()[0]
    )


def test_all_mistakes_are_told_at_once_in_the_order_of_the_files(own: OwnFolder) -> None:
    own.amend(PROBLEM, "levels: [mid, senior]", "levels: [senior, mid]")
    own.amend(PATH, "listed_steps: 7", "listed_steps: 6")
    own.amend(PATTERN, "related: [contention", "related: [zzz")
    assert [finding.partition(":")[0] for finding in own.findings()] == [PATH, PROBLEM, PATTERN]


def test_a_file_that_cannot_be_read_makes_no_other_file_wrong(own: OwnFolder) -> None:
    own.write("rubrics/patterns/new-shape.yaml", "a: [\n")
    own.amend(PROBLEM, "secondary_patterns: [request-response", "secondary_patterns: [new-shape")
    assert [finding.partition(":")[0] for finding in own.findings()] == ["rubrics/patterns/new-shape.yaml"]


def test_a_pattern_without_a_problem_is_found(own: OwnFolder) -> None:
    text = (content_dir() / PATTERN).read_text(encoding="utf-8")
    own.write(
        "rubrics/patterns/nearness.yaml", text.replace("id: proximity", "id: nearness").replace("id: px-", "id: nn-")
    )
    assert any("no problem has 'nearness' as its primary pattern" in finding for finding in own.findings())


def test_loading_refuses_with_every_finding(own: OwnFolder) -> None:
    own.amend(PROBLEM, "levels: [mid, senior]", "levels: [senior, mid]")
    with pytest.raises(ContentError, match="one mistake") as caught:
        load(content_dir(), own.root)
    assert [finding.where for finding in caught.value.findings] == ["levels"]


@pytest.mark.parametrize("name", ["problems/../x.yaml", "problems/Big.yaml", "problems/a b.yaml", "problems/x.yml"])
def test_a_name_that_is_no_id_is_refused(own: OwnFolder, name: str) -> None:
    (own.root / "problems").mkdir()
    own.write(name, "id: x\n")
    assert any("is not known here" in finding or "is not an id" in finding for finding in own.findings())


@pytest.mark.parametrize("name", ["problems", "problems/stolen.yaml", "catalog", "catalog/scoring.yaml"])
def test_a_link_that_leads_out_of_the_folder_is_refused_unread(own: OwnFolder, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "stolen.yaml").write_text("secret: 42\n", encoding="utf-8")
    own.root = tmp_path / "mine"
    (own.root / name).parent.mkdir(parents=True)
    (own.root / name).symlink_to(outside / "stolen.yaml" if name.endswith(".yaml") else outside)
    findings = own.findings()
    assert any(finding.startswith(f"{name}:1: the link leads out of") for finding in findings)
    assert "secret" not in "".join(findings)


def test_a_link_within_the_folder_is_followed(own: OwnFolder) -> None:
    own.amend(PROBLEM, "difficulty: easy", "difficulty: hard")
    (own.root / "problems/alias.yaml").symlink_to(own.root / PROBLEM)
    assert "the id 'url-shortener' is not the file's name 'alias'" in own.findings()[0]


@pytest.mark.parametrize("name", ["problem/x.yaml", "catalog/extra.yaml", "rubrics/shapes/x.yaml", "notes.txt"])
def test_a_file_or_folder_that_is_not_known_is_found(own: OwnFolder, name: str) -> None:
    own.write(name, "id: x\n")
    assert any("is not known here" in finding for finding in own.findings())


def test_hidden_files_and_a_readme_are_left_alone(own: OwnFolder) -> None:
    own.write("README.md", "Mine.")
    own.write(".git/config", "x")
    own.write("problems/.gitkeep", "")
    assert own.findings() == []


def test_a_folder_that_is_not_there_is_found() -> None:
    findings = check(content_dir(), Path("/nowhere/at/all")).findings
    assert "there is no folder '/nowhere/at/all'" in str(findings[0])


def test_a_folder_without_content_is_found(own: OwnFolder) -> None:
    assert any("there is no content in this folder" in finding for finding in own.findings())


def test_a_pipe_in_the_place_of_a_file_does_not_make_us_wait(own: OwnFolder) -> None:
    (own.root / "catalog").mkdir()
    os.mkfifo(own.root / "catalog/scoring.yaml")
    (own.root / "problems").mkdir()
    os.mkfifo(own.root / "problems/pipe.yaml")
    assert [finding for finding in own.findings() if "this is not a file" in finding]


def test_a_file_larger_than_one_mebibyte_is_refused(own: OwnFolder) -> None:
    own.write("problems/huge.yaml", "# " + "x" * 1024 * 1024)
    assert any("the file is larger than" in finding for finding in own.findings())


def test_a_file_that_is_not_utf8_is_refused_with_its_line(own: OwnFolder) -> None:
    own.write("problems/latin.yaml", "id: latin\n").write_bytes(b"id: latin\ntitle: caf\xe9\n")
    assert any(finding.startswith("problems/latin.yaml:2: not UTF-8") for finding in own.findings())


def test_more_than_a_thousand_files_are_refused(own: OwnFolder) -> None:
    for number in range(1001):
        own.write(f"problems/p{number}.yaml", "")
    assert any("more than 1,000 files" in finding for finding in own.findings())


def test_a_file_full_of_mistakes_is_refused_briefly(own: OwnFolder) -> None:
    own.amend(PATTERN, "related: [contention", f"related: [{', '.join(f'read-hevy{n}' for n in range(40_000))}")
    own.write("problems/stuffed.yaml", "".join(f"titel{n}: 1\n" for n in range(20_000)))
    findings = own.findings()
    assert len(findings) <= 201
    assert any("mistakes more" in finding for finding in findings)


def test_a_shipped_table_that_is_gone_is_found(tmp_path: Path) -> None:
    assert any(
        str(finding).startswith("catalog/scoring.yaml:1: the file is missing") for finding in check(tmp_path).findings
    )
