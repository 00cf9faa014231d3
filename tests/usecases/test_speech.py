"""A recording becomes text once, for a round that runs, by the model that was chosen for it, and is stored nowhere."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockround.errors import ErrorCode, MockroundError
from mockround.llm.failures import EXPLAINED_OF_SPEECH, Trouble
from mockround.llm.speech import Recording
from mockround.rounds.events import Kind, RoundId
from mockround.usecases import models, preferences, profiles, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from mockround.usecases.speech import Transcripts, listener
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.scripted import HEARS, KEY, LOCAL, Scripted, hears

AUDIO = b"\x1aE\xdf\xa3 what nobody else should ever find"
SPOKEN = Recording(AUDIO, "audio/webm")


@pytest.fixture
def model() -> Scripted:
    return Scripted()


@pytest.fixture
def parts(tmp_path: Path, model: Scripted) -> Iterator[Parts]:
    with parts_in(tmp_path, FakeClock(), model) as made:
        hears(made)
        yield made


@pytest.fixture
def round_id(parts: Parts) -> RoundId:
    made = rounds.create(parts, NewRound(kind=Kind.NARRATE, topic="read-heavy"))
    rounds.start(parts, made)
    return made


async def refused(parts: Parts, round_id: RoundId, recording: Recording = SPOKEN) -> MockroundError:
    with pytest.raises(MockroundError) as raised:
        await Transcripts(parts).text(round_id, recording)
    return raised.value


async def test_a_recording_becomes_text(parts: Parts, model: Scripted, round_id: RoundId) -> None:
    model.transcripts = ["A cache in front."]
    assert await Transcripts(parts).text(round_id, SPOKEN) == "A cache in front."
    assert model.recordings == [SPOKEN]


async def test_neither_the_recording_nor_the_text_is_stored(
    parts: Parts, model: Scripted, round_id: RoundId, tmp_path: Path
) -> None:
    model.transcripts = ["A cache nobody has sent yet."]
    before = parts.store.log.state(round_id)
    await Transcripts(parts).text(round_id, SPOKEN)
    assert parts.store.log.state(round_id) == before
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    kept = b"".join(path.read_bytes() for path in files)
    assert AUDIO not in kept
    assert b"nobody has sent" not in kept


async def test_who_asks_again_for_the_same_recording_pays_nothing(
    parts: Parts, model: Scripted, round_id: RoundId
) -> None:
    model.transcripts = ["once", "twice"]
    transcripts = Transcripts(parts)
    both = await asyncio.gather(transcripts.text(round_id, SPOKEN), transcripts.text(round_id, SPOKEN))
    assert [*both, await transcripts.text(round_id, SPOKEN)] == ["once"] * 3
    assert await transcripts.text(round_id, Recording(b"other words", "audio/webm")) == "twice"


async def test_a_caller_that_leaves_finds_the_words_when_it_comes_back(
    parts: Parts, model: Scripted, round_id: RoundId
) -> None:
    model.transcripts = ["once"]
    transcripts = Transcripts(parts)
    leaving = asyncio.create_task(transcripts.text(round_id, SPOKEN))
    while not model.recordings:
        await asyncio.sleep(0.001)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    assert await transcripts.text(round_id, SPOKEN) == "once"
    assert len(model.recordings) == 1


async def test_a_failure_is_told_in_words_for_speech_and_can_be_tried_again(
    parts: Parts, model: Scripted, round_id: RoundId
) -> None:
    model.transcripts = [Trouble.TOO_LONG, "A cache in front."]
    transcripts = Transcripts(parts)
    with pytest.raises(MockroundError) as raised:
        await transcripts.text(round_id, SPOKEN)
    explained = EXPLAINED_OF_SPEECH[Trouble.TOO_LONG]
    assert (raised.value.code, raised.value.message) == (ErrorCode.UNAVAILABLE, explained.sentence)
    assert raised.value.remedy == explained.remedy
    assert await transcripts.text(round_id, SPOKEN) == "A cache in front."


async def test_a_transcript_that_holds_the_key_is_thrown_away(parts: Parts, model: Scripted, round_id: RoundId) -> None:
    model.transcripts = [f"I would add a cache. {KEY.upper()}"]
    failed = await refused(parts, round_id)
    assert (failed.code, failed.message) == (ErrorCode.UNAVAILABLE, EXPLAINED_OF_SPEECH[Trouble.GARBLED].sentence)


async def test_a_round_that_does_not_run_hears_nobody(parts: Parts, model: Scripted, round_id: RoundId) -> None:
    waiting = rounds.create(parts, NewRound(kind=Kind.NARRATE, topic="read-heavy"))
    assert (await refused(parts, waiting)).code is ErrorCode.CONFLICT
    rounds.end(parts, round_id)
    assert (await refused(parts, round_id)).code is ErrorCode.CONFLICT
    assert (await refused(parts, RoundId("nowhere"))).code is ErrorCode.NOT_FOUND
    assert model.recordings == []


async def test_an_empty_recording_is_not_sent(parts: Parts, model: Scripted, round_id: RoundId) -> None:
    assert (await refused(parts, round_id, Recording(b"", "audio/webm"))).code is ErrorCode.INVALID
    assert model.recordings == []


async def test_nobody_hears_where_no_model_was_chosen_for_it(parts: Parts, model: Scripted, round_id: RoundId) -> None:
    chosen = preferences.read(parts)
    for speech in ("off", "browser"):
        preferences.write(parts, chosen.model_copy(update={"speech": speech}))
        assert (await refused(parts, round_id)).code is ErrorCode.CONFLICT
    preferences.write(parts, chosen)
    profiles.save(parts, HEARS.model_copy(update={"purpose": "both"}))
    assert listener(parts) is None
    assert model.recordings == []


async def test_more_recordings_than_memory_should_hold_are_turned_away(
    parts: Parts, model: Scripted, round_id: RoundId
) -> None:
    model.transcripts = ["a", "b", "c", "d"]
    model.may_hear.clear()
    transcripts = Transcripts(parts)
    four = [
        asyncio.create_task(transcripts.text(round_id, Recording(bytes([each]), "audio/webm"))) for each in range(4)
    ]
    while len(model.recordings) < 4:
        await asyncio.sleep(0.001)
    with pytest.raises(MockroundError) as turned_away:
        await transcripts.text(round_id, SPOKEN)
    assert turned_away.value.code is ErrorCode.TOO_MANY
    model.may_hear.set()
    assert sorted(await asyncio.gather(*four)) == ["a", "b", "c", "d"]
    model.transcripts = ["e"]
    assert await transcripts.text(round_id, SPOKEN) == "e"


def test_a_removed_profile_hears_nobody(parts: Parts) -> None:
    assert listener(parts) == HEARS
    profiles.remove(parts, HEARS.name)
    assert (preferences.read(parts).speech, listener(parts)) == ("off", None)


def test_a_model_that_hears_neither_interviews_nor_grades_and_another_does_not_hear(parts: Parts) -> None:
    profiles.save(parts, LOCAL)
    for name, role in ((HEARS.name, "interviewer"), (HEARS.name, "grader"), (LOCAL.name, "transcriber")):
        with pytest.raises(MockroundError, match="not meant"):
            profiles.use(parts, name, role)  # type: ignore[arg-type]  # a loop's value is no Literal


@pytest.mark.parametrize(
    ("heard", "is_reachable", "is_key_accepted"),
    [("", True, True), (Trouble.REFUSED, False, None), (Trouble.KEY_REJECTED, True, False)],
)
async def test_a_test_lets_the_model_hear_a_tone(
    parts: Parts, model: Scripted, heard: str | Trouble, is_reachable: bool, is_key_accepted: bool | None
) -> None:
    model.transcripts = [heard] * 3
    result = await models.tested(parts, HEARS)
    assert (result.is_reachable, result.is_key_accepted) == (is_reachable, is_key_accepted)
    assert result.is_usable is (heard == "")
    assert model.recordings[0].kind == "audio/wav"
