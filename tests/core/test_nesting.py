"""The levels of JSON are counted without reading it: as many as there are, wherever the pieces are cut."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockround.nesting import MAX_DEPTH, Nesting, is_too_deep

_TEXTS = st.text(alphabet='[]{}"\\\\ax\u2230\ud83d', max_size=6)
_VALUES = st.recursive(
    _TEXTS | st.none() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(_TEXTS, inner), max_leaves=20
)


def levels(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(levels, inner), default=0) if isinstance(value, dict | list) else 0


@settings(deadline=None)
@given(_VALUES, st.integers(0, MAX_DEPTH + 1), st.integers(1, 9), st.booleans())
def test_every_level_counts_and_no_bracket_in_a_string_does(value: Any, more: int, cut: int, is_ascii: bool) -> None:
    text = "[" * more + json.dumps(value, ensure_ascii=is_ascii) + "]" * more
    data, nesting = text.encode("utf-8", "surrogatepass"), Nesting()
    for at in range(0, len(data), cut):
        nesting.take(data[at : at + cut])
    assert nesting.is_too_deep == is_too_deep(text) == (levels(value) + more > MAX_DEPTH)
    assert nesting.is_over == (0 < levels(value) + more <= MAX_DEPTH)


@pytest.mark.parametrize("text", ["", '"', '"\\', "]" * 99, "x", '"[' * 99, '"\\\\"' + "]" * 99 + "[" * 99])
def test_what_is_no_json_is_counted_up_to_where_no_reader_goes_on(text: str) -> None:
    assert not is_too_deep(text)


def test_what_follows_a_value_belongs_to_another() -> None:
    deep = "[" * (MAX_DEPTH + 1)
    assert not is_too_deep(f"[]{deep}")
    assert is_too_deep(f"[]{deep}", 2)
    assert is_too_deep(deep)
    assert not is_too_deep(deep, 1)
