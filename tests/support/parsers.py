"""What reads text from outside, each with an example and the one error that it documents; the tests bend the examples,
`make fuzz` looks for texts that no test thought of."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from mockround.content.models import Problem
from mockround.content.shape import shaped
from mockround.content.source import UnreadableError, parse
from mockround.errors import MockroundError
from mockround.grading.model_reply import UnreadableReplyError, opinions
from mockround.resources import content_dir
from mockround.rounds.board import Board
from mockround.rounds.boards.files import board_in
from mockround.rounds.boards.mermaid import mermaid_of
from mockround.usecases.batch import parsed
from mockround.usecases.imports import import_export
from mockround.usecases.parts import Parts
from mockround.usecases.plain_files import transcript_in
from tests.support.boards import ORDERS, names

NAMES = names()
DRAWN = board_in(ORDERS, NAMES, Board()).board
REPLY = json.dumps({"evidence": [{"turn": 3, "quote": "we delete the key"}], "why": "It is said.", "verdict": "met"})
PROBLEM = (content_dir() / "problems/url-shortener.yaml").read_text(encoding="utf-8")
TALK = "Interviewer: Which cache?\nCandidate: Redis, and we delete the key.\n**Me:** on write\n"
LINE = json.dumps(
    {"id": "x", "kind": "probe", "criterion": "rh-a", "turns": [{"speaker": "candidate", "text": "Yes."}]}
)
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
    Reader("a line of a batch", LINE, lambda text: parsed(text, 1), MockroundError),
    Reader("a board in JSON", DRAWN.model_dump_json(), lambda text: board_in(text, NAMES, Board())),
    Reader("a board in our text", ORDERS, lambda text: board_in(text, NAMES, DRAWN)),
    Reader("a board in Mermaid", mermaid_of(DRAWN), lambda text: board_in(text, NAMES, Board())),
)


def export_reader(parts: Parts) -> Reader:
    """The reader of an exported round, which stores what it reads in `parts`."""
    return Reader("an export", EXPORT, lambda text: import_export(parts, text), MockroundError)


CARELESS = (
    Reader("json alone", REPLY, json.loads, UnreadableReplyError),
    Reader("an index that may not be there", REPLY, lambda text: text.split('"verdict": "')[1], UnreadableReplyError),
    Reader("a zip's own", TALK, lambda text: zipfile.ZipFile(io.BytesIO(text.encode("utf-8", "replace"))), ()),
)
"""Readers that let an error through: whoever looks for that must find it in each of them."""
