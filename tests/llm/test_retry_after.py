"""In how many seconds a caller may come again, in every form in which servers say it, and never an exception."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockround.llm.failures import Trouble
from mockround.llm.port import Deadlines
from mockround.llm.retry_after import retry_after_s
from tests.support.answers import SENTENCE, refusal, reply
from tests.support.models import a_model, an_ask, hear
from tests.support.upstream import upstream

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)
FORMS: list[tuple[dict[str, str], float | None]] = [
    ({"retry-after": "7"}, 7.0),
    ({"retry-after": " 1.5 "}, 1.5),
    ({"retry-after": "0"}, 0.0),
    ({"retry-after": "-1"}, 0.0),
    ({"retry-after": "86400"}, 86400.0),
    ({"retry-after": "Sat, 21 Nov 2026 12:00:30 GMT"}, 30.0),
    ({"retry-after": "Sat, 21 Nov 2026 11:59:30 GMT"}, 0.0),
    ({"retry-after": "2026-11-21T12:01:00Z"}, 60.0),
    ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
    ({"retry-after-ms": "soon", "retry-after": "7"}, 7.0),
    ({"x-ratelimit-reset-requests": "6m0s"}, 360.0),
    ({"x-ratelimit-reset-requests": "1h2m3.5s", "x-ratelimit-reset-tokens": "120ms"}, 3723.5),
    ({"retry-after": "soon", "x-ratelimit-reset-tokens": "17ms"}, 0.017),
    ({"x-ratelimit-reset-requests": "9" * 400 + "h"}, None),
    ({"x-ratelimit-reset-requests": "6 minutes"}, None),
    ({"retry-after": "soon"}, None),
    ({"retry-after": "nan"}, None),
    ({"retry-after": "inf"}, None),
    ({"retry-after": ""}, None),
    ({"retry-after": "Mon, 1 Jan 99999999999999999999 00:00:00 GMT"}, None),
    ({"retry-after": "Mon, 1 Jan 2026 00:00:00 +9999999999999"}, None),
    ({}, None),
]


@pytest.mark.parametrize(("headers", "seconds"), FORMS, ids=str)
def test_each_form_is_read(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers, NOW) == pytest.approx(seconds)


_NUMBERS = st.integers(-(10**30), 10**30)
_DATES = st.builds("Mon, {} Jan {} {}:00:00 {:+05d}".format, _NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS)
_SAID = (
    st.text("0123456789 .:+-_eTZGMJan,hms\t²١", max_size=40)
    | _DATES
    | _NUMBERS.map(str)
    | st.datetimes().map(str)
    | st.floats().map(str)
)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["retry-after", "retry-after-ms", "x-ratelimit-reset-tokens", "x-ratelimit-reset-requests"]),
        _SAID,
    )
)
def test_whatever_is_said_it_is_a_wait_or_nothing(headers: dict[str, str]) -> None:
    seconds = retry_after_s(headers, NOW)
    assert seconds is None or 0.0 <= seconds < float("inf")


@pytest.mark.parametrize(
    ("header", "value", "told"),
    [
        ("Retry-After", "3600", 3600.0),
        ("Retry-After-Ms", "3600000", 3600.0),
        ("x-ratelimit-reset-requests", "6m0s", 360.0),
        ("Retry-After", "Fri, 21 Nov 2098 12:00:00 GMT", None),
    ],
)
async def test_a_wait_beyond_our_patience_is_told_and_not_waited_for(
    header: str, value: str, told: float | None
) -> None:
    async with upstream(refusal(429, headers={header: value})) as server:
        heard = await hear(a_model(server.url), an_ask())
        assert len(server.requests) == 1
    assert heard.trouble is Trouble.RATE_LIMITED
    assert heard.failure is not None
    assert heard.failure.retry_after_s is not None
    assert heard.failure.retry_after_s > 3600 if told is None else heard.failure.retry_after_s == told
    assert heard.seconds < 2.0


async def test_a_wait_within_our_patience_is_waited_for() -> None:
    async with upstream(refusal(429, headers={"Retry-After": "0.3"}), reply()) as server:
        heard = await hear(a_model(server.url), an_ask())
    assert heard.text == SENTENCE
    assert heard.seconds >= 0.3


@pytest.mark.parametrize("value", ["soon", "", None])
async def test_where_nothing_usable_is_said_we_wait_a_little_on_our_own(value: str | None) -> None:
    headers = {} if value is None else {"Retry-After": value}
    async with upstream(refusal(429, headers=headers), reply()) as server:
        heard = await hear(a_model(server.url), an_ask(Deadlines(5, 5, 8), attempts=2))
    assert heard.text == SENTENCE
    assert 0.1 < heard.seconds < 3.0


BRIEF = Deadlines(first_token_s=0.9, idle_s=0.9, total_s=0.9)


async def test_a_wait_may_have_a_time_of_its_own_and_is_told() -> None:
    async with upstream(refusal(429, headers={"Retry-After": "1"}), reply()) as server:
        heard = await hear(a_model(server.url), replace(an_ask(BRIEF), waits_s=60.0))
    assert (heard.text, heard.waits) == (SENTENCE, [1.0])


async def test_what_goes_beyond_that_time_is_not_waited_for() -> None:
    async with upstream(refusal(429, headers={"Retry-After": "1"}), reply()) as server:
        heard = await hear(a_model(server.url), replace(an_ask(BRIEF), waits_s=0.9))
        assert len(server.requests) == 1
    assert (heard.trouble, heard.waits) == (Trouble.RATE_LIMITED, [])
