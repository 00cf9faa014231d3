"""Memory of the server with no stream and with 1,000 idle ones. Goal: at most 50 KiB a stream."""

import asyncio
import json
import tempfile
import urllib.request

from bench.processes import Served, served

STREAMS = 1000
SETTLE_S = 3


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        served("mockround", "serve", "--data", folder, "--port", "0") as server,
    ):
        asyncio.run(_measure(server))


async def _measure(server: Served) -> None:
    round_id = await asyncio.to_thread(_new_round, server.port)
    warm = [await _open(server.port, round_id) for _ in range(10)]
    await asyncio.sleep(SETTLE_S)
    before = server.rss_kib
    streams = [await _open(server.port, round_id) for _ in range(STREAMS)]
    await asyncio.sleep(SETTLE_S)
    after = server.rss_kib
    print(f"memory: {before / 1024:.0f} MiB with 10 streams, {after / 1024:.0f} MiB with {STREAMS} more idle ones")
    print(f"  {(after - before) / STREAMS:.1f} KiB a stream (goal at most 50)")
    for _, writer in (*warm, *streams):
        writer.close()


def _new_round(port: int) -> str:
    url = f"http://127.0.0.1:{port}/api/rounds"
    body = json.dumps({"kind": "full", "problem": "url-shortener"}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(json.load(answer)["id"])


async def _open(port: int, round_id: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /api/rounds/{round_id}/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    await writer.drain()
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer
