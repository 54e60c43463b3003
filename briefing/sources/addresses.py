"""Which addresses may be fetched from: the guard against requests into the caller's own network."""

from __future__ import annotations

import errno
import ipaddress
import socket
from typing import Any

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
"""All that the registry of IPv6 addresses has given out for the public internet: whatever else parses leads to the own
network (site-local, local NAT64, IPv4-compatible, segment routing) or nowhere."""
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
"""For protocols, for relays that are no more, for documentation: Python calls some or all of each global."""


class NotPublicError(OSError):
    """A connection to an address that is not public was refused before it was made."""

    def __init__(self, address: str) -> None:
        super().__init__(errno.EACCES, f"{address} is not a public address")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet.

    Loopback, private, link-local, shared (RFC 6598), multicast, unspecified, reserved and special ones (RFC 6890)
    are not, nor is an IPv6 address that stands for such an IPv4 one (mapped, 6to4, Teredo, NAT64).
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if not parsed.is_global or parsed.is_multicast or any(parsed in network for network in _SPECIAL):
        return False
    if isinstance(parsed, ipaddress.IPv4Address):
        return True
    if parsed in _NAT64:
        return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
    embedded = [parsed.sixtofour, *(parsed.teredo or ())]
    return parsed in _GLOBAL_UNICAST and all(is_public(str(inner)) for inner in embedded if inner is not None)


def public_socket(info: tuple[Any, ...]) -> socket.socket:
    """A socket for a resolved address (as `socket.getaddrinfo` gives it), if that is public.

    This is asked for every connection with the very address that is about to be connected to, so that a name
    which resolves to another address the second time gains nothing.

    Raises:
        NotPublicError: it is not.
    """
    family, kind, protocol, _, target = info
    if not is_public(target[0]):
        raise NotPublicError(target[0])
    return socket.socket(family=family, type=kind, proto=protocol)
