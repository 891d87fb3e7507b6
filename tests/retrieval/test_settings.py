"""Settings come from ENERGYCHAT_ variables; wrong ones are refused with a remedy."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from retrieval import load_settings
from retrieval.errors import SettingsError

OUT_OF_BOUNDS = [
    ("chunk_tokens", 31),
    ("chunk_tokens", 513),
    ("dense_weight", -0.1),
    ("dense_weight", 1.1),
    ("fetch_timeout_seconds", 0),
    ("fetch_timeout_seconds", 600.1),
    ("port", -1),
    ("port", 65536),
]
AT_BOUNDS = [
    ("chunk_tokens", 32),
    ("chunk_tokens", 512),
    ("dense_weight", 0.0),
    ("dense_weight", 1.0),
    ("fetch_timeout_seconds", 600.0),
    ("port", 0),
    ("port", 65535),
]


def test_a_variable_sets_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENERGYCHAT_LIBRARY", "/srv/energy")
    assert load_settings().library == Path("/srv/energy")


def test_a_given_value_goes_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENERGYCHAT_PORT", "8001")
    assert load_settings(port=8002).port == 8002


def test_a_value_that_is_none_counts_as_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENERGYCHAT_PORT", "8001")
    assert load_settings(port=None).port == 8001


def test_an_unknown_variable_is_refused_with_the_known_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ENERGYCHAT_CHUNK_TOKEN", "100")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "Unknown setting ENERGYCHAT_CHUNK_TOKEN." in str(refused.value)
    assert "ENERGYCHAT_CHUNK_TOKENS" in str(refused.value)


def test_an_unknown_name_in_a_call_is_refused() -> None:
    with pytest.raises(SettingsError, match="ENERGYCHAT_CHUNKS"):
        load_settings(chunks=3)


@pytest.mark.parametrize(("name", "value"), OUT_OF_BOUNDS)
def test_a_number_out_of_bounds_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: float
) -> None:
    monkeypatch.setenv(f"ENERGYCHAT_{name.upper()}", str(value))
    with pytest.raises(SettingsError, match=f"ENERGYCHAT_{name.upper()}: "):
        load_settings()


@pytest.mark.parametrize(("name", "value"), AT_BOUNDS)
def test_a_number_at_its_bound_is_taken(name: str, value: float) -> None:
    assert getattr(load_settings(**{name: value}), name) == value


def test_a_word_for_a_number_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENERGYCHAT_PORT", "http")
    with pytest.raises(SettingsError, match=r"ENERGYCHAT_PORT: .*integer"):
        load_settings()


def test_settings_do_not_change_once_read() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]
