"""Patterns of paths: what they take and what they leave out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.patterns import Patterns


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*.pdf", "a.pdf", True),
        ("*.pdf", "sub/deep/a.PDF", True),
        ("*.pdf", "a.pdf.txt", False),
        ("drafts", "sub/drafts/a.md", True),
        ("drafts", "drafts.md", False),
        ("drafts/**", "drafts/sub/a.md", True),
        ("drafts/**", "sub/drafts/a.md", False),
        ("**/drafts/**", "sub/drafts/a.md", True),
        ("**/drafts/**", "drafts/a.md", True),
        ("drafts/", "drafts/a.md", True),
        ("sub/*.md", "sub/a.md", True),
        ("sub/*.md", "sub/deep/a.md", False),
        ("report-?.md", "report-1.md", True),
        ("report-[0-9].md", "report-7.md", True),
        ("report-[!0-9].md", "report-7.md", False),
        ("a+b (1).md", "a+b (1).md", True),
        ("에너지*", "에너지-2025.pdf", True),
        ("*.zip", "old.zip/inner.pdf", True),
    ],
)
def test_a_pattern_matches_as_in_a_shell(pattern: str, path: str, matches: bool) -> None:
    assert Patterns(include=(pattern,)).want(path) is matches
    assert Patterns(exclude=(pattern,)).want(path) is not matches


def test_without_patterns_all_is_wanted() -> None:
    assert Patterns().want("any/where.pdf")


def test_an_exclusion_goes_before_an_inclusion() -> None:
    patterns = Patterns(("*.pdf", "*.md"), ("drafts/**",))
    paths = ["a.pdf", "b.md", "c.txt", "drafts/d.pdf"]
    assert [path for path in paths if patterns.want(path)] == ["a.pdf", "b.md"]


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_a_pattern(pattern: str, path: str) -> None:
    Patterns((pattern,)).want(path)
