"""Numbers as places in a drawing. The templates draw them as SVG; nothing here knows a colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

_TOP_POINTS = 4
_RADIUS = 100.0


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a radar: its end, and where its number stands."""

    number: int
    x: float
    y: float
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Radar:
    """Polygons as SVG point lists around 0,0. `low` and `high` are '' where a dimension has no points."""

    axes: tuple[Axis, ...]
    rings: tuple[str, ...]
    low: str
    high: str


def radar(values: Sequence[tuple[int | None, int | None]]) -> Radar:
    """Return the radar of (low, high) points on the four-point scale."""
    count = len(values)
    lows = [low for low, _ in values if low is not None]
    highs = [high for _, high in values if high is not None]
    return Radar(
        axes=tuple(_axis(index, count) for index in range(count)),
        rings=tuple(_polygon([points] * count) for points in range(1, _TOP_POINTS + 1)),
        low=_polygon(lows) if len(lows) == count else "",
        high=_polygon(highs) if len(highs) == count else "",
    )


def _axis(index: int, count: int) -> Axis:
    x, y = _place(index, count, _RADIUS)
    label_x, label_y = _place(index, count, _RADIUS + 14)
    return Axis(index + 1, x, y, label_x, label_y)


def _polygon(points: Sequence[int]) -> str:
    places = (_place(index, len(points), _RADIUS * value / _TOP_POINTS) for index, value in enumerate(points))
    return " ".join(f"{x},{y}" for x, y in places)


def _place(index: int, count: int, radius: float) -> tuple[float, float]:
    angle = 2 * pi * index / count - pi / 2
    return round(radius * cos(angle), 1), round(radius * sin(angle), 1)


@dataclass(frozen=True, slots=True)
class Spark:
    """A line over time on a field of 100 by 30: the middle of each score's interval, and the interval around it."""

    points: str
    band: str
    last_x: float
    last_y: float


def spark(values: Sequence[tuple[float, float]]) -> Spark | None:
    """Return the line through (low, high) shares of 1, oldest first; None for fewer than two."""
    if len(values) < 2:
        return None
    step = 100 / (len(values) - 1)
    lows = [(round(at * step, 1), round(29 - 28 * low, 1)) for at, (low, _) in enumerate(values)]
    highs = [(round(at * step, 1), round(29 - 28 * high, 1)) for at, (_, high) in enumerate(values)]
    middles = [(x, round((low + high) / 2, 1)) for (x, low), (_, high) in zip(lows, highs, strict=True)]
    return Spark(_joined(middles), _joined([*highs, *reversed(lows)]), *middles[-1])


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
