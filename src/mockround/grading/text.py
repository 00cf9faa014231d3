"""Words of a turn with their places in the raw text, so that every quote is a verbatim slice. Knows no rubric."""

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snowballstemmer.english_stemmer import EnglishStemmer

_HIDDEN = r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]"
_INVISIBLE = re.compile(_HIDDEN)
_LETTERS = rf"[^\W_](?:{_HIDDEN}*[^\W_])*"
_WORD = re.compile(rf"{_LETTERS}(?:['\u2019]{_LETTERS})*(?:[.,:][0-9]+)*%?")

# "n't" is a negation of its own; "can't" must not become "ca" + "not" (a trap found in trials).
_CONTRACTIONS = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "dont": ("do", "not"),
    "doesnt": ("does", "not"),
    "isnt": ("is", "not"),
    "wont": ("will", "not"),
    "cant": ("can", "not"),
    "wouldnt": ("would", "not"),
    "shouldnt": ("should", "not"),
    "i'd": ("i", "would"),
    "we'd": ("we", "would"),
    "it's": ("it", "is"),
    "that's": ("that", "is"),
    "let's": ("let", "us"),
}
_TAILS = {"'s": (), "'ll": ("will",), "'ve": ("have",), "'re": ("are",), "'d": ("would",), "'m": ("am",)}
_NUMBERS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "sixty": "60",
    "hundred": "100", "thousand": "1000", "million": "1000000", "half": "0.5",
}  # fmt: skip
_UNITS = re.compile(r"^([0-9][0-9.,:]*)(%|[a-z]{1,3})$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its stem. `start` and `end` are offsets into the raw text; parts of a contraction share them."""

    word: str
    stem: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        return self.word[0].isdigit()


def tokens(text: str, start: int = 0, end: int = sys.maxsize) -> tuple[Token, ...]:
    """Return the words of `text`, or of a stretch of it, in order and with their places in all of it.

    Case, width, invisible characters and apostrophes' shapes are ignored.
    """
    words = _WORD.finditer(text, start, end)
    return tuple(token for found in words for token in _split(found.group(), found.start(), found.end()))


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """Return the stem of a lower-case word; number words become digits."""
    word = _NUMBERS.get(word, word)
    return word if word[0].isdigit() else str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> "EnglishStemmer":
    """Imported when first needed: the package brings every language along, and a start needs none.

    Not snowballstemmer.stemmer(): that takes PyStemmer where it is installed, and another release stems otherwise.
    """
    from snowballstemmer.english_stemmer import EnglishStemmer  # noqa: PLC0415

    return EnglishStemmer()


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of `tokens(text)`, without their places: thousands of exemplars are read at load."""
    return tuple(stem for raw in _WORD.findall(text) for stem in _stems_of(raw))


def _split(raw: str, start: int, end: int) -> tuple[Token, ...]:
    return tuple(Token(word, stem, start, end) for word, stem in zip(_words(raw), _stems_of(raw), strict=True))


@lru_cache(maxsize=50_000)
def _stems_of(raw: str) -> tuple[str, ...]:
    return tuple(stem_of(word) for word in _words(raw))


@lru_cache(maxsize=50_000)
def _words(raw: str) -> tuple[str, ...]:
    """Return the plain words of one written word: contractions opened, a unit split from its number."""
    word = _INVISIBLE.sub("", unicodedata.normalize("NFKC", raw)).lower().replace("\u2019", "'")
    if not word:
        return ()
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word]
    if word.endswith("n't") and len(word) > 3:
        return (word[:-3], "not")
    for tail, rest in _TAILS.items():
        if word.endswith(tail) and len(word) > len(tail):
            return (word[: -len(tail)], *rest)
    if (unit := _UNITS.match(word)) is not None:
        return unit.group(1).replace(",", ""), unit.group(2)
    return (word.replace(",", "") if word[0].isdigit() else word.replace("'", ""),)
