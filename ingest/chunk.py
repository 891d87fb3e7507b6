"""Cut pages into chunks that the encoder reads whole, at sentence and heading borders."""

from collections.abc import Iterator, Sequence

from retrieval.embedding import Encoder
from retrieval.records import HEADING_SEPARATOR, Chunk, Page
from retrieval.sentences import sentence_spans

CUT_WORD_TOKENS = 2  # that the rest of a word cut in two may have more than it had in the word
Span = tuple[int, int]


def chunk_pages(
    pages: Sequence[Page], title: str, language: str, encoder: Encoder, chunk_tokens: int
) -> list[Chunk]:
    """The chunks of a document in reading order.

    Every character of a page that is not white space lies in exactly one chunk. The
    encoder's input of a chunk, its title and heading path included, fits the encoder's
    window, and its text has at most ``chunk_tokens`` tokens.
    """
    chunks: list[Chunk] = []
    path: list[tuple[int, str]] = []  # of headings above, which run on over pages
    for page in pages:
        for section, path in _sections(page, path):  # noqa: B020 - the path runs on
            heading = HEADING_SEPARATOR.join(text for _, text in path)
            context = encoder.token_spans([encoder.context(title, heading)])[0]
            budget = min(chunk_tokens, encoder.window - len(context))
            for start, end in _pack(page.text, section, language, encoder, budget):
                chunks.append(Chunk(page.number, start, end, heading, page.text[start:end]))
    return chunks


def _sections(
    page: Page, path: list[tuple[int, str]]
) -> Iterator[tuple[Span, list[tuple[int, str]]]]:
    """Spans between headings; a heading opens its section, successive ones open one."""
    start = 0
    for heading in page.headings:
        if not _only_headings(page, start, heading.start):
            yield (start, heading.start), path
            start = heading.start
        path = [step for step in path if step[0] < heading.level] + [(heading.level, heading.text)]
    if page.text[start:].strip():
        yield (start, len(page.text)), path


def _only_headings(page: Page, start: int, end: int) -> bool:
    """Whether a span holds nothing but headings and white space."""
    own = sum(len(h.text) for h in page.headings if start <= h.start < end)
    return len(page.text[start:end].replace("\n", "")) <= own


def _pack(text: str, section: Span, language: str, encoder: Encoder, budget: int) -> Iterator[Span]:
    """Join neighbouring sentences while they fit the budget."""
    offset = section[0]
    sentences = [
        (start + offset, end + offset)
        for start, end in sentence_spans(text[slice(*section)], language)
    ]
    tokens = encoder.token_spans([text[start:end] for start, end in sentences])
    current: Span | None = None
    used = 0
    for (start, end), spans in zip(sentences, tokens, strict=True):
        for piece_start, piece_end, count in _pieces(start, end, spans, budget):
            if current is not None and used + count <= budget:
                current, used = (current[0], piece_end), used + count
                continue
            if current is not None:
                yield current
            current, used = (piece_start, piece_end), count
    if current is not None:
        yield current


def _pieces(
    start: int, end: int, tokens: list[Span], budget: int
) -> Iterator[tuple[int, int, int]]:
    """A sentence whole, or cut between words if it is longer than a chunk; with token counts."""
    first, cut, extra = 0, start, 0
    while len(tokens) - first + extra > budget:
        limit = _border(tokens, first, first + budget - extra)
        yield cut, start + tokens[limit][0], limit - first + extra
        first, cut = limit, start + tokens[limit][0]
        extra = 0 if tokens[first][0] > tokens[first - 1][1] else CUT_WORD_TOKENS
    yield cut, end, len(tokens) - first + extra


def _border(tokens: list[Span], first: int, limit: int) -> int:
    """The last token at ``limit`` or before it that begins a word, or at least a character."""
    for begin in range(limit, first, -1):
        if tokens[begin][0] > tokens[begin - 1][1]:
            return begin
    # A tokenizer may split one character into several tokens, which then share offsets.
    while limit > first + 1 and tokens[limit][0] < tokens[limit - 1][1]:
        limit -= 1
    return limit
