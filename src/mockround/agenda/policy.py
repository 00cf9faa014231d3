"""Picks the interviewer's next move from transcript, rubric and clock. Pure: the same inputs give the same move.

Read `next_move` from top to bottom: it is the order of what a good interviewer attends to.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from mockround.agenda.facts import facts_for
from mockround.agenda.followups import bound
from mockround.agenda.ladder import RUNGS, Rung, asked, next_rung
from mockround.agenda.moves import (
    Answer,
    ChangePhase,
    Hint,
    InjectTwist,
    Move,
    Nudge,
    Open,
    Probe,
    PushBack,
    Repair,
    WrapUp,
)
from mockround.agenda.phases import following, is_covered, question_of
from mockround.agenda.reading import Intent, Reading, reading
from mockround.agenda.sprint import next_prompt
from mockround.agenda.twists import due_twist
from mockround.agenda.value import Worth, ranked
from mockround.content.library import Library
from mockround.content.models import CriterionId
from mockround.grading.verdicts import Finding, Verdict
from mockround.rounds.events import MoveKind, Phase
from mockround.rounds.state import Owed, PhaseSpan, RoundState, Speaker, Turn

Findings = Mapping[CriterionId, Finding]


def next_move(library: Library, state: RoundState, findings: Findings, now: datetime) -> Move:
    """Return the move for which words are owed (`state.owed` is not empty)."""
    if Owed.OPENING in state.owed:
        return Open()
    if state.owed[-1] is Owed.HINT:
        return _hint(library, state)
    if Owed.PHASE in state.owed:
        return _phase_by_time(library, state, findings)
    if state.created.problems:
        return next_prompt(state)
    said = state.said_last
    if said is None:
        raise ValueError("a reply is owed to nobody")
    return (
        _on_manners(library, state, findings, reading(said.text))
        or _on_content(library, state, findings, said)
        or _onward(library, state, findings, now)
    )


def nudge(state: RoundState, findings: Findings) -> Nudge:
    """Return what to say into a silence: name what the last question was about, or leave the choice open."""
    aimed = [turn.aim.criterion for turn in reversed(state.turns) if turn.aim is not None and turn.aim.criterion]
    criterion = aimed[0] if aimed else None
    if criterion is not None and _verdict(findings, criterion) is Verdict.MET:
        criterion = None
    return Nudge("You were silent for 90 seconds.", criterion, is_silence=True)


def _hint(library: Library, state: RoundState) -> Move:
    hint = state.hints[-1]
    rung = RUNGS[hint.rung - 1]
    return Hint(hint.criterion, rung, f"You asked for a hint; it is about: {library.criterion(hint.criterion).title}.")


def _phase_by_time(library: Library, state: RoundState, findings: Findings) -> Move:
    why = "The time planned for the last phase is over."
    return ChangePhase(state.phase, "time", why, then=_best_probe(library, state, findings))


def _on_manners(  # noqa: C901 - one arm an intent
    library: Library, state: RoundState, findings: Findings, read: Reading
) -> Move | None:
    """Reply to a turn that is no answer; None where it is one."""
    match read.intent:
        case Intent.QUESTION:
            problem = library.problem(state.created.problem) if state.created.problem else None
            return Answer(facts_for(problem, read.questions), "You asked; the facts sheet or an assumption answers.")
        case Intent.DONT_KNOW:
            then = _narrower(library, state, findings)
            why = "You did not know; one narrower try, then on."
            return (
                Repair("dont-know", why, then) if then is not None else _next_phase(library, state, findings, "covered")
            )
        case Intent.NEXT:
            return _skip(library, state, findings)
        case Intent.NONSENSE:
            return Repair("nonsense", "There was nothing to assess in that turn.")
        case Intent.INSULT:
            return Repair("insult", "That turn was no answer.")
        case Intent.PASTED:
            return Repair(
                "pasted", "A turn that long cannot be discussed as a whole.", _best_probe(library, state, findings)
            )
        case Intent.DONE:
            return _next_phase(library, state, findings, "candidate")
        case Intent.STATEMENT:
            return None


def _on_content(library: Library, state: RoundState, findings: Findings, said: Turn) -> Move | None:
    """Push back on a wrong claim or an evasion, or go on about what was half said."""
    aimed = _last_aim(state)
    read = reading(said.text)
    if aimed is not None and (read.is_it_depends or read.is_bare_hybrid) and not _pushed_back(state, aimed):
        about, word = ("hybrid", "hybrid") if read.is_bare_hybrid else ("it-depends", "it depends")
        return PushBack(
            aimed,
            said.text,
            f"You said '{word}' without what tips it.",
            "hybrid" if about == "hybrid" else "it-depends",
        )
    wrong = _contradicted(state, findings, said)
    if wrong is not None:
        finding = findings[wrong]
        quote = next(each.quote for each in finding.evidence if each.turn == said.seq)
        return PushBack(wrong, quote, f"What you said has a consequence for: {library.criterion(wrong).title}.")
    if aimed is not None and _verdict(findings, aimed) is not Verdict.MET and _is_promising(findings, aimed):
        return _probe(library, state, aimed, "Your answer was part of what is needed.")
    return None


def _onward(library: Library, state: RoundState, findings: Findings, now: datetime) -> Move:
    twist = due_twist(library, state, now)
    if twist is not None:
        return InjectTwist(twist, "The problem has this twist for this phase.")
    if state.phase is Phase.WRAP_UP:
        return _wrap_up(state)
    if is_covered(state, ranked(library, state, findings), now):
        return _next_phase(library, state, findings, "covered")
    best = _best_probe(library, state, findings)
    return best if best is not None else _open_question(state)


def _next_phase(
    library: Library, state: RoundState, findings: Findings, because: Literal["candidate", "covered"]
) -> Move:
    phase = following(state)
    why = "You said that you were done here." if because == "candidate" else "This phase has what it needs."
    if phase is None:
        return WrapUp(why, is_last=True)
    if phase is Phase.WRAP_UP:
        return ChangePhase(phase, because, why)
    entered = _entered(state, phase)
    then = _best_probe(library, entered, findings)
    return ChangePhase(phase, because, why, then)


def _wrap_up(state: RoundState) -> Move:
    summed_up = any(turn.speaker is Speaker.CANDIDATE and turn.phase is Phase.WRAP_UP for turn in state.turns)
    return WrapUp("The round closes with your summary.", is_last=summed_up)


def _help_on(library: Library, state: RoundState, findings: Findings) -> Move:
    then = _narrower(library, state, findings)
    if then is None and state.phase is not Phase.REQUIREMENTS:
        return _next_phase(library, state, findings, "covered")
    return Repair("dont-know", "You did not know; one narrower try, then on.", then)


def _skip(library: Library, state: RoundState, findings: Findings) -> Move:
    aimed = _last_aim(state)
    others = [each for each in ranked(library, state, findings) if each.criterion.id != aimed]
    if not others:
        return _next_phase(library, state, findings, "candidate")
    return Repair("next", "You wanted to go on.", _as_probe(library, state, others[0]))


def _narrower(library: Library, state: RoundState, findings: Findings) -> Probe | None:
    """After 'I don't know': one narrower try at the same criterion, otherwise another one."""
    aimed = _last_aim(state)
    if aimed is not None and len(asked(state, aimed)) == 1 and next_rung(state, library.criterion(aimed)) is not None:
        return _probe(library, state, aimed, "A narrower question on the same thing.")
    others = [each for each in ranked(library, state, findings) if each.criterion.id != aimed]
    return _as_probe(library, state, others[0]) if others else None


def _best_probe(library: Library, state: RoundState, findings: Findings) -> Probe | None:
    best = ranked(library, state, findings)
    return _as_probe(library, state, best[0]) if best else None


def _as_probe(library: Library, state: RoundState, worth: Worth) -> Probe:
    why = f"Not yet shown, and it weighs {worth.criterion.weight} of 3: {worth.criterion.title}."
    if worth.shared:
        why = f"What you said comes close to it. {why}"
    return _bound_probe(library, state, CriterionId(worth.criterion.id), worth.rung, why)


def _probe(library: Library, state: RoundState, criterion: CriterionId, why: str) -> Probe | None:
    rung = next_rung(state, library.criterion(criterion))
    return None if rung is None else _bound_probe(library, state, criterion, rung, why)


def _bound_probe(library: Library, state: RoundState, criterion: CriterionId, rung: Rung, why: str) -> Probe:
    to = bound(library, state, criterion, rung)
    return Probe(criterion, rung, why, to.words, to.bond)


def _open_question(state: RoundState) -> Move:
    return Nudge(question_of(state))


def _last_aim(state: RoundState) -> CriterionId | None:
    spoken = (turn.aim for turn in state.turns if turn.speaker is Speaker.INTERVIEWER and turn.aim is not None)
    aims = [aim for aim in spoken if aim.move is not MoveKind.HINT]
    return aims[-1].criterion if aims else None


def _pushed_back(state: RoundState, criterion: CriterionId) -> bool:
    aims = [turn.aim for turn in state.turns if turn.aim is not None]
    return any(aim.criterion == criterion and aim.move is MoveKind.PUSH_BACK for aim in aims)


def _contradicted(state: RoundState, findings: Findings, said: Turn) -> CriterionId | None:
    """The first criterion whose misconception the last turn asserts and that was not pushed back on yet."""
    for criterion, finding in findings.items():
        in_last_turn = any(evidence.turn == said.seq for evidence in finding.evidence)
        if finding.contradicted and in_last_turn and not _pushed_back(state, criterion):
            return criterion
    return None


def _is_promising(findings: Findings, criterion: CriterionId) -> bool:
    finding = findings.get(criterion)
    return finding is not None and (finding.verdict is Verdict.PARTIAL or finding.possible is not Verdict.MISSING)


def _verdict(findings: Findings, criterion: CriterionId) -> Verdict:
    finding = findings.get(criterion)
    return finding.verdict if finding is not None else Verdict.MISSING


def _entered(state: RoundState, phase: Phase) -> RoundState:
    """The state as it will be once the phase has changed, for choosing its first question."""

    return replace(state, spans=(*state.spans, PhaseSpan(phase, state.last_at)))
