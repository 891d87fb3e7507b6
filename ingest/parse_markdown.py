"""Markdown with YAML front matter."""

import frontmatter
import yaml
from markdown_it import MarkdownIt

from ingest.blocks import Parsed
from ingest.decode import text_of
from ingest.html_blocks import blocks_of_html
from ingest.metadata import named_fields
from retrieval.errors import ParseError


def parse(content: bytes) -> Parsed:
    """Read a Markdown file.

    Raises:
        ParseError: the front matter is not YAML.
    """
    try:
        front, body = frontmatter.parse(text_of(content))
    except yaml.YAMLError as error:
        raise ParseError(
            "The front matter is not valid YAML. Mend the lines between the two --- lines, "
            "or remove them."
        ) from error
    # Raw HTML is taken as text: what an author pasted is shown, never run.
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    blocks = blocks_of_html(markdown.render(body))
    title = next((block.text for block in blocks if block.level == 1), "")
    return Parsed((tuple(blocks),), {"title": title} | named_fields(front))
