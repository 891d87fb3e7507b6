"""A conversation in Markdown (CommonMark) that is plain to read as text, too. Pure."""

import re
from collections.abc import Iterator
from datetime import date

from ui.transcript import CitedPlace, Transcript, Turn, line
from ui.translation import translated

_SYNTAX = re.compile(r"[\\`*_\[\]<>&#|~$]")
# What makes a list or a heading of a line, if the line begins with it.
_AT_START = re.compile(r"^(?:[+=-]|\d{1,9}(?=[.)]))")


def markdown(conversation: Transcript, today: date) -> str:
    """The turns under headings of their own, then the numbered references."""
    exported = translated("Exported on {date}.", date=today.isoformat())
    blocks = [f"# {translated('Questions and answers')}", exported]
    for turn in conversation.turns:
        blocks += _blocks(turn)
    if conversation.references:
        blocks.append(f"## {translated('References')}")
        blocks += [_reference(each) for each in conversation.references]
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """A text of one line that Markdown shows as it is."""
    signs = _SYNTAX.sub(r"\\\g<0>", text)
    return _AT_START.sub(lambda m: f"{m[0]}\\" if m[0].isdigit() else f"\\{m[0]}", signs)


def _blocks(turn: Turn) -> Iterator[str]:
    yield f"## {escaped(turn.question)}"
    lines = [escaped(line(pieces)) for pieces in turn.paragraphs]
    yield "\n".join(f"- {each}" for each in lines) if turn.is_list else "\n\n".join(lines)
    if turn.disagreement:
        yield f"**{escaped(line(turn.disagreement))}**"
    yield from (f"*{escaped(note)}*" for note in turn.notes)


def _reference(cited: CitedPlace) -> str:
    address = f" <{cited.address}>" if cited.address else ""
    title, about = escaped(cited.title), escaped(cited.about)
    return f"\\[{cited.number}\\] {title}. {about}.{address}\n\n> {escaped(cited.quote)}"
