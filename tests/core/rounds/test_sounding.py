"""How an answer sounded: what is counted, what is left alone, and what nobody hears of."""

import pytest

from mockround.rounds.events import CandidateSpoke
from mockround.rounds.sounding import fillers, sounding
from mockround.rounds.state import RoundState
from mockround.rounds.voices import Dictated
from tests.support.logs import running


def spoken(*turns: tuple[str, Dictated | None]) -> RoundState:
    return running(*((at, CandidateSpoke(text=text, dictated=said)) for at, (text, said) in enumerate(turns, 1)))


def dictated(spoken_s: float, words: int) -> Dictated:
    return Dictated(spoken_s=spoken_s, words=words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Um, so the uh write path is erm one queue, hmm.", {"um": 1, "uh": 1, "er": 1, "hm": 1}),
        ("It kind of falls over and we sort of retry.", {"kind of": 1, "sort of": 1}),
        ("A queue, you know, and you know Redis keeps it.", {"you know": 2}),
        ("I mean the read path, basically, is literally one lookup.", {"I mean": 1, "basically": 1, "literally": 1}),
        ("Like, we could add, like, a cache. Like, one.", {"like": 3}),
        ("We have like 200 million users and need like two nodes.", {"like": 2}),
        ("The latency is like 5 ms, and like if it dies, um like a minute.", {"like": 3, "um": 1}),
        ("So you\nknow what; a cache, you\nknow.", {"you know": 1}),
        ("UMM and Uh", {"uh": 1}),
    ],
)
def test_fillers_are_counted_where_they_are_plainly_that(text: str, said: dict[str, int]) -> None:
    assert dict(fillers(text)) == said


@pytest.mark.parametrize(
    "text",
    [
        "What kind of store? A new kind of index, two kinds of reads, and every sort of client.",
        "As you know, if you know the size, do you know what it costs? You know that the cache is cold.",
        "What I mean is a quorum; that is what I mean by it. I mean that writes wait.",
        "A queue like Kafka is like a log; databases like Postgres; I like it; users like posts.",
        "We need like counts, store like events and have like buttons; it looks like 3 nodes suffice.",
        "The ER diagram, an error, the album, a thumb, uh-huh, Uhuru, e-r, erring on the safe side.",
        "An external merge sort of the keys, and a topological sort of the tasks.",
        "",
    ],
)
def test_words_that_say_something_are_no_fillers(text: str) -> None:
    assert fillers(text) == {}


def test_typed_turns_are_no_part_of_it() -> None:
    state = spoken(
        ("Um, a cache, you know.", dictated(6.0, 20)),
        ("Um, um, um, this was typed.", None),
        ("Basically um.", dictated(9.0, 10)),
    )
    found = sounding(state)
    assert found is not None
    assert (found.turns, found.spoken_s, found.words, found.words_a_minute) == (2, 15.0, 30, 120)
    assert found.fillers == (("um", 2), ("basically", 1), ("you know", 1))


def test_where_nothing_was_dictated_there_is_nothing_to_tell() -> None:
    assert sounding(spoken(("Um, typed.", None))) is None


def test_too_little_speech_has_no_speed() -> None:
    found = sounding(spoken(("A cache.", dictated(0.5, 2))))
    assert found is not None
    assert (found.words_a_minute, found.fillers) == (None, ())


def test_a_correction_by_hand_is_counted_as_corrected_and_changes_no_speed() -> None:
    found = sounding(spoken(("A cache.", dictated(12.0, 24))))
    assert found is not None
    assert (found.fillers, found.words_a_minute) == ((), 120)


def test_a_paste_of_the_largest_size_is_read_in_one_go() -> None:
    assert fillers("like " * 40_000 + "um")["um"] == 1
