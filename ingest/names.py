"""Names of files as text that can be stored and shown."""

import re
from pathlib import PurePath

# Line ends and other controls, and what reverses the direction of the text after it.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def storable_name(path: PurePath) -> str:
    """A relative path with slashes; what cannot be stored or shown is percent-encoded.

    That is bytes that are not UTF-8, which SQLite refuses, line ends, control characters and
    those that reverse the direction of a text.
    """
    text = "".join(
        f"%{ord(c) - 0xDC00:02X}" if 0xDC80 <= ord(c) <= 0xDCFF else c for c in path.as_posix()
    )
    return _UNSHOWABLE.sub(lambda c: "".join(f"%{b:02X}" for b in c[0].encode()), text)
