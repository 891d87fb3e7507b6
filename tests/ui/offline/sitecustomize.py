"""Python imports this at its start where its folder is on the path: no socket leaves the machine.

Whatever is tried is refused, and written to the file that OFFLINE_LOG names.
"""

import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

HOST_FUNCTIONS = ("getaddrinfo", "gethostbyname", "gethostbyname_ex")
ADDRESS_METHODS = ("connect", "connect_ex", "sendto", "sendmsg")


def is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def refuse(name: str, target: object) -> None:
    with Path(os.environ["OFFLINE_LOG"]).open("a") as log:
        log.write(f"{name} {target} by {sys.argv}\n")
    raise OSError(f"This test is offline: {name} {target}")


def guarded_host(function: Callable[..., object], name: str) -> Callable[..., object]:
    def guarded(host: object, *others: object, **named: object) -> object:
        if not is_loopback(host):
            refuse(name, host)
        return function(host, *others, **named)

    return guarded


def guarded_address(method: Callable[..., object], name: str) -> Callable[..., object]:
    def guarded(self: socket.socket, *others: object) -> object:
        # The address is the last argument; sendmsg may lack one.
        address = others[-1] if others else None
        if isinstance(address, tuple) and not is_loopback(address[0]):
            refuse(name, address)
        return method(self, *others)

    return guarded


for each in HOST_FUNCTIONS:
    setattr(socket, each, guarded_host(getattr(socket, each), each))
for each in ADDRESS_METHODS:
    setattr(socket.socket, each, guarded_address(getattr(socket.socket, each), each))
