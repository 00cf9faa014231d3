"""Speech through litellm: every endpoint that speaks OpenAI's audio protocol, and the other providers."""

import asyncio
from collections.abc import Callable
from typing import Any

from mockround.llm.failures import EXPLAINED, Trouble
from mockround.llm.litellm_client import addressed, loaded
from mockround.llm.litellm_failures import failure_of, is_refused, trouble_of_exception
from mockround.llm.port import ModelFailure
from mockround.llm.secrets import fits_a_header
from mockround.llm.speech import ENDINGS, Recording

_READ = ("application/json", "text/plain")
"""What a transcript comes as. litellm takes any body that is no JSON for one, a web page too."""


class LitellmSpeech:
    """One speech model, named as litellm names it: 'openai/whisper-1', 'deepgram/nova-3'."""

    def __init__(self, endpoint: str, model: str, key: Callable[[], str | None]) -> None:
        """`endpoint` is '' for the provider's own."""
        self._endpoint = endpoint
        self._model = model
        self._key = key

    async def text(self, recording: Recording, total_s: float) -> str:
        """Return what was said. Rounds are held in English, and endpoints hear better when they know."""
        if not fits_a_header(self._key()):
            raise ModelFailure(Trouble.KEY_REJECTED)
        try:
            litellm = await asyncio.to_thread(loaded)
            heard = await litellm.atranscription(
                **addressed(self._endpoint, self._model, self._key),
                file=(f"answer.{ENDINGS[recording.kind]}", recording.audio, recording.kind),
                response_format="json",
                language="en",
                timeout=total_s,
            )
        except Exception as error:  # noqa: BLE001 - whatever a client library throws is a failure of the model
            failure = failure_of(error, _trouble(error))
        else:
            return _text(heard)
        # Out here the failure has no chain: upstream's own words may quote the key, and a log would print them.
        raise failure


def _trouble(error: BaseException) -> Trouble:
    trouble = trouble_of_exception(error)
    if trouble is Trouble.SLOW_START:
        return Trouble.TOO_SLOW
    # Only a refusal tells that no work was done; litellm has the same names for a reply that it cannot read.
    return Trouble.GARBLED if EXPLAINED[trouble].again and not is_refused(error) else trouble


def _text(heard: Any) -> str:
    headers = getattr(heard, "_hidden_params", {}).get("additional_headers") or {}
    kind = str(headers.get("llm_provider-content-type", _READ[0])).partition(";")[0].strip().lower()
    if kind not in _READ:
        raise ModelFailure(Trouble.NOT_A_STREAM)
    if not isinstance(heard.text, str):
        raise ModelFailure(Trouble.GARBLED)
    return heard.text
