"""How many questions of a long run are asked, and how long the others will take."""

import time

from ui.render import status_html
from ui.translation import translated

ASKED = "{done} of {total} questions asked, {left} left."


def progress_html(done: int, total: int, started: float) -> str:
    """A bar and a sentence.

    Args:
        done: questions, 1 or more.
        started: of ``time.monotonic``.
    """
    remaining = (time.monotonic() - started) / done * (total - done)
    minutes, seconds = divmod(round(remaining), 60)
    bar = f'<progress max="{total}" value="{done}"></progress>'
    said = translated(ASKED, done=done, total=total, left=f"{minutes}:{seconds:02}")
    return bar + status_html(said)
