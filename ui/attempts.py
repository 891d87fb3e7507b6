"""How long whoever guesses passwords has to wait: longer with each failure."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

FIRST_DELAY, LONGEST_DELAY = 30.0, 900.0  # seconds
FORGOTTEN_AFTER = 3600.0  # seconds without an attempt
MOST_KEPT = 10_000  # names or addresses; the memory must not grow with an attack


@dataclass
class _Record:
    failures: int
    last: float


class Attempts:
    """The attempts that failed, by the name or the address that made them."""

    def __init__(self, free: int, clock: Callable[[], float]) -> None:
        """Begin with none.

        Args:
            free: failures before the first delay; each further one doubles it.
            clock: in seconds.
        """
        self._free = free
        self._clock = clock
        self._records: OrderedDict[str, _Record] = OrderedDict()

    def wait_seconds(self, key: str) -> float:
        """How long until the next attempt may be made, 0 if at once."""
        record = self._record(key)
        if record is None or record.failures < self._free:
            return 0
        # The exponent is bounded, since no float holds two to a thousand failures.
        delay = min(FIRST_DELAY * 2.0 ** min(record.failures - self._free, 10), LONGEST_DELAY)
        return max(record.last + delay - self._clock(), 0)

    def begin(self, key: str) -> None:
        """Count an attempt as failed until it is known to be none.

        Before the password is checked, or many attempts at once would all find the way free.
        """
        record = self._record(key) or _Record(0, 0)
        self._records[key] = _Record(record.failures + 1, self._clock())
        self._records.move_to_end(key)
        while len(self._records) > MOST_KEPT:
            self._records.popitem(last=False)

    def take_back(self, key: str) -> None:
        """Count one attempt less: it was none."""
        if record := self._records.get(key):
            record.failures -= 1

    def forget(self, key: str) -> None:
        """Begin anew with whoever has proved to be who they say."""
        self._records.pop(key, None)

    def _record(self, key: str) -> _Record | None:
        record = self._records.get(key)
        if record and record.last + FORGOTTEN_AFTER <= self._clock():
            del self._records[key]
            return None
        return record


def address_key(host: str) -> str:
    """The address that counts: of version 6 the network, in which one has 2**64 addresses."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return host if address.version == 4 else str(ip_network((int(address), 64), strict=False))
