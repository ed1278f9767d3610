"""Which addresses of the network are public, by IANA's registries of special-purpose addresses."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_UNICAST = IPv6Network("2000::/3")
"""All public IPv6 addresses but those of NAT64 are here (RFC 4291)."""

_EXAMPLES = IPv6Network("3fff::/20")
"""For documentation (RFC 9637), which older versions of Python do not know."""

_NAT64 = IPv6Network("64:ff9b::/96")
"""An IPv4 address is in the last 32 bits (RFC 6052)."""

_PROTOCOLS = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
"""For protocols, the second for 6to4 relays, whoever runs them. Some versions of Python call parts public."""


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public network, not private, local, reserved, or for many.

    An IPv6 address that stands for an IPv4 one (mapped, 6to4, NAT64) counts as that.
    """
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return _is_public_v4(ip)
    embedded = _embedded(ip)
    if embedded is not None:
        return _is_public_v4(embedded)
    return ip in _UNICAST and ip not in _EXAMPLES and ip.is_global


def _is_public_v4(ip: IPv4Address) -> bool:
    is_special = ip.is_multicast or ip.is_reserved or any(ip in network for network in _PROTOCOLS)
    return ip.is_global and not is_special


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour
