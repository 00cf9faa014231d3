"""Programs that tests need and that are no Python packages: found, or installed from the system's packages."""

import os
import shutil
import subprocess
from collections.abc import Sequence


def found_or_installed(names: Sequence[str], package: str) -> str | None:
    """Return the first program of `names`; install `package` for it where there is none and we may (root and apt)."""
    if _found(names) is None and os.geteuid() == 0 and shutil.which("apt-get") is not None:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
            subprocess.run(["apt-get", *words], env=environment, check=False, stdout=subprocess.DEVNULL)
    return _found(names)


def is_required(name: str) -> bool:
    """Tell whether MOCKROUND_REQUIRE, a list with commas, names it: then nothing may be skipped for want of it."""
    return name in os.environ.get("MOCKROUND_REQUIRE", "").split(",")


def told(name: str, found: bool, without: str) -> int:
    """Say what is missing so that nobody overlooks it; return the exit code of the script that looked."""
    if found:
        return 0
    print("=" * 78 + f"\nNO {name.upper()}: {without}\n" + "=" * 78)
    return 1 if is_required(name) else 0


def _found(names: Sequence[str]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)
