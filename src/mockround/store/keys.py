"""Keys of model providers: in the operating system's keyring, or where there is none in a file of its owner's alone.

Never in the database, and so in no backup or export. A key goes only to the host that it was entered for.
"""

import contextlib
import importlib
import json
import os
import threading
from pathlib import Path
from typing import Any, Literal, Protocol

from mockround.errors import unavailable
from mockround.store.database import translated
from mockround.store.files import PRIVATE_FILE, make_durable

SERVICE = "mockround"
Place = Literal["keyring", "file"]


class _Vault(Protocol):
    def get(self, name: str) -> str | None: ...
    def set(self, name: str, secret: str) -> None: ...
    def delete(self, name: str) -> None: ...


class Keys:
    """May be used from any thread. `place` says where keys are kept."""

    def __init__(self, folder: Path, *, only_file: bool = False) -> None:
        self._file = folder / "keys.json"
        self._only_file = only_file
        self._opening = threading.Lock()
        self._opened: _Vault | None = None

    @property
    def place(self) -> Place:
        return "file" if isinstance(self._vault(), FileVault) else "keyring"

    def get(self, name: str, host: str) -> str | None:
        """Return the key kept under `name` if it was entered for `host`; None otherwise."""
        kept = self._vault().get(name)
        if kept is None:
            return None
        try:
            found = json.loads(kept)
            return str(found["key"]) if found["host"] == host else None
        except (ValueError, KeyError, TypeError):
            return None

    def set(self, name: str, host: str, key: str) -> None:
        self._vault().set(name, json.dumps({"host": host, "key": key}))

    def forget(self, name: str) -> None:
        """Delete the key; nothing where there is none."""
        self._vault().delete(name)

    def _vault(self) -> _Vault:
        with self._opening:
            if self._opened is None:
                self._opened = FileVault(self._file) if self._only_file else _keyring() or FileVault(self._file)
            return self._opened


class FileVault:
    """A JSON object in a file that only its owner can read; replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = threading.Lock()

    def get(self, name: str) -> str | None:
        return self._all().get(name)

    def set(self, name: str, secret: str) -> None:
        with self._writing, translated():
            self._write({**self._all(), name: secret})

    def delete(self, name: str) -> None:
        with self._writing, translated():
            kept = self._all()
            if kept.pop(name, None) is not None:
                self._write(kept)

    def _all(self) -> dict[str, str]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise unavailable(
                f"The keys in '{self._path}' cannot be read.", "Delete the file, and enter them again."
            ) from error
        return {str(name): str(secret) for name, secret in kept.items()} if isinstance(kept, dict) else {}

    def _write(self, kept: dict[str, str]) -> None:
        fresh = self._path.with_name(f"{self._path.name}.new")
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file)
        make_durable(fresh)
        fresh.replace(self._path)
        make_durable(self._path)


class KeyringVault:
    """The operating system's own keyring."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def get(self, name: str) -> str | None:
        found = self._backend.get_password(SERVICE, name)
        return None if found is None else str(found)

    def set(self, name: str, secret: str) -> None:
        self._backend.set_password(SERVICE, name, secret)

    def delete(self, name: str) -> None:
        errors = importlib.import_module("keyring.errors")
        with contextlib.suppress(errors.PasswordDeleteError):
            self._backend.delete_password(SERVICE, name)


def _keyring() -> KeyringVault | None:
    """Return the system's keyring; None where there is none that can be relied on without a prompt of its own."""
    keyring = importlib.import_module("keyring")
    backend = keyring.get_keyring()
    # The failing backend has the priority 0, the one that only chains others has theirs.
    return KeyringVault(backend) if getattr(backend, "priority", 0) >= 1 else None
