"""The round-level dimensions, read from signals that can be quoted. Where too little was said there is no number.

The embedded reading is coarse by design: it gives the points that the signals carry and an interval around them,
and says which signals it found, so that a person or a model can judge the rest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mockround.content.models import Dimension, Level
from mockround.grading.clauses import Clause, clauses
from mockround.grading.cues import cue
from mockround.grading.report import DimensionResult, Quote, Signal
from mockround.grading.stances import Stance
from mockround.grading.transcript import Transcript

Shares = tuple[float, float]

_MIN_WORDS = 120
_HIRE = 3

_NUMBER = re.compile(
    r"\b\d[\d.,]{0,24}\s?(k|m|b|ms|s|%|percent|million|billion|thousand|per second|a second|a day|rps|qps|gb|tb|mb"
    r"|users|requests)\b",
    re.IGNORECASE,
)
_EXCLUDES = cue(
    r"out of scope", r"leave (that|it|this|those)? ?out", r"not (going to|building|in v1)", r"skip(ping)?",
    r"ignore", r"for now", r"non-goals?", r"later",
)  # fmt: skip
_QUALITY = cue(
    r"latency", r"p9\d", r"availab\w+", r"consisten\w+", r"durab\w+", r"freshness", r"stale\w*", r"slo",
    r"throughput",
)  # fmt: skip
_PRIORITY = cue(
    r"hard part", r"most important", r"matters most", r"priorit\w+", r"first", r"main thing", r"core", r"focus",
    r"the (difficult|tricky) (bit|part)",
)  # fmt: skip
_ALTERNATIVE = cue(
    r"instead of", r"rather than", r"over", r"versus", r"vs", r"compared (to|with)", r"alternative",
    r"as opposed to", r"i considered", r"trade-?off", r"downside", r"price", r"cost(s)? (us|is|me)", r"in exchange",
    r"at the cost",
)  # fmt: skip
_BECAUSE = re.compile(r"\b(because|since|so that|which means|therefore|that way|the reason)\b", re.IGNORECASE)
_REVERSAL = cue(
    r"if .{3,60}(i'?d|we'?d|would) (switch|move|change|go|use)", r"until", r"unless", r"threshold",
    r"once .{3,40} (passes|exceeds|grows)",
)  # fmt: skip
_PATH = re.compile(
    r"\b(client|user|app|request|call)s?\b.{0,80}\b(then|goes|hits|reads?|writes?|to the|through|from)\b",
    re.IGNORECASE,
)
_MODEL = cue(
    r"table", r"schema", r"row", r"column", r"index", r"primary key", r"partition key", r"endpoint", r"api",
    r"post /", r"get /", r"entity", r"document",
)  # fmt: skip
_GROWTH = cue(
    r"v1", r"v2", r"version one", r"first version", r"start (simple|with)", r"begin with", r"later", r"next step",
    r"once",
)  # fmt: skip
_MECHANISM = cue(
    r"when .{3,60} (fails|dies|expires|misses)", r"on a miss", r"retry", r"back-?off", r"lock", r"lease",
    r"version", r"sequence", r"offset", r"ack\w*", r"quorum", r"hash", r"ttl", r"idempoten\w+",
)  # fmt: skip
_SIGNPOST = cue(
    r"first", r"second", r"next", r"then", r"let me", r"to sum up", r"in summary", r"so far", r"moving on",
    r"i'?ll start", r"before that", r"finally",
)  # fmt: skip
_SUMMARY = cue(
    r"to sum up", r"in summary", r"summar\w+", r"to recap", r"overall", r"the decisions", r"open risk",
    r"remaining risk",
)  # fmt: skip

_SIGNALS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "requirements-scoping": (
        ("figures", _NUMBER),
        ("a quality target", _QUALITY),
        ("something left out by name", _EXCLUDES),
        ("what is hard or comes first", _PRIORITY),
    ),
    "high-level-design": (
        ("a path traced through the parts", _PATH),
        ("a data model or an API", _MODEL),
        ("growth in stages", _GROWTH),
        ("figures that shape it", _NUMBER),
    ),
    "deep-dive": (
        ("a mechanism", _MECHANISM),
        ("figures", _NUMBER),
        ("reasons", _BECAUSE),
    ),
    "trade-off-reasoning": (
        ("alternatives named", _ALTERNATIVE),
        ("reasons", _BECAUSE),
        ("what would reverse the choice", _REVERSAL),
    ),
    "communication-time": (
        ("signposts", _SIGNPOST),
        ("reasons", _BECAUSE),
        ("a summary", _SUMMARY),
    ),
}


@dataclass(frozen=True, slots=True)
class _Said:
    turn: int
    clause: Clause
    raw: str

    @property
    def quote(self) -> Quote:
        return Quote(turn=self.turn, start=self.clause.start, end=self.clause.end, quote=self.raw)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the criteria say about the round: shares of 1 of what was expected, and red flags on the primary.

    Each share is a pair: where the grader doubts, the worse and the better reading.
    """

    breadth: Shares | None
    """Of the mid criteria of the primary pattern."""
    depth: Shares | None
    """Of the senior and staff criteria of the primary pattern up to the level."""
    trade_offs: Shares | None
    red_flags: int


def dimension_results(
    dimensions: Sequence[Dimension], transcript: Transcript, level: Level, standing: Standing
) -> tuple[DimensionResult, ...]:
    """Return a result for each dimension; points None where fewer than 120 words were said in all."""
    said = _said(transcript)
    words = sum(len(each.clause.tokens) for each in said)
    return tuple(_result(each, said, level, standing, is_enough=words >= _MIN_WORDS) for each in dimensions)


def signal_of(points: Sequence[int | None], level: Level, trade_offs: int | None) -> Signal | None:
    """Return the hire signal. Overall is not a mean: any 1 is a no; hire needs three at 3 or more (and trade-off
    reasoning at 3 for senior and staff). Source: calibration in catalog/dimensions.yaml."""
    if any(point is None for point in points):
        return None
    known = [point for point in points if point is not None]
    if 1 in known:
        return "strong no" if known.count(1) > 1 else "lean no"
    hires = sum(point >= _HIRE for point in known)
    if hires < 3 or (level is not Level.MID and (trade_offs or 0) < _HIRE):
        return "lean no"
    return "strong hire" if hires == len(known) and known.count(4) >= 3 else "hire"


def _said(transcript: Transcript) -> list[_Said]:
    return [
        _Said(each.turn, clause, each.text[clause.start : clause.end])
        for each in transcript.utterances
        if each.speaker == "candidate"
        for clause in clauses(each.text)
        if clause.stance in (Stance.ASSERTED, Stance.REJECTED, Stance.QUESTION)
    ]


def _result(
    dimension: Dimension, said: Sequence[_Said], level: Level, standing: Standing, *, is_enough: bool
) -> DimensionResult:
    if not is_enough or dimension.id not in _SIGNALS:
        why = "Too little was said to tell."
        return DimensionResult(
            dimension=dimension.id, title=dimension.title, points=None, low=None, high=None, reads_like="", why=why
        )
    found = {name: [each for each in said if pattern.search(each.raw)] for name, pattern in _SIGNALS[dimension.id]}
    heard = [name for name, where in found.items() if where]
    share = len(heard) / len(found)
    held = _held(dimension.id, standing)
    low, high = (_points(share if held is None else (share + 2 * each) / 3) for each in held or (share, share))
    limited = _limit(dimension, standing)
    if limited:
        low, high = min(low, limited), min(high, limited)
    points = (low + high) // 2
    return DimensionResult(
        dimension=dimension.id,
        title=dimension.title,
        points=points,
        low=low,
        high=high,
        reads_like=dimension.levels[level][_KEYS[points]],
        why=_why(heard, [name for name in found if name not in heard]),
        quotes=tuple(where[0].quote for where in found.values() if where)[:3],
        limited_by=dimension.red_flag_limit or "" if limited else "",
    )


_KEYS: dict[int, Literal["1", "2", "3", "4"]] = {1: "1", 2: "2", 3: "3", 4: "4"}


def _held(dimension: str, standing: Standing) -> Shares | None:
    """What the criteria say of a dimension; None for those that no criterion measures."""
    return {
        "high-level-design": standing.breadth,
        "deep-dive": standing.depth,
        "trade-off-reasoning": standing.trade_offs,
    }.get(dimension)


def _points(share: float) -> int:
    return 1 + sum(share >= bar for bar in (0.3, 0.55, 0.85))


def _limit(dimension: Dimension, standing: Standing) -> int:
    """Two red flags on the primary pattern limit a dimension to 2 where its descriptor says so."""
    return 2 if dimension.red_flag_limit and standing.red_flags >= 2 else 0


def _why(heard: Sequence[str], unheard: Sequence[str]) -> str:
    parts = [f"Heard: {', '.join(heard)}." if heard else "", f"Not heard: {', '.join(unheard)}." if unheard else ""]
    return " ".join(part for part in parts if part)
