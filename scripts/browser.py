"""Finds Chromium for the browser tests, or installs it from the system's packages where it may (root and apt)."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def browser() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *words], env=environment, check=False, stdout=subprocess.DEVNULL)


def main() -> int:
    if browser() is None and may_install():
        install()
    found = browser()
    if found is not None:
        print(f"browser tests run in {found}")
        return 0
    print("=" * 78 + "\nNO BROWSER: the browser tests are skipped. Install Chromium to run them.\n" + "=" * 78)
    return 1 if os.environ.get("MOCKROUND_REQUIRE") == "browser" else 0


if __name__ == "__main__":
    sys.exit(main())
