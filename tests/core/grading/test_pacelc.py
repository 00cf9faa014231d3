"""The PACELC parser: a closed set, and silence where the words do not decide."""

import pytest

from mockround.grading.pacelc import choice_in, pacelc_matrix, whole_system_label
from mockround.grading.transcript import Transcript, Utterance
from tests.support.parts import library


@pytest.mark.parametrize(
    ("said", "partition", "otherwise"),
    [
        ("Likes are PA/EL.", "A", "L"),
        ("Balances: PC/EC, of course.", "C", "C"),
        ("P: C for bookings, because a double sale costs us.", "C", None),
        ("On a partition I choose availability.", "A", None),
        ("On a partition I choose consistency over staying up.", "C", None),
        ("Cut off, the minority refuses writes.", "C", None),
        ("Both sides keep accepting likes and we merge them later.", "A", None),
        ("Better an error than a wrong balance, so I'd rather fail.", "C", None),
        ("We won't sacrifice availability for view counts.", "A", None),
        ("We would never give up consistency on the ledger.", "C", None),
        ("Otherwise reads come from the nearest replica.", None, "L"),
        ("In normal times the read goes to the primary and we pay the extra round trip.", None, "C"),
        ("Seat state is read with quorum reads.", None, "C"),
        ("The feed is served from cache, a few seconds old.", None, "L"),
    ],
)
def test_a_choice_is_read_from_notation_letters_and_plain_words(
    said: str, partition: str | None, otherwise: str | None
) -> None:
    assert choice_in(said) == (partition, otherwise)


@pytest.mark.parametrize(
    "said",
    [
        "It depends.",
        "We use Postgres with two replicas.",
        "Consistency and availability are both important here.",
        "CAP says we can pick two.",
    ],
)
def test_where_the_words_do_not_decide_it_abstains(said: str) -> None:
    assert choice_in(said) == (None, None)


def matrix(said: str, *wanted: str) -> dict[str, tuple[str | None, str | None, str]]:
    transcript = Transcript((Utterance(1, "candidate", said),))
    rows = pacelc_matrix(transcript, tuple(library().data_classes.values()), wanted=wanted)
    for row in rows:
        for quote in row.quotes:
            assert said[quote.start : quote.end] == quote.quote
    return {row.data_class: (row.partition, row.otherwise, row.judgement) for row in rows}


def test_a_class_that_was_not_spoken_of_is_not_stated() -> None:
    [first, *_] = library().data_classes
    assert matrix("I would rather talk about queues.", first)[first] == (None, None, "not-stated")


def test_an_interviewers_words_choose_nothing() -> None:
    [first, *_] = library().data_classes
    title = library().data_classes[first].title
    said = Transcript((Utterance(1, "interviewer", f"{title}: PA/EL?"),))
    [row] = pacelc_matrix(said, tuple(library().data_classes.values()), wanted=[first])
    assert (row.partition, row.otherwise) == (None, None)


@pytest.mark.parametrize("data_class", sorted(library().data_classes))
def test_the_accepted_codes_are_accepted_and_their_opposite_is_not(data_class: str) -> None:
    known = library().data_classes[data_class]
    for code in known.accepted_codes:
        assert matrix(f"{known.title}: {code}.", data_class)[data_class][2] == "accepted"
    flipped = {"A": "C", "C": "A"}[known.pacelc.partition]
    opposite = f"P{flipped}/E{known.pacelc.otherwise}"
    if opposite not in known.accepted_codes:
        assert matrix(f"{known.title}: {opposite}.", data_class)[data_class][2] == "wrong"


def test_one_label_for_the_whole_system_is_called_out() -> None:
    said = Transcript((Utterance(1, "candidate", "The whole system is AP, that scales best."),))
    assert [quote.quote for quote in whole_system_label(said)] == ["The whole system is AP, that scales best."]
    split = Transcript((Utterance(1, "candidate", "Likes are PA/EL and balances PC/EC."),))
    assert whole_system_label(split) == ()


def test_words_of_choosing_do_not_change_the_subject() -> None:
    said = (
        "For the link records, on a partition I choose availability, P: A, because an old target beats none; else "
        "latency, reads come from the nearest replica, a minute old at worst. Click counts are PA/EL too."
    )
    found = matrix(said, "content-records", "analytics-events")
    assert found["content-records"] == ("A", "L", "accepted")
    assert found["analytics-events"][:2] == ("A", "L")
