"""From a profile to its model. The only room that reads keys; it hands them to the client and to nobody else."""

import threading
from collections.abc import Mapping

from mockround.llm.clients import chat_model, transcriber
from mockround.llm.port import ChatModel
from mockround.llm.profiles import Profile
from mockround.llm.secrets import forms
from mockround.llm.speech import Transcriber
from mockround.store.keys import Keys


class ProfileProviders:
    """Models by profile, made when they are first asked for. May be used from any thread."""

    def __init__(self, keys: Keys, environ: Mapping[str, str]) -> None:
        self._keys = keys
        self._environ = environ
        self._models: dict[str, ChatModel] = {}
        self._making = threading.Lock()

    def chat(self, profile: Profile) -> ChatModel:
        # Whatever a client is made from; limits and caps may change without a new one.
        sameness = profile.model_dump_json(include={"via", "endpoint", "model", "key", "key_variable", "name"})
        with self._making:
            if sameness not in self._models:
                made = chat_model(profile.via, profile.endpoint, profile.model, lambda: self._key(profile))
                self._models[sameness] = made
            return self._models[sameness]

    def transcriber(self, profile: Profile) -> Transcriber:
        return transcriber(profile.via, profile.endpoint, profile.model, lambda: self._key(profile))

    def secrets(self, profile: Profile) -> tuple[str, ...]:
        key = self._key(profile)
        return forms(key) if key else ()

    def last_four(self, profile: Profile) -> str | None:
        """Return the end of the key, for the owner to recognise it; None where there is none for this host."""
        key = self._key(profile)
        return None if key is None else key[-4:] if len(key) > 8 else ""

    def _key(self, profile: Profile) -> str | None:
        match profile.key:
            case "none":
                return None
            case "environment":
                return self._environ.get(profile.key_variable) or None
            case "stored":
                return self._keys.get(profile.name, profile.host)
