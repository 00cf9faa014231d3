"""The built scripts and styles: their addresses from Vite's manifest, and how long a browser may keep them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from mockround.errors import unavailable

_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses under /static/."""

    script: str
    style: str


@cache
def assets_in(folder: Path) -> Assets | None:
    """Return what was built into `folder`; None where nothing was."""
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return None
    built = json.loads(manifest.read_text(encoding="utf-8"))
    return Assets(
        script=f"/static/{built['elements/main.ts']['file']}", style=f"/static/{built['styles/main.css']['file']}"
    )


def required_assets(folder: Path) -> Assets:
    """Return what was built into `folder`; raise `unavailable` where nothing was."""
    assets = assets_in(folder)
    if assets is None:
        raise unavailable("The scripts and styles of the pages were not built.", "Run `make setup`, then start again.")
    return assets


class BuiltFiles(StaticFiles):
    """Serves what was built. Names under assets/ carry a hash of their content, so they may be kept for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = _FOREVER if path.startswith("assets/") else "no-cache"
        return response
