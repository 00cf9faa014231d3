"""A process that grades a round and is killed by itself in the middle, as a crash would. Run by test_dbos.py."""

import os
import signal
import sys
from pathlib import Path

from mockround.config import Config
from mockround.rounds.events import Kind, RoundId
from mockround.usecases import grades, rounds
from mockround.usecases.creation import NewRound
from mockround.wiring import serving

SAID = "Reads outnumber writes 100 to 1, so the redirect must not touch the primary."


def main(folder: Path, die_after: int) -> None:
    """Hold a round, ask for its grade, and die once `die_after` criteria are in the log."""
    with serving(Config(data_dir=folder, pace_s=0.0)) as (parts, _):
        round_id = rounds.create(parts, NewRound(Kind.FULL, problem="url-shortener", minutes=20))
        rounds.start(parts, round_id)
        rounds.take_turn(parts, round_id, SAID, key="1")
        rounds.end(parts, round_id)
        (folder / "round.txt").write_text(round_id, encoding="ascii")

        def heard(_: RoundId, __: int) -> None:
            if len(rounds.state(parts, round_id).graded_criteria) >= die_after:
                os.kill(os.getpid(), signal.SIGKILL)

        parts.store.log.subscribe(heard)
        grades.request(parts, round_id)
        signal.pause()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
