"""Long work that lets a chat beside it go first."""

import os
import subprocess
import sys

import pytest

ASK_TWICE = (
    "import os, threading\n"
    "from ui.background import give_way\n"
    "give_way(); give_way()\n"
    "thread = threading.Thread(target=lambda: print(os.getpriority(os.PRIO_PROCESS, 0)))\n"
    "thread.start(); thread.join()\n"
)


@pytest.mark.skipif(not hasattr(os, "setpriority"), reason="this system has no priorities")
def test_work_that_gives_way_runs_with_a_low_priority_in_all_its_threads() -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    done = subprocess.run([sys.executable, "-c", ASK_TWICE], capture_output=True, check=True)
    assert int(done.stdout) == max(10, own)
