"""A recording becomes text: what is taken, and our own patience over whoever turns it. The audio stays in memory."""

import asyncio
import io
import math
import struct
import wave
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mockround.llm.failures import Trouble
from mockround.llm.port import ModelFailure
from mockround.llm.text import clean
from mockround.llm.watched import pause_after

MAX_BYTES = 25 * 1024 * 1024
"""What hosted endpoints take at most. Ten minutes of a browser's recording are a tenth of it."""
ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "audio/webm": "webm",
        "audio/ogg": "ogg",
        "audio/mp4": "mp4",
        "audio/mpeg": "mp3",
        "audio/wav": "wav",
        "audio/flac": "flac",
    }
)
"""The content types that are taken, each with the ending by which endpoints know it."""
MOST_CALLS = 3


@dataclass(frozen=True, slots=True)
class Recording:
    audio: bytes = field(repr=False)
    kind: str
    """One of ENDINGS."""


Upstream = Callable[[Recording, float], Awaitable[str]]
"""One call, with the seconds that it may take at most. Raises ModelFailure."""


class Transcriber:
    """Who calls: `usecases/speech.py`, `usecases/models.py`."""

    def __init__(self, upstream: Upstream, warm: Callable[[], None] = lambda: None) -> None:
        """`warm` does what has to be done once before the first call, and may take seconds."""
        self._upstream = upstream
        self._warm = warm

    async def text(self, recording: Recording, total_s: float) -> str:
        """Return what was said, '' where nothing was; raise ModelFailure. Ends within `total_s`.

        Upstream is called again only where it did no work: nothing is billed twice.
        """
        await asyncio.to_thread(self._warm)
        clock = asyncio.get_running_loop().time
        ends_at = clock() + total_s
        calls = 0
        while True:
            calls += 1
            try:
                return clean(await self._once(recording, ends_at - clock())).strip()
            except ModelFailure as failure:
                wait_s = pause_after(failure, calls)
                if wait_s is None or calls == MOST_CALLS or clock() + wait_s >= ends_at:
                    raise ModelFailure(
                        failure.trouble, retry_after_s=failure.retry_after_s, attempts=calls
                    ) from failure
            await asyncio.sleep(wait_s)

    async def _once(self, recording: Recording, left_s: float) -> str:
        try:
            async with asyncio.timeout(left_s):
                return await self._upstream(recording, left_s)
        except TimeoutError as late:
            raise ModelFailure(Trouble.TOO_SLOW) from late


def a_tone() -> Recording:
    """Return half a second of a quiet tone, to try an endpoint with: it holds no word, and nobody's voice."""
    rate = 16_000
    samples = (int(2000 * math.sin(2 * math.pi * 440 * at / rate)) for at in range(rate // 2))
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"".join(struct.pack("<h", each) for each in samples))
    return Recording(written.getvalue(), "audio/wav")
