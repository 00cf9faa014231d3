"""Whatever text comes in from outside, each reader of it answers with a value or its own error, and nothing else."""

import json
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mockround.content.library import ContentError
from mockround.content.unpacking import unpack
from mockround.errors import MockroundError, invalid
from mockround.grading.model_reply import UnreadableReplyError, opinions
from mockround.nesting import MAX_DEPTH
from mockround.rounds.board import Board
from mockround.rounds.boards.files import board_in
from mockround.usecases.batch import parsed
from mockround.usecases.exports import RoundExport
from mockround.usecases.imports import import_export
from mockround.usecases.parts import Parts
from tests.support.packs import good_pack, zipped
from tests.support.parsers import CARELESS, DRAWN, EXPORT, LINE, NAMES, NASTY, READERS, REPLY, Reader, export_reader
from tests.support.promises import Tally


@st.composite
def bent(draw: st.DrawFn, example: str) -> str:
    """The example with parts taken out, doubled, or replaced by what has broken readers before; or any text at all."""
    if draw(st.integers(0, 5)) == 0:
        return draw(st.text(max_size=200)) + draw(st.sampled_from(NASTY))
    text = example
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        put = draw(st.sampled_from(NASTY) | st.text(max_size=8) | st.just(text[start:end] * 2))
        text = text[:start] + put + text[end:]
    return text


def surprises(reader: Reader, examples: int) -> list[str]:
    """What came out of the reader besides a value and its own error: the shortest text that hypothesis found."""

    @settings(
        max_examples=examples, derandomize=True, database=None, deadline=None, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(bent(reader.example))
    def tried(text: str) -> None:
        try:
            reader.read(text)
        except reader.error:
            return

    try:
        tried()
    except Exception as error:  # noqa: BLE001 - any other error is what is looked for
        return [f"{reader.name}: {error!r:.300}"]
    return []


def test_readers_answer_with_their_own_error_and_no_other(tally: Tally) -> None:
    examples = tally.times(quick=200, night=100_000)
    short = [found for reader in READERS for found in surprises(reader, examples)]
    tally.held("P6 P10", "texts that are bent, for each reader of what comes from outside",
               tried=examples * len(READERS), short=short)  # fmt: skip


def test_an_export_that_is_bent_is_refused_as_one(parts: Parts, tally: Tally) -> None:
    examples = tally.times(quick=100, night=20_000)
    assert RoundExport.model_fields.keys() >= {"log"}
    tally.held("P6", "exports of rounds that are bent", tried=examples, short=surprises(export_reader(parts), examples))


def test_no_reader_of_json_reads_more_than_64_levels(parts: Parts, tally: Tally) -> None:
    def board(text: str) -> None:
        found = board_in(text, NAMES, Board()).mistakes
        if found and "nested" in found[0].what:
            raise invalid(found[0].what, found[0].remedy)

    readers = (
        Reader("a judge's reply", REPLY, lambda text: opinions(text, ["rh-a"])),
        Reader("an export", EXPORT, lambda text: import_export(parts, text)),
        Reader("a board", DRAWN.model_dump_json(), board),
        Reader("a line of a batch", LINE, lambda text: parsed(text, 1)),
    )
    short = [
        f"{reader.name}: {levels} levels"
        for reader in readers
        for levels in (MAX_DEPTH, MAX_DEPTH + 1, 1000, 20_000)
        if _is_refused_for_its_depth(reader, levels) != (levels > MAX_DEPTH)
    ]
    tally.held("P6", "JSON that is nested deeply, for each reader of it", tried=4 * len(readers), short=short)
    careless = Reader("json alone", REPLY, json.loads)
    caught = not _is_refused_for_its_depth(careless, MAX_DEPTH + 1)
    tally.control("P6", "a reader that lets json find out how deep it is", tried=1, caught=caught)


def _is_refused_for_its_depth(reader: Reader, levels: int) -> bool:
    more = "[" * (levels - 1) + "]" * (levels - 1)
    try:
        reader.read(f'{reader.example[:-1]}, "more": {more}}}')
    except (MockroundError, UnreadableReplyError) as error:
        return "nested" in str(error)
    return False


def test_a_zip_with_a_byte_changed_is_a_pack_or_refused(tmp_path: Path, tally: Tally) -> None:
    whole = zipped(good_pack())
    short = []
    step = 1 if tally.is_soak else 17
    tried = range(0, len(whole), step)
    for at in tried:
        source, staging = tmp_path / "bent.zip", tmp_path / f"staged-{at}"
        source.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :])
        staging.mkdir()
        try:
            unpack(source, staging)
        except ContentError:
            continue
        except Exception as error:  # noqa: BLE001 - any other error is what is looked for
            short.append(f"byte {at}: {error!r}")
    tally.held("P6 P10", "packs with one bit changed", tried=len(tried), short=short)


def test_a_reader_that_lets_an_error_through_is_caught(tally: Tally) -> None:
    caught = sum(bool(surprises(reader, 200)) for reader in CARELESS)
    tally.control("P6 P10", "readers that let an error through", tried=len(CARELESS), caught=caught)
    assert caught == len(CARELESS)
