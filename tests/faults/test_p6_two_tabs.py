"""Two tabs type into the same box: whoever saves over newer text is told, gets both, and no character is lost; what one
tab ends, the other cannot go on with."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.events import Kind, RoundId
from mockround.usecases import drafts, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.drafts import Draft, Stale
from mockround.usecases.parts import Parts
from tests.support.promises import Tally

Save = Callable[[Parts, RoundId, Draft], Draft | Stale]
STEPS = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["type", "type", "save", "reload"])), max_size=40)


@dataclass
class Tab:
    """What a tab's box holds, and the version that it was typed over: web/lib/draft.ts does the same."""

    text: str = ""
    saved: Draft = Draft("", 0)

    def save(self, parts: Parts, round_id: RoundId, save: Save) -> None:
        if self.text == self.saved.text:
            return
        answer = save(parts, round_id, Draft(self.text, self.saved.version))
        if isinstance(answer, Draft):
            self.saved = answer
        else:
            # Both texts are shown, and a person keeps both.
            self.saved = Draft(answer.text, answer.version)
            self.text = f"{answer.text}\n\n{self.text}"

    def reload(self, parts: Parts, round_id: RoundId) -> None:
        """A reload without anything unsaved takes what is kept; what is unsaved stays in the browser."""
        if self.text == self.saved.text:
            self.saved = drafts.read(parts, round_id, "answer")
            self.text = self.saved.text


def save_over_newer(parts: Parts, round_id: RoundId, draft: Draft) -> Draft | Stale:
    """Known to be bad: the last one wins."""
    newest = drafts.read(parts, round_id, "answer").version
    return drafts.save(parts, round_id, "answer", Draft(draft.text, newest))


def save(parts: Parts, round_id: RoundId, draft: Draft) -> Draft | Stale:
    return drafts.save(parts, round_id, "answer", draft)


def lost(parts: Parts, steps: list[tuple[str, str]], how: Save) -> set[str]:
    """Return the words that were typed and are neither kept nor in a box when both tabs have saved."""
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy"))
    tabs, typed = {"A": Tab(), "B": Tab()}, set()
    for number, (name, what) in enumerate(steps):
        tab = tabs[name]
        if what == "type":
            typed.add(f"<{number}>")
            tab.text += f"<{number}>"
        elif what == "save":
            tab.save(parts, round_id, how)
        else:
            tab.reload(parts, round_id)
    for _ in range(3):
        for tab in tabs.values():
            tab.save(parts, round_id, how)
    kept = drafts.read(parts, round_id, "answer").text
    return {word for word in typed if word not in kept}


def interleaved(parts: Parts, how: Save, times: int) -> None:
    @settings(
        max_examples=times,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(STEPS)
    def tried(steps: list[tuple[str, str]]) -> None:
        assert lost(parts, steps, how) == set()

    tried()


def test_no_character_is_lost_between_two_tabs(parts: Parts, tally: Tally) -> None:
    times = tally.times(quick=100, night=3000)
    interleaved(parts, save, times)
    tally.held("P6 P1", "two tabs type, save and reload in any order", tried=times)


def test_the_last_one_wins_is_caught(parts: Parts, tally: Tally) -> None:
    with pytest.raises(AssertionError):
        interleaved(parts, save_over_newer, 100)
    tally.control("P6 P1", "the tab that saves last wins", tried=1, caught=1)


def test_a_round_that_one_tab_ended_takes_nothing_from_the_other_and_keeps_its_draft(
    parts: Parts, tally: Tally
) -> None:
    tried, short = tally.times(quick=10, night=200), []
    for number in range(tried):
        round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy"))
        rounds.start(parts, round_id)
        rounds.end(parts, round_id)
        before = parts.store.log.events(round_id)
        with pytest.raises(MockroundError) as refused:
            rounds.take_turn(parts, round_id, "Too late", key="key")
        saved = drafts.save(parts, round_id, "answer", Draft(f"Too late {number}", 0))
        log = parts.store.log.events(round_id)
        if refused.value.code is not ErrorCode.CONFLICT or log[: len(before)] != before or "Too late" in str(log):
            short.append(number)
        if saved != Draft(f"Too late {number}", 1):
            short.append(number)
    tally.held("P6 P2", "an answer sent from a tab after another has ended the round", tried=tried, short=short)
