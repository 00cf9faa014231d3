"""A person's words as a query that FTS5 cannot misread, and the words around what it found.

FTS5's own snippets take a time that grows with the square of the hits: one pasted log would stop the search.
"""

import re
import unicodedata
from collections import deque
from itertools import islice

Marks = tuple[tuple[int, int], ...]
Span = tuple[int, int]

# SQLite ends a text at NUL; each such character becomes one space, so that offsets hold.
_CONTROL = {code: " " for code in range(32) if chr(code) not in "\t\n\r"}
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_MOST_WORDS = 16
_SNIPPET_WORDS = 24
_BEFORE = 8
_LONGEST_WORD = 500
_LOOKED_AT = 50_000
"""Characters of a turn in which the first match is looked for; a snippet of a longer one may be its beginning."""


def indexed(text: str) -> str:
    """Return `text` as it is indexed: of the same length, without control characters."""
    return text.translate(_CONTROL)


def words_of(asked: str) -> tuple[str, ...]:
    """Return the words that are asked for, each once; the last one may be the beginning of a word."""
    words = _WORD.findall(unicodedata.normalize("NFC", asked))
    letters = [word for word in words if word.strip("".join(map(chr, range(0x300, 0x370))))]
    return tuple(dict.fromkeys(letters))[:_MOST_WORDS]


def query_for(words: tuple[str, ...]) -> str:
    """Return the MATCH query for all `words`."""
    return " ".join(f'"{word}"' for word in words) + "*"


def snippet_of(text: str, words: tuple[str, ...]) -> tuple[str, Marks]:
    """Return the words of `text` around the first of `words`, and where in that all of them stand."""
    spans = _around_first(text[:_LOOKED_AT], words)
    if not spans:
        return text[:_LOOKED_AT][:200], ()
    start, end = spans[0][0], spans[-1][1]
    start = 0 if not text[:start].strip() else start
    begins, ends = "…" if start else "", "…" if _WORD.search(text, end) else ""
    end = end if ends else len(text)
    shift = len(begins) - start
    marks = tuple((at + shift, to + shift) for at, to in spans if _is_asked(text[at:to], words))
    return f"{begins}{text[start:end]}{ends}", marks


def _around_first(text: str, words: tuple[str, ...]) -> list[Span]:
    before: deque[Span] = deque(maxlen=_BEFORE)
    found = _WORD.finditer(text)
    for match in found:
        before.append(match.span())
        if _is_asked(match[0], words):
            return [*before, *(each.span() for each in islice(found, _SNIPPET_WORDS - len(before)))]
    return []


def _is_asked(word: str, words: tuple[str, ...]) -> bool:
    # Whatever follows in a longer one was not asked for, and to put its accents in order takes the square of them.
    plain = _plain(word[:_LONGEST_WORD])
    return plain.startswith(_plain(words[-1])) or any(plain == _plain(each) for each in words[:-1])


def _plain(word: str) -> str:
    """A word as the index knows it: in small letters, without accents."""
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))
