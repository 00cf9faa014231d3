"""A killed program and a second program: what was acknowledged is there, once and in order."""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from mockround.rounds.events import CandidateSpoke, RoundId
from mockround.store.doctor import doctor
from mockround.store.engine import Store, open_store

MakeRound = Callable[..., RoundId]
ANA = RoundId("ana1")

_SPEAK_FOR_EVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from mockround.rounds.events import CandidateSpoke, RoundId
from mockround.store.engine import open_store
store = open_store(Path(sys.argv[1]))
while True:
    with store.log.change(RoundId("ana1")) as change:
        seq = change.append(CandidateSpoke(text=f"turn {change.state.seq + 1}" * 50), datetime.now(UTC))
    print(seq, flush=True)
"""


@pytest.mark.parametrize("after_s", [0.0, 0.02, 0.11])
def test_what_was_acknowledged_survives_a_kill(
    store: Store, path: Path, a_round: MakeRound, tmp_path: Path, after_s: float
) -> None:
    a_round()
    store.close()
    acks = tmp_path / "acks"
    with acks.open("w") as out:
        program = subprocess.Popen([sys.executable, "-c", _SPEAK_FOR_EVER, str(path)], stdout=out)
        while not acks.read_text():
            time.sleep(0.005)
        time.sleep(after_s)
        program.kill()
        program.wait()
    complete, _, _ = acks.read_text().rpartition("\n")
    acknowledged = [int(seq) for seq in complete.split()]
    again = open_store(path)
    events = again.log.events(ANA)
    assert [each.seq for each in events] == list(range(1, len(events) + 1))
    assert set(acknowledged) <= {each.seq for each in events}
    assert len(events) <= len(acknowledged) + 2, "one turn may be kept that nobody was told of, and the creation"
    again.close()
    assert not [each for each in doctor(path) if each.serious and "damaged" in each.what]


def test_two_programs_on_one_file_lose_no_update(store: Store, path: Path, a_round: MakeRound, nine: datetime) -> None:
    a_round()
    other = open_store(path)

    def speak(number: int) -> None:
        for _ in range(50):
            with (store, other)[number % 2].log.change(ANA) as change:
                change.append(CandidateSpoke(text=str(change.state.seq)), nine)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(speak, range(4)))
    assert [turn.text for turn in other.log.state(ANA).turns] == [str(seq) for seq in range(1, 201)]
    assert store.log.state(ANA) == other.log.state(ANA)
    other.close()
