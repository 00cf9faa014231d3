"""The failure-mode matrix: a row for each component that the candidate named or drew, each cell with its quote."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mockround.content.models import Component, FailureMode
from mockround.grading.clauses import Clause, clauses
from mockround.grading.cues import cue
from mockround.grading.drawn import Drawn, Part
from mockround.grading.mentions import Catalog
from mockround.grading.report import Cell, FailureRow, Quote
from mockround.grading.stances import Stance
from mockround.grading.text import stems
from mockround.grading.transcript import Transcript
from mockround.rounds.board import Board

_FAILS = cue(
    r"dies?", r"died", r"dead", r"fails?", r"failed", r"failing", r"failure", r"goes down", r"go down",
    r"went down", r"is down", r"are down", r"crash\w*", r"lost", r"loses?", r"losing", r"loss", r"outage",
    r"unavailable", r"unreachable", r"hangs?", r"stuck", r"stalls?", r"full", r"fills up", r"runs out",
    r"exhaust\w*", r"overload\w*", r"overwhelm\w*", r"stampede", r"thundering herd",
    r"hot (key|partition|spot|row|shard)", r"split[- ]brain", r"lags?", r"lagging", r"behind", r"stale",
    r"corrupt\w*", r"poison\w*", r"evict\w*", r"expires?", r"timeouts?", r"times? out", r"slow(s|ed)?( down)?",
    r"backlog", r"piles? up", r"duplicat\w*", r"wiped", r"breaks?", r"broken", r"disappears?", r"gone", r"drops?",
)  # fmt: skip
_SIGNAL = cue(
    r"metrics?", r"logs?", r"heartbeats?", r"health[- ]?checks?", r"probes?", r"synthetic", r"canary",
    r"dashboards?", r"graph", r"gauge", r"counters?", r"error rates?", r"hit (rate|ratio)", r"miss (rate|ratio)",
    r"p9[0-9]", r"p50", r"latenc(y|ies)", r"lag", r"queue (depth|length|age)", r"age of (the )?oldest",
    r"oldest (message|item|job)", r"cpu", r"iops", r"qps", r"disk", r"memory", r"connections?", r"in[- ]flight",
    r"5xx", r"429", r"timeouts?", r"retries", r"evictions?", r"reconcil\w*", r"alerts?", r"alarms?", r"pages?",
    r"pager", r"monitor\w*",
)  # fmt: skip
_CONDITION = cue(
    r"above", r"over", r"below", r"under", r"exceeds?", r"more than", r"less than", r"drops?", r"jumps?",
    r"spikes?", r"rises?", r"falls?", r"grows?", r"goes (up|down|over|past)", r"threshold", r"alerts?", r"alarms?",
    r"pages? (us|me|on|someone|the)", r"paged", r"fires?", r"for (more than )?\d+", r"within \d+",
    r"\d+ ?(%|percent|ms|s|sec\w*|min\w*)", r"fails? (the|its|two|three|\d)",
)  # fmt: skip
_MITIGATES = cue(
    r"fail[- ]?over", r"promot\w+", r"replicas?", r"standby", r"retr(y|ies)", r"back[- ]?off", r"jitter",
    r"circuit", r"breaker", r"fall ?back", r"falls? back", r"degrad\w+", r"serve stale", r"stale copy",
    r"coalesc\w+", r"single[- ]flight", r"lease", r"limit\w*", r"throttl\w+", r"shed\w*", r"reject\w*", r"queue",
    r"buffer\w*", r"dead[- ]?letter", r"dlq", r"park\w*", r"quarantine", r"idempoten\w+", r"dedup\w*", r"fenc\w+",
    r"quorum", r"restore", r"backup", r"point[- ]in[- ]time", r"replay\w*", r"rebuild", r"warm\w*", r"autoscal\w+",
    r"scale", r"second (provider|region|cdn)", r"reroute", r"route around", r"drain\w*", r"rollback", r"roll back",
    r"canary", r"bulkhead\w*", r"timeouts?", r"cap", r"read[- ]only", r"pin\w*", r"split\w*", r"spread\w*",
    r"isolate\w*", r"restart\w*",
)  # fmt: skip
_RADIUS = re.compile(
    r"\b(only|all|every|no one|nobody|just|some|most|half|\d+ ?(%|percent)|one (shard|tenant|region|user|room"
    r"|city)|the rest|others?)\b.{0,60}\b(users?|customers?|tenants?|requests?|reads?|writes?|traffic|readers?"
    r"|clients?|keys?|regions?|cit(y|ies)|shards?|people|viewers?|orders?|rooms?)\b"
    r"|\bblast radius\b"
    r"|\b(affects?|hits?|hurts?|touches|impacts?)\b.{0,40}\b(only|all|every|one|some|users?|customers?"
    r"|tenants?)\b"
    r"|\bthe rest\b.{0,30}\b(works?|fine|unaffected|keeps?)\b",
    re.IGNORECASE,
)
_REACH = 2
"""Clauses after the one that names a component in which its failure, detection and mitigation may still be said."""
_MATCH_STEMS = 2


@dataclass(frozen=True, slots=True)
class _Said:
    turn: int
    clause: Clause
    text: str

    @property
    def quote(self) -> Quote:
        start, end = self.clause.start, self.clause.end
        return Quote(turn=self.turn, start=start, end=end, quote=self.text[start:end])


def failure_matrix(
    transcript: Transcript, components: Sequence[Component], *, always: Iterable[str] = ()
) -> tuple[FailureRow, ...]:
    """Return a row for each box that was drawn, each component that was only named or is one of `always`, each arrow.

    Boxes and arrows come in the board's order, components in the catalog's.
    """
    catalog = Catalog(components)
    known = {component.id: component for component in components}
    drawn = Drawn(transcript.board, catalog, known)
    named = _named(transcript, drawn)
    for component in _noted(transcript.board, catalog):
        named.setdefault(component.component, ([], []))[0].append(component.quote)
    boxes = [part for part in drawn.parts if part.drawn_as == "box"]
    wanted = (set(named) | set(always)) - {part.component for part in boxes}
    return (
        *(_drawn_row(part, known.get(part.component), named) for part in boxes),
        *(_row(component, *named.get(component.id, _NOTHING)) for component in components if component.id in wanted),
        *(_drawn_row(part, None, named) for part in drawn.parts if part.drawn_as == "arrow"),
    )


_Named = dict[str, tuple[list[Quote], list[_Said]]]
_NOTHING: tuple[list[Quote], list[_Said]] = ([], [])


def _named(transcript: Transcript, drawn: Drawn) -> _Named:
    """Per component and per part of the board: where it was named, and the clauses in which it is the subject."""
    named: _Named = {}
    for utterance in transcript.utterances:
        if utterance.speaker != "candidate":
            continue
        subjects: frozenset[str] = frozenset()
        silent = 0
        for clause in clauses(utterance.text):
            said = _Said(utterance.turn, clause, utterance.text)
            here = {
                mention.component: Quote(
                    turn=utterance.turn,
                    start=clause.start + mention.start,
                    end=clause.start + mention.end,
                    quote=utterance.text[clause.start + mention.start : clause.start + mention.end],
                )
                for mention in drawn.mentions(utterance.text[clause.start : clause.end])
            }
            for component, quote in here.items():
                named.setdefault(component, ([], []))[0].append(quote)
            silent = 0 if here else silent + 1
            # A clause that names a part while it speaks of a remedy goes on about the part that failed before it.
            starts_anew = bool(here) and (
                not subjects or bool(_FAILS.search(utterance.text[clause.start : clause.end]))
            )
            subjects = frozenset(here) if starts_anew else subjects if silent <= _REACH else frozenset()
            for component in sorted(subjects):
                named.setdefault(component, ([], []))[1].append(said)
    return named


@dataclass(frozen=True, slots=True)
class _Noted:
    component: str
    quote: Quote


def _noted(board: Board, catalog: Catalog) -> Iterator[_Noted]:
    """What the notes to the diagram name. They only name: nothing in them fills a cell."""
    for mention in catalog.mentions(board.notes):
        yield _Noted(mention.component, _on_board(board.notes[mention.start : mention.end]))


def _on_board(words: str) -> Quote:
    return Quote(turn=0, start=0, end=0, quote=words)


def _drawn_row(part: Part, component: Component | None, named: _Named) -> FailureRow:
    """The row of a box or an arrow: what was said of it by name, and of its class where no name was said."""
    about = [*named.get(part.key, _NOTHING)[1], *named.get(part.component, _NOTHING)[1]]
    said = sorted(set(about), key=lambda each: (each.turn, each.clause.start))
    row = _filled(said, component)
    return row.model_copy(
        update={
            "component": part.component,
            "title": part.title,
            "named_as": (_on_board(part.quote),),
            "drawn": part.id,
            "drawn_as": part.drawn_as,
        }
    )


def _row(component: Component, named_as: Sequence[Quote], said: Sequence[_Said]) -> FailureRow:
    row = _filled(said, component)
    return row.model_copy(update={"component": component.id, "title": component.title, "named_as": tuple(named_as[:1])})


def _filled(said: Sequence[_Said], component: Component | None) -> FailureRow:
    """The cells of a row by what was said of its part."""
    meant = [each for each in said if each.clause.stance is Stance.ASSERTED]
    failures = [each for each in meant if _FAILS.search(each.quote.quote)]
    after = meant[meant.index(failures[0]) :] if failures else []
    return FailureRow(
        component="",
        title="",
        named_as=(),
        failure=_cell(failures, failures),
        failure_mode=None if component is None else _matching_mode(component, failures),
        detection=_cell([each for each in after if _detects(each.quote.quote)], [e for e in after if _signals(e)]),
        mitigation=_cell([each for each in after if _MITIGATES.search(each.quote.quote)], []),
        blast_radius=_cell([each for each in after if _RADIUS.search(each.quote.quote)], []),
    )


def _cell(sure: Sequence[_Said], maybe: Sequence[_Said]) -> Cell:
    if sure:
        return Cell(said="yes", quotes=(sure[0].quote,))
    return Cell(said="possible", quotes=(maybe[0].quote,)) if maybe else Cell(said="no")


def _detects(text: str) -> bool:
    """A signal and what makes it fire: 'we monitor it' alone is no detection."""
    return bool(_SIGNAL.search(text) and _CONDITION.search(text))


def _signals(said: _Said) -> bool:
    return bool(_SIGNAL.search(said.quote.quote))


def _matching_mode(component: Component, failures: Sequence[_Said]) -> str | None:
    """The catalog's failure mode that shares most words with what was said, if it shares enough."""
    words = {stem for each in failures for stem in stems(each.quote.quote)}

    def shared(mode: FailureMode) -> int:
        return len(words & {stem for stem in stems(mode.failure) if len(stem) > 3})

    best = max(component.failure_modes, key=shared)
    return best.id if shared(best) >= _MATCH_STEMS else None
