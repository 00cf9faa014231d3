"""The installed program's server, in a child that was forked from a process which has read the content."""

import os
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from mockround.cli.main import main
from mockround.content.models import Criterion
from mockround.grading.embedded import EmbeddedGrader
from mockround.grading.transcript import Transcript
from mockround.grading.verdicts import Finding
from mockround.rounds.events import RoundId, Seq
from mockround.rounds.voices import Dictated
from mockround.server import run
from mockround.usecases import replies, rounds
from mockround.usecases.parts import Parts
from mockround.usecases.rounds import Accepted
from tests.support.scripted_round import Tell

_LATER_S = 0.05


def serve(folder: Path, _: Tell) -> None:
    """Serve `folder` as a person does, and leave the address in the file 'said'."""
    os.environ |= {"MOCKROUND_KEYS": "file", "MOCKROUND_PACE": "0"}
    sys.argv = ["mockround", "serve", "--data", str(folder), "--port", "0"]
    with (folder / "said").open("w", encoding="ascii") as said:
        sys.stdout = said
        main()


def serve_and_tell_too_early(folder: Path, tell: Tell) -> None:
    """Serve as somebody would who acknowledges a turn first and commits it a moment later: known to be bad."""
    take_turn = rounds.take_turn

    def told_first(
        parts: Parts, round_id: RoundId, text: str, *, key: str, dictated: Dictated | None = None
    ) -> Accepted:
        def later() -> None:
            time.sleep(_LATER_S)
            take_turn(parts, round_id, text, key=key, dictated=dictated)

        threading.Thread(target=later, daemon=True).start()
        return Accepted(Seq(1), False)

    rounds.take_turn = told_first
    serve(folder, tell)


def serve_slowly(folder: Path, tell: Tell) -> None:
    """Serve with a grader that weighs for a minute what somebody said. It says in the file 'weighing' when it does."""
    findings = EmbeddedGrader.findings

    def weighed(grader: EmbeddedGrader, transcript: Transcript, criteria: Iterable[Criterion]) -> tuple[Finding, ...]:
        if any(each.speaker == "candidate" for each in transcript.utterances):
            (folder / "weighing").touch()
            ends_at = time.monotonic() + 60
            while time.monotonic() < ends_at:
                sum(range(10_000))
        return findings(grader, transcript, criteria)

    EmbeddedGrader.findings = weighed  # type: ignore[assignment,method-assign]  # the class is this child's alone
    serve(folder, tell)


def serve_slowly_and_stay(folder: Path, tell: Tell) -> None:
    """The same, by a program that waits for whatever its threads do before it leaves: known to be bad."""
    run.leave_at_the_latest = lambda: None
    serve_slowly(folder, tell)


def serve_and_ask_again(folder: Path, tell: Tell) -> None:
    """Serve as somebody would who keeps in memory alone that a model was asked: known to be bad."""
    vars(replies)["cut_off"] = lambda _parts, _state: None
    serve(folder, tell)
