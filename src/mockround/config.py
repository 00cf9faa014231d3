"""Every setting of the program, read once from the environment and the command line, then passed as a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from mockround.errors import invalid

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Config:
    """Where things lie and how the server listens."""

    data_dir: Path
    own_content: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    allowed_hosts: tuple[str, ...] = LOOPBACK
    """Names that a request's Host may carry; whatever else is refused before routing."""
    keys_in_file: bool = False
    """Keep keys in a file of the data folder, even where the operating system has a keyring."""
    pace_s: float = 0.03
    """Pause between the chunks of an embedded utterance, so that it can be read as it comes."""

    @property
    def database(self) -> Path:
        return self.data_dir / "mockround.db"

    @property
    def jobs_database(self) -> Path:
        return self.data_dir / "jobs.db"

    @property
    def packs_dir(self) -> Path:
        return self.data_dir / "packs"

    @property
    def clock_file(self) -> Path:
        return self.data_dir / "clock.json"


def config_from(environ: Mapping[str, str]) -> Config:
    """Return the settings of MOCKROUND_* variables; raise `invalid` naming the variable that is wrong."""
    own = environ.get("MOCKROUND_CONTENT")
    hosts = environ.get("MOCKROUND_ALLOWED_HOSTS", "")
    return Config(
        data_dir=Path(environ.get("MOCKROUND_DATA") or platformdirs.user_data_dir("mockround")).expanduser(),
        own_content=Path(own).expanduser() if own else None,
        host=environ.get("MOCKROUND_HOST", "127.0.0.1"),
        port=_port(environ.get("MOCKROUND_PORT", "8000")),
        allowed_hosts=(*LOOPBACK, *(name.strip() for name in hosts.split(",") if name.strip())),
        keys_in_file=_keys_in_file(environ.get("MOCKROUND_KEYS", "keyring")),
        pace_s=_pace(environ.get("MOCKROUND_PACE", "0.03")),
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise invalid(f"MOCKROUND_PORT is {text!r}.", "Set it to a number from 1 to 65535, or 0 for any free port.")
    return int(text)


def _pace(text: str) -> float:
    try:
        pace = float(text)
    except ValueError:
        pace = -1.0
    if not 0 <= pace <= 1:
        raise invalid(f"MOCKROUND_PACE is {text!r}.", "Set it to seconds between 0 and 1, such as 0.03.")
    return pace


def _keys_in_file(text: str) -> bool:
    if text not in ("keyring", "file"):
        raise invalid(f"MOCKROUND_KEYS is {text!r}.", "Set it to 'keyring' or 'file'.")
    return text == "file"
