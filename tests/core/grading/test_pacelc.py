"""The PACELC parser: a closed set, and silence where the words do not decide."""

import pytest

from mockround.grading.pacelc.matrix import choice_in, pacelc_matrix, whole_system_label
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


@pytest.mark.parametrize(
    ("said", "partition", "otherwise"),
    [
        ("We go on selling when the link is down, and wait for the quorum when it isn't.", "A", "C"),
        ("Cut off, it refuses; on an ordinary day it answers from the nearest copy.", "C", "L"),
        ("A region that can't reach the others takes no orders.", "C", None),
        ("It refuses, at least on a partition.", "C", None),
        ("Consistency, neither on a partition nor on a quiet day would I give it up.", "C", "C"),
        ("Consistent with a partition and without one.", "C", "C"),
        ("Either way it's consistency.", "C", "C"),
        ("During a split it serves stale data, and normally the same.", "A", "L"),
    ],
)
def test_a_branch_holds_until_another_is_named(said: str, partition: str | None, otherwise: str | None) -> None:
    assert choice_in(said) == (partition, otherwise)


@pytest.mark.parametrize(
    ("said", "partition"),
    [
        ("In a split we would not block a like.", "A"),
        ("In a split nobody is refused.", "A"),
        ("A split is no reason to stop taking orders.", "A"),
        ("In a split we don't accept orders.", "C"),
        ("In a split I'd rather refuse the write than oversell.", "C"),
        ("In a split uptime is what I'd give up.", "C"),
        ("In a split availability isn't something I'd give up.", "A"),
        ("In a split the half with the majority goes on.", "C"),
        ("In a split an old page beats an error.", "A"),
        ("A request that can't be checked during a split is rejected.", "C"),
        ("In a split we refuse... no wait, we accept it.", "A"),
        ("In a split one could refuse it.", None),
        ("In a split it goes on, because if it stops people complain.", "A"),
        ("In a split it depends.", None),
        ("In a split I prefer an old page to an error.", "A"),
        ("In a split down is better than wrong.", "C"),
        ("In a split a flag that takes the site down is worse than none.", "A"),
        ("A bid that isn't with the leader is lost in a split.", None),
        ("In a split the scheduler without the lease does nothing.", "C"),
        ("In a split we stop taking orders.", "C"),
        ("Both sites took orders once in a split. We refuse them in a split.", "C"),
        ("In a split it accepts writes and refuses writes.", None),
    ],
)
def test_denied_outweighed_given_up_and_taken_back(said: str, partition: str | None) -> None:
    assert choice_in(said) == (partition, None)


@pytest.mark.parametrize(
    "said",
    [
        "The table is partitioned by user and the partition key is the id.",
        "Kafka has 200 partitions, and a hot partition is split by range.",
        "Our latency budget is 200 ms, p99.",
        "A nightly consistency check compares the copies.",
        "The availability of seats is shown on the map.",
        "We need 99.95% availability and somebody else to run it.",
        "Over the limit, a caller is rejected with 429.",
    ],
)
def test_other_senses_of_the_words_choose_nothing(said: str) -> None:
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


def pairs(said: str, *wanted: str) -> dict[str, tuple[str | None, str | None]]:
    return {data_class: row[:2] for data_class, row in matrix(said, *wanted).items()}


def test_classes_that_are_listed_share_what_is_said_of_them() -> None:
    both = {"inventory-holds": ("C", "C"), "payments-ledger": ("C", "C")}
    assert pairs("Seats and payments: cut off we refuse, normally we wait for the quorum.", *both) == both
    assert pairs("It's PC/EC for all of these: seats and payments.", *both) == both
    assert pairs("Seats are PC/EC. Payments work the same way.", *both) == both


def test_a_class_that_is_only_compared_with_does_not_take_the_floor() -> None:
    found = pairs("Unlike payments, likes go on in a split and are read locally otherwise.", "counters-likes")
    assert found == {"counters-likes": ("A", "L")}


def test_a_branch_carries_from_class_to_class_within_a_sentence_and_no_further() -> None:
    said = "When regions lose contact, charges fail and the catalogue is still served. Likes come from a replica."
    found = pairs(said, "payments-ledger", "content-records", "counters-likes")
    assert found == {
        "payments-ledger": ("C", None), "content-records": ("A", None), "counters-likes": (None, "L"),
    }  # fmt: skip


def test_the_question_says_what_an_answer_without_names_is_about() -> None:
    [row] = pacelc_matrix(
        Transcript(
            (
                Utterance(1, "interviewer", "Two parts cannot reach each other. What happens to the likes?"),
                Utterance(2, "candidate", "They are taken on either side and summed up later."),
            )
        ),
        tuple(library().data_classes.values()),
        wanted=["counters-likes"],
    )
    assert (row.partition, row.otherwise) == ("A", None)


@pytest.mark.parametrize(
    ("answer", "otherwise"),
    [
        ("For the replica in the other zone.", "C"),
        ("Nobody.", "L"),
        ("It reads the local copy.", "L"),
        ("Good question.", None),
    ],
)
def test_an_answer_may_leave_out_the_verb_of_the_question(answer: str, otherwise: str | None) -> None:
    asked = "An ordinary day: a request for the ledger comes in. Whom does it wait for?"
    said = Transcript((Utterance(1, "interviewer", asked), Utterance(2, "candidate", answer)))
    [row] = pacelc_matrix(said, tuple(library().data_classes.values()), wanted=["payments-ledger"])
    assert (row.partition, row.otherwise) == (None, otherwise)


def test_where_no_such_choice_is_talked_of_a_replica_is_only_a_replica() -> None:
    wanted = ("content-records", "payments-ledger")
    assert set(pairs("Profiles come from a replica, and payments wait for the primary.", *wanted).values()) == {
        (None, None)
    }
    assert pairs("Stale profiles are fine, so they come from a replica.", *wanted)["content-records"] == (None, "L")


def test_classes_spoken_of_together_are_meant_together() -> None:
    found = pairs(
        "Chat and presence go on in a split. Normally neither waits for another region.", "chat-messages", "presence"
    )
    assert found == {"chat-messages": ("A", "L"), "presence": ("A", "L")}
