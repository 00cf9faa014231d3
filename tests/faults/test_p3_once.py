"""A click that comes twice, or sixteen times at once, is one turn, one hint, one start, one end, one grade and at most
one call of a model; also after the answer to it was lost, a day later and after a restart."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2

from mockround.config import Config
from mockround.errors import ErrorCode, MockroundError
from mockround.llm.profiles import Profile
from mockround.rounds.events import (
    CandidateSpoke,
    GradeStarted,
    HintGiven,
    Kind,
    RoundEnded,
    RoundId,
    RoundStarted,
    Seq,
)
from mockround.usecases import profiles, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.answers import reply
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.promises import Tally
from tests.support.servers import serving, wait_for
from tests.support.upstream import upstream

Speak = Callable[[Parts, RoundId, str, str], int]
DRILL = NewRound(Kind.NARRATE, topic="read-heavy", seed=3)


def speak(parts: Parts, round_id: RoundId, text: str, key: str) -> int:
    return rounds.take_turn(parts, round_id, text, key=key).turn


def speak_after_a_look(parts: Parts, round_id: RoundId, text: str, key: str) -> int:
    """The obvious way, known to be bad: look whether the turn is there, then add it."""
    known = [turn for turn in rounds.state(parts, round_id).turns if turn.text == text]
    if known:
        return known[0].seq
    with parts.store.log.change(round_id) as change:
        return change.append(CandidateSpoke(text=text), parts.clock.now())


def raced(parts: Parts, races: int, how: Speak) -> list[str]:
    """Let 2 to 16 clicks race for one turn, that often; return the races that were not one turn with one answer."""
    dice = random.Random(5)
    round_id = rounds.create(parts, DRILL)
    rounds.start(parts, round_id)
    found = []
    with ThreadPoolExecutor(16) as threads:
        for race in range(races):
            clicks = dice.randint(2, 16)
            text = f"Answer {race}"
            answers = list(threads.map(lambda _, text=text: how(parts, round_id, text, text), range(clicks)))
            turns = [turn for turn in rounds.state(parts, round_id).turns if turn.text == text]
            if len(turns) != 1 or set(answers) != {turns[0].seq}:
                found.append(f"{clicks} clicks made {len(turns)} turns")
    return found


def test_clicks_that_race_are_one_turn_with_one_answer(parts: Parts, tally: Tally) -> None:
    races = tally.times(quick=100, night=2000)
    tally.held("P3", "2 to 16 clicks race with one key", tried=races, short=raced(parts, races, speak))


def test_looking_first_and_adding_then_is_caught(parts: Parts, tally: Tally) -> None:
    tally.control("P3", "looks whether the turn is there, then adds it", tried=40,
                  caught=len(raced(parts, 40, speak_after_a_look)))  # fmt: skip


def test_an_answer_that_was_lost_is_given_again_after_a_restart_and_a_day(
    tmp_path: Path, clock: FakeClock, tally: Tally
) -> None:
    short, told = [], {}
    waits = [0, 1, 60, 3600, 86_400, 30 * 86_400]
    for number, wait_s in enumerate(waits):
        with parts_in(tmp_path, clock) as parts:
            round_id = rounds.create(parts, DRILL)
            rounds.start(parts, round_id)
            told[round_id] = speak(parts, round_id, f"Answer {number}", "key")
        clock.advance(wait_s)
        with parts_in(tmp_path, clock) as parts:
            if speak(parts, round_id, f"Answer {number}", "key") != told[round_id]:
                short.append(f"another answer after {wait_s} s")
            if not _is_refused_with_another_text(parts, round_id):
                short.append(f"another text was taken after {wait_s} s")
            said = [each for each in parts.store.log.events(round_id) if isinstance(each.event, CandidateSpoke)]
            if [each.seq for each in said] != [Seq(told[round_id])]:
                short.append(f"{len(said)} turns after {wait_s} s")
    tally.held("P3", "sent again after a restart and up to thirty days", tried=len(waits), short=short)


def _is_refused_with_another_text(parts: Parts, round_id: RoundId) -> bool:
    try:
        speak(parts, round_id, "Another text", "key")
    except MockroundError as error:
        return error.code is ErrorCode.INVALID
    return False


CLICKS: Sequence[tuple[str, type]] = (
    ("start", RoundStarted), ("hints", HintGiven), ("ending", RoundEnded), ("grades", GradeStarted),
)  # fmt: skip


def _clicked(address: str) -> int:
    return httpx2.post(address, headers={"Idempotency-Key": "one"}, timeout=30).status_code


def test_every_button_may_be_clicked_eight_times_at_once(parts: Parts, tmp_path: Path, tally: Tally) -> None:
    times, short = tally.times(quick=6, night=200), []
    with serving(parts, Config(tmp_path)) as url, ThreadPoolExecutor(8) as threads:
        for _ in range(times):
            round_id = rounds.create(parts, DRILL)
            for path, event in CLICKS:
                address = f"{url}/api/rounds/{round_id}/{path}"
                codes = Counter(threads.map(lambda _, address=address: _clicked(address), range(8)))
                count = sum(isinstance(each.event, event) for each in parts.store.log.events(round_id))
                if codes != {202: 8} or count != 1:
                    short.append(f"{path}: {dict(codes)}, {count} times in the log")
    tally.held("P3", "start, hint, end and grade clicked eight times at once", tried=4 * times, short=short)


def test_a_model_is_called_once_however_often_a_turn_is_sent(parts: Parts, tmp_path: Path, tally: Tally) -> None:
    turns, short = tally.times(quick=8, night=200), []
    with upstream(reply("You put a cache in front. ", "What becomes of a reader without it?")) as server:
        profiles.save(parts, Profile(name="odd", via="openai", model="m", endpoint=server.url), key="sk-4711-abcdef")
        profiles.use(parts, "odd", "interviewer")
        with serving(parts, Config(tmp_path)) as url, ThreadPoolExecutor(8) as threads:
            for number in range(turns):
                round_id = rounds.create(parts, DRILL)
                httpx2.post(f"{url}/api/rounds/{round_id}/start")
                wait_for(lambda round_id=round_id: not rounds.state(parts, round_id).owed)
                before = len(server.requests)
                address, headers = f"{url}/api/rounds/{round_id}/turns", {"Idempotency-Key": "one"}
                body = {"text": f"Answer {number}: the cache takes the reads."}
                list(threads.map(lambda _, a=address, b=body, h=headers: httpx2.post(a, json=b, headers=h), range(8)))
                wait_for(lambda round_id=round_id: not rounds.state(parts, round_id).owed)
                if len(server.requests) - before > 1:
                    short.append(f"{len(server.requests) - before} calls for one turn")
        assert len(server.requests) >= turns
    tally.held("P3", "one turn sent eight times at once calls a model at most once", tried=turns, short=short)
