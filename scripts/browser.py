"""Finds Chromium for the browser tests, or installs it from the system's packages where it may (root and apt)."""

import sys

from scripts.packages import found_or_installed, told

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def main() -> int:
    found = found_or_installed(NAMES, "chromium")
    if found is not None:
        print(f"browser tests run in {found}")
    return told("browser", found is not None, "the browser tests are skipped. Install Chromium to run them.")


if __name__ == "__main__":
    sys.exit(main())
