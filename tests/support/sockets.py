"""What the kernel knows of a server's connections, and clients that are gone without a word."""

import ctypes
import socket
import struct
from pathlib import Path
from urllib.parse import urlsplit

_LISTENING = "0A"
_ATTACH_FILTER = 26
"""SO_ATTACH_FILTER, which the socket module does not name."""


def held_by(url: str) -> int:
    """Return how many connections the server at `url` keeps open; not those that the kernel ends by itself."""
    port = f"{urlsplit(url).port:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return sum(row[1].endswith(f":{port}") and row[3] != _LISTENING and row[9] != "0" for row in rows)


def connected(url: str, *, takes: int | None = None) -> socket.socket:
    """Return a connection to the server at `url`; `takes` is how many bytes are taken in before somebody reads them."""
    where = urlsplit(url)
    made = socket.socket()
    if takes is not None:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, takes)
    made.settimeout(60)
    made.connect((where.hostname, where.port))
    return made


def asked(url: str, path: str, *, takes: int | None = None) -> socket.socket:
    """Return a connection on which `path` was asked for and the answer has begun."""
    made = connected(url, takes=takes)
    made.sendall(f"GET {path} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n\r\n".encode())
    assert made.recv(12) == b"HTTP/1.1 200"
    return made


def vanish(connection: socket.socket) -> None:
    """Drop whatever comes in from now on, unacknowledged, as if the cable had been pulled: nobody is told."""
    drop_all = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))
    program = struct.pack("HL", 1, ctypes.addressof(drop_all))
    connection.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, program)


def close(connection: socket.socket) -> None:
    """Close a connection, also one that has vanished."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
