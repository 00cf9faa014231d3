"""Every fault of a model server ends in its own trouble, soon, with the words until then, and is paid for once."""

from dataclasses import dataclass

import pytest

from mockround.llm.failures import EXPLAINED, Trouble
from mockround.llm.port import Deadlines
from tests.support.answers import ACCENTS, SENTENCE, Fault, refusal, reply
from tests.support.models import IMPATIENT, PATIENT, TIGHT_IDLE, TIGHT_TOTAL, a_model, an_ask, hear
from tests.support.upstream import Answer, upstream


@dataclass(frozen=True)
class Outcome:
    """What must come of a fault. None is a good reply; a text of None is 'as many words as it gets to'."""

    trouble: Trouble | None
    text: str | None = SENTENCE
    deadlines: Deadlines = PATIENT


OUTCOMES = {
    Fault.PLAIN_JSON: Outcome(None),
    Fault.SPLIT_UTF8: Outcome(None, ACCENTS),
    Fault.SILENCE_AFTER_FINISH: Outcome(None),
    Fault.RESET_AFTER_FINISH: Outcome(None),
    Fault.RESET: Outcome(Trouble.CONNECTION_LOST),
    Fault.RESET_AT_ONCE: Outcome(Trouble.CONNECTION_LOST, ""),
    Fault.HANG_UP: Outcome(Trouble.CONNECTION_LOST),
    Fault.HANG_UP_AT_ONCE: Outcome(Trouble.CONNECTION_LOST, ""),
    Fault.NO_FINISH: Outcome(Trouble.NO_FINISH),
    Fault.EMPTY: Outcome(Trouble.EMPTY, ""),
    Fault.NOTHING_AT_ALL: Outcome(Trouble.NO_FINISH, ""),
    Fault.LENGTH: Outcome(Trouble.CUT_BY_LENGTH),
    Fault.FILTERED: Outcome(Trouble.FILTERED),
    Fault.REFUSAL_FIELD: Outcome(Trouble.DECLINED),
    Fault.ERROR_FRAME: Outcome(Trouble.ERROR_FRAME),
    Fault.ERROR_FRAME_AT_ONCE: Outcome(Trouble.ERROR_FRAME, ""),
    Fault.ERROR_EVENT: Outcome(Trouble.ERROR_FRAME),
    Fault.ERROR_JSON: Outcome(Trouble.ERROR_FRAME, ""),
    Fault.ECHO_IN_STREAM: Outcome(Trouble.ERROR_FRAME),
    Fault.BROKEN_JSON: Outcome(Trouble.BROKEN_FRAME),
    Fault.WRONG_TYPES: Outcome(Trouble.BROKEN_FRAME),
    Fault.HTML: Outcome(Trouble.NOT_A_STREAM, ""),
    Fault.OTHER_JSON: Outcome(Trouble.NOT_A_STREAM, ""),
    Fault.GZIP: Outcome(Trouble.NOT_A_STREAM, ""),
    Fault.REDIRECT: Outcome(Trouble.REDIRECTED, ""),
    Fault.NOT_HTTP: Outcome(Trouble.CONNECTION_LOST, ""),
    Fault.THOUGHTS: Outcome(Trouble.ONLY_THOUGHTS, ""),
    Fault.THOUGHTS_FOR_EVER: Outcome(Trouble.ONLY_THOUGHTS, "", TIGHT_TOTAL),
    Fault.ENDLESS: Outcome(Trouble.ENDLESS, None),
    Fault.ONE_LONG_LINE: Outcome(Trouble.ENDLESS, ""),
    Fault.SILENCE: Outcome(Trouble.SLOW_START, "", IMPATIENT),
    Fault.SILENCE_AFTER_WORDS: Outcome(Trouble.STALLED, SENTENCE, TIGHT_IDLE),
    Fault.DRIP: Outcome(Trouble.TOO_SLOW, None, TIGHT_TOTAL),
    Fault.ONLY_COMMENTS: Outcome(Trouble.SLOW_START, "", IMPATIENT),
}
REFUSALS = {
    400: Trouble.NOT_UNDERSTOOD,
    401: Trouble.KEY_REJECTED,
    402: Trouble.NO_CREDIT,
    403: Trouble.KEY_REJECTED,
    404: Trouble.NO_SUCH_MODEL,
    413: Trouble.TOO_LONG,
    429: Trouble.RATE_LIMITED,
    500: Trouble.SERVER_ERROR,
    502: Trouble.SERVER_ERROR,
    503: Trouble.OVERLOADED,
    529: Trouble.OVERLOADED,
}
SPARE_S = 1.5
"""What a loaded machine may take beyond the deadline."""


def test_every_fault_has_an_outcome() -> None:
    assert set(OUTCOMES) == set(Fault)


@pytest.mark.parametrize("fault", Fault, ids=str)
async def test_a_fault_is_named_keeps_the_words_and_is_asked_for_once(fault: Fault) -> None:
    outcome = OUTCOMES[fault]
    async with upstream(fault, pace_s=0.05) as server:
        heard = await hear(a_model(server.url), an_ask(outcome.deadlines))
        assert len(server.requests) == 1
        assert server.elsewhere == []
    assert heard.trouble is outcome.trouble
    assert (heard.finished is None) is (outcome.trouble is not None)
    assert outcome.text is None or heard.text == outcome.text
    assert outcome.text is not None or heard.text
    assert heard.seconds < outcome.deadlines.total_s + SPARE_S


@pytest.mark.parametrize("status", REFUSALS)
async def test_a_refusal_is_named_and_called_again_only_where_it_did_no_work(status: int) -> None:
    trouble = REFUSALS[status]
    async with upstream(refusal(status, headers={"Retry-After": "0"})) as server:
        heard = await hear(a_model(server.url), an_ask())
        assert len(server.requests) == (3 if EXPLAINED[trouble].again else 1)
    assert heard.trouble is trouble
    assert heard.failure is not None
    assert heard.failure.attempts == len(server.requests)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529])
async def test_a_refusal_that_passes_is_got_over(status: int) -> None:
    async with upstream(refusal(status, headers={"Retry-After": "0"}), reply()) as server:
        heard = await hear(a_model(server.url), an_ask())
    assert heard.text == SENTENCE
    assert heard.finished is not None
    assert heard.finished.attempts == 2


@pytest.mark.parametrize("then", [Fault.RESET, Fault.EMPTY, Fault.ERROR_FRAME_AT_ONCE, Fault.NO_FINISH], ids=str)
async def test_once_upstream_has_begun_it_is_not_called_again(then: Answer) -> None:
    async with upstream(refusal(503, headers={"Retry-After": "0"}), then, reply()) as server:
        heard = await hear(a_model(server.url), an_ask())
        assert len(server.requests) == 2
    assert heard.failure is not None
    assert heard.failure.attempts == 2


async def test_nobody_listening_is_a_refused_connection() -> None:
    async with upstream(reply()) as server:
        url = server.url
    heard = await hear(a_model(url), an_ask(attempts=1))
    assert heard.trouble is Trouble.REFUSED


@pytest.mark.parametrize("fault", [Fault.ENDLESS, Fault.ONE_LONG_LINE], ids=str)
async def test_what_is_larger_than_any_reply_is_not_read_to_its_end(fault: Fault) -> None:
    async with upstream(fault) as server:
        await hear(a_model(server.url), an_ask())
        await server.caller_left()
        assert server.requests[0].sent < 12 * 1024 * 1024


@pytest.mark.parametrize("fault", [Fault.SILENCE, Fault.SILENCE_AFTER_WORDS], ids=str)
async def test_a_server_that_was_given_up_is_hung_up_on(fault: Fault) -> None:
    async with upstream(fault, pace_s=0.05) as server:
        await hear(a_model(server.url), an_ask(IMPATIENT))
        await server.caller_left()


async def test_the_whole_time_is_bounded_over_all_attempts() -> None:
    async with upstream(refusal(503)) as server:
        heard = await hear(a_model(server.url), an_ask(IMPATIENT, attempts=50))
        assert 1 <= len(server.requests) <= 3
    assert heard.seconds < IMPATIENT.total_s + SPARE_S
