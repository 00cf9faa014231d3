"""A person's words as a query that FTS5 cannot misread, and what it found as offsets instead of markup."""

import re
import unicodedata

Marks = tuple[tuple[int, int], ...]

OPENS, CLOSES = "\x02", "\x03"
"""Stand around each match in what FTS5 returns. `indexed` keeps them out of the text itself."""

# SQLite ends a text at NUL when it cuts snippets; each such character becomes one space, so that offsets hold.
_CONTROL = {code: " " for code in range(32) if chr(code) not in "\t\n\r"}
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 16


def indexed(text: str) -> str:
    """Return `text` as it is indexed: of the same length, without control characters."""
    return text.translate(_CONTROL)


def query_for(text: str) -> str | None:
    """Return a MATCH query for all words of `text`, the last one as a beginning; None where there is no word."""
    words = _WORD.findall(unicodedata.normalize("NFC", text))[:_MOST_WORDS]
    return " ".join(f'"{word}"' for word in words) + "*" if words else None


def unmarked(snippet: str) -> tuple[str, Marks]:
    """Return the snippet without its marks, and where they stood."""
    plain = ""
    marks: list[tuple[int, int]] = []
    for piece in re.split(f"({OPENS}[^{CLOSES}]*{CLOSES})", snippet):
        if piece.startswith(OPENS):
            marks.append((len(plain), len(plain) + len(piece) - 2))
        plain += piece.strip(OPENS + CLOSES)
    return plain, tuple(marks)
