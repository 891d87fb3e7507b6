"""The words of the page in the language that the reader's browser asks for.

A text is named by its English words; ``languages/`` has its French and Korean ones. What a browser
asks for in none of these languages is English, and so is what no browser asked for.
"""

import json
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from importlib.resources import files

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

ENGLISH = "en"
_FOLDER = files("ui").joinpath("languages")
TRANSLATIONS: Mapping[str, Mapping[str, str]] = {
    language: json.loads(_FOLDER.joinpath(f"{language}.json").read_text(encoding="utf-8"))
    for language in ("fr", "ko")
}
_ASKED_FOR: ContextVar[str] = ContextVar("language", default=ENGLISH)


def translated(text: str, **values: object) -> str:
    """A text in the language of the request that is being answered.

    Args:
        values: for the names in braces; a text without any may have braces of its own.
    """
    words = TRANSLATIONS.get(language(), {}).get(text, text)
    return words.format(**values) if values else words


def language() -> str:
    """The language of whoever is answered: ``en``, ``fr`` or ``ko``."""
    # Gradio calls handlers outside of the request in which the middleware noted it. Commands answer
    # no browser, and do not wait for Gradio to be loaded.
    gradio = sys.modules.get("gradio.context")
    request = gradio.LocalContext.request.get(None) if gradio else None
    if request is not None and request.request:
        return preferred(request.headers.get("accept-language", ""))
    return _ASKED_FOR.get()


def preferred(accepted: str) -> str:
    """The first of our languages in a header ``Accept-Language`` (RFC 9110, section 12.5.4)."""
    ranked = []
    for place, each in enumerate(accepted.split(",")):
        name, _, quality = each.partition(";q=")
        try:
            ranked.append((-float(quality or 1), place, name.strip().lower().split("-")[0]))
        except ValueError:
            continue  # not as the standard has it
    known = {ENGLISH, *TRANSLATIONS}
    return next((name for _, _, name in sorted(ranked) if name in known), ENGLISH)


class PageLanguage:
    """Middleware that notes the language, also for the threads in which a request is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        if scope["type"] == "http":
            _ASKED_FOR.set(preferred(Headers(scope=scope).get("accept-language", "")))
        await self._app(scope, receive, send)
