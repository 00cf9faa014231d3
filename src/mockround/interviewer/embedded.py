"""The interviewer that needs no model and no network: templates, streamed at a readable pace."""

import asyncio
from collections.abc import AsyncIterator

from mockround.content.library import Library
from mockround.interviewer.port import Cue
from mockround.interviewer.wording import Wording

_WORDS_A_CHUNK = 3


class EmbeddedInterviewer:
    """Deterministic: the same cue gives the same words. `pace_s` is the pause between chunks of three words."""

    name = "embedded"

    def __init__(self, library: Library, *, pace_s: float) -> None:
        self._library = library
        self._pace_s = pace_s

    async def speak(self, cue: Cue) -> AsyncIterator[str]:
        words = Wording(self._library, cue.state).of(cue.move).split(" ")
        for start in range(0, len(words), _WORDS_A_CHUNK):
            if start and self._pace_s:
                await asyncio.sleep(self._pace_s)
            chunk = " ".join(words[start : start + _WORDS_A_CHUNK])
            yield chunk if start == 0 else f" {chunk}"
