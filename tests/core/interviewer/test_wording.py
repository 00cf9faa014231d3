"""A move becomes one short utterance: the same one for the same round, and never the answer."""

import time

import pytest

from mockround.agenda.moves import (
    Answer,
    ChangePhase,
    FactLine,
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
from mockround.content.models import CriterionId
from mockround.interviewer.embedded import EmbeddedInterviewer
from mockround.interviewer.port import Cue
from mockround.interviewer.wording import Wording
from mockround.rounds.events import Persona, Phase
from tests.support.logs import asked, running
from tests.support.parts import library

V2 = CriterionId("rh-v2-offload")
MOVES: tuple[Move, ...] = (
    Open(),
    Probe(V2, 1, ""),
    Probe(V2, 1, "", built_on="Redis"),
    Probe(V2, 1, "", built_on="links db", bond="drawn"),
    Probe(V2, 3, ""),
    PushBack(V2, "Writes go to the replicas.", ""),
    PushBack(V2, "It depends", "", about="it-depends"),
    PushBack(V2, "hybrid", "", about="hybrid"),
    Answer((FactLine("new links", "2 million a day", "scale"),), ""),
    Answer((FactLine("Regions?", "One home region.", "sheet"), FactLine("Logo?", "", "assumption")), ""),
    Hint(V2, 2, ""),
    InjectTwist(0, ""),
    ChangePhase(Phase.DEEP_DIVE, "time", "", then=Probe(V2, 2, "")),
    ChangePhase(Phase.WRAP_UP, "covered", ""),
    Nudge("", V2, is_silence=True),
    Nudge("The floor is yours."),
    Repair("dont-know", "", then=Probe(V2, 2, "")),
    Repair("nonsense", ""),
    WrapUp(""),
    WrapUp("", is_last=True),
)


def said(move: Move, **changes: object) -> str:
    return Wording(library(), running((1, asked()), **changes)).of(move)


@pytest.mark.parametrize("persona", Persona)
@pytest.mark.parametrize("move", MOVES, ids=lambda move: type(move).__name__)
def test_every_move_has_words_in_every_tone(move: Move, persona: Persona) -> None:
    text = said(move, persona=persona)
    assert text
    assert "{" not in text
    assert text == " ".join(text.split())


@pytest.mark.parametrize("move", MOVES, ids=lambda move: type(move).__name__)
def test_the_same_round_says_the_same(move: Move) -> None:
    assert said(move, seed=7) == said(move, seed=7)


def test_another_seed_varies_the_words_and_not_the_question() -> None:
    question = library().criterion(V2).ladder.probes[0]
    texts = {said(Probe(V2, 1, ""), seed=seed) for seed in range(20)}
    assert len(texts) > 1
    assert all(text.endswith(question) for text in texts)


def test_a_question_refers_to_the_candidate_s_word() -> None:
    assert "Redis" in said(Probe(V2, 1, "", built_on="Redis"))


def test_a_long_quote_is_cut_at_a_word() -> None:
    text = said(PushBack(V2, "word " * 60, ""))
    assert "word ..." in text


def test_persona_changes_the_tone_and_never_the_question() -> None:
    question = library().criterion(V2).ladder.probes[2]
    assert all(question in said(Probe(V2, 3, ""), persona=persona) for persona in Persona)


async def test_the_chunks_joined_are_the_turn() -> None:
    state = running((1, asked()))
    interviewer = EmbeddedInterviewer(library(), pace_s=0.0)
    chunks = [chunk async for chunk in interviewer.speak(Cue(Open(), state))]
    assert "".join(chunks) == Wording(library(), state).of(Open())
    assert len(chunks) > 3


async def test_the_chunks_come_at_a_readable_pace() -> None:
    interviewer = EmbeddedInterviewer(library(), pace_s=0.005)
    began = time.monotonic()
    chunks = [chunk async for chunk in interviewer.speak(Cue(Open(), running((1, asked()))))]
    assert time.monotonic() - began >= 0.005 * (len(chunks) - 1)


@pytest.mark.parametrize("persona", Persona)
def test_a_question_in_other_words_is_asked_the_second_and_the_third_time(persona: Persona) -> None:
    pushed = PushBack(V2, "It depends", "", about="it-depends")
    spoken: list[str] = []
    for _ in range(3):
        state = running(*((1 + at, asked(words)) for at, words in enumerate(spoken)), persona=persona)
        spoken.append(Wording(library(), state).of(pushed))
    assert len(set(spoken)) == 3


@pytest.mark.parametrize("persona", list(Persona))
def test_what_was_drawn_is_called_by_its_name(persona: Persona) -> None:
    move = Probe(V2, 1, "", built_on="links db", bond="drawn")
    said = Wording(library(), running(asked(), persona=persona)).of(move)
    assert '"links db"' in said
    assert library().criterion(V2).ladder.probes[0] in said
