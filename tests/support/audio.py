"""Tells schemathesis how a body of sound is sent: as the bytes that they are. Loaded by its command line alone."""

from typing import Any

import schemathesis

from mockround.llm.speech import ENDINGS


@schemathesis.serializer(*ENDINGS)
def as_they_are(_context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
