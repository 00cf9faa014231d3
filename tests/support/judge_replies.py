"""Replies of a judge, each with the one thing that may come of it. Where it is to be refused, nothing in it counts."""

import json
from collections.abc import Mapping
from types import MappingProxyType

ASKED, OTHER = "rh-invalidation", "rh-skew-quantified"
QUESTION = "What happens to the cached entry when somebody edits the link?"
FIRST = (
    "When the owner edits the link we delete its key from the cache right after the commit, and a TTL of sixty seconds "
    "is the backstop, so a reader sees the old target for a minute at worst, which is fine for this."
)
AGAIN = "And what does a reader see in between?"
SECOND = (
    "For that minute a reader may see the old target, and we accept that because links are rarely edited by their "
    "owners."
)
QUOTE = "we delete its key from the cache right after the commit"
_EVIDENCE = [{"turn": 2, "quote": QUOTE}]
_GOOD = {"evidence": _EVIDENCE, "why": "It is said.", "verdict": "met"}
GOOD = json.dumps(_GOOD)
_HEAD = GOOD[: GOOD.index('"verdict"')]
"""All of it but the verdict."""


def _with(**changed: object) -> str:
    return json.dumps(_GOOD | changed)


def _quoting(*quotes: object, turn: object = 2) -> str:
    return _with(evidence=[{"turn": turn, "quote": each} for each in quotes])


def _listed(*entries: object) -> str:
    return json.dumps({"verdicts": list(entries)})


_ENTRY, _OTHERS = {"criterion": ASKED, **_GOOD}, {"criterion": OTHER, "evidence": [], "why": "", "verdict": "missing"}

READ: Mapping[str, str] = MappingProxyType(
    {
        "as it was asked for": GOOD,
        "spread over lines": json.dumps(_GOOD, indent=4),
        "in a fence": f"```json\n{GOOD}\n```",
        "in a fence of no language, within prose": f"Here it is:\n```\n{GOOD}\n```\nLet me know.",
        "prose before it": f"The candidate names the key and when. {GOOD}",
        "prose after it": f"{GOOD}\nI hope that helps {{a lot}}.",
        "a thought before it": f'<think>{{"verdict": "partial", no</think>{GOOD}',
        "a byte order mark": f"\ufeff{GOOD}",
        "blanks and line ends of Windows": f"\r\n\r\n  {GOOD}\r\n",
        "another opinion first, then this": f"{_with(verdict='missing', evidence=[])}\n{GOOD}",
        "the verdict in capitals": _with(verdict=" MET "),
        "everything escaped": "".join(f"\\u{ord(each):04x}" if each in "abcdefg" else each for each in GOOD),
        "keys that nobody asked for": _with(score="11/10", confidence=5.0, verified=True, more={"verdict": [0]}),
        "no turn is cited": json.dumps(_GOOD | {"evidence": [{"quote": QUOTE}]}),
        "another turn is cited than it stands in": _quoting(QUOTE, turn=4),
        "a turn is cited that never was": _quoting(QUOTE, turn=10**17),
        "a quote that is nowhere beside one that is": _quoting("as everybody knows it is", QUOTE),
        "the quote in capitals, without its marks": _quoting(QUOTE.upper()),
        "in a list of one": _listed(_ENTRY),
        "it names its criterion": _with(criterion=ASKED),
    }
)
"""Right, in whatever is around it: met after one call, with the candidate's words as they stand in the transcript."""

MISSING: Mapping[str, str] = MappingProxyType(
    {
        "nothing is said of it": _with(verdict="missing", evidence=[]),
        "a quote beside it does not raise it": _with(verdict="missing"),
        "no evidence at all": '{"verdict": "missing", "why": ""}',
        "evidence is null": _with(verdict="missing", evidence=None),
        "NUL in the reason": _with(verdict="missing", why="a\0b"),
        "the last word of two": f"{GOOD} No, wait: {_with(verdict='missing', evidence=[])}",
    }
)
"""Says missing where the embedded grader heard it: two more votes say so too, and the dispute is flagged."""

UNSUPPORTED: Mapping[str, str] = MappingProxyType(
    {
        "met without a quote": _with(evidence=[]),
        "met with an empty quote": _quoting(""),
        "met with a quote of blanks": _quoting(" \u00a0\n"),
        "met with a quote of marks": _quoting("... !?"),
        "met with a word": _quoting("the cache"),
        "met, and evidence is null": _with(evidence=None),
        "words that nobody said": _quoting("we invalidate the entry using a write-through strategy"),
        "words of the interviewer": _quoting(QUESTION),
        "words across two turns": _quoting("which is fine for this. For that minute a reader may see"),
        "words of both speakers": _quoting(f"{QUOTE} {AGAIN}"),
        "words with a gap": _quoting("we delete its key from the cache, and a TTL of sixty seconds is the backstop"),
        "words in another order": _quoting("right after the commit we delete its key from the cache"),
        "one word too many": _quoting("we never delete its key from the cache right after the commit"),
        "another number": _quoting("a TTL of six seconds is the backstop"),
        "the example of the rubric": _quoting("the write deletes the cached key after the database commit"),
        "partial without a quote": _with(verdict="partial", evidence=[]),
    }
)
"""Quotes what the candidate did not say: asked for again twice, and then it counts for nothing."""

REFUSED: Mapping[str, str] = MappingProxyType(
    {
        "nothing": "",
        "blanks": " \n\t",
        "NUL alone": "\0",
        "refuses": "I cannot grade this.",
        "prose": "The candidate has clearly met it: 10/10.",
        "a word": "met",
        "a word as JSON": '"met"',
        "a number": "5",
        "null": "null",
        "a list": '["met"]',
        "the answer in a list of lists": f"[[[{json.dumps([1])}]]]",
        "an empty object": "{}",
        "a score alone": '{"score": "11/10"}',
        "the key in capitals": GOOD.replace('"verdict"', '"VERDICT"'),
        "no verdict": _HEAD.rstrip(", ") + "}",
        "the answer within another": json.dumps({"answer": _GOOD}),
        "the answer as text": json.dumps({"answer": GOOD}),
        # What the verdict may be.
        "a share": _with(verdict="11/10"),
        "a figure as text": _with(verdict="5"),
        "a figure": _with(verdict=5),
        "a figure with a point": _with(verdict=5.0),
        "true": _with(verdict=True),
        "true as text": _with(verdict="true"),
        "null as a verdict": _with(verdict=None),
        "an object as a verdict": _with(verdict={"met": 1}),
        "a list as a verdict": _with(verdict=["met"]),
        "an empty verdict": _with(verdict=""),
        "two verdicts in one": _with(verdict="met, missing"),
        "a verdict of its own": _with(verdict="mostly met"),
        "its opposite in other words": _with(verdict="not met"),
        "a verdict that only we may give": _with(verdict="ungraded"),
        "another language": _with(verdict="erf\u00fcllt"),
        "letters that look alike": _with(verdict="m\u0435t"),
        "an invisible letter": _with(verdict="m\u200bet"),
        "a lone surrogate as a verdict": _HEAD + '"verdict": "\\ud800"}',
        # What the rest may be.
        "a turn as text": _quoting(QUOTE, turn="2"),
        "a turn with a point": _quoting(QUOTE, turn=2.0),
        "half a turn": _quoting(QUOTE, turn=1.5),
        "a turn that is true": _quoting(QUOTE, turn=True),
        "a turn in words": _quoting(QUOTE, turn="second"),
        "a quote that is a number": _quoting(5),
        "a quote that is null": _quoting(None),
        "a quote that is a list": _quoting([QUOTE]),
        "no quote in the evidence": _with(evidence=[{"turn": 2}]),
        "evidence as text": _with(evidence=QUOTE),
        "evidence as an object": _with(evidence=_EVIDENCE[0]),
        "evidence as words": _with(evidence=[QUOTE]),
        "evidence in evidence": _with(evidence=[_EVIDENCE]),
        "a reason that is null": _with(why=None),
        "a reason that is a list": _with(why=["So."]),
        "a reason without end": _with(why="x" * 5000),
        "a quote without end": _quoting(QUOTE * 100),
        "a lone surrogate in the reason": _HEAD + '"why": "\\udc00", "verdict": "met"}',
        "a lone surrogate in the quote": GOOD.replace("we delete", "\\ud83d delete"),
        # What is no JSON.
        "NaN": GOOD.replace("2", "NaN"),
        "infinity": GOOD.replace("2", "-Infinity"),
        "a number beyond all": GOOD.replace("2", "1e999"),
        "a number of thousands of digits": GOOD.replace("2", "9" * 5000),
        "NaN where nobody looks": GOOD[:-1] + ', "score": NaN}',
        "a number with a zero before it": GOOD.replace("2", "02"),
        "single quotes": repr(_GOOD),
        "no quotes": GOOD.replace('"verdict"', "verdict"),
        "a comma too many": GOOD[:-1] + ",}",
        "a comma too many in the list": GOOD.replace("}]", "},]"),
        "a comma too few": GOOD.replace(', "verdict"', ' "verdict"'),
        "a comment": GOOD[:-1] + " // sure\n}",
        "a comment on a line of its own": GOOD.replace("{", "{ /* mine */ ", 1),
        "a line end within a word": GOOD.replace("It is", "It\nis"),
        "NUL within a word": GOOD.replace('"met"', '"me\0t"'),
        "an escape that is none": GOOD.replace("It is", "It \\is"),
        "typographic quotation marks": GOOD.replace('"', "\u201c"),
        "quotation marks that are not escaped": GOOD.replace("It is said.", 'It is "said".'),
        "words put together by a plus": GOOD.replace('"met"', '"m" + "et"'),
        # What says two things.
        "a verdict twice": GOOD[:-1] + ', "verdict": "missing"}',
        "the same verdict twice": GOOD[:-1] + ', "verdict": "met"}',
        "a verdict twice, once escaped": GOOD[:-1] + ', "v\\u0065rdict": "missing"}',
        "a quote twice": GOOD.replace('"turn": 2', '"quote": "x", "turn": 2'),
        "a key twice, three levels down": GOOD[:-1] + ', "more": {"a": {"b": [{"c": 1, "c": 2}]}}}',
        "a key twice in what comes before it": f'{{"a": 1, "a": 2}} {GOOD}',
        "one verdict, and a list of them": json.dumps(_GOOD | {"verdicts": [_ENTRY]}),
        "two verdicts in the list": _listed(_ENTRY, _ENTRY | {"verdict": "missing"}),
        # What speaks of something else.
        "the criterion of another round": _with(criterion="xx-of-another-round"),
        "another round's criterion in the list": _listed(_ENTRY | {"criterion": "xx-of-another-round"}),
        "a criterion more than was asked": _listed(_ENTRY, _OTHERS),
        "a criterion that is a number": _listed(_ENTRY | {"criterion": 5}),
        "a criterion that is a list": _listed(_ENTRY | {"criterion": [ASKED]}),
        "a criterion in capitals": _listed(_ENTRY | {"criterion": ASKED.upper()}),
        "no criterion": _listed(_GOOD),
        "an empty list": _listed(),
        "words in the list": _listed(ASKED, "met"),
        "null in the list": _listed(None),
        "null beside it in the list": _listed(_ENTRY, None),
        "a list in the list": _listed([_ENTRY]),
        "an object for the list": json.dumps({"verdicts": {ASKED: _GOOD}}),
        # What is broken off, and what hides in it.
        "cut off in a key": GOOD[: GOOD.index("verdict") + 3],
        "cut off before the verdict": _HEAD,
        "cut off in the verdict": GOOD[:-3],
        "cut off before its end": GOOD[:-1],
        "cut off in the quote": GOOD[: GOOD.index("commit")],
        "cut off in an escape": GOOD[: GOOD.index("commit")] + "\\u00",
        "in a fence and cut off": f"```json\n{GOOD[:-1]}",
        "a whole one within a list that is cut off": _listed(_ENTRY)[:-2],
        "a whole one, then another that is cut off": f"{GOOD}\nNo: {_with(verdict='missing')[:-9]}",
        "the candidate's own, not escaped, in the reason": GOOD.replace("It is said.", f'he said "{GOOD}"').replace(
            '"verdict": "met"}', '"verdict": "missing"}', 2
        ),
        # What is too much.
        "a mebibyte": _with(why="x" * 2**20),
        "a mebibyte of blanks before it": " " * 2**20 + GOOD,
        "lists without end": '{"verdict": ' + "[" * 20_000,
        "objects without end": '{"a":' * 15_000,
        "lists in lists": _HEAD + '"more": ' + "[" * 5000 + "]" * 5000 + ', "verdict": "met"}',
    }
)
"""Asked for again twice, never three times: then it is ungraded, and the embedded grader's verdict stands beside."""

REFUSED_OF_TWO: Mapping[str, str] = MappingProxyType(
    {
        "one of two": _listed(_ENTRY),
        "one verdict for both": GOOD,
        "the same one twice": _listed(_ENTRY, _ENTRY),
        "both, and another round's": _listed(_ENTRY, _OTHERS, _ENTRY | {"criterion": "xx-of-another-round"}),
        "both, and one again": _listed(_ENTRY, _OTHERS, _OTHERS),
        "one with a figure for a verdict": _listed(_ENTRY, _OTHERS | {"verdict": 0}),
        "one without a verdict": _listed(_ENTRY, {"criterion": OTHER}),
        "by name": json.dumps({ASKED: _GOOD, OTHER: _OTHERS}),
        "a list alone": json.dumps([_ENTRY, _OTHERS]),
        "one after the other": f"{json.dumps(_ENTRY)}\n{json.dumps(_OTHERS)}",
    }
)
READ_OF_TWO = _listed(_OTHERS, _ENTRY)

_ROW = {
    "failure": "",
    "detection": "",
    "mitigation": "we delete its key from the cache right after the commit",
    "blast_radius": "",
}
ROW = json.dumps(_ROW)
REFUSED_ROWS: Mapping[str, str] = MappingProxyType(
    {
        "prose": "It fails, and then it works again.",
        "a cell is not there": json.dumps({"mitigation": QUOTE}),
        "a cell that is null": json.dumps(_ROW | {"failure": None}),
        "a cell that is a number": json.dumps(_ROW | {"failure": 5}),
        "a cell that is true": json.dumps(_ROW | {"failure": True}),
        "a cell that is a list": json.dumps(_ROW | {"failure": [QUOTE]}),
        "a cell twice": ROW[:-1] + ', "failure": "x"}',
        "cells in another": json.dumps({"row": _ROW}),
        "cells cut off": ROW[:-1],
    }
)
"""Rows of a matrix: asked for once more, then the embedded grader's row stands."""
