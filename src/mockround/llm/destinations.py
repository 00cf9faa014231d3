"""Where a model is never looked for: the addresses at which a cloud tells its machines their own credentials.

A name is looked up before each call and refused where it leads there; what a number is, is seen however it is written.
"""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from mockround.llm.failures import Trouble
from mockround.llm.port import Ask, ModelFailure
from mockround.llm.upstream import Together, Upstream, hang_up

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NETWORKS = tuple(
    ipaddress.ip_network(each)
    for each in (
        "169.254.0.0/16",  # AWS, Google, Azure, DigitalOcean and most others
        "fe80::/10",
        "fd00:ec2::/32",  # AWS
        "fd20:ce::254/128",  # Google
        "100.100.100.200/32",  # Alibaba
        "168.63.129.16/32",  # Azure
        "192.0.0.192/32",  # Oracle
    )
)
_NAMES = frozenset({"metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal"})
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_forbidden(host: str) -> bool:
    """Tell whether a host, as it is written, is such a place. Nothing is looked up."""
    name = host.strip("[]").rstrip(".").lower()
    address = _address(name)
    return name in _NAMES if address is None else _is_forbidden_address(address)


async def refuse_forbidden(endpoint: str) -> None:
    """Raise ModelFailure where an endpoint's host is such a place, or its name leads to one now."""
    host = _host(endpoint)
    if host and (is_forbidden(host) or await _leads_astray(host)):
        raise ModelFailure(Trouble.FORBIDDEN_HOST)


class Outbound:
    """An upstream that is not called where its host's name leads to such a place."""

    def __init__(self, upstream: Upstream, endpoint: str) -> None:
        self._upstream = upstream
        self._endpoint = endpoint

    async def stream(self, ask: Ask) -> AsyncIterator[Together]:
        await refuse_forbidden(self._endpoint)
        pieces = self._upstream.stream(ask)
        try:
            async for piece in pieces:
                yield piece
        finally:
            await hang_up(pieces)


def _host(endpoint: str) -> str:
    """Return the host of an endpoint; '' where it is no address, which is for the client to say."""
    try:
        return urlsplit(endpoint).hostname or ""
    except ValueError:
        return ""


async def _leads_astray(host: str) -> bool:
    if _address(host) is not None:
        return False
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        # Not known here, though perhaps to a proxy: the client will say so where it matters.
        return False
    addresses = (_address(str(each[4][0])) for each in found)
    return any(each is not None and _is_forbidden_address(each) for each in addresses)


def _address(name: str) -> _Address | None:
    """Return the address that a host is, be it written 169.254.169.254, 0xa9fea9fe or 2852039166; None for a name."""
    try:
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(name))
    except (OSError, UnicodeError):
        return None


def _is_forbidden_address(address: _Address) -> bool:
    return any(each in network for each in _forms(address) for network in _NETWORKS if each.version == network.version)


def _forms(address: _Address) -> list[_Address]:
    """Return the address and the older one that it may carry."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    carried = [address.ipv4_mapped, address.sixtofour]
    if address in _NAT64:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *(each for each in carried if each is not None)]
