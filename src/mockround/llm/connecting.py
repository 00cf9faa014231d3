"""Why there is no connection, or no longer one, told from the chain of exceptions that a client library leaves."""

import socket
import ssl
from collections.abc import Iterator

import httpx

from mockround.llm.failures import Trouble


def unconnected(error: BaseException) -> Trouble | None:
    """Return what kept us from connecting, or broke the connection; None where the chain does not tell."""
    for cause in causes(error):
        for kind, trouble in _KINDS:
            if isinstance(cause, kind):
                return trouble
    return None


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and what led to it, the latest first."""
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


_KINDS: tuple[tuple[type[BaseException], Trouble], ...] = (
    (ssl.SSLError, Trouble.TLS),
    (ssl.CertificateError, Trouble.TLS),
    (socket.gaierror, Trouble.DNS),
    (ConnectionRefusedError, Trouble.REFUSED),
    # The request may have arrived and be worked on: not the same as never having connected.
    (ConnectionResetError, Trouble.CONNECTION_LOST),
    (httpx.ReadError, Trouble.CONNECTION_LOST),
)
