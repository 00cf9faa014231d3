"""How often the PACELC parser reads a choice right, abstains, or reads it the wrong way round.

`gold/pacelc.jsonl`: forty statements about one data class each, written by the parser's own authors. When they were
new, 30 of 45 choices were read right, 15 abstained, none was reversed; the parser has learned words from them since. A
choice is one branch of one statement that the label says was made.
"""

import json
from pathlib import Path

from mockround.grading.clauses import clauses
from mockround.grading.pacelc import choice_in
from mockround.grading.stances import Stance

GOLD = Path(__file__).with_name("gold") / "pacelc.jsonl"


def main() -> None:
    right = abstained = wrong = invented = choices = silent = 0
    for line in GOLD.read_text("utf-8").splitlines():
        given = json.loads(line)
        meant = " ".join(
            given["said"][each.start : each.end]
            for each in clauses(given["said"])
            if each.stance is not Stance.QUESTION
        )
        for label, read in zip((given["partition"], given["otherwise"]), choice_in(meant), strict=True):
            if label is None:
                silent += 1
                invented += read is not None
            else:
                choices += 1
                right += read == label
                abstained += read is None
                wrong += read not in (None, label)
    share = f"{right} of {choices} right ({right / choices:.0%})"
    print(f"PACELC choices: {share}, {abstained} abstained, {wrong} reversed")
    print(f"  {invented} of {silent} branches that were left open were read as a choice")
    print("  (goals 85% right, 3% reversed; on these statements when they were new: 67% right, none reversed)")
