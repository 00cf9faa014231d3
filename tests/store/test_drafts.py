"""Drafts and preferences: what is typed and chosen survives, and no tab overwrites another's newer text."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.events import RoundId
from mockround.store.drafts import Kept
from mockround.store.engine import Store, open_store

MakeRound = Callable[..., RoundId]


def test_nothing_typed_is_an_empty_text_of_version_zero(store: Store, a_round: MakeRound) -> None:
    ana = a_round()
    assert store.drafts.get(ana, "answer") == Kept("", 0)
    assert store.drafts.last_saved_at(ana) is None


@pytest.mark.parametrize("text", ["Half a thought", "", "nul \0 inside", "é😀\u202e\r\n\t", "x" * 200_000])
def test_a_draft_comes_back_verbatim_after_a_restart(
    store: Store, path: Path, a_round: MakeRound, nine: datetime, text: str
) -> None:
    ana = a_round()
    store.drafts.save(ana, "answer", "first", version=0, at=nine)
    assert store.drafts.save(ana, "answer", text, version=1, at=nine) == Kept(text, 2)
    store.close()
    again = open_store(path)
    assert again.drafts.get(ana, "answer") == Kept(text, 2)
    assert again.drafts.get(ana, "notes") == Kept("", 0)
    again.close()


def test_a_stale_save_changes_nothing_and_says_what_is_kept(store: Store, a_round: MakeRound, nine: datetime) -> None:
    ana = a_round()
    store.drafts.save(ana, "answer", "from tab A", version=0, at=nine)
    assert store.drafts.save(ana, "answer", "from tab B", version=0, at=nine) == Kept("from tab A", 1)
    assert store.drafts.get(ana, "answer") == Kept("from tab A", 1)


def test_one_of_two_tabs_wins_and_the_other_is_told(store: Store, a_round: MakeRound, nine: datetime) -> None:
    ana = a_round()
    with ThreadPoolExecutor(8) as threads:
        saved = list(
            threads.map(lambda tab: store.drafts.save(ana, "notes", f"tab {tab}", version=0, at=nine), range(8))
        )
    assert len(set(saved)) == 1
    assert saved[0] == store.drafts.get(ana, "notes")


def test_the_last_sign_of_typing_is_known(store: Store, a_round: MakeRound, nine: datetime) -> None:
    ana = a_round()
    store.drafts.save(ana, "notes", "a", version=0, at=nine + timedelta(seconds=5))
    store.drafts.save(ana, "answer", "b", version=0, at=nine)
    assert store.drafts.last_saved_at(ana) == nine + timedelta(seconds=5)


def test_a_draft_needs_its_round(store: Store, nine: datetime) -> None:
    with pytest.raises(MockroundError) as refused:
        store.drafts.save(RoundId("nobody"), "answer", "lost?", version=0, at=nine)
    assert refused.value.code is ErrorCode.NOT_FOUND


def test_preferences_are_kept(store: Store, path: Path) -> None:
    assert store.preferences.get("theme") is None
    store.preferences.set("theme", {"dark": True, "sizes": [1, 2.5, None]})
    store.preferences.set("count", 5)
    store.preferences.set("theme", {"dark": False})
    store.close()
    again = open_store(path)
    assert (again.preferences.get("theme"), again.preferences.get("count")) == ({"dark": False}, 5)
    again.close()
