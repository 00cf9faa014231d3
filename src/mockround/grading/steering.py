"""Hears an attempt to steer whoever grades: words to the grader, in the open, hidden, encoded or in another language.

Such words earn nothing anyway; where they stand, a model's verdict is not believed above the embedded grader's.
To speak of such attacks is no attempt: a design may well be about them.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from mockround.grading.clauses import clauses
from mockround.grading.cues import cue
from mockround.grading.notes import is_note, set_apart
from mockround.grading.stances import Stance
from mockround.grading.transcript import Transcript
from mockround.rounds.boards.text import printed

# Characters that show nothing and can spell a whole sentence, and those that hide in one.
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_HEX = re.compile(r"(?:[0-9a-f]{2}[ :]?){16,}", re.IGNORECASE)
_QUOTED = re.compile("\"[^\"\n]{0,400}\"|\u201c[^\u201d\n]{0,400}\u201d|(?<!\\w)'[^'\n]{0,400}'(?!\\w)|`[^`\n]{0,400}`")
_LONGEST_DECODED = 4000
_STRETCH = 1000
_NEAR = 80
"""Characters around words to the grader in which talk of attacks makes them a mention."""
_MENTIONS = cue(
    r"attack\w*", r"inject\w*", r"jailbreak\w*", "adversar(y|ies|ial)", "malicious", "hostile", "untrusted",
    r"saniti[sz]\w*", r"escap(e|es|ed|ing)", r"moderat\w+", "phishing", r"abus\w+", "spam", "payloads?",
    r"(user|customer|tenant|seller|author|review|message|comment|document)s? (may|might|could|can|who|that|types?"
    r"|writes?|posts?|sends?|says?|contains?|tries)",
)  # fmt: skip
# What a model that grades has been seen to obey: a colon or an opening without an answer.
_HOLLOW = re.compile(
    r"\W*+((thought process|solution|answer|let'?s (solve|think)[\w ]*+|reasoning|final answer|explanation"
    r"|l\u00f6sung|\u89e3|\u89e3\u6790|soluci[o\u00f3]n)\W*+)?",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(ignorier\w{0,20}|vergiss|missachte) (bitte )?(alle|deine|die|s[a\u00e4]mtliche)\b"
    r".{0,40}(anweisung|vorgabe|regel)"
    r"|(bewerte?|vergib|gib|werte)\b.{0,40}(volle punkt|h\u00f6chstpunkt|alle kriterien|erf\u00fcllt|bestnote)"
    r"|(an|hinweis f\u00fcr) (den|die|das) (pr\u00fcfer|bewerter|bewertung|gutachter|ki|modell)"
    r"|(ignorez?|oubliez?) (toutes )?(les|vos|tes)\b.{0,30}(instructions|consignes|r\u00e8gles)"
    r"|(donnez?|accordez?|mettez?)\b.{0,40}(tous les points|note maximale|tous les crit\u00e8res)"
    r"|(ignora|olvida) (todas )?(las|tus|sus)\b.{0,30}(instrucciones|reglas)"
    r"|(da|otorga|marca|pon)\b.{0,40}(todos los puntos|puntuaci\u00f3n m\u00e1xima|todos los criterios|como cumplid)"
    r"|\u5ffd\u7565.{0,12}(\u6307\u4ee4|\u6307\u793a|\u8bf4\u660e)|(\u6ee1\u5206|\u5168\u90e8\u6807\u51c6|\u6240\u6709\u6807\u51c6)"
    r"|(\u8bc4\u5206|\u6253\u5206)(\u8005|\u5458|\u6a21\u578b)",
    re.IGNORECASE,
)


def steers(transcript: Transcript) -> bool:
    """Tell whether a candidate's turn or the board speaks to whoever grades, or says nothing where it should answer."""
    texts = [each.text for each in transcript.utterances if each.speaker == "candidate"]
    return any(map(steers_in, texts)) or steers_in(printed(transcript.board))


@lru_cache(maxsize=512)
def steers_in(text: str) -> bool:
    """The same of one text."""
    if text.strip() and _HOLLOW.fullmatch(text):
        return True
    return any(_speaks_to_grader(each) for each in _readings(text))


def _readings(text: str) -> Iterator[str]:
    """Yield the text as it stands, without what is invisible, and whatever it holds that is hidden or encoded."""
    plain = _INVISIBLE.sub("", "".join(_normal(text)))
    yield plain
    for found in _TAGS.finditer(text):
        yield "".join(chr(ord(each) - 0xE0000) for each in found[0])
    for found in _ENCODED.finditer(plain):
        yield from _decoded(found[0])
    for found in _HEX.finditer(plain):
        yield bytes.fromhex(re.sub("[ :]", "", found[0]))[:_LONGEST_DECODED].decode("utf-8", "replace")


def _normal(text: str) -> Iterator[str]:
    """Yield the text in plain letters, a stretch at a time: to put marks in order takes the square of them."""
    for start in range(0, len(text), _STRETCH):
        yield unicodedata.normalize("NFKC", text[start : start + _STRETCH])


def _decoded(encoded: str) -> Iterator[str]:
    body = encoded.rstrip("=").replace("-", "+").replace("_", "/")[:_LONGEST_DECODED]
    try:
        raw = base64.b64decode(body + "=" * (-len(body) % 4))
    except (ValueError, binascii.Error):
        return
    said = raw.decode("utf-8", "replace")
    if said.isprintable():
        yield said


def _speaks_to_grader(text: str) -> bool:
    if _ELSEWHERE.search(text) or any(set_apart(text)):
        return True
    addressed = [part for part in clauses(text) if part.stance is Stance.ADDRESSED]
    return any(_is_attempt(text, part.start, part.end) for part in addressed)


def _is_attempt(text: str, start: int, end: int) -> bool:
    """Whether words to the grader are meant, and not quoted in talk of those who write such words."""
    if not is_note(text[start:end]):
        # It only hangs on words that are, and those are looked at, too.
        return False
    around = _QUOTED.sub(" ", text[max(0, start - _NEAR) : end + _NEAR])
    return is_note(_QUOTED.sub(" ", text[start:end])) or _MENTIONS.search(around) is None
