"""`python -m mockround` and the `mockround` command."""

import gc
import sys

_GARBAGE = 20_000
"""Objects made before the youngest are searched. Python's 700 means a search every few lines of a content file."""


def run() -> None:
    """Import the program with the garbage collector at rest: it would search thousands of new classes in vain."""
    gc.disable()
    try:
        from mockround.cli.main import main  # noqa: PLC0415 - see above
    except KeyboardInterrupt:
        # As the commands themselves end with Ctrl-C.
        sys.exit(130)

    gc.freeze()
    gc.set_threshold(_GARBAGE)
    gc.enable()
    main()


if __name__ == "__main__":
    run()
