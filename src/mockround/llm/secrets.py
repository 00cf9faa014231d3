"""The forms in which a key could come back in a text: as it is, or in an encoding that anybody can undo."""

import base64
from urllib.parse import quote

_SHORTEST = 8
"""Shorter keys would be found in innocent text."""


def forms(key: str) -> tuple[str, ...]:
    """Return the forms of `key` in lower case: plain, reversed, percent-encoded, hexadecimal, Base64 at any offset."""
    if len(key) < _SHORTEST:
        return ()
    raw = key.encode()
    found = {key, key[::-1], quote(key, safe=""), raw.hex(), *(_in_base64(raw, offset) for offset in range(3))}
    return tuple(sorted(each.lower() for each in found))


def _in_base64(raw: bytes, offset: int) -> str:
    """Return the characters that stand for `raw` alone where it begins `offset` bytes into a group of three."""
    encoded = base64.b64encode(b"\0" * offset + raw).decode().rstrip("=")
    start = (0, 2, 3)[offset]
    whole_groups = (offset + len(raw)) // 3 * 4
    return encoded[start:whole_groups]
