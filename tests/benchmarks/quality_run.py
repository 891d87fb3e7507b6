"""What a run of a benchmark gave."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What a run printed and its exit code."""

    code: int
    out: str
    err: str

    def report(self, name: str) -> dict[str, Any]:
        """The report of one set."""
        assert self.code == 0, self.err
        return dict(json.loads(self.out)[name])
