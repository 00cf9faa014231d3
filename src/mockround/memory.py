"""Python's garbage collector, told when large things that stay are being built: it would search them for nothing."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def building() -> Iterator[None]:
    """Keep the collector from running while the body builds what will stay, and from looking at that ever after."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_on:
            gc.enable()
