"""A round that is deleted is gone for every part of the product; while it runs, it stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from mockround.errors import ErrorCode, MockroundError, no_room
from mockround.rounds.events import Kind, RoundId
from mockround.store.database import Database
from mockround.store.engine import Store
from mockround.store.log import Log
from mockround.usecases import drafts, exports, grades, removal, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.listing import Filter, listing, search
from mockround.usecases.once import Once
from mockround.usecases.parts import Parts

SAID = "Reads outnumber writes a hundred to one, so the lookups go to a cache in front of one primary."
WANTED = NewRound(Kind.NARRATE, topic="read-heavy", seed=3)


def ended(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, WANTED)
    rounds.start(parts, round_id)
    rounds.take_turn(parts, round_id, SAID, key="one")
    rounds.end(parts, round_id)
    grades.request(parts, round_id)
    return round_id


def refusal(parts: Parts, round_id: RoundId) -> ErrorCode:
    with pytest.raises(MockroundError) as refused:
        removal.remove(parts, round_id)
    return refused.value.code


def test_it_is_in_no_list_search_or_figure_any_more(parts: Parts) -> None:
    round_id, other = ended(parts), ended(parts)
    removal.remove(parts, round_id)
    assert [card.id for card in listing(parts, Filter())] == [other]
    assert {hit.round for hit in search(parts, "lookups")} == {other}
    assert parts.store.grades.scores()
    removal.remove(parts, other)
    assert not parts.store.grades.scores()


def test_whoever_comes_for_it_is_told_that_there_is_none(parts: Parts) -> None:
    round_id = ended(parts)
    removal.remove(parts, round_id)
    for act in (
        lambda: rounds.state(parts, round_id),
        lambda: rounds.take_turn(parts, round_id, "More", key="two"),
        lambda: grades.request(parts, round_id),
        lambda: exports.as_export(parts, round_id),
        lambda: drafts.save(parts, round_id, "notes", drafts.Draft("x", 0)),
        lambda: removal.remove(parts, round_id),
    ):
        with pytest.raises(MockroundError) as refused:
            act()
        assert refused.value.code is ErrorCode.NOT_FOUND


def test_a_round_that_runs_stays(parts: Parts) -> None:
    round_id = rounds.create(parts, WANTED)
    rounds.start(parts, round_id)
    assert refusal(parts, round_id) is ErrorCode.CONFLICT
    assert rounds.state(parts, round_id).id == round_id


def test_one_that_was_never_started_goes(parts: Parts) -> None:
    round_id = rounds.create(parts, WANTED)
    removal.remove(parts, round_id)
    assert refusal(parts, round_id) is ErrorCode.NOT_FOUND


class _Full(Database):
    """A disk that takes nothing while the spare room is on it."""

    spare: Path

    @contextmanager
    def write(self) -> Iterator[Connection]:
        if self.spare.exists():
            raise no_room("The disk is full; nothing was saved.", "Free some space.")
        with super().write() as connection:
            yield connection


def on_a_full_disk(parts: Parts) -> Parts:
    path = parts.store.database.path
    database = _Full(path)
    database.spare = path.with_name(f"{path.name}.spare")
    store: Store = replace(parts.store, database=database, log=Log(database))
    store.spare.keep()
    return replace(parts, store=store)


def test_a_full_disk_is_given_the_room_that_was_kept(parts: Parts) -> None:
    round_id = ended(parts)
    full = on_a_full_disk(parts)
    with pytest.raises(MockroundError) as refused:
        rounds.create(full, WANTED)
    assert refused.value.code is ErrorCode.NO_ROOM
    removal.remove(full, round_id)
    assert not parts.store.rounds.listing(Filter())
    full.store.database.close()


def test_a_round_that_is_asked_for_twice_is_made_once(parts: Parts) -> None:
    once = Once("key", "body")
    assert rounds.create(parts, WANTED, once) == rounds.create(parts, WANTED, once)
    assert rounds.create(parts, WANTED, Once("other key", "body")) != rounds.create(parts, WANTED, once)
    with pytest.raises(MockroundError) as refused:
        rounds.create(parts, WANTED, Once("key", "another body"))
    assert refused.value.code is ErrorCode.INVALID
    assert len(parts.store.rounds.listing(Filter())) == 2
