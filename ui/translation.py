"""The words of the page in the language that the reader's browser asks for.

A text is named by its English words; ``languages/`` has its French and Korean ones. What a browser
asks for in none of these languages is English, and so is what no browser asked for.
"""

import json
import re
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

ENGLISH = "en"
_FOLDER = files("ui").joinpath("languages")
TRANSLATIONS: Mapping[str, Mapping[str, str]] = {
    language: json.loads(_FOLDER.joinpath(f"{language}.json").read_text(encoding="utf-8"))
    for language in ("fr", "ko")
}
# What other layers say in English, such as why a file cannot be read: patterns with their places.
MESSAGES: Mapping[str, Mapping[str, str]] = {
    language: json.loads(_FOLDER.joinpath(f"messages.{language}.json").read_text(encoding="utf-8"))
    for language in TRANSLATIONS
}
_NUMBERS = {"count", "known", "line", "most", "numbers", "page", "size"}  # places of numbers
_INNER = {"kind", "pages", "problem", "remedy", "warning"}  # places of what is a message itself
_ASKED_FOR: ContextVar[str] = ContextVar("language", default=ENGLISH)


def translated(text: str, **values: object) -> str:
    """A text in the language of the request that is being answered.

    Args:
        values: for the names in braces; a text without any may have braces of its own.
    """
    words = TRANSLATIONS.get(language(), {}).get(text, text)
    return words.format(**values) if values else words


def retold(message: str) -> str:
    """A whole message of another layer, or a text of the page, in the language of the request.

    A message that is not known stays as it is.
    """
    spoken = language()
    if spoken not in MESSAGES or message in TRANSLATIONS[spoken]:
        return translated(message)
    for pattern, words in _patterns(spoken):
        if found := pattern.fullmatch(message):
            places = found.groupdict().items()
            return words.format(**{name: _in_place(name, said) for name, said in places})
    return message


def _in_place(name: str, said: str) -> str:
    if name in _NUMBERS:
        return said.replace(" to ", "–")
    return retold(said) if name in _INNER else said


@cache
def _patterns(spoken: str) -> list[tuple[re.Pattern[str], str]]:
    """The messages' patterns, those that say most first."""
    said = sorted(MESSAGES[spoken].items(), key=lambda item: -len(re.sub(r"{\w+}", "", item[0])))
    return [(_pattern(message), words) for message, words in said]


def _pattern(message: str) -> re.Pattern[str]:
    def place(match: re.Match[str]) -> str:
        return f"(?P<{match[1]}>{'[0-9.,to ]+?' if match[1] in _NUMBERS else '.+?'})"

    return re.compile(re.sub(r"\\{(\w+)\\}", place, re.escape(message)), re.DOTALL)


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
