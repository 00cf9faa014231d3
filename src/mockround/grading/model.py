"""The grader that asks a model. It quotes and judges; quotes are looked up, polarity is checked, points are ours.

Never a number from the model, never 'met' without words of the candidate; where it fails, 'ungraded' and why.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from mockround.content.library import Library
from mockround.content.models import Criterion, CriterionId
from mockround.content.prompts import Prompts
from mockround.grading.clauses import clauses
from mockround.grading.model_reply import Opinion, UnreadableReplyError, opinions, schema_for
from mockround.grading.port import Grader
from mockround.grading.quotes import verified
from mockround.grading.recital import NO_RUBRIC, Recital
from mockround.grading.stances import Stance
from mockround.grading.steering import steers
from mockround.grading.transcript import Transcript, Utterance
from mockround.grading.verdicts import ByModel, Evidence, Finding, Spent, Verdict
from mockround.llm.failures import EXPLAINED
from mockround.llm.port import Ask, Deadlines, Message, ModelFailure, Reply, Usage
from mockround.llm.secrets import holds
from mockround.rounds.boards.text import printed, printed_for_model

_LONGEST_BOARD = 3000
_REPAIRS = 2
TEMPERATURE = 0.0


@dataclass(frozen=True, slots=True)
class _Vote:
    """One opinion on one criterion with its quotes looked up."""

    verdict: Verdict
    why: str
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ballot:
    """What one call, with its repairs, brought: a vote for each criterion, or the reason for none."""

    votes: dict[CriterionId, _Vote]
    spent: Spent
    failed: str = ""


@dataclass(frozen=True, slots=True)
class ModelGrader:
    """Who grades for a profile. `ask` blocks; `price` is US dollars for a usage, None where it is not known."""

    name: str
    library: Library
    embedded: Grader
    prompts: Prompts
    ask: Callable[[Ask], Reply]
    deadlines: Deadlines
    max_tokens: int
    at_once: int = 1
    more_votes: int = 2
    """How many more are held where the embedded grader disagrees."""
    price: Callable[[Usage], float | None] = lambda _: None
    secrets: tuple[str, ...] = ()
    is_steered: Callable[[Transcript], bool] = steers
    """Whether the transcript tries to steer who grades it; then no verdict rises above the embedded grader's."""
    recital: Recital = NO_RUBRIC
    """The rubric's sentences, which are no answer in a candidate's mouth."""

    def warm(self) -> None:
        self.embedded.warm()

    def findings(self, transcript: Transcript, criteria: Iterable[Criterion]) -> tuple[Finding, ...]:
        """Return a finding for each of `criteria`, in their order, each with what it took."""
        wanted = list(criteria)
        beside = {each.criterion: each for each in self.embedded.findings(transcript, wanted)}
        if not any(each.speaker == "candidate" and each.text.strip() for each in transcript.utterances):
            return tuple(_uncalled(beside[CriterionId(each.id)]) for each in wanted)
        groups = [wanted[at : at + self.at_once] for at in range(0, len(wanted), self.at_once)]
        found = [finding for group in groups for finding in self._group(transcript, group, beside)]
        if self.is_steered(transcript):
            found = [_held_down(each, beside[each.criterion]) for each in found]
        return tuple(found)

    def _group(
        self, transcript: Transcript, group: Sequence[Criterion], beside: dict[CriterionId, Finding]
    ) -> Iterable[Finding]:
        ballot = self._ballot(transcript, group, swapped=False)
        for criterion, share in zip(group, _shares(ballot.spent, len(group)), strict=True):
            known = beside[CriterionId(criterion.id)]
            if ballot.failed:
                yield _ungraded(known, ballot.failed, share)
            else:
                yield self._settled(transcript, criterion, known, ballot.votes[known.criterion], share)

    def _settled(
        self, transcript: Transcript, criterion: Criterion, known: Finding, first: _Vote, spent: Spent
    ) -> Finding:
        """Take the first vote where the embedded grader agrees, or might; otherwise the majority of three.

        The votes share their repairs: whoever invents words for the first will do so for the others.
        """
        votes = [first]
        if first.verdict not in (known.verdict, known.possible):
            for more in range(self.more_votes):
                left = _REPAIRS - spent.retries
                ballot = self._ballot(transcript, [criterion], swapped=more % 2 == 0, repairs=left)
                spent = spent.plus(ballot.spent)
                votes += list(ballot.votes.values())
        return _elected(known, votes, spent)

    def _ballot(
        self, transcript: Transcript, group: Sequence[Criterion], *, swapped: bool, repairs: int = _REPAIRS
    ) -> _Ballot:
        """Ask once, and again where the reply cannot be read or quotes what nobody said."""
        ids = [each.id for each in group]
        messages, spent, votes = self._messages(transcript, group, swapped=swapped), Spent(), {}
        problem = ""
        for repair in range(repairs + 1):
            asked = Ask(messages, self.max_tokens * len(ids), self.deadlines, TEMPERATURE, schema_for(ids))
            try:
                reply = self.ask(asked)
            except ModelFailure as failure:
                spent = spent.plus(Spent(failure.attempts, int(repair > 0), None, None, None))
                return _Ballot({}, spent, EXPLAINED[failure.trouble].sentence)
            spent = spent.plus(self._spent(reply, is_retry=repair > 0))
            try:
                votes = {
                    CriterionId(each): self._vote(transcript, said) for each, said in opinions(reply.text, ids).items()
                }
            except UnreadableReplyError as error:
                problem = f"That could not be read: {error}."
            else:
                unsupported = [each for each, vote in votes.items() if "unsupported" in vote.flags]
                if not unsupported:
                    break
                problem = f"These quotes are not the candidate's words: {', '.join(unsupported)}. Copy them exactly."
            messages = (*messages, Message("assistant", reply.text[:4000]), Message("user", f"{problem} Reply again."))
        return _Ballot(votes, spent, "" if votes else "Its reply could not be read.")

    def _spent(self, reply: Reply, *, is_retry: bool) -> Spent:
        usage = reply.finished.usage
        cost = usage.cost_usd if usage.cost_usd is not None else self.price(usage)
        return Spent(reply.finished.attempts, int(is_retry), usage.tokens_in, usage.tokens_out, cost)

    def _vote(self, transcript: Transcript, said: Opinion) -> _Vote:
        """Look the quotes up. Without words of the candidate, meant as they stand there, nothing is credited."""
        why = "" if holds(said.why, self.secrets) else " ".join(said.why.split())
        if said.verdict == "missing":
            return _Vote(Verdict.MISSING, why)
        found = [verified(each.quote, each.turn, transcript.utterances) for each in said.evidence]
        kept = [each for each in found if each is not None]
        if not kept:
            return _Vote(Verdict.MISSING, "The model gave no words of yours that carry it.", flags=("unsupported",))
        meant = tuple(each for each in dict.fromkeys(kept) if is_meant(each, transcript, self.recital))
        if not meant:
            return _Vote(Verdict.MISSING, why, flags=("turned-around",))
        return _Vote(Verdict(said.verdict), why, meant)

    def _messages(self, transcript: Transcript, group: Sequence[Criterion], *, swapped: bool) -> tuple[Message, ...]:
        fence = fence_of(transcript)
        prompt = self.prompts.prompt(
            "grader",
            fence=fence,
            turns=[told(each, fence) for each in transcript.utterances],
            board=drawn_for(transcript, fence),
            criteria=[_asked(each) for each in group],
            several=len(group) > 1,
            swapped=swapped,
        )
        return Message("system", prompt.system), Message("user", prompt.user)


def _elected(known: Finding, votes: Sequence[_Vote], spent: Spent) -> Finding:
    """Return the finding of the majority; where there is none, the lower verdict, flagged."""
    counted = Counter(vote.verdict for vote in votes)
    verdict, count = max(counted.items(), key=lambda each: (each[1], -_ORDER.index(each[0])))
    chosen = next(vote for vote in votes if vote.verdict is verdict)
    is_disputed = verdict not in (known.verdict, known.possible)
    flags = (*dict.fromkeys(flag for vote in votes if vote.verdict is verdict for flag in vote.flags),)
    return replace(
        known,
        verdict=verdict,
        confidence=count / len(votes) * (0.6 if is_disputed else 0.95),
        evidence=chosen.evidence,
        reason=chosen.why or "The model gave no reason.",
        possible=known.verdict if is_disputed else verdict,
        contradicted=False,
        by_model=ByModel(known.verdict, len(votes), count, spent, (*flags, *(("disputed",) if is_disputed else ()))),
    )


def _held_down(found: Finding, known: Finding) -> Finding:
    """Return the finding, or the embedded grader's where the model would credit more, or had to give up."""
    most = max(known.verdict, known.possible, key=_ORDER.index)
    claimed = Verdict.UNGRADED, *_ORDER[_ORDER.index(most) + 1 :]
    if found.by_model is None or not {found.verdict, found.possible} & set(claimed):
        return found
    flags = (*found.by_model.flags, "steered")
    return replace(known, by_model=replace(found.by_model, flags=flags))


_ORDER = (Verdict.MISSING, Verdict.PARTIAL, Verdict.MET)


def _ungraded(known: Finding, why: str, spent: Spent) -> Finding:
    by_model = ByModel(known.verdict, 0, 0, spent)
    return Finding(
        known.criterion,
        Verdict.UNGRADED,
        0.0,
        (),
        f"The model could not grade it. {why}",
        Verdict.UNGRADED,
        by_model=by_model,
    )


def _uncalled(known: Finding) -> Finding:
    by_model = ByModel(known.verdict, 0, 0, Spent(), ("no-call",))
    return Finding(known.criterion, Verdict.MISSING, 1.0, (), "You said nothing.", Verdict.MISSING, by_model=by_model)


def _shares(spent: Spent, parts: int) -> tuple[Spent, ...]:
    """Return what a call on several criteria cost each of them; the calls, and what is left over, are the first's."""
    rest = replace(
        spent,
        calls=0,
        retries=0,
        tokens_in=None if spent.tokens_in is None else spent.tokens_in // parts,
        tokens_out=None if spent.tokens_out is None else spent.tokens_out // parts,
        cost_usd=None if spent.cost_usd is None else spent.cost_usd / parts,
    )
    first = replace(
        rest,
        calls=spent.calls,
        retries=spent.retries,
        tokens_in=None if spent.tokens_in is None else spent.tokens_in - (parts - 1) * (spent.tokens_in // parts),
        tokens_out=None if spent.tokens_out is None else spent.tokens_out - (parts - 1) * (spent.tokens_out // parts),
    )
    return (first, *(rest for _ in range(parts - 1)))


def is_meant(evidence: Evidence, transcript: Transcript, recital: Recital = NO_RUBRIC) -> bool:
    """Whether the quoted words are asserted where they stand: not asked, negated, put off, taken back or copied."""
    before = ""
    for each in transcript.utterances:
        if each.turn == evidence.turn and each.speaker == "candidate":
            parts = [part for part in clauses(each.text, before) if _overlap(part.start, part.end, evidence) > 0]
            own = (part for part in parts if part.stance is Stance.ASSERTED and not recital.has(part.stems))
            asserted = sum(_overlap(part.start, part.end, evidence) for part in own)
            return 2 * asserted >= sum(_overlap(part.start, part.end, evidence) for part in parts)
        before = each.text if each.speaker == "interviewer" else ""
    return False


def _overlap(start: int, end: int, evidence: Evidence) -> int:
    return max(0, min(end, evidence.end) - max(start, evidence.start))


def fence_of(transcript: Transcript) -> str:
    """Return a mark that nobody in the transcript could have written, the same for every call on it."""
    said = "\0".join([*(each.text for each in transcript.utterances), printed(transcript.board)])
    return f"=== {hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:20]} ==="


def drawn_for(transcript: Transcript, fence: str) -> str:
    """Return what a model is told of the board: so that it knows what the words are about, never as evidence."""
    return printed_for_model(transcript.board, fence, longest=_LONGEST_BOARD)


def told(each: Utterance, fence: str) -> dict[str, object]:
    return {
        "number": each.turn,
        "speaker": "Candidate" if each.speaker == "candidate" else "Interviewer",
        "text": " ".join(each.text.replace(fence, "").split()),
    }


def _asked(criterion: Criterion) -> dict[str, object]:
    return {
        "id": criterion.id,
        "title": criterion.title,
        "met": criterion.definition.met,
        "partial": criterion.definition.partial,
        "missing": criterion.definition.missing,
        "example_met": criterion.examples.met,
        "example_missing": criterion.examples.near_miss_missing,
        "red_flags": list(criterion.red_flags),
    }
