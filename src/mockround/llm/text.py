"""Makes a model's text fit to be stored and shown: valid Unicode, nothing invisible that acts."""

import re

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)


def clean(text: str) -> str:
    """Return `text` without control, zero-width and direction characters; lone surrogates become U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return _ACTING.sub("", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
