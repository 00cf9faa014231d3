"""P11: without a model the kernel is asked to send nothing anywhere, whoever in the process would ask it."""

import re
from pathlib import Path

from tests.support.offline import CONNECT, calls_in, hold_a_round, watched
from tests.support.promises import Tally
from tests.support.servers import wait_for
from tests.support.tracing import skip_without_strace

skip_without_strace()

_NEAR = re.compile(r"AF_UNIX|AF_NETLINK|AF_UNSPEC|inet_addr\(\"127\.|inet_pton\(AF_INET6, \"::1\"")
_SENDS = re.compile(r"(connect|sendto|sendmsg|sendmmsg)\(.*sa_family=")


def packets_in(trace: Path) -> list[str]:
    """Return what the kernel was asked to reach or send to, but for addresses of this machine."""
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if _SENDS.search(line) and not _NEAR.search(line)]


def strace(trace: Path) -> tuple[str, ...]:
    """Return what to run a program under; with -D the program is our child, and strace its own grandchild."""
    return ("strace", "-D", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(trace))


def test_the_kernel_is_asked_to_send_nothing(tmp_path: Path, tally: Tally) -> None:
    trace = tmp_path / "trace"
    with watched(tmp_path, under=strace(trace)) as (client, _):
        hold_a_round(client)
    assert packets_in(trace) == []
    tally.held("P11", "the same, by what the kernel was asked for", tried=1)


def test_strace_sees_who_phones_home(tmp_path: Path, tally: Tally) -> None:
    trace = tmp_path / "trace"
    with watched(tmp_path, CONNECT, under=strace(trace)) as (_, told):
        wait_for(lambda: bool(calls_in(told)))
    caught = [line for line in packets_in(trace) if "192.0.2.1" in line]
    tally.control("P11", "a program that phones home, by what the kernel was asked for", tried=1, caught=len(caught))
