"""What a site's robots.txt allows programs to fetch.

Source: RFC 9309, section 2.2. Python's own ``urllib.robotparser`` takes the first rule that fits
where the longest counts, and knows neither ``*`` nor ``$``.
"""

import re
import string
from dataclasses import dataclass, field
from urllib.parse import quote

MOST_BYTES = 1_000_000  # RFC 9309, section 2.5, asks for half of that at least
_PERCENT = re.compile("%([0-9a-f]{2})", re.IGNORECASE)
_UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")  # RFC 3986, section 2.3
_LETTERS = re.compile(r"[a-z_-]+", re.IGNORECASE)


@dataclass
class _Group:
    """Rules, each an allowance and a pattern, and the agents that they are for."""

    agents: set[str] = field(default_factory=set)
    rules: list[tuple[bool, str]] = field(default_factory=list)


def allows(robots: bytes, agent: str, target: str) -> bool:
    """Whether a robots.txt lets an agent fetch a path with its query.

    The rules for the agent's name count, else those for all; of those that fit the longest,
    and of two as long the one that allows. Without a rule that fits all is allowed.

    Args:
        agent: its name, without a version.
        target: percent-encoded.
    """
    groups = _groups(robots.decode("utf-8-sig", "replace"))
    name = agent.lower()
    own = [group for group in groups if name in group.agents]
    general = [group for group in groups if "*" in group.agents]
    fitting = [
        (len(pattern), allowed)
        for group in own or general
        for allowed, pattern in group.rules
        if _fits(pattern, _normal(target))
    ]
    return max(fitting, default=(0, True))[1]


def _groups(text: str) -> list[_Group]:
    groups: list[_Group] = []
    for line in re.split(r"[\r\n]+", text):
        key, _, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            # Agents that follow each other share the rules that come after them.
            if not groups or groups[-1].rules:
                groups.append(_Group())
            name = _LETTERS.match(value)
            groups[-1].agents.add("*" if value.startswith("*") else name[0].lower() if name else "")
        elif key in {"allow", "disallow"} and groups:
            # An empty rule fits nothing, and yet ends the list of agents.
            groups[-1].rules.append((key == "allow", _normal(value)))
    return groups


def _normal(path: str) -> str:
    """Percent-encoded in one way (section 2.2.2), so that no letter can be written in two."""

    def decoded(match: re.Match[str]) -> str:
        letter = chr(int(match[1], 16))
        return letter if letter in _UNRESERVED else match[0].upper()

    return quote(_PERCENT.sub(decoded, path), "/?#[]:@!$&'()*+,;=%~-._")


def _fits(pattern: str, target: str) -> bool:
    """Whether a pattern fits the beginning of a path, or with ``$`` at its end the whole of it."""
    if not pattern:
        return False
    parts = pattern.removesuffix("$").split("*")
    if not target.startswith(parts[0]):
        return False
    # Each part at its first place: what follows has then the most room, so no way back is needed.
    at = len(parts[0])
    for part in parts[1:]:
        found = target.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if not pattern.endswith("$"):
        return True
    if len(parts) == 1:
        return target == parts[0]
    return target.endswith(parts[-1]) and len(target) - len(parts[-1]) >= at - len(parts[-1])
