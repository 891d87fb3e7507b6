"""Rich Text Format, by way of striprtf."""

import re
from itertools import groupby

from striprtf.striprtf import rtf_to_text

from ingest.blocks import Block, Parsed, table_rows, tidy

_FIELD = r"\{\\%s\s+((?:[^{}\\]|\\.)*)\}"
_CREATED = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_CODE_PAGE = re.compile(r"\\ansicpg(\d+)")
_LANGUAGE = re.compile(r"\\deflang(\d+)")
# Language identifiers of Windows, primary part: MS-LCID.
_LANGUAGES = {7: "de", 9: "en", 10: "es", 12: "fr", 16: "it", 17: "ja", 18: "ko", 4: "zh"}


def parse(content: bytes) -> Parsed:
    """Read an RTF file: paragraphs, and the rows of tables."""
    # RTF is ASCII; Latin-1 keeps each byte of the files that break this.
    markup = content.decode("latin-1")
    text = _plain(markup)
    blocks: list[Block] = []
    for is_row, lines in groupby(text.split("\n"), key=lambda line: line.rstrip().endswith("|")):
        if is_row:
            blocks += table_rows([line.rstrip().removesuffix("|").split("|") for line in lines])
        else:
            blocks += [Block(tidy(line)) for line in lines]
    return Parsed((tuple(blocks),), _metadata(markup))


def _plain(markup: str) -> str:
    code_page = _CODE_PAGE.search(markup)
    encoding = f"cp{code_page[1]}" if code_page else "cp1252"
    try:
        return str(rtf_to_text(markup, encoding=encoding, errors="replace"))
    except LookupError:
        return str(rtf_to_text(markup, encoding="cp1252", errors="replace"))


def _metadata(markup: str) -> dict[str, str]:
    head = markup[:20_000]
    fields = {}
    for name, keyword in (("title", "title"), ("publisher", "company"), ("author", "author")):
        if match := re.search(_FIELD % keyword, head):
            code_page = _CODE_PAGE.search(head)
            prefix = f"{{\\rtf1\\ansi{code_page[0] if code_page else ''} "
            fields[name] = tidy(_plain(f"{prefix}{match[1]}}}"))
    author = fields.pop("author", "")
    if created := _CREATED.search(head):
        fields["created"] = "-".join(part.zfill(2) for part in created.groups())
    if language := _LANGUAGE.search(head):
        fields["language"] = _LANGUAGES.get(int(language[1]) & 0x3FF, "")
    return {"publisher": author} | fields
