"""The engine without a browser: events appended, a turn decided and phrased, a transcript graded."""

import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from mockround.agenda.policy import next_move
from mockround.config import Config
from mockround.grading.assembly import assembled
from mockround.grading.coverage import coverage
from mockround.grading.from_round import scope_of, transcript_of
from mockround.grading.port import Identity
from mockround.grading.scoping import criteria_in
from mockround.grading.transcript import Transcript, Utterance
from mockround.interviewer.wording import Wording
from mockround.rounds.events import CandidateSpoke, Kind, RoundId
from mockround.rounds.state import RoundState, fold
from mockround.usecases import rounds
from mockround.usecases.batch import parsed
from mockround.usecases.creation import NewRound
from mockround.usecases.demo import SCRIPT, hold_demo
from mockround.usecases.parts import Parts
from mockround.wiring import grader_of, working

WRITERS, EACH = 8, 100
REPEATS = 30
GOLD = Path(__file__).with_name("gold") / "develop.jsonl"
LONG_WORDS, LONG_TOPICS, COLD_REPEATS = 4500, 5, 5
"""What a talkative candidate says in 45 minutes, at 100 words a minute."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, working(Config(data_dir=Path(folder), pace_s=0.0)) as parts:
        _events(parts)
        round_id, _ = hold_demo(parts, say=lambda _: None)
        state = rounds.state(parts, round_id)
        _turns(parts, state)
        _grading(parts, state)
        _cold(parts)


def _events(parts: Parts) -> None:
    ids = [rounds.create(parts, NewRound(Kind.FULL, problem="url-shortener")) for _ in range(WRITERS)]

    def write(round_id: RoundId) -> None:
        for number in range(EACH):
            with parts.store.log.change(round_id) as change:
                change.append(CandidateSpoke(text=f"event {number}"), datetime.now(UTC))

    for round_id in ids:
        rounds.start(parts, round_id)
    began = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, ids))
    took = time.perf_counter() - began
    print(f"events appended: {WRITERS * EACH / took:,.0f} a second")
    print(f"  ({WRITERS} writers, synchronous=FULL, one transaction an event)")


def _turns(parts: Parts, state: RoundState) -> None:
    """Assess, decide and phrase, at every candidate turn of the demo's round."""
    decided, phrased = [], []
    log = parts.store.log.events(state.id)
    turns = [logged.seq for logged in log if isinstance(logged.event, CandidateSpoke)]
    for _ in range(REPEATS):
        for seq in turns:
            before = _state_at(parts, state.id, seq)
            began = time.perf_counter()
            move = next_move(parts.library, before, coverage(parts.grader, parts.library, before), before.last_at)
            middle = time.perf_counter()
            Wording(parts.library, before).of(move)
            phrased.append(time.perf_counter() - middle)
            decided.append(middle - began)
    print(f"agenda, assessment included: {_spread(decided)}; embedded interviewer: {_spread(phrased)}")


def _state_at(parts: Parts, round_id: RoundId, seq: int) -> RoundState:
    return fold(logged for logged in parts.store.log.events(round_id) if logged.seq <= seq)


def _grading(parts: Parts, state: RoundState) -> None:
    words = sum(len(text.split()) for text in SCRIPT)
    topics = (*state.created.primary, *state.created.secondary, *state.created.skills)
    wanted = criteria_in(scope_of(state, parts.library), parts.library)
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        found = parts.grader.findings(transcript_of(state), wanted)
        assembled(parts.library, state, found, by=Identity("embedded"))
        times.append(time.perf_counter() - began)
    print(f"grading the demo's round ({words} words, {len(topics)} topics): {_spread(times)}")
    print("  (as a round is graded: each turn was heard when it was said; goal under 150 ms for 45 minutes)")


def _cold(parts: Parts) -> None:
    """A long transcript that the process has never heard, as after a restart or from a file."""
    told: list[Utterance] = []
    for line in GOLD.read_text("utf-8").splitlines():
        if sum(len(each.text.split()) for each in told if each.speaker == "candidate") >= LONG_WORDS:
            break
        told += [Utterance(len(told) + at, each.speaker, each.text) for at, each in enumerate(parsed(line, 1).turns)]
    said = Transcript(tuple(told))
    words = sum(len(each.text.split()) for each in told if each.speaker == "candidate")
    keys = list(parts.library.topics)[:LONG_TOPICS]
    criteria = [each for key in keys for each in parts.library.topic(key).criteria]
    times = []
    for _ in range(COLD_REPEATS):
        grader = grader_of(Config(data_dir=Path()), parts.library)
        grader.warm()
        began = time.perf_counter()
        grader.findings(said, criteria)
        times.append(time.perf_counter() - began)
    print(f"grading {words} words on {len(keys)} topics, never heard before: {_spread(times)}")
    began = time.perf_counter()
    grader.findings(said, criteria)
    print(f"  and again: {(time.perf_counter() - began) * 1000:.1f} ms")


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    return f"p50 {statistics.median(ordered) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms"
