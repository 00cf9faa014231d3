"""How often the PACELC parser reads a choice right, leaves it empty, reads it the wrong way round, or invents it.

A choice is one branch of one data class of one statement. Each statement is read twice: as the answer to a question
about its own data classes, and as the answer to one about two more, where a class must be named to be heard. Rows are
wanted for those two either way, and should stay empty. `python -m bench.pacelc FILE` prints what is misread.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mockround.config import config_from
from mockround.content.library import Library
from mockround.grading.clauses import clauses
from mockround.grading.pacelc.matrix import choice_in, pacelc_matrix
from mockround.grading.report import PacelcRow
from mockround.grading.stances import Stance
from mockround.grading.transcript import Transcript, Utterance
from mockround.wiring import library_of

GOLD = Path(__file__).with_name("gold")
SETS = ("pacelc-develop.jsonl", "pacelc-check.jsonl")
UNNAMED = GOLD / "pacelc.jsonl"
"""Forty statements about one data class each, which most of them do not name: read without looking for the class."""
ELSEWHERE = GOLD / "check.jsonl"
TOPIC = "consistency-trade-offs"
DECOYS = 2
OPEN = "-"


@dataclass(frozen=True)
class Statement:
    """One answer and its labels: for each class the code, as 'PA/E-' where a branch is left open."""

    said: str
    choices: Mapping[str, str]
    asked: str = ""
    style: str = ""
    reason: Sequence[str] = ()
    """The classes for which a reason is given."""


@dataclass(frozen=True)
class Reading:
    """One branch: what the label says and what was read; '-' is nothing."""

    label: str
    read: str

    @property
    def outcome(self) -> str:
        if self.label == OPEN:
            return "left open" if self.read == OPEN else "invented"
        return {self.label: "right", OPEN: "empty"}.get(self.read, "reversed")


def main() -> None:
    library = library_of(config_from({}))
    print("PACELC choices, branch by branch (goals: 85% right, at most 1% reversed, none invented)")
    for name in SETS:
        statements = statements_in(GOLD / name)
        rows = [(each, rows_of(library, each)) for each in statements]
        _print_figures(name, len(statements), [one for each, read in rows for one in readings(each, read)])
        among_more = [one for each in statements for one in readings(each, rows_of(library, each, asks_for_more=True))]
        _print_figures("  asked for two more", len(statements), among_more)
        reasons = Counter(one for each, read in rows for one in _reasons(each, read))
        given = reasons[True, True] + reasons[True, False]
        print(f"    reasons: {reasons[True, True]} of {given} found, {reasons[False, True]} where none was given")
    _print_figures(UNNAMED.name, len(UNNAMED.read_text("utf-8").splitlines()), list(_unnamed()))
    answers = list(_elsewhere())
    read = sum(bool(row.partition) + bool(row.otherwise) for each in answers for row in _all_rows(library, each))
    print(f"  {ELSEWHERE.name}: {len(answers)} answers on other topics, {read} branches read in them")


def misses(path: Path) -> None:
    """Print the statements of a set that are misread: for working on the parser, never with the checking set."""
    library = library_of(config_from({}))
    for each in statements_in(path):
        rows = rows_of(library, each)
        if any(one.outcome not in ("right", "left open") for one in readings(each, rows)):
            wrong = [f"{key} {each.choices.get(key, 'P-/E-')} read {_code(row)}" for key, row in rows.items()]
            print(f"[{each.style}] {each.said!r}{f' <- {each.asked!r}' if each.asked else ''}")
            print("    " + "; ".join(one for one in wrong if one.split()[1] != one.split()[3]))


def statements_in(path: Path) -> list[Statement]:
    return [Statement(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def rows_of(library: Library, statement: Statement, *, asks_for_more: bool = False) -> dict[str, PacelcRow]:
    """Return the matrix of a statement, by data class."""
    wanted = [*statement.choices, *_decoys(library, statement)]
    titles = "; ".join(library.data_classes[e].title for e in (wanted if asks_for_more else statement.choices))
    asked = statement.asked or f"Say what you choose on a partition and what you choose otherwise, and why: {titles}."
    turns = (Utterance(1, "interviewer", asked), Utterance(2, "candidate", statement.said))
    rows = pacelc_matrix(Transcript(turns), tuple(library.data_classes.values()), wanted=wanted)
    return {row.data_class: row for row in rows}


def readings(statement: Statement, rows: Mapping[str, PacelcRow]) -> Iterator[Reading]:
    """Every branch that the label names, and each one read for a class of which nothing was said."""
    for data_class, row in rows.items():
        code = statement.choices.get(data_class, "P-/E-")
        yield Reading(code[1], row.partition or OPEN)
        yield Reading(code[4], row.otherwise or OPEN)


def _decoys(library: Library, statement: Statement) -> list[str]:
    """The classes that follow the first spoken of in the catalog."""
    ids = list(library.data_classes)
    at = ids.index(next(iter(statement.choices)))
    return [each for each in (*ids[at:], *ids[:at]) if each not in statement.choices][:DECOYS]


def _reasons(statement: Statement, rows: Mapping[str, PacelcRow]) -> Iterator[tuple[bool, bool]]:
    """For each class of which something was said: whether a reason was given, and whether one was found."""
    for data_class, code in statement.choices.items():
        if code != "P-/E-":
            yield data_class in statement.reason, rows[data_class].reason.said == "yes"


def _unnamed() -> Iterator[Reading]:
    for line in UNNAMED.read_text("utf-8").splitlines():
        given = json.loads(line)
        spoken = clauses(given["said"])
        meant = " ".join(given["said"][e.start : e.end] for e in spoken if e.stance is not Stance.QUESTION)
        partition, otherwise = choice_in(meant)
        yield Reading(given["partition"] or OPEN, partition or OPEN)
        yield Reading(given["otherwise"] or OPEN, otherwise or OPEN)


def _elsewhere() -> Iterator[Transcript]:
    """Answers that are not about consistency: whatever is read in them was hardly meant as a choice."""
    for line in ELSEWHERE.read_text("utf-8").splitlines():
        given = json.loads(line)
        if given["topic"] != TOPIC:
            yield Transcript(tuple(Utterance(at, e["speaker"], e["text"]) for at, e in enumerate(given["turns"])))


def _all_rows(library: Library, transcript: Transcript) -> Sequence[PacelcRow]:
    return pacelc_matrix(transcript, tuple(library.data_classes.values()), wanted=tuple(library.data_classes))


def _print_figures(name: str, statements: int, found: Sequence[Reading]) -> None:
    counts = Counter(each.outcome for each in found)
    made = counts["right"] + counts["empty"] + counts["reversed"]
    share = f"{counts['right']} right ({counts['right'] / made:.0%})"
    print(f"  {name}: {statements} statements, {made} choices: {share}, {counts['empty']} empty,", end="")
    print(f" {counts['reversed']} reversed; {counts['invented']} invented of {len(found) - made} left open")


def _code(row: PacelcRow) -> str:
    return f"P{row.partition or OPEN}/E{row.otherwise or OPEN}"


if __name__ == "__main__":
    misses(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
