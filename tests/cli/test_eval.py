"""`mockround eval GOLD`: how far the embedded grader agrees with labels, as a table or as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import CommandLine

CRITERION = "rh-skew-quantified"
SKEW = "Reads outnumber writes 100 to 1, so the redirect must not touch the primary and I size the lookup path for it."


def line(number: int, said: str, label: str, **more: object) -> dict[str, Any]:
    return {
        "id": f"gold-{number}",
        "topic": "read-heavy",
        "kind": "probe",
        "level": "senior",
        "problem": "url-shortener",
        "turns": [{"speaker": "candidate", "text": said}],
        "criterion": CRITERION,
        "labels": {CRITERION: label},
    } | more


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two answers that nobody can take for met, one of them so labelled; and one that is out of the score."""
    lines = [
        line(1, "I do not know.", "missing", style="terse"),
        line(2, "No idea.", "met", style="terse"),
        line(3, SKEW, "not_applicable"),
    ]
    return written(tmp_path, *lines)


def written(folder: Path, *lines: dict[str, Any]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in lines), encoding="utf-8")
    return path


def test_json_has_the_figures_of_every_group_with_their_intervals(mockround: CommandLine, gold: Path) -> None:
    ran = mockround("eval", gold, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    groups = json.loads(ran.out)["groups"]
    assert list(groups) == ["total", "kind probe", "style terse", "topic read-heavy"]
    for found in groups.values():
        assert (found["n"], found["items"], found["ungraded"]) == (2, 2, 0)
        assert list(found["recall"]) == ["value", "low", "high"]
    total = groups["total"]
    assert (total["precision"]["value"], total["recall"]["value"], total["f1"]["value"]) == (None, 0.0, 0.0)
    assert total["macro_f1"]["value"] == pytest.approx(1 / 3)
    assert total["kappa"]["value"] == 0.0
    assert (total["recall"]["low"], total["recall"]["high"]) == (0.0, 0.0)


def test_the_table_has_a_line_a_group_and_says_what_the_figures_are(mockround: CommandLine, gold: Path) -> None:
    ran = mockround("eval", gold)
    assert (ran.code, ran.err) == (0, "")
    head, total, kind, style, topic, *legend = ran.out.splitlines()
    assert head.split() == ["group", "n", "precision", "recall", "f1", "macro-f1", "kappa", "ungraded"]
    assert total.split()[:3] == ["total", "2", "n/a"]
    assert "0.333 [" in total
    assert [each.split("  ")[0] for each in (kind, style, topic)] == ["kind probe", "style terse", "topic read-heavy"]
    assert "weighted" in " ".join(legend)


def test_the_same_file_gives_the_same_bytes(mockround: CommandLine, gold: Path) -> None:
    assert mockround("eval", gold, "--format", "json") == mockround("eval", gold, "--format", "json")


def test_one_item_alone_has_no_interval(mockround: CommandLine, tmp_path: Path) -> None:
    ran = mockround("eval", written(tmp_path, line(1, "No idea.", "met")), "--format", "json")
    recall = json.loads(ran.out)["groups"]["total"]["recall"]
    assert recall == {"value": 0.0, "low": None, "high": None}


def test_a_label_that_is_no_verdict_is_refused_by_line(mockround: CommandLine, tmp_path: Path) -> None:
    ran = mockround("eval", written(tmp_path, line(1, SKEW, "met"), line(2, SKEW, "good")))
    assert ran.code == 2
    assert ran.message.startswith(f"Line 2: labels.{CRITERION}: ")


def test_a_label_of_a_criterion_that_is_not_asked_is_refused_by_line(mockround: CommandLine, tmp_path: Path) -> None:
    stray = line(2, SKEW, "met", labels={"rh-hot-key-stampede": "met"})
    ran = mockround("eval", written(tmp_path, line(1, SKEW, "met"), stray))
    assert ran.code == 2
    assert ran.message == "Line 2: 'gold-2' labels 'rh-hot-key-stampede', which it does not ask. Correct the labels."


def test_a_line_of_an_unknown_topic_is_refused_by_line(mockround: CommandLine, tmp_path: Path) -> None:
    ran = mockround("eval", written(tmp_path, line(1, SKEW, "met"), line(2, SKEW, "met", topic="nothing")))
    assert ran.code == 2
    assert ran.message.startswith("Line 2: There is no topic 'nothing'. ")


def test_a_file_without_a_label_is_refused(mockround: CommandLine, tmp_path: Path) -> None:
    path = written(tmp_path, line(1, SKEW, "met", labels={}))
    ran = mockround("eval", path)
    assert ran.code == 2
    assert ran.message.startswith(f"No line of '{path}' has labels. Add ")


def test_a_missing_file_is_refused(mockround: CommandLine) -> None:
    ran = mockround("eval", "nowhere.jsonl")
    assert ran.code == 2
    assert ran.message == "There is no file 'nowhere.jsonl'. Check the path."
