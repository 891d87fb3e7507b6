"""The waiting of whoever guesses passwords, with a clock that the tests turn."""

import pytest
from own_server import Clock

from ui.attempts import MOST_KEPT, Attempts, address_key


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def attempts(clock: Clock) -> Attempts:
    return Attempts(free=2, clock=clock)


def fail(attempts: Attempts, key: str, times: int) -> None:
    for _ in range(times):
        attempts.begin(key)


def test_the_delay_doubles_after_the_free_failures_up_to_a_quarter_of_an_hour(
    attempts: Attempts,
) -> None:
    waits = []
    for _ in range(9):
        attempts.begin("maria")
        waits.append(attempts.wait_seconds("maria"))
    assert waits == [0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_the_wait_ends(attempts: Attempts, clock: Clock) -> None:
    fail(attempts, "maria", 2)
    clock.turn(seconds=29)
    assert attempts.wait_seconds("maria") == pytest.approx(1)
    clock.turn(seconds=1)
    assert attempts.wait_seconds("maria") == 0


def test_one_does_not_wait_for_another(attempts: Attempts) -> None:
    fail(attempts, "maria", 5)
    assert attempts.wait_seconds("jun") == 0


def test_an_hour_without_an_attempt_is_forgiven(attempts: Attempts, clock: Clock) -> None:
    fail(attempts, "maria", 5)
    clock.turn(hours=1)
    attempts.begin("maria")
    assert attempts.wait_seconds("maria") == 0


def test_an_attempt_that_was_none_is_taken_back(attempts: Attempts) -> None:
    fail(attempts, "maria", 2)
    attempts.take_back("maria")
    assert attempts.wait_seconds("maria") == 0
    attempts.forget("maria")
    fail(attempts, "maria", 1)
    assert attempts.wait_seconds("maria") == 0


def test_the_memory_is_bounded_and_keeps_the_latest(attempts: Attempts) -> None:
    fail(attempts, "first", 5)
    for number in range(MOST_KEPT):
        fail(attempts, f"name {number}", 2)
    assert attempts.wait_seconds("first") == 0
    assert attempts.wait_seconds(f"name {MOST_KEPT - 1}") == 30


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_network_of_version_6_counts_as_one_address(host: str, key: str) -> None:
    assert address_key(host) == key
