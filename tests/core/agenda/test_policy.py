"""Which move is next: the order of what a good interviewer attends to."""

from datetime import timedelta

import pytest

from mockround.agenda.moves import (
    Answer,
    ChangePhase,
    Hint,
    InjectTwist,
    Move,
    NextPrompt,
    Nudge,
    Open,
    Probe,
    PushBack,
    Repair,
    WrapUp,
)
from mockround.agenda.policy import next_move, nudge
from mockround.content.models import CriterionId, ProblemId
from mockround.grading.verdicts import Evidence, Finding, Verdict
from mockround.rounds.events import Event, HintGiven, Kind, Phase, PhaseChanged
from mockround.rounds.kinds import drill_phases
from mockround.rounds.state import RoundState
from tests.support.clocks import START
from tests.support.logs import asked, running, said
from tests.support.parts import library

V2 = CriterionId("rh-v2-offload")
LONG = "We have one stateless service and one Postgres with an index on the short code, " * 3
NOTHING: dict[CriterionId, Finding] = {}


def move_at(state: RoundState, seconds: float, findings: dict[CriterionId, Finding] = NOTHING) -> Move:
    return next_move(library(), state, findings, START + timedelta(seconds=seconds))


def in_design(*after: Event | tuple[float, Event]) -> RoundState:
    return running(
        (1, asked(move="open")), (400, PhaseChanged(phase=Phase.HIGH_LEVEL_DESIGN, because="covered")), *after
    )


def finding(criterion: CriterionId, verdict: Verdict, **changes: object) -> Finding:
    fixed = {"confidence": 0.8, "evidence": (), "reason": "", "possible": verdict, "contradicted": False} | changes
    return Finding(criterion=criterion, verdict=verdict, **fixed)  # type: ignore[arg-type]  # a test's shorthand


def test_a_round_opens_with_its_problem() -> None:
    assert isinstance(move_at(running(), 0), Open)


def test_a_question_is_answered_and_nothing_else() -> None:
    move = move_at(running((1, asked(move="open")), (30, said("How many new links do we get?"))), 31)
    assert isinstance(move, Answer)
    assert [(fact.answer, fact.source) for fact in move.facts] == [
        ("2 million a day, about 25 per second, 100 at peak", "scale")
    ]


def test_what_the_sheet_lacks_becomes_an_assumption() -> None:
    move = move_at(running((1, asked(move="open")), (30, said("Which colour is the logo?"))), 31)
    assert isinstance(move, Answer)
    assert [fact.source for fact in move.facts] == ["assumption"]


def test_the_most_valuable_open_criterion_of_the_phase_is_probed() -> None:
    move = move_at(in_design((420, said(LONG))), 421)
    assert isinstance(move, Probe)
    criterion = library().criterion(move.criterion)
    assert (criterion.weight, move.rung) == (3, 1)


def test_a_question_is_bound_to_the_component_that_was_just_named() -> None:
    move = move_at(in_design((420, said(LONG + " and then Redis in front of it."))), 421)
    assert isinstance(move, Probe)
    assert move.built_on == "Redis"


def test_what_is_met_is_not_asked() -> None:
    met = {CriterionId(each): finding(CriterionId(each), Verdict.MET) for each in library().criteria}
    move = move_at(in_design((420, said(LONG))), 421, met)
    assert isinstance(move, ChangePhase)


def test_a_half_answer_gets_the_next_rung() -> None:
    state = in_design((410, asked(criterion=V2, rung=1)), (440, said(LONG)))
    move = move_at(state, 441, {V2: finding(V2, Verdict.PARTIAL)})
    assert isinstance(move, Probe)
    assert (move.criterion, move.rung) == (V2, 2)


def test_a_ladder_is_asked_once_and_then_left() -> None:
    state = in_design(*((400 + n, asked(criterion=V2, rung=n)) for n in (1, 2, 3)), (440, said(LONG)))
    move = move_at(state, 441, {V2: finding(V2, Verdict.PARTIAL)})
    assert not (isinstance(move, Probe) and move.criterion == V2)


def test_self_initiated_criteria_are_never_probed() -> None:
    own = CriterionId("rh-stage-triggers")
    others = {CriterionId(each): finding(CriterionId(each), Verdict.MET) for each in library().criteria if each != own}
    move = move_at(in_design((420, said(LONG))), 421, others)
    assert not isinstance(move, Probe)


def test_a_wrong_claim_is_pushed_back_on_once() -> None:
    state = in_design((410, asked(criterion=V2, rung=1)), (440, said("Writes go to the replicas.")))
    turn = state.turns[-1].seq
    evidence = (Evidence(turn, 0, 26, "Writes go to the replicas."),)
    wrong = {V2: finding(V2, Verdict.MISSING, contradicted=True, evidence=evidence)}
    move = move_at(state, 441, wrong)
    assert isinstance(move, PushBack)
    assert move.quote == "Writes go to the replicas."
    again = in_design(
        (410, asked(criterion=V2, rung=1)), (420, asked(criterion=V2, move="push-back")), (440, said("Still so."))
    )
    assert not isinstance(move_at(again, 441, wrong), PushBack)


@pytest.mark.parametrize(("text", "about"), [("It depends.", "it-depends"), ("I would go hybrid.", "hybrid")])
def test_an_evasion_is_pushed_to_its_threshold(text: str, about: str) -> None:
    move = move_at(in_design((410, asked(criterion=V2, rung=1)), (440, said(text))), 441)
    assert isinstance(move, PushBack)
    assert move.about == about


def test_i_do_not_know_gets_one_narrower_question_and_then_another_subject() -> None:
    first = in_design((410, asked(criterion=V2, rung=1)), (440, said("I don't know.")))
    move = move_at(first, 441)
    assert isinstance(move, Repair)
    assert move.then is not None
    assert (move.then.criterion, move.then.rung) == (V2, 2)
    second = in_design(
        (410, asked(criterion=V2, rung=1)), (420, asked(criterion=V2, rung=2)), (440, said("No idea, sorry."))
    )
    move = move_at(second, 441)
    assert isinstance(move, Repair)
    assert move.then is not None
    assert move.then.criterion != V2


@pytest.mark.parametrize(("text", "about"), [("next", "next"), ("asdfghjkl", "nonsense"), ("you stupid bot", "insult")])
def test_what_is_no_answer_is_met_with_manners(text: str, about: str) -> None:
    move = move_at(in_design((410, asked(criterion=V2, rung=1)), (440, said(text))), 441)
    assert isinstance(move, Repair)
    assert move.about == about


def test_a_hint_is_given_when_it_was_asked_for() -> None:
    move = move_at(in_design((410, asked()), (420, HintGiven(criterion=V2, rung=2))), 421)
    assert move == Hint(V2, 2, move.why)


def test_a_phase_that_time_ended_is_announced_with_its_first_question() -> None:
    state = in_design((410, asked()), (1200, PhaseChanged(phase=Phase.DEEP_DIVE, because="time")))
    move = move_at(state, 1200)
    assert isinstance(move, ChangePhase)
    assert isinstance(move.then, Probe)


def test_a_twist_comes_in_its_phase_once_the_design_has_begun() -> None:
    state = in_design((410, said(LONG)), (420, asked()), (800, said(LONG)))
    move = move_at(state, 801)
    assert isinstance(move, InjectTwist)
    assert library().problem(ProblemId("url-shortener")).twists[move.index].phase == "hld"


def test_the_round_closes_after_the_summary() -> None:
    wrapping = (PhaseChanged(phase=Phase.WRAP_UP, because="time"), asked(move="wrap-up"))
    move = move_at(in_design((2520, wrapping[0]), (2521, wrapping[1]), (2560, said(LONG))), 2561)
    assert move == WrapUp(move.why, is_last=True)


def test_recognition_asks_one_prompt_after_the_other_and_ends() -> None:
    prompts = (ProblemId("news-feed"), ProblemId("ticket-booking"))
    first = running(
        (1, asked(move="open")), (30, said("Fan-out.")), kind=Kind.RECOGNISE, problems=prompts, phases=drill_phases(240)
    )
    assert move_at(first, 31) == NextPrompt(1, move_at(first, 31).why)
    both = running(
        (1, asked(move="open")), (30, said("Fan-out.")), (40, asked(move="next-prompt")), (50, said("Contention.")),
        kind=Kind.RECOGNISE, problems=prompts, phases=drill_phases(240),
    )  # fmt: skip
    assert isinstance(move_at(both, 51), WrapUp)


def test_silence_is_broken_without_giving_anything_away() -> None:
    assert nudge(in_design((410, asked(criterion=V2, rung=1))), NOTHING) == Nudge(
        "You were silent for 90 seconds.", V2, is_silence=True
    )


def test_the_same_inputs_give_the_same_move() -> None:
    state = in_design((410, asked(criterion=V2, rung=1)), (440, said(LONG)))
    assert move_at(state, 441) == move_at(state, 441)


def test_who_scopes_in_a_few_words_is_asked_once_and_then_let_go_on() -> None:
    once = running((1, asked(move="open")), (30, said("One service, one database.")))
    assert isinstance(move_at(once, 31), Nudge)
    twice = running(
        (1, asked(move="open")), (30, said("One service, one database.")),
        (31, asked(move="nudge")), (60, said("Redirects matter most.")),
    )  # fmt: skip
    moved = move_at(twice, 61)
    assert isinstance(moved, ChangePhase)
    assert moved.phase is Phase.HIGH_LEVEL_DESIGN


def test_questions_back_are_no_scoping() -> None:
    asked_back = running(
        (1, asked(move="open")), (30, said("How many new links do we get?")),
        (31, asked(move="answer")), (60, said("What is the read to write ratio?")),
    )  # fmt: skip
    assert isinstance(move_at(asked_back, 61), Answer)
