"""Simulated candidates hold rounds against the real agenda, interviewer and grader, in memory and at full speed.

A candidate knows a chosen part of the primary topic's criteria and answers from the exemplar bank: what it knows
with a met exemplar, what it does not with a near miss or 'I don't know'. Everything follows from the seed.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from mockround.agenda.ledger import aim_of, closes, events_of
from mockround.agenda.policy import next_move
from mockround.content.exemplars import Exemplars
from mockround.content.library import Library
from mockround.content.models import CriterionId, Level, TopicKey
from mockround.grading.answers import Answers, counted
from mockround.grading.assembly import judged
from mockround.grading.coverage import coverage
from mockround.grading.from_round import scope_of, transcript_of
from mockround.grading.likeness import Exemplary
from mockround.grading.port import Grader
from mockround.grading.scoping import criteria_in
from mockround.grading.scores import unit_score
from mockround.grading.text import stems
from mockround.grading.transcript import Transcript, Utterance
from mockround.grading.verdicts import Verdict
from mockround.interviewer.wording import Wording
from mockround.rounds.deadlines import due
from mockround.rounds.events import (
    Aim,
    CandidateSpoke,
    Event,
    InterviewerSpoke,
    Kind,
    Logged,
    MoveKind,
    PhaseChanged,
    RoundEnded,
    RoundId,
    RoundStarted,
    Seq,
)
from mockround.rounds.state import RoundState, fold, step
from mockround.usecases.creation import NewRound, created

_START = datetime(2026, 1, 1, 9, tzinfo=UTC)
_THINKING = timedelta(seconds=55)
_ROUND = RoundId("simulated")
_ASKING = frozenset({MoveKind.PROBE, MoveKind.FOLLOW_UP})
_BY_RIGHT = frozenset({MoveKind.OPEN, MoveKind.ANSWER})
_IGNORANT = ("I don't know.", "No idea, sorry.", "I'm not sure about that.")
_TERSE = ("I would start simple.", "One service and one database.", "That is the plan for now.")
_TERSE_SHARE = 0.1
_VOLUNTEERED = 2
_NEAR = 0.25
"""Cosine; two exemplars of different criteria are rarely nearer by chance."""
Foreign = Callable[[CriterionId, str], bool]


@dataclass(frozen=True, slots=True)
class Simulated:
    """What one round showed. `known` and `score` are shares of 1; the others count interviewer turns.

    `known` is the score of the primary topic that what the candidate knows of it deserves by the rubric's formula.
    """

    known: float
    score: float
    questions: int
    repeated: int
    leaks: int
    idle: int
    """Probes that aimed at what was met already."""
    unasked: int
    """Weight-3 criteria of the primary topic that were neither met nor asked about."""
    follow_ups: int
    bound: int
    """Follow-ups that refer to the candidate's words."""


def simulate(
    library: Library, grader: Grader, bank: Mapping[CriterionId, Exemplars], foreign: Foreign, seed: int
) -> Simulated:
    """Hold and grade one 45-minute round."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    problem = dice.choice(sorted(library.problems))
    level = dice.choice(list(Level))
    first = created(library, NewRound(Kind.FULL, level=level, problem=problem, minutes=45, seed=seed))
    topic = library.topic(first.primary[0])
    share = dice.random()
    known = frozenset(CriterionId(each.id) for each in topic.criteria if dice.random() < share)
    candidate = _Candidate(bank, known, dice, foreign, is_terse=dice.random() < _TERSE_SHARE)
    table = _Table(library, grader, candidate, _begun(first))
    table.hold()
    deserved = {CriterionId(each.id): Verdict.MET if each.id in known else Verdict.MISSING for each in topic.criteria}
    return table.result(float(unit_score(topic.criteria, deserved, level).score or 0))


def foreign_test(bank: Mapping[CriterionId, Exemplars]) -> Foreign:
    """Return a test for near misses that are good answers to another criterion: who says them knows that one.

    Decided by the bank alone, not by the grader that is being looked at: such a near miss is nearer to some other
    criterion's met exemplars than chance makes it.
    """
    exemplary = Exemplary(
        {
            criterion: Answers(counted(own.met), counted(own.partial), counted(own.missing))
            for criterion, own in bank.items()
        }
    )

    @lru_cache(maxsize=10_000)
    def is_foreign(criterion: CriterionId, text: str) -> bool:
        words = stems(text)
        return any(exemplary.likeness(other, words).met >= _NEAR for other in bank if other != criterion)

    return is_foreign


def _begun(first: Event) -> RoundState:
    state = fold([Logged(round=_ROUND, seq=Seq(1), at=_START, event=first)])
    begun: tuple[Event, ...] = (
        RoundStarted(ends_at=_START + timedelta(seconds=state.created.duration_s)),
        PhaseChanged(phase=state.created.phases[0].phase, because="start"),
    )
    for event in begun:
        state = _appended(state, event, _START)
    return state


def _appended(state: RoundState, event: Event, at: datetime) -> RoundState:
    return step(state, Logged(round=_ROUND, seq=Seq(state.seq + 1), at=max(at, state.last_at), event=event))


@dataclass(slots=True)
class _Candidate:
    """Answers from the bank; never says the same thing twice where it has something else."""

    bank: Mapping[CriterionId, Exemplars]
    known: frozenset[CriterionId]
    dice: random.Random
    foreign: Foreign
    is_terse: bool = False
    """Says little that it is not asked for."""

    def opening(self) -> str:
        """Scope, and volunteer a few of the things that it knows; or, terse, neither."""
        if self.is_terse:
            return self.dice.choice(_TERSE)
        chosen = self.dice.sample(sorted(self.known), min(_VOLUNTEERED, len(self.known)))
        told = [self.dice.choice(self.bank[each].met) for each in chosen if each in self.bank]
        return " ".join(["Let me say what I would build first and leave the rest out of scope for now.", *told])

    def answer(self, aim: Aim | None) -> str:
        criterion = aim.criterion if aim is not None else None
        if criterion is None or criterion not in self.bank:
            return self.opening()
        if criterion in self.known:
            return self.dice.choice(self.bank[criterion].met)
        near_misses = [text for text in self.bank[criterion].missing if not self.foreign(criterion, text)]
        return self.dice.choice((*near_misses, *_IGNORANT))


class _Table:
    """One round at the table: the interviewer, the candidate, and the clock between them."""

    def __init__(self, library: Library, grader: Grader, candidate: _Candidate, state: RoundState) -> None:
        self._library = library
        self._grader = grader
        self._candidate = candidate
        self._state = state
        self._now = _START
        self._texts: list[str] = []
        self._repeated = self._leaks = self._idle = self._follow_ups = self._bound = 0

    def hold(self) -> None:
        """Speak in turn until the round is over."""
        while not self._state.is_over and not self._state.time_ran_out:
            self._interviewer_speaks()
            if self._state.is_over:
                return
            self._pass(_THINKING)
            if not self._state.is_over and not self._state.time_ran_out:
                last = self._state.turns[-1].aim
                self._append(CandidateSpoke(text=self._candidate.answer(last)))

    def result(self, known: float) -> Simulated:
        scope = scope_of(self._state, self._library)
        findings = self._grader.findings(transcript_of(self._state), criteria_in(scope, self._library))
        units = judged(self._library, transcript_of(self._state), scope, findings).units
        primary = next(unit for unit in units if unit.topic == scope.primary[0])
        met = {each.criterion for each in primary.criteria if each.verdict is Verdict.MET}
        asked = {turn.aim.criterion for turn in self._state.turns if turn.aim is not None}
        musts = self._musts(scope.primary[0])
        low, high = primary.score_low or 0.0, primary.score_high or 0.0
        return Simulated(
            known=known,
            score=(low + high) / 2,
            questions=len(self._texts),
            repeated=self._repeated,
            leaks=self._leaks,
            idle=self._idle,
            unasked=sum(must not in met and must not in asked for must in musts),
            follow_ups=self._follow_ups,
            bound=self._bound,
        )

    def _musts(self, topic: TopicKey) -> Iterator[CriterionId]:
        for each in self._library.topic(topic).criteria:
            if each.weight == 3 and each.prompting == "any":
                yield CriterionId(each.id)

    def _interviewer_speaks(self) -> None:
        seen = coverage(self._grader, self._library, self._state)
        move = next_move(self._library, self._state, seen, self._now)
        text = Wording(self._library, self._state).of(move)
        aim = aim_of(move)
        self._count(text, aim, {each: finding.verdict for each, finding in seen.items()})
        for event in events_of(move, self._library, self._state):
            self._append(event)
        self._append(InterviewerSpoke(text=text, aim=aim))
        if closes(move):
            self._append(RoundEnded(because="covered"))

    def _count(self, text: str, aim: Aim, verdicts: Mapping[CriterionId, Verdict]) -> None:
        if text.endswith("?"):
            self._repeated += text in self._texts
            self._texts.append(text)
        if aim.move in _ASKING:
            self._idle += aim.criterion is not None and verdicts.get(aim.criterion) is Verdict.MET
            self._follow_ups += 1
            self._bound += bool(aim.built_on)
        # What it says back are the candidate's own words: they give nothing away.
        own = text.replace(aim.built_on, "that") if aim.built_on else text
        said = Transcript((Utterance(0, "candidate", own),))
        open_criteria = [
            self._library.criterion(each) for each, verdict in verdicts.items() if verdict is not Verdict.MET
        ]
        # The problem and the figures that were asked for are given by right.
        found = self._grader.findings(said, open_criteria) if aim.move not in _BY_RIGHT else ()
        self._leaks += any(each.verdict is Verdict.MET for each in found)

    def _pass(self, time: timedelta) -> None:
        self._now += time
        for item in due(self._state, self._now):
            self._state = _appended(self._state, item.event, item.at)

    def _append(self, event: Event) -> None:
        self._state = _appended(self._state, event, self._now)
