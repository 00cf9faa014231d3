"""Whatever text comes in from outside, each reader of it answers with a value or its own error, and nothing else."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mockround.content.library import ContentError
from mockround.content.models import Problem
from mockround.content.shape import shaped
from mockround.content.source import UnreadableError, parse
from mockround.content.unpacking import unpack
from mockround.errors import MockroundError
from mockround.grading.model_reply import UnreadableReplyError, opinions
from mockround.resources import content_dir
from mockround.rounds.board import Board
from mockround.rounds.boards.files import board_in
from mockround.rounds.boards.mermaid import mermaid_of
from mockround.usecases.exports import RoundExport
from mockround.usecases.imports import import_export
from mockround.usecases.parts import Parts
from mockround.usecases.plain_files import transcript_in
from tests.support.boards import ORDERS, names
from tests.support.packs import good_pack, zipped
from tests.support.promises import Tally

NAMES = names()
DRAWN = board_in(ORDERS, NAMES, Board()).board
REPLY = json.dumps({"evidence": [{"turn": 3, "quote": "we delete the key"}], "why": "It is said.", "verdict": "met"})
PROBLEM = (content_dir() / "problems/url-shortener.yaml").read_text(encoding="utf-8")
TALK = "Interviewer: Which cache?\nCandidate: Redis, and we delete the key.\n**Me:** on write\n"
EXPORT = '{"format": "mockround-round", "version": 1, "round": "x", "log": [{"seq": 1, "at": "2026-01-01T00:00:00Z"}]}'
NASTY = (
    "{" * 3000, "[" * 3000, '{"a":' * 3000, "9" * 5000, "\0", "\U0001f600", "\u202e", "\u2028", "NaN", "1e999",
    "&a", "*a", "!!python/object:os.system", "---\n", "? ", "\t", "\r", "-->", "subgraph ", "end\n", "%%{init: {}}%%",
    '"', "\\u", "\\ud800", "null", "true", "-", ":", "|", ">", "@", "`", "{}", "[]", '"verdict":', "\x85", "\ufeff",
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """Something that reads text from outside: an example of it, and the error that it documents."""

    name: str
    example: str
    read: Callable[[str], object]
    error: type[Exception] | tuple[()] = ()


def read_content(text: str) -> object:
    return shaped(parse(text, "problems/x.yaml"), Problem)


READERS = (
    Reader("a judge's reply", REPLY, lambda text: opinions(text, ["rh-a"]), UnreadableReplyError),
    Reader("a judge's reply on two", REPLY, lambda text: opinions(text, ["rh-a", "rh-b"]), UnreadableReplyError),
    Reader("a content file", PROBLEM, read_content, UnreadableError),
    Reader("a transcript", TALK, transcript_in, MockroundError),
    Reader("a board in JSON", DRAWN.model_dump_json(), lambda text: board_in(text, NAMES, Board())),
    Reader("a board in our text", ORDERS, lambda text: board_in(text, NAMES, DRAWN)),
    Reader("a board in Mermaid", mermaid_of(DRAWN), lambda text: board_in(text, NAMES, Board())),
)


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
    reader = Reader("an export", EXPORT, lambda text: import_export(parts, text), MockroundError)
    examples = tally.times(quick=100, night=20_000)
    assert RoundExport.model_fields.keys() >= {"log"}
    tally.held("P6", "exports of rounds that are bent", tried=examples, short=surprises(reader, examples))


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
    careless = (
        Reader("json alone", REPLY, json.loads, UnreadableReplyError),
        Reader(
            "an index that may not be there", REPLY, lambda text: text.split('"verdict": "')[1], UnreadableReplyError
        ),
        Reader("a zip's own", TALK, lambda text: zipfile.ZipFile(io.BytesIO(text.encode("utf-8", "replace"))), ()),
    )
    caught = sum(bool(surprises(reader, 200)) for reader in careless)
    tally.control("P6 P10", "readers that let an error through", tried=len(careless), caught=caught)
    assert caught == len(careless)


WRONG_REPLIES = {
    "duplicate keys": '{"verdict": "met", "verdict": "missing"}',
    "duplicate keys within": '{"verdicts": [{"criterion": "rh-a", "verdict": "met", "verdict": "partial"}]}',
    "NaN": '{"verdict": "met", "evidence": [{"turn": NaN, "quote": "x"}]}',
    "infinity": '{"verdict": "met", "evidence": [{"turn": -Infinity, "quote": "x"}]}',
    "a score for a verdict": '{"verdict": "11/10"}',
    "a number as text": '{"verdict": "5"}',
    "a number": '{"verdict": 1.0}',
    "true": '{"verdict": true}',
    "an object": '{"verdict": {"met": 1}}',
    "an empty word": '{"verdict": ""}',
    "two words": '{"verdict": "met, missing"}',
    "another language": '{"verdict": "erf\u00fcllt"}',
    "single quotes": "{'verdict': 'met'}",
    "a comma too many": '{"verdict": "met",}',
    "a comment": '{"verdict": "met" // sure\n}',
    "cut off": '{"verdict": "met", "evidence": [{"turn": 3, "quo',
    "fenced and cut off": '```json\n{"verdict": "met"',
    "a list of it": '["met"]',
    "the criterion of another round": '{"verdicts": [{"criterion": "xx-other", "verdict": "met"}]}',
    "no criterion": '{"verdicts": [{"verdict": "met"}]}',
    "an empty list": '{"verdicts": []}',
    "a list that is none": '{"verdicts": {"rh-a": "met"}}',
    "a list of words": '{"verdicts": ["met"]}',
    "nothing in the list": '{"verdicts": [null]}',
    "a turn that is none": '{"verdict": "met", "evidence": [{"turn": "third", "quote": "x"}]}',
    "half a turn": '{"verdict": "met", "evidence": [{"turn": 1.5, "quote": "x"}]}',
    "a quote that is none": '{"verdict": "met", "evidence": [{"turn": 1, "quote": ["x"]}]}',
    "evidence as text": '{"verdict": "met", "evidence": "x"}',
    "a long number": '{"verdict": ' + "9" * 5000 + "}",
    "a mebibyte": '{"verdict": "met", "why": "' + "x" * 2**20 + '"}',
    "deep": '{"verdict": ' + "[" * 20_000,
    "a lone surrogate as a verdict": '{"verdict": "\\ud800"}',
    "zero bytes": '{"verdict": "me\0t"}',
    "refuses": "I cannot grade this.",
    "blank": " \n",
}


@pytest.mark.parametrize("case", sorted(WRONG_REPLIES))
def test_a_reply_that_is_wrong_is_never_clamped_into_a_verdict(case: str) -> None:
    with pytest.raises(UnreadableReplyError):
        opinions(WRONG_REPLIES[case], ["rh-a"])
