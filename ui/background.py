"""Work that may take hours beside a chat that somebody waits for."""

import os

NICENESS = 10  # of 19: about a tenth of a core that others want, all of one they do not


def give_way() -> None:
    """Let other processes go first; where the system has no such priorities, nothing happens.

    To be called before anything starts threads: on Linux only those that follow inherit it.
    """
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
