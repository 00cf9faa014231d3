"""Our own patience over an upstream that is written by hand: no socket, every order of events."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence

import pytest

from mockround.llm.failures import EXPLAINED, Trouble
from mockround.llm.port import Ask, Deadlines, Finished, ModelFailure, Thought, Usage, Words, whole
from mockround.llm.upstream import CallAgain, Stopped, Together
from mockround.llm.watched import Watched
from tests.support.models import IMPATIENT, TIGHT_IDLE, TIGHT_TOTAL, an_ask, hear

Step = Words | Thought | Stopped | Exception | float
"""A piece; something raised; or seconds of silence."""
GOOD: Sequence[Step] = (Words("a"), Words("b"), Stopped("stop", Usage(3, 2)))
MINUTE = 60.0


class Played:
    """An upstream that plays one list of steps a call; the last list for ever."""

    def __init__(self, *calls: Sequence[Step]) -> None:
        self._calls = list(calls)
        self.called = 0
        self.closed = 0

    async def stream(self, ask: Ask) -> AsyncIterator[Together]:
        steps = self._calls[min(self.called, len(self._calls) - 1)]
        self.called += 1
        try:
            for step in steps:
                if isinstance(step, float):
                    await asyncio.sleep(step)
                elif isinstance(step, Exception):
                    raise step
                else:
                    yield (step,)
        finally:
            self.closed += 1


def failed(trouble: Trouble, wait_s: float | None = 0.0) -> Sequence[Step]:
    return (ModelFailure(trouble, retry_after_s=wait_s),)


async def test_a_good_reply_passes_through_with_its_count() -> None:
    heard = await hear(Watched(Played(GOOD)), an_ask())
    assert heard.pieces == ["a", "b"]
    assert heard.finished == Finished(Usage(3, 2), attempts=1)


async def test_what_we_do_before_the_first_call_is_done_once_and_not_held_against_the_model() -> None:
    warmed: list[int] = []

    def warm() -> None:
        time.sleep(2 * IMPATIENT.first_token_s)
        warmed.append(len(warmed))

    model = Watched(Played(GOOD), warm)
    heard = [await hear(model, an_ask(IMPATIENT)) for _ in range(2)]
    assert [each.trouble for each in heard] == [None, None]
    assert warmed == [0]


async def test_a_client_that_cannot_be_imported_is_a_failure_with_a_name() -> None:
    def warm() -> None:
        raise ModuleNotFoundError("No module named 'litellm'")

    played = Played(GOOD)
    heard = await hear(Watched(played, warm), an_ask())
    assert (heard.trouble, played.called) == (Trouble.BROKEN_CLIENT, 0)


async def test_a_stream_without_an_end_marker_is_cut_off() -> None:
    heard = await hear(Watched(Played(GOOD[:2])), an_ask())
    assert (heard.trouble, heard.text) == (Trouble.NO_FINISH, "ab")


@pytest.mark.parametrize("trouble", Trouble, ids=str)
async def test_upstream_is_called_again_only_where_it_did_no_work(trouble: Trouble) -> None:
    played = Played(failed(trouble))
    heard = await hear(Watched(played), an_ask())
    assert heard.trouble is trouble
    assert played.called == (3 if EXPLAINED[trouble].again else 1)
    assert heard.failure is not None
    assert heard.failure.attempts == played.called


async def test_after_the_first_piece_upstream_is_not_called_again() -> None:
    for begun in (Words("a"), Thought()):
        played = Played((begun, *failed(Trouble.OVERLOADED)), GOOD)
        heard = await hear(Watched(played), an_ask())
        assert (heard.trouble, played.called) == (Trouble.OVERLOADED, 1)


async def test_another_form_of_the_request_is_tried_at_once() -> None:
    played = Played((CallAgain(),), (CallAgain(),), GOOD)
    heard = await hear(Watched(played), an_ask())
    assert heard.finished is not None
    assert (heard.finished.attempts, played.called) == (3, 3)
    assert heard.seconds < 0.4


async def test_a_request_that_is_understood_in_no_form_is_told_as_such() -> None:
    played = Played((CallAgain(),))
    heard = await hear(Watched(played), an_ask())
    assert (heard.trouble, played.called) == (Trouble.NOT_UNDERSTOOD, 3)


async def test_forms_of_a_schema_are_refused_only_so_often() -> None:
    played = Played((CallAgain(),))
    heard = await hear(Watched(played), an_ask(schema={}, attempts=2))
    assert (heard.trouble, played.called) == (Trouble.NOT_UNDERSTOOD, 6 + 2)


@pytest.mark.parametrize("attempts", [1, 2, 5])
async def test_no_more_calls_are_made_than_were_asked_for(attempts: int) -> None:
    played = Played(failed(Trouble.OVERLOADED))
    await hear(Watched(played), an_ask(attempts=attempts))
    assert played.called == attempts


async def test_a_wait_that_would_pass_the_end_is_not_begun() -> None:
    played = Played(failed(Trouble.RATE_LIMITED, 30.0), GOOD)
    heard = await hear(Watched(played), an_ask(TIGHT_IDLE))
    assert (heard.trouble, played.called) == (Trouble.RATE_LIMITED, 1)
    assert heard.failure is not None
    assert heard.failure.retry_after_s == 30.0
    assert heard.seconds < 1.0


@pytest.mark.parametrize(
    ("steps", "deadlines", "trouble", "text"),
    [
        ((MINUTE,), IMPATIENT, Trouble.SLOW_START, ""),
        ((MINUTE,), TIGHT_TOTAL, Trouble.SLOW_START, ""),
        ((Words("a"), MINUTE), TIGHT_IDLE, Trouble.STALLED, "a"),
        ((Words("a"), MINUTE), TIGHT_TOTAL, Trouble.TOO_SLOW, "a"),
        ((Words("a"), *([0.1, Words("b")] * 30)), TIGHT_TOTAL, Trouble.TOO_SLOW, None),
        ((Thought(), MINUTE), TIGHT_IDLE, Trouble.ONLY_THOUGHTS, ""),
        ((*([Thought(), 0.1] * 30),), TIGHT_TOTAL, Trouble.ONLY_THOUGHTS, ""),
        ((Thought(), Words(" "), MINUTE), TIGHT_IDLE, Trouble.ONLY_THOUGHTS, " "),
        ((Thought(), Words("a"), MINUTE), TIGHT_IDLE, Trouble.STALLED, "a"),
    ],
)
async def test_what_does_not_come_in_time_is_given_up(
    steps: Sequence[Step], deadlines: Deadlines, trouble: Trouble, text: str | None
) -> None:
    played = Played(steps)
    heard = await hear(Watched(played), an_ask(deadlines))
    assert heard.trouble is trouble
    assert text is None or heard.text == text
    assert heard.seconds < deadlines.total_s + 1.0
    assert (played.called, played.closed) == (1, 1)


async def test_patience_is_counted_anew_with_each_piece() -> None:
    steps: list[Step] = [0.3, Words("a"), 0.3, Words("b"), 0.3, Stopped("stop")]
    heard = await hear(Watched(Played(steps)), an_ask(Deadlines(0.8, 0.8, 5.0)))
    assert (heard.trouble, heard.text) == (None, "ab")


@pytest.mark.parametrize("word", ["x" * 1000, "x", "", "\u200b", " "], ids=repr)
async def test_a_reply_that_would_not_end_is_broken_off(word: str) -> None:
    played = Played([Words(word)] * 100_000)
    heard = await hear(Watched(played), an_ask(max_tokens=50))
    assert heard.trouble is Trouble.ENDLESS
    assert len(heard.text) <= 50 * 12 + 400
    assert len(heard.pieces) <= 50 * 4 + 400
    assert played.closed == 1


async def test_a_long_reply_within_its_tokens_is_not_endless() -> None:
    heard = await hear(Watched(Played([*([Words("seven, ")] * 50), Stopped("stop")])), an_ask(max_tokens=50))
    assert heard.trouble is None


async def test_long_reasoning_is_not_endless() -> None:
    steps = [*([Thought()] * 5000), *GOOD]
    heard = await hear(Watched(Played(steps)), an_ask(max_tokens=50))
    assert (heard.trouble, heard.text, heard.thoughts) == (None, "ab", 5000)


@pytest.mark.parametrize(
    ("reason", "trouble"),
    [
        ("stop", None),
        ("STOP", None),
        ("end_turn", None),
        ("eos", None),
        ("length", Trouble.CUT_BY_LENGTH),
        ("MAX_TOKENS", Trouble.CUT_BY_LENGTH),
        ("content_filter", Trouble.FILTERED),
        ("SAFETY", Trouble.FILTERED),
        ("refusal", Trouble.DECLINED),
        ("error", Trouble.ERROR_FRAME),
    ],
)
async def test_the_reason_for_the_end_decides(reason: str, trouble: Trouble | None) -> None:
    played = Played((Words("a"), Stopped(reason)))
    heard = await hear(Watched(played), an_ask())
    assert (heard.trouble, heard.text, played.called) == (trouble, "a", 1)


@pytest.mark.parametrize(
    ("steps", "trouble"),
    [
        ((Stopped("stop"),), Trouble.EMPTY),
        ((Words(" \n"), Stopped("stop")), Trouble.EMPTY),
        ((Words("\u200b\u202e"), Stopped("stop")), Trouble.EMPTY),
        ((Words(" "), Stopped("length")), Trouble.EMPTY),
        ((Thought(), Stopped("stop")), Trouble.ONLY_THOUGHTS),
        ((Thought(), Stopped("length")), Trouble.ONLY_THOUGHTS),
        ((Thought(), Words("\n\n"), Stopped("length")), Trouble.ONLY_THOUGHTS),
        ((Stopped("content_filter"),), Trouble.FILTERED),
        ((Stopped("refusal"),), Trouble.DECLINED),
    ],
)
async def test_a_reply_without_a_word_is_none(steps: Sequence[Step], trouble: Trouble) -> None:
    played = Played(steps, GOOD)
    heard = await hear(Watched(played), an_ask())
    assert (heard.trouble, played.called) == (trouble, 1)


async def test_what_a_model_says_is_cleaned() -> None:
    heard = await hear(Watched(Played((Words("a\u202eb"), Words("\x1b[2Jc"), Stopped("stop")))), an_ask())
    assert heard.text == "ab[2Jc"


async def test_a_bug_of_ours_flies() -> None:
    with pytest.raises(ZeroDivisionError):
        await hear(Watched(Played((ZeroDivisionError(),))), an_ask())


async def test_who_stops_listening_closes_the_upstream() -> None:
    played = Played((Words("a"), MINUTE))
    pieces = Watched(played).stream(an_ask())
    await anext(pieces)
    assert played.closed == 0
    await pieces.aclose()
    assert played.closed == 1


async def test_a_whole_reply_is_its_words_joined() -> None:
    reply = await whole(Watched(Played(GOOD)), an_ask())
    assert (reply.text, reply.finished.usage) == ("ab", Usage(3, 2))
    with pytest.raises(ModelFailure, match=r"^no-finish$"):
        await whole(Watched(Played(GOOD[:1])), an_ask())
