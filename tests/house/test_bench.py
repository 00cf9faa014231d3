"""What the benchmark of models makes of moments that it noted. Its figures are printed and never asserted."""

import math

import pytest

from bench.arrivals import Heard, Sent, arrival, at_once, by_sentence, percentile
from bench.upstream import reply_to, take_in, tokens_of
from bench.ways import events
from mockround.interviewer.guard import Guard, Sentences

TOKENS = ("One", ".", " Two", " what", "?")
SENT = Sent(asked_at=10.0, tokens=TOKENS, at=(20.0, 20.1, 20.2, 20.3, 20.4, 20.5))


def test_a_token_of_a_sentence_may_be_shown_when_the_next_one_begins_or_the_reply_ends() -> None:
    assert by_sentence(TOKENS) == [2, 2, 5, 5, 5]
    assert at_once(TOKENS) == [0, 1, 2, 3, 4]


def test_the_wait_for_the_sentence_is_told_apart_from_the_delay() -> None:
    heard = Heard(posted_at=9.0, pieces=((20.25, "One."), (20.75, " Two what?")))
    found = arrival(SENT, heard, by_sentence)
    assert found.wrong == 0
    assert found.added_s == pytest.approx((0.05, 0.05, 0.25, 0.25, 0.25))
    assert found.held_s == pytest.approx((0.2, 0.1, 0.3, 0.2, 0.1))
    assert found.first_s == pytest.approx(1.05)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [("One. Two what?", 0), ("One. Two", 2), ("One. TWO what?", 1), ("One. Two what? More.", 1), ("", 5)],
)
def test_every_token_that_is_missing_changed_or_too_many_is_counted(said: str, wrong: int) -> None:
    assert arrival(SENT, Heard(9.0, ((20.6, said),)), at_once).wrong == wrong


def test_a_reply_that_never_came_has_no_first_words() -> None:
    assert arrival(SENT, Heard(9.0, ()), at_once).first_s == math.inf


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile(range(1, 101), 0.99) == 99
    assert percentile([3.0, 1.0], 0.5) == 1.0
    assert percentile([3.0], 0.99) == 3.0
    assert math.isnan(percentile([], 0.5))


def test_an_event_has_the_moment_of_its_last_byte_wherever_the_network_cut_it() -> None:
    stream = b'1f\r\nevent: delta\nid: 3\ndata: {"text": "a"}\n\n\r\n9\r\n: ping\n\n\r\n5\r\ndata: b\n\n\r\n'
    notes = [(float(number), stream[number : number + 1]) for number in range(len(stream))]
    first, second = events(notes)
    assert first == (float(stream.index(b"}\n\n") + 2), "delta", '{"text": "a"}')
    assert second[1:] == ("message", "b")


@pytest.mark.parametrize("take", ["0-0", "17-3", "198-7", "3-2"])
def test_the_scripted_replies_are_such_that_a_guard_lets_them_through(take: str) -> None:
    guard, sentences = Guard(lambda _: False), Sentences()
    told = [each for token in tokens_of(reply_to(take)) for each in sentences.add(token)]
    told.append(sentences.rest())
    assert [each for each in told if not guard.lets(each)] == []
    assert guard.has_asked
    assert " ".join(told) == reply_to(take) == "".join(tokens_of(reply_to(take)))


def test_the_newest_take_of_a_conversation_counts() -> None:
    assert take_in("My answer, take 17-2. Then, take 17-10. Then, as said before in take 17-9. Ask now.") == "17-10"
    assert take_in("Ask now.") is None
