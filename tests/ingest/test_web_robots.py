"""What a robots.txt allows; the examples of RFC 9309 among others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web_robots import allows


def allowed(robots: str, target: str) -> bool:
    return allows(robots.encode(), "energychat", target)


@pytest.mark.parametrize(
    ("rules", "target", "expected"),
    [
        ("Disallow: /a", "/a", False),
        ("Disallow: /a", "/a/b?c=d", False),
        ("Disallow: /a", "/ab", False),
        ("Disallow: /a", "/", True),
        ("Disallow: /A", "/a", True),
        ("Disallow:", "/a", True),
        ("", "/a", True),
        # The longest rule counts, wherever it stands, and of two as long the one that allows.
        ("Allow: /\nDisallow: /private", "/private/x", False),
        ("Disallow: /\nAllow: /public", "/public/x", True),
        ("Disallow: /page\nAllow: /page", "/page", True),
        ("Allow: /example/page/\nDisallow: /example/page/disallowed.gif",
         "/example/page/disallowed.gif", False),
        # Wildcards, and the end of the path.
        ("Disallow: /*.pdf$", "/reports/a.pdf", False),
        ("Disallow: /*.pdf$", "/reports/a.pdf?v=2", True),
        ("Disallow: /*.pdf", "/reports/a.pdf?v=2", False),
        ("Disallow: /*/a*b$", "/x/ab-ab", False),
        ("Disallow: /*/a*b$", "/x/ab-a", True),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: /a*a$", "/aa", False),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: *", "/a", False),
        ("Disallow: /$", "/", False),
        ("Disallow: /$", "/a", True),
        # One letter in two ways of writing.
        ("Disallow: /뉴스", "/%EB%89%B4%EC%8A%A4/1", False),
        ("Disallow: /%eb%89%b4%ec%8a%a4", "/%EB%89%B4%EC%8A%A4/1", False),
        ("Disallow: /%7Ejoe", "/~joe", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        # What stands around a rule.
        ("  disallow :  /a  # not this", "/a", False),
        ("Crawl-delay: 9\nDisallow: /a", "/a", False),
        ("\n\nDisallow: /a", "/a", False),
        ("no rule\n:\n::\nDisallow: /a", "/a", False),
    ],
)  # fmt: skip
def test_a_rule_of_a_group_for_all(rules: str, target: str, expected: bool) -> None:
    assert allowed(f"User-agent: *\n{rules}", target) is expected


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        ("User-agent: energychat\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: EnergyChat\nAllow: /", True),
        ("User-agent: energychat/1.0\nDisallow: /", False),
        ("User-agent: other\nUser-agent: energychat\nDisallow: /", False),
        ("User-agent: energychat\nDisallow: /x\nUser-agent: energychat\nDisallow: /a", False),
        ("User-agent: energy\nDisallow: /", True),
        ("User-agent: energychat\nDisallow:\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent:\nDisallow: /", True),
        ("Disallow: /", True),
        ("\ufeffUser-agent: *\rDisallow: /", False),
    ],
)
def test_the_group_of_the_agents_own_name_goes_first(robots: str, expected: bool) -> None:
    assert allowed(robots, "/a") is expected


@given(st.binary(max_size=200), st.text(st.characters(max_codepoint=126), max_size=30))
def test_any_bytes_are_read(robots: bytes, path: str) -> None:
    assert allows(b"User-agent: *\nDisallow: " + robots, "energychat", f"/{path}") in {True, False}
