"""Answers clarifying questions from the problem's facts sheet and scale: only what was asked, else an assumption."""

import re
from collections.abc import Sequence

from mockround.agenda.moves import FactLine
from mockround.content.models import Problem
from mockround.grading.cues import cue, word_set
from mockround.grading.text import stems

_ENOUGH = 2.0
"""One word of a line's key, or two of its answer."""
_MIN_SHARE = 0.5
_QUANTITY = 1.5
_MOST = 3
# Stems, not words.
_STOP = word_set(
    "a about also an and ani are as assum at be can case could did do doe expect for has have how i if in is it",
    "know let mani may me much need of ok on or our per should so some system tell that the them there they think",
    "this to user want we what when where whi which who will with would you your",
)
# A question's everyday word -> the word that the sheets use.
_SYNONYMS = {
    stem: sheet
    for sheet, asked in {
        "rate": "rps qps traffic load volum throughput request",
        "user": "peopl custom dau",
        "latenc": "slo sla fast quick slow respons",
        "size": "big larg",
        "store": "storag",
        "retent": "keep long expir lifetim",
        "region": "countri global world geograph",
        "accur": "exact precis",
    }.items()
    for stem in asked.split()
}
_ASKS_FIGURE = cue(
    r"how (many|much|big|large|often|fast|long)", "numbers?", "peak", "rps", "qps", "size", "latency", "throughput"
)
_ASKS_NUMBERS = cue("scale", "numbers?", "traffic", "load", "volume", r"how (big|large) is (it|this|that|the system)")
_JOINT = re.compile(r",? and (?=(?:how|what|which|who|where|when|is|are|do|does|can|should)\b)|\?\s+", re.IGNORECASE)
ASSUME = "I have no figure for that. Assume what is reasonable for this product, say it, and go on."


def facts_for(problem: Problem | None, questions: Sequence[str]) -> tuple[FactLine, ...]:
    """Return one line for each question, in order, never the same line twice."""
    lines: list[FactLine] = []
    for question in [part for each in questions for part in _parts(each)][:_MOST]:
        for line in _lines_for(problem, question):
            if line not in lines:
                lines.append(line)
    assumed = [line for line in lines if line.source == "assumption"]
    return tuple(line for line in lines if line not in assumed[1:])


def _parts(question: str) -> list[str]:
    """'How many users, and how large are files?' asks twice."""
    return [part for part in _JOINT.split(question) if part.strip()]


def _lines_for(problem: Problem | None, question: str) -> tuple[FactLine, ...]:
    if problem is None:
        return (FactLine(question.strip(), ASSUME, "assumption"),)
    sheet = [(fact.asked, fact.answer) for fact in problem.facts_if_asked]
    scale = [(name.replace("_", " "), figure) for name, figure in problem.scale.items()]
    found = (
        _best(question, sheet, weight=1.0),
        _best(question, scale, weight=_QUANTITY if _ASKS_FIGURE.search(question) else 1.0),
    )
    if found[0] is not None and (found[1] is None or found[0][0] >= found[1][0]):
        return (FactLine(found[0][1], found[0][2], "sheet"),)
    if found[1] is not None:
        return (FactLine(found[1][1], found[1][2], "scale"),)
    if _ASKS_NUMBERS.search(question):
        return tuple(FactLine(name, figure, "scale") for name, figure in scale[:_MOST])
    return (FactLine(question.strip(), ASSUME, "assumption"),)


def _best(question: str, lines: Sequence[tuple[str, str]], *, weight: float) -> tuple[float, str, str] | None:
    """Return the line that shares most with the question, if it shares enough: the key counts twice."""
    wanted = _content(question)
    scored = [
        (weight * (2 * len(wanted & _content(key)) + len(wanted & _content(answer))), key, answer)
        for key, answer in lines
    ]
    best = max(scored, key=lambda each: each[0], default=(0.0, "", ""))
    return best if wanted and best[0] >= _ENOUGH and best[0] / len(wanted) >= _MIN_SHARE else None


def _content(text: str) -> frozenset[str]:
    return frozenset(_SYNONYMS.get(stem, stem) for stem in stems(text) if stem not in _STOP and not stem[0].isdigit())
