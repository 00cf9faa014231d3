"""Questions are bound to what the candidate really said, and only to what can be said back."""

import pytest

from mockround.agenda.followups import Bound, bound
from mockround.content.models import CriterionId
from mockround.rounds.board import Board, Node
from mockround.rounds.boards.building import board_of
from mockround.rounds.events import BoardChanged, Event, Phase, PhaseChanged
from mockround.rounds.state import RoundState
from tests.support.boards import names
from tests.support.logs import asked, running, said
from tests.support.parts import library

LAG = CriterionId("rh-replica-lag")


def after(*turns: Event) -> RoundState:
    return running(
        (1, asked(move="open")), (400, PhaseChanged(phase=Phase.HIGH_LEVEL_DESIGN, because="covered")), *turns
    )


def to(state: RoundState, rung: int = 1, criterion: CriterionId = LAG) -> Bound:
    return bound(library(), state, criterion, rung)  # type: ignore[arg-type]  # 1, 2 or 3


@pytest.mark.parametrize(
    ("words", "said_back"),
    [
        ("We put Redis in front of it, for speed.", "Redis"),
        ("We put redis in front of it, for speed.", "redis"),
        ("We put a cache in front of it, for speed.", "the cache"),
        ("We add two read replicas behind it.", "the read replicas"),
    ],
)
def test_a_product_is_named_and_a_common_noun_gets_its_article(words: str, said_back: str) -> None:
    assert to(after(said(words))) == Bound(said_back, "component")


def test_a_further_question_takes_up_words_of_the_last_answer_to_it() -> None:
    answer = "Well, people who edit their profile may see an older version for a second."
    state = after(asked(criterion=LAG), said(answer))
    found = to(state, 2)
    assert found.bond == "said"
    assert found.words in answer
    assert len(found.words.split()) <= 8


def test_nothing_is_taken_up_from_a_turn_that_gives_up_or_asks() -> None:
    assert to(after(asked(criterion=LAG), said("I really have no idea about the replica lag.")), 2) == Bound()
    assert to(after(asked(criterion=LAG), said("What do you mean by replica lag here?")), 2) == Bound()


def test_words_with_marks_that_nobody_can_say_are_left_alone() -> None:
    found = to(after(asked(criterion=LAG), said("GET /profile/{id} -> {version, edited_at}")), 2)
    assert not set("{}<>[]") & set(found.words)


def test_no_words_are_taken_up_twice() -> None:
    words = said("Readers of the profile page may see an older version.")
    first = to(after(asked(criterion=LAG), words), 2)
    assert first.words
    again = to(
        after(asked(criterion=LAG), words, asked(criterion=LAG, built_on=first.words), said("As I told you before.")), 3
    )
    assert again.words != first.words


def with_board(text: str, *turns: Event) -> RoundState:
    return after(BoardChanged(board=board_of(text, names()).board), *turns)


def test_a_box_that_was_drawn_is_called_by_its_name() -> None:
    state = with_board("profile replicas [read-replica]\nweb [client]", said("So, this is how I would begin."))
    assert to(state) == Bound("profile replicas", "drawn")


def test_what_was_said_is_taken_up_rather_than_a_box_that_is_less_close() -> None:
    assert to(with_board("photos [object-store]", said("We add two read replicas behind it."))) == Bound(
        "the read replicas", "component"
    )


def test_a_box_that_has_nothing_to_do_with_the_question_is_left_alone() -> None:
    assert to(with_board("zzz", said("So, this is how I would begin."))).bond != "drawn"


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "Is this graded?", "x" * 60 + " replica"])
def test_a_name_that_nobody_can_say_is_not_said(label: str) -> None:
    board = Board(nodes=(Node(id="n", kind="read-replica", label=label),))
    assert to(after(BoardChanged(board=board), said("So, this is how I would begin."))).words != label


def test_a_box_that_was_just_spoken_of_rests() -> None:
    words = said("So, this is how I would begin.")
    state = with_board(
        "profile replicas [read-replica]", words, asked(criterion=LAG, built_on="profile replicas"), words
    )
    assert to(state).words != "profile replicas"
