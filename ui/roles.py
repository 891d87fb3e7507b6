"""What the page lets readers do, and what librarians alone."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from inspect import Parameter, signature
from typing import Any

import gradio as gr
from fastapi import Request
from gradio.blocks import BlockContext
from gradio.components import Component

from retrieval.users import User
from ui.translation import translated

READERS_SEE = (
    "You may look at the documents. Only a librarian uploads, ingests, corrects and removes them."
)
READERS_MAY_NOT = "Only a librarian may change the library. Ask whoever runs this page."
REQUEST = Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=gr.Request)


def user_of(request: gr.Request) -> User:
    """Who pressed a button, as the guard noted it."""
    user: User = request.request.scope["user"]  # type: ignore[union-attr]
    return user


def username(request: gr.Request) -> str:
    """The name under which a page's user is known; empty where nobody has to sign in."""
    return request.username or ""


def name_of(request: Request) -> str:
    """The name that Gradio hands on as ``username``; empty where nobody has to sign in."""
    user: User = request.scope["user"]
    return user.name


def with_request(run: Callable[..., Any], work: Callable[..., Any]) -> None:
    """Let Gradio call ``run`` with the request and then the arguments of ``work``."""
    # Gradio reads here which arguments come from the client, and that the request is wanted.
    own = signature(work)
    run.__signature__ = own.replace(  # type: ignore[attr-defined]
        parameters=[REQUEST, *own.parameters.values()]
    )
    run.__annotations__ = {REQUEST.name: REQUEST.annotation} | work.__annotations__


def librarians_only(work: Callable[..., Any]) -> Callable[..., Any]:
    """A handler of the page that refuses readers before anything is done.

    Hiding a button is a courtesy: whoever knows the page can send what the button sends.
    """

    @wraps(work)
    def run(request: gr.Request, *values: object) -> Any:  # noqa: ANN401  # as the handler's
        _check(request)
        return work(*values)

    @wraps(work)
    def run_steps(request: gr.Request, *values: object) -> Iterator[Any]:
        _check(request)
        yield from work(*values)

    # Gradio streams what it sees to be a generator.
    guarded = run_steps if inspect.isgeneratorfunction(work) else run
    with_request(guarded, work)
    return guarded


def show_what_is_allowed(
    blocks: gr.Blocks,
    reads_only: gr.HTML,
    controls: Sequence[Component | BlockContext],
    fields: Sequence[gr.Textbox],
) -> None:
    """Show, when the page is opened, readers no more than what they may use.

    Args:
        reads_only: says why, to readers alone.
        controls: that change the library; readers do not see them.
        fields: that readers see and cannot change.
    """

    def show(request: gr.Request) -> list[dict[str, Any]]:
        may = user_of(request).is_librarian
        shown = [gr.update(visible=may) for _ in controls]
        return [gr.update(visible=not may), *shown, *(gr.update(interactive=may) for _ in fields)]

    outputs = [reads_only, *controls, *fields]
    blocks.load(show, None, outputs, show_progress="hidden", api_visibility="private")


def _check(request: gr.Request) -> None:
    if not user_of(request).is_librarian:
        # Of all errors, Gradio hands only its own on to whoever asks.
        raise gr.Error(translated(READERS_MAY_NOT), print_exception=False)
