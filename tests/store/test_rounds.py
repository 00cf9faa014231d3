"""Lists, filters, pages and the search in transcripts."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from mockround.content.models import PathId, ProblemId, TopicKey
from mockround.rounds.events import (
    Aim,
    CandidateSpoke,
    Graded,
    GradeId,
    InterviewerSpoke,
    Kind,
    MoveKind,
    RoundEnded,
    RoundId,
    RoundStarted,
)
from mockround.rounds.state import Status
from mockround.store.engine import Store
from mockround.store.rounds import Filter

MakeRound = Callable[..., RoundId]


def ids(store: Store, wanted: Filter) -> list[str]:
    return [card.id for card in store.rounds.listing(wanted)]


def say(store: Store, round_id: RoundId, text: str, at: datetime) -> int:
    with store.log.change(round_id) as change:
        return change.append(CandidateSpoke(text=text), at)


def test_a_card_carries_what_was_chosen(store: Store, a_round: MakeRound, nine: datetime) -> None:
    a_round(path=PathId("basics"), checkpoint="basics-1", kind=Kind.CHECKPOINT)
    (card,) = store.rounds.listing(Filter())
    assert (card.kind, card.path, card.checkpoint, card.created_at) == (Kind.CHECKPOINT, "basics", "basics-1", nine)
    assert card.topics == ("pattern/read-heavy", "skill/consistency-trade-offs")
    assert (card.status, card.started_at, card.score_low, card.passed) == (Status.CREATED, None, None, None)


def test_a_card_follows_the_round(store: Store, a_round: MakeRound, nine: datetime) -> None:
    ana = a_round()
    with store.log.change(ana) as change:
        change.append(RoundStarted(ends_at=nine + timedelta(minutes=20)), nine)
        change.append(RoundEnded(because="candidate"), nine + timedelta(minutes=3))
    (card,) = store.rounds.listing(Filter())
    assert (card.status, card.started_at) == (Status.ENDED, nine)
    assert (card.ends_at, card.ended_at) == (nine + timedelta(minutes=20), nine + timedelta(minutes=3))


def test_filters_narrow_and_combine(store: Store, a_round: MakeRound) -> None:
    a_round("a")
    a_round("b", problem=ProblemId("chat"), primary=(TopicKey("pattern/fan-out"),))
    a_round("c", kind=Kind.NARRATE, problem=None, path=PathId("basics"))
    assert ids(store, Filter(problem="chat")) == ["b"]
    assert ids(store, Filter(topic="pattern/read-heavy")) == ["c", "a"]
    assert ids(store, Filter(topic="pattern/read-heavy", kind="narrate")) == ["c"]
    assert ids(store, Filter(topic="pattern/read")) == []
    assert ids(store, Filter(path="basics")) == ["c"]
    assert ids(store, Filter(status="running")) == []


def test_pages_follow_one_another_even_within_one_moment(store: Store, a_round: MakeRound, nine: datetime) -> None:
    made = [a_round(f"r{number:02}", at=nine + timedelta(seconds=number // 3)) for number in range(10)]
    paged: list[str] = []
    before: RoundId | None = None
    while page := store.rounds.listing(Filter(before=before, limit=4)):
        paged += [card.id for card in page]
        before = page[-1].id
    assert paged == made[::-1]


def test_unfinished_rounds_are_those_that_run_or_await_a_grade(
    store: Store, a_round: MakeRound, nine: datetime
) -> None:
    for name in ("created", "running", "ended", "graded"):
        a_round(name)
    ends_at = nine + timedelta(minutes=20)
    for name in ("running", "ended", "graded"):
        with store.log.change(RoundId(name)) as change:
            change.append(RoundStarted(ends_at=ends_at), nine)
            if name != "running":
                change.append(RoundEnded(because="candidate"), nine)
            if name == "graded":
                change.append(Graded(grade=GradeId("g")), nine)
    assert set(store.rounds.unfinished()) == {"running", "ended"}


def test_search_finds_turns_of_both_and_says_where(store: Store, a_round: MakeRound, nine: datetime) -> None:
    ana = a_round()
    seq = say(store, ana, "I would put a Cache in front, as cache hits are cheap.", nine)
    with store.log.change(ana) as change:
        aim = Aim(move=MoveKind.PROBE, why="why")
        asked = change.append(InterviewerSpoke(text="When does that cache lie?", aim=aim), nine)
    hits = store.rounds.search("CACHE")
    assert {hit.seq for hit in hits} == {seq, asked}
    (hit,) = (hit for hit in hits if hit.seq == seq)
    assert (hit.round, hit.title) == (ana, "URL shortener")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["Cache", "cache"]


def test_search_needs_every_word_and_takes_the_last_as_a_beginning(
    store: Store, a_round: MakeRound, nine: datetime
) -> None:
    ana = a_round()
    say(store, ana, "Replicas lag behind the primary.", nine)
    assert store.rounds.search("replicas prim")
    assert store.rounds.search("prim replicas") == ()
    assert store.rounds.search("replicas quorum") == ()


@pytest.mark.parametrize("asked", ["cafe francais", "CAFÉ", "cafe\u0301"])
def test_search_reads_over_accents(store: Store, a_round: MakeRound, nine: datetime, asked: str) -> None:
    seq = say(store, a_round(), "un café français", nine)
    assert [hit.seq for hit in store.rounds.search(asked)] == [seq]


@pytest.mark.parametrize(
    "asked",
    ['"', 'cache"', "cache OR", "NOT cache", "(cache", "cache*", "text:cache", "NEAR(cache", "-cache", "^cache", "a\0b",
     "'; DROP TABLE speech", "{cache}", "_", "", "   ", "***", "+", "\u0301", "ca\x02che", "cache " * 5000],
)  # fmt: skip
def test_no_search_text_is_read_as_an_operator(store: Store, a_round: MakeRound, nine: datetime, asked: str) -> None:
    say(store, a_round(), "The cache is not or near anything.", nine)
    store.rounds.search(asked)
    assert store.rounds.search("cache")


def test_a_hit_in_the_middle_is_shown_with_the_words_around_it(
    store: Store, a_round: MakeRound, nine: datetime
) -> None:
    words = " ".join(f"word{number}" for number in range(100))
    say(store, a_round(), words.replace("word50", "Réplicas"), nine)
    (hit,) = store.rounds.search("replicas")
    assert hit.snippet.startswith("…word43 word44 ")
    assert hit.snippet.endswith(" word66…")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["Réplicas"]


def test_a_pasted_log_does_not_stop_the_search(store: Store, a_round: MakeRound, nine: datetime) -> None:
    say(store, a_round(), "line of a log\n" * 14_000, nine)
    (hit,) = store.rounds.search("a line of log")
    assert len(hit.marks) == 24


def test_text_with_control_characters_is_kept_and_found(store: Store, a_round: MakeRound, nine: datetime) -> None:
    ana = a_round()
    text = "before\0after \x02fake mark\x03 sharding"
    seq = say(store, ana, text, nine)
    assert store.log.state(ana).turns[0].text == text
    (hit,) = store.rounds.search("sharding")
    assert (hit.seq, hit.snippet) == (seq, "before after  fake mark  sharding")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["sharding"]
    assert store.rounds.search("after")[0].seq == seq
