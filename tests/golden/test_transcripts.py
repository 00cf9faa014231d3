"""Golden transcripts: a scripted round of each kind, as its Markdown export, byte for byte.

They pin what the interviewer says and when: agenda, wording, facts, twists, hints, phases, the clock. The verdicts
are not in them; what the candidate has shown comes from phrases, so that a better grader changes no golden file.

Where the words are meant to change: MOCKROUND_RENEW_GOLDEN=1 .venv/bin/pytest tests/golden
writes the files and fails. Read the difference, then run again without it; the commit says why they changed.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from mockround.rounds.events import Kind
from mockround.usecases.exports import as_text
from mockround.usecases.parts import Parts
from tests.golden.scripts import SCRIPTS
from tests.support.clocks import FakeClock
from tests.support.graders import PhraseGrader
from tests.support.held import Script, held

GOLDEN = Path(__file__).parent
RENEWING = bool(os.environ.get("MOCKROUND_RENEW_GOLDEN"))


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
