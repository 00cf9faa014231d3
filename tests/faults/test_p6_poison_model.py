"""P6: whatever a model's server puts into its words, what is streamed, stored and shown are the same words, and the
stream has no event in it that is not ours."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx2
import pytest

from mockround.config import Config
from mockround.llm.profiles import Profile
from mockround.llm.text import clean
from mockround.rounds.events import InterviewerSpoke, Kind, RoundId
from mockround.server.app import make_site
from mockround.usecases import profiles, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.answers import reply
from tests.support.opened import Page, as_shown, streamed
from tests.support.poison_texts import SMALL
from tests.support.promises import Tally
from tests.support.servers import serving_app
from tests.support.upstream import upstream

_OURS = frozenset(
    ("round-created", "round-started", "phase-changed", "model-asked", "interviewer-spoke", "candidate-spoke")
    + ("fact-given", "hint-given", "twist-injected", "time-warned", "delta", "clock")
)
_MARKDOWN = frozenset("*_`[]<>#\\|~&!-")


_BETWEEN = re.compile(rb"\r\n\r\n|\n\n")
_A_ROUND = 8
"""Texts. A drill that has heard enough comes to its end by itself, and its stream with it."""
_SHORT = [text for text in SMALL.values() if len(text) < 60]


def _batched(texts: list[str], size: int) -> Iterator[list[str]]:
    return (texts[start : start + size] for start in range(0, len(texts), size))


def blocks(response: httpx2.Response) -> Iterator[Mapping[str, str]]:
    """Yield the events of an open stream as they come."""
    rest = b""
    for piece in response.iter_raw():
        *whole, rest = _BETWEEN.split(rest + piece)
        for each in whole:
            yield from streamed(each.decode("utf-8"))


def said(text: str) -> tuple[str, ...]:
    """A model's reply with the text in it, in pieces that tear it."""
    middle = len(text) // 2
    return ("You put a cache in front", text[:middle], text[middle:], " of it. ", "What becomes of a reader ", "then?")


def hold(client: httpx2.Client, round_id: RoundId, turns: int) -> tuple[list[str], list[str]]:
    """Speak `turns` times, and return the words under way of each of the model's turns, and what fell short."""
    wrong: list[str] = []
    heard: list[str] = []
    words = ""
    with client.stream("GET", f"/api/rounds/{round_id}/stream") as response:
        for event in blocks(response):
            told = json.loads(event["data"])
            if event["event"] not in _OURS:
                wrong.append(f"an event that nobody sent: {event}")
            if event["event"] == "delta":
                words = words[: told["offset"]] + told["text"]
            if event["event"] == "model-failed":
                return heard, [*wrong, f"the model failed: {told['event']}"]
            if event["event"] == "interviewer-spoke":
                heard.append(words)
                if not told["event"]["text"].startswith(words):
                    wrong.append(f"under way: {words!a}, in the log: {told['event']['text']!a}")
                words = ""
                if len(heard) > turns:
                    return heard, wrong
                text = f"Reads are most of it, number {len(heard)}."
                assert client.post(f"/api/rounds/{round_id}/turns", json={"text": text}).status_code == 202
    return heard, [*wrong, "the stream ended"]


@pytest.mark.timeout(600)
def test_what_a_model_says_is_stored_streamed_and_shown_as_the_same_words(
    parts: Parts, tmp_path: Path, tally: Tally
) -> None:
    texts = list(SMALL.values()) if tally.is_soak else [" ".join(each) for each in _batched(_SHORT, 6)]
    wrong = [each for some in _batched(texts, _A_ROUND) for each in fell_short(parts, tmp_path, some)]
    tally.held("P6", "odd texts in the words of a model, streamed, stored and shown", tried=len(texts), short=wrong)


def fell_short(parts: Parts, folder: Path, texts: list[str]) -> list[str]:
    """Let a model say these texts in a round of their own, and return what fell short."""
    with upstream(*(reply(*said(text)) for text in texts), reply(), pace_s=0) as server:
        profiles.save(parts, Profile(name="odd", via="openai", model="m", endpoint=server.url))
        profiles.use(parts, "odd", "interviewer")
        round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
        rounds.start(parts, round_id)
        with (
            serving_app(make_site(parts, Config(data_dir=folder))) as url,
            httpx2.Client(base_url=url, timeout=60) as client,
        ):
            heard, wrong = hold(client, round_id, len(texts))
            shown = as_shown(" ".join(Page(client.get(f"/rounds/{round_id}").text).lines))
    stored = [each.event for each in parts.store.log.events(round_id) if isinstance(each.event, InterviewerSpoke)]
    for each in stored:
        if clean(each.text) != each.text:
            wrong.append(f"stored with signs that act: {each.text!a}")
        if not _MARKDOWN & set(each.text) and as_shown(each.text) not in shown:
            wrong.append(f"not shown: {each.text!a}")
    assert any(heard), "no words were streamed under way"
    assert sum(each.spoken_by == "odd" for each in stored) > len(texts) / 2, "the model hardly spoke"
    return wrong


def test_a_stream_that_writes_words_as_they_are_is_caught(tally: Tally) -> None:
    caught = 0
    for text in SMALL.values():
        events = streamed(f"event: delta\ndata: {text}\n\n")
        caught += [each["data"] for each in events] != [text]
    tally.control("P6", "a stream that writes words as they are", tried=len(SMALL), caught=caught)
