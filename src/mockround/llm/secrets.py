"""The forms in which a key could come back in a text: as it is, or in an encoding that anybody can undo."""

import base64
import re
from collections.abc import Iterable
from urllib.parse import quote

_FITS_A_HEADER = re.compile(r"[!-~]+")
_SHORTEST = 8
"""Shorter keys would be found in innocent text."""


def fits_a_header(key: str | None) -> bool:
    """Tell whether a key can be sent at all. For one that cannot, a transport's own error would quote it."""
    return not key or _FITS_A_HEADER.fullmatch(key) is not None


def forms(key: str) -> tuple[str, ...]:
    """Return the forms of `key`, squeezed: plain, reversed, percent-encoded, hexadecimal, Base64 at any offset."""
    if len(key) < _SHORTEST:
        return ()
    raw = key.encode()
    found = {key, key[::-1], quote(key, safe=""), raw.hex(), *(_in_base64(raw, offset) for offset in range(3))}
    return tuple(sorted(form for each in found if len(form := _squeezed(each)) >= _SHORTEST))


def holds(text: str, secrets: Iterable[str]) -> bool:
    """Tell whether a text holds one of these forms, however it is spaced, hyphenated or escaped in between."""
    squeezed = _squeezed(text)
    return any(each in squeezed for each in secrets)


def _squeezed(text: str) -> str:
    """Letters and digits alone, in lower case: what is left when a key is torn by blanks, dashes or percent signs."""
    return "".join(each for each in text.lower() if each.isalnum())


def _in_base64(raw: bytes, offset: int) -> str:
    """Return the characters that stand for `raw` alone where it begins `offset` bytes into a group of three."""
    encoded = base64.b64encode(b"\0" * offset + raw).decode().rstrip("=")
    start = (0, 2, 3)[offset]
    whole_groups = (offset + len(raw)) // 3 * 4
    return encoded[start:whole_groups]
