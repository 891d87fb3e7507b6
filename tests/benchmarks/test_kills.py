"""Ingests that are killed at write steps and at random times: the benchmark, in small."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
KILLS = 8


def test_nothing_is_lost_when_ingests_are_killed() -> None:
    # A process of its own: Chroma's threads in this one would not survive the forks.
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.kills", "--kills", str(KILLS), "--seed", "7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"| all | {KILLS} | 0 |", done.stdout
