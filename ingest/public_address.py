"""Which addresses are public: anybody on the internet may have them, and not our own network."""

import ipaddress

_IPV4_FOREIGN = [ipaddress.ip_network(each) for each in ("192.0.0.0/24", "192.88.99.0/24")]
# Of IPv6 only this part is given to public hosts; some of it is for documentation and tests.
_IPV6_PUBLIC = ipaddress.ip_network("2000::/3")
_IPV6_FOREIGN = [ipaddress.ip_network(each) for each in ("2001::/23", "3fff::/20")]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052, section 2.1
_LAST_32_BITS = 0xFFFF_FFFF


def is_public(address: str) -> bool:
    """Whether an address is one that anybody on the internet has, and not of some own network.

    An address of IPv6 that carries one of IPv4 is as public as that one. Source: IANA's
    registries of special-purpose addresses, which older versions of ``ipaddress`` know in part.
    """
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv4Address):
        is_special = found.is_multicast or found.is_reserved or _within(found, _IPV4_FOREIGN)
        return found.is_global and not is_special
    carried = found.ipv4_mapped or found.sixtofour
    if found in _NAT64:
        carried = ipaddress.IPv4Address(int(found) & _LAST_32_BITS)
    if carried is not None:
        return is_public(str(carried))
    return found in _IPV6_PUBLIC and found.is_global and not _within(found, _IPV6_FOREIGN)


def _within(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
    networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network],
) -> bool:
    return any(address in network for network in networks)
