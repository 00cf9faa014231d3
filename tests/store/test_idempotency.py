"""A request that comes twice is answered once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.events import CandidateSpoke, Logged, RoundCreated, RoundId, Seq
from mockround.store.change import Asked
from mockround.store.engine import Store, open_store

MakeRound = Callable[..., RoundId]
ANA = RoundId("ana1")


def speak_once(store: Store, key: str, body_hash: str, at: datetime) -> int:
    with store.log.change(ANA) as change:
        told = change.recall(key, body_hash)
        if told is not None:
            return int(told["turn"])
        turn = change.append(CandidateSpoke(text="Queue the writes."), at)
        change.remember(key, body_hash, {"turn": turn, "late": False}, at)
        return turn


def test_the_same_key_and_body_get_the_same_answer(
    store: Store, path: Path, a_round: MakeRound, nine: datetime
) -> None:
    a_round()
    first = speak_once(store, "key", "hash", nine)
    assert speak_once(store, "key", "hash", nine) == first
    store.close()
    again = open_store(path)
    assert speak_once(again, "key", "hash", nine) == first
    assert again.log.state(ANA).seq == first
    again.close()


def test_an_answer_comes_back_as_it_was_given(store: Store, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    with store.log.change(ANA) as change:
        change.remember("key", "hash", {"turn": 9, "late": True, "note": "ok"}, nine)
        assert change.recall("key", "hash") == {"turn": 9, "late": True, "note": "ok"}


def test_the_same_key_with_another_body_is_refused(store: Store, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    speak_once(store, "key", "hash", nine)
    with pytest.raises(MockroundError) as refused:
        speak_once(store, "key", "other", nine)
    assert refused.value.code is ErrorCode.INVALID
    assert store.log.state(ANA).seq == 2


def test_a_key_belongs_to_one_round(store: Store, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    ben = a_round("ben1")
    speak_once(store, "key", "hash", nine)
    with store.log.change(ben) as change:
        assert change.recall("key", "other") is None


def test_sixteen_at_once_make_one_turn(store: Store, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    with ThreadPoolExecutor(16) as threads:
        for race in range(20):
            key = f"key{race}"
            turns = set(threads.map(lambda _, key=key: speak_once(store, key, "hash", nine), range(16)))
            assert len(turns) == 1
    assert store.log.state(ANA).seq == 21


def test_a_request_that_comes_twice_makes_one_round(
    store: Store, chosen: Callable[..., RoundCreated], nine: datetime
) -> None:
    first = [Logged(round=ANA, seq=Seq(1), at=nine, event=chosen())]
    asked = Asked("key", "hash")
    assert store.log.create(first, asked) == store.log.create(first, asked)
    assert len(store.log.events(ANA)) == 1
    for other, code in ((Asked("key", "other"), ErrorCode.INVALID), (Asked("another", "hash"), ErrorCode.CONFLICT)):
        with pytest.raises(MockroundError) as refused:
            store.log.create(first, other)
        assert refused.value.code is code


def test_the_key_that_made_a_round_is_free_in_it(
    store: Store, chosen: Callable[..., RoundCreated], nine: datetime
) -> None:
    store.log.create([Logged(round=ANA, seq=Seq(1), at=nine, event=chosen())], Asked("key", "hash"))
    assert speak_once(store, "key", "another hash", nine) == 2
