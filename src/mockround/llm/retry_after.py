"""Reads in how many seconds a rate-limited caller may come again, in every form in which servers say it."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SPAN = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)(ms|h|m|s)")
_UNITS_S = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_SPANS = ("x-ratelimit-reset-requests", "x-ratelimit-reset-tokens")


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return seconds of at least 0; None where nothing usable is said. `headers` are looked up in lower case.

    Read are `retry-after-ms`, `retry-after` as seconds or as a date (RFC 9110, 10.2.3), and OpenAI's spans ('6m0s').
    """
    millis = _number(headers.get("retry-after-ms", ""))
    if millis is not None:
        return max(0.0, millis / 1000)
    said = headers.get("retry-after", "").strip()
    seconds = _number(said)
    if seconds is not None:
        return max(0.0, seconds)
    at = _date(said)
    if at is not None:
        return max(0.0, (at - now).total_seconds())
    spans = [span for span in (_span(headers.get(name, "")) for name in _SPANS) if span is not None]
    return max(spans, default=None)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _date(text: str) -> datetime | None:
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            at = parse(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return None


def _span(text: str) -> float | None:
    found = _SPAN.findall(text.strip())
    if not found or _SPAN.sub("", text.strip()):
        return None
    seconds = sum(float(number) * _UNITS_S[unit] for number, unit in found)
    return seconds if math.isfinite(seconds) else None
