"""Golden transcripts: a scripted round of each kind, as its Markdown export, byte for byte.

They pin what the interviewer says and when: agenda, wording, facts, twists, hints, phases, the clock. The verdicts
are not in them; what the candidate has shown comes from phrases, so that a better grader changes no golden file.

Where the words are meant to change: MOCKROUND_RENEW_GOLDEN=1 .venv/bin/pytest tests/golden
writes the files and fails. Read the difference, then run again without it; the commit says why they changed.
"""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from mockround.rounds.events import Kind, RoundId
from mockround.usecases import rounds
from mockround.usecases.exports import as_text
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies
from tests.golden.scripts import SCRIPTS, AskHint, Say, Script, StaySilent
from tests.support.clocks import FakeClock
from tests.support.graders import PhraseGrader

GOLDEN = Path(__file__).parent
RENEWING = bool(os.environ.get("MOCKROUND_RENEW_GOLDEN"))


async def held(parts: Parts, clock: FakeClock, script: Script) -> RoundId:
    """Hold the round as the server would: what the clock owes comes first, then the candidate, then the reply."""
    replies = Replies(parts, Feed(asyncio.get_running_loop()))
    round_id = rounds.create(parts, script.wanted)
    rounds.start(parts, round_id)
    await settle(replies, round_id)
    for number, step in enumerate(script.steps):
        clock.advance(step.after_s)
        with parts.store.log.change(round_id) as change:
            rounds.append_due(parts, change)
        await settle(replies, round_id)
        match step:
            case Say(text):
                rounds.take_turn(parts, round_id, text, key=str(number))
            case AskHint():
                rounds.ask_hint(parts, round_id)
            case StaySilent():
                replies.nudge(round_id)
        await settle(replies, round_id)
    rounds.end(parts, round_id)
    return round_id


async def settle(replies: Replies, round_id: RoundId) -> None:
    await replies.settled(round_id)
    replies.wake(round_id)
    await replies.settled(round_id)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
async def test_a_scripted_round_reads_as_it_did(parts: Parts, clock: FakeClock, script: Script) -> None:
    listening = replace(parts, grader=PhraseGrader(script.met, script.wrong))
    text = as_text(listening, await held(listening, clock, script)).encode()
    golden = GOLDEN / f"{script.name}.md"
    if RENEWING:
        golden.write_bytes(text)
        pytest.fail(f"{golden.name} is written anew. Read what changed, then run without MOCKROUND_RENEW_GOLDEN.")
    assert text.decode() == golden.read_bytes().decode()


def test_every_kind_of_round_has_its_golden_transcript() -> None:
    assert {script.wanted.kind for script in SCRIPTS} == set(Kind)


def test_no_golden_transcript_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.md")} == {script.name for script in SCRIPTS}
