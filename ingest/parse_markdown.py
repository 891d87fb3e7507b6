"""Markdown with YAML front matter."""

from pathlib import Path

import frontmatter
import yaml
from markdown_it import MarkdownIt

from ingest.blocks import Parsed
from ingest.html_blocks import blocks_of_html
from ingest.parse_text import read_text
from retrieval.errors import ParseError


def parse(path: Path) -> Parsed:
    """Read a Markdown file.

    Raises:
        ParseError: the front matter is not YAML.
    """
    try:
        front, body = frontmatter.parse(read_text(path))
    except yaml.YAMLError as error:
        raise ParseError(
            "The front matter is not valid YAML. Mend the lines between the two --- lines, "
            "or remove them."
        ) from error
    # Raw HTML is taken as text: what an author pasted is shown, never run.
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    blocks = blocks_of_html(markdown.render(body))
    title = next((block.text for block in blocks if block.level == 1), "")
    given = {key: str(value) for key, value in front.items() if value is not None}
    return Parsed((tuple(blocks),), {"title": title} | given)
