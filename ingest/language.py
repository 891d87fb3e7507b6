"""The language of a text whose source does not state it."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 4000  # characters
FEWEST_LETTERS = 20
SURE = 0.8  # probability from which on a language is believed
CODE_LETTERS = 2  # the identifier's zxx means that a text is of no language
_LETTERS = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"([a-z]{2,3})(?:[-_].*)?$")
_NAMES = {
    "english": "en", "french": "fr", "français": "fr", "german": "de", "deutsch": "de",
    "korean": "ko", "한국어": "ko", "japanese": "ja", "日本語": "ja", "chinese": "zh",
    "spanish": "es", "español": "es", "italian": "it", "portuguese": "pt", "eng": "en",
    "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "kor": "ko", "jpn": "ja", "zho": "zh",
    "spa": "es", "ita": "it", "por": "pt",
}  # fmt: skip


def language_code(stated: str) -> str:
    """ "en" for "en-GB", "EN_us", "eng" or "English"; empty for what is no language."""
    stated = stated.strip().lower()
    match = _CODE.match(_NAMES.get(stated, stated))
    return _NAMES.get(match[1], match[1]) if match else ""


def detect(text: str) -> str:
    """The language of a text as ISO 639-1, or empty where it cannot be told with certainty.

    Source of the method: Lui and Baldwin 2012, "langid.py: An off-the-shelf language
    identification tool", in the py3langid package, whose model comes with it.
    """
    sample = text[:SAMPLE]
    if len(_LETTERS.findall(sample)) < FEWEST_LETTERS:
        return ""
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= SURE and len(language) == CODE_LETTERS else ""


@cache
def _identifier() -> "LanguageIdentifier":
    # Imported here: unpacking the model takes a second.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
