"""Which paths of a folder are wanted: patterns such as ``*.pdf`` and ``drafts/**``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TOKEN = re.compile(r"\*\*/|\*\*|\*|\?|\[[^\]/]+\]|.", re.DOTALL)
_WILD = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@dataclass(frozen=True)
class Patterns:
    """Paths to include, all where there are none, less those to exclude.

    A pattern without a slash is matched with each name on the path, one with a slash with the
    path from the folder on; what matches a folder matches all below it. Capitals do not matter.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def want(self, path: str) -> bool:
        """Whether a path is included and not excluded."""
        included = not self.include or _any_matches(self.include, path)
        return included and not _any_matches(self.exclude, path)


def _any_matches(patterns: Iterable[str], path: str) -> bool:
    return any(_matches(pattern, path) for pattern in patterns)


def _matches(pattern: str, path: str) -> bool:
    pattern = pattern.strip("/")
    names = path.split("/")
    parts = ["/".join(names[:n]) for n in range(1, len(names) + 1)] if "/" in pattern else names
    expression = re.compile(_expression(pattern), re.IGNORECASE | re.DOTALL)
    return any(expression.fullmatch(part) for part in parts)


def _expression(pattern: str) -> str:
    pieces = []
    for token in _TOKEN.findall(pattern):
        if token.startswith("[") and len(token) > 1:
            body = re.escape(token[1:-1]).replace(r"\-", "-")
            pieces.append(f"[^{body.removeprefix('!')}]" if body.startswith("!") else f"[{body}]")
        else:
            pieces.append(_WILD.get(token) or re.escape(token))
    return "".join(pieces)
