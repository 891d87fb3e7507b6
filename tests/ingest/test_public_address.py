"""Which addresses are public, in IPv4, IPv6, and IPv6 that carries IPv4."""

import pytest

from ingest.public_address import is_public

PUBLIC = """
    8.8.8.8 93.184.216.34 211.234.100.1 2606:4700::6810:84e5 2001:4860:4860::8888
    ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::1
"""
FOREIGN = """
    0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.255.0.1 169.254.169.254 172.16.0.1
    172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1
    224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
    :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1
    64:ff9b::169.254.169.254 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1::1 2002:a00:1::1
    3fff::1 4000::1 5f00::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
"""


@pytest.mark.parametrize("address", PUBLIC.split())
def test_an_address_that_anybody_may_have_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", FOREIGN.split())
def test_an_address_of_a_private_or_special_network_is_not(address: str) -> None:
    assert not is_public(address)
