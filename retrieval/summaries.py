"""A document's machine-made summary of itself, which may say what its body does not.

Known by a label, such as "AI summary" or "요약 (AI)", as a heading, as a line of its own or before
the text; or without one, as lines of one sentence each at a document's end that say over again
what stands above them.
"""

import re
from collections.abc import Collection, Sequence

from retrieval.asked_words import asked_words, held
from retrieval.index import Library
from retrieval.reader import Evidence
from retrieval.records import HEADING_SEPARATOR, Page
from retrieval.sentences import sentence_spans
from retrieval.terms import content_terms, terms

# Log-odds by which the body may answer less well than the summary, which has the question's
# words close together as a rule.
MARGIN = 4.0
LABELLED_LINES = 5  # of a paragraph behind a label that is no heading
LONGEST_LABEL = 100  # characters
LEAST_LINES = 2  # of a summary without a label
LEAST_WORDS = 8  # of each of them
RESTATED = 0.55  # share of their words that stand above
LONGEST_DOCUMENT = 50_000  # characters; a longer one ends with no such lines

_SUMMARY = (
    r"summar(?:y|ies|i[sz]ed)|overview|key points?|takeaways?|highlights|tl;?dr|digest|abstract|"
    r"résumé\w*|synthèse|points clés|l['’]essentiel|zusammenfassung|요약|핵심|정리"
)
_MACHINE = (
    r"(?<![^\W_가-힣])(?:AI|A\.I\.|IA|KI|LLM|GPT\S*)(?![^\W_가-힣])|chatgpt|copilot|gemini|claude|"
    r"artificial intelligence|intelligence artificielle|인공지능|language model|machine|"
    r"automati\w*|auto-|자동|(?:generated|created|produced|written) (?:by|with|using)|"
    r"(?:générée?|rédigée?|produite?|créée?) (?:par|avec|automatiquement)|생성"
)
_LABEL = re.compile(rf"(?=.*(?:{_SUMMARY}))(?=.*(?:{_MACHINE}))", re.IGNORECASE)
# No row of a table, which has no full stop, no list of sources and nobody's words.
_STATEMENT = re.compile(r"[^•“”«»\"]+[.!。]")
_LEAD = re.compile(r"^[^:：.!?。]{0,60}[:：]")
Span = tuple[int, int]


def body_first(library: Library, question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without sentences of summaries of documents whose body answers too.

    Args:
        evidence: what the reader found, best first.
    """
    if not evidence:
        return []
    near = [e for e in evidence if e.log_odds >= evidence[0].log_odds - MARGIN]
    pages = {name: library.catalogue.pages(name) for name in {e.passage.document for e in near}}
    # Once a page, which may be a book of a single one with many sentences near.
    spans = {
        (name, number): summary_spans(pages[name], number)
        for name, number in {(e.passage.document, e.passage.chunk.page) for e in near}
    }
    summed_up = [e for e in near if is_summary(e, spans[e.passage.document, e.passage.chunk.page])]
    body = [e for e in evidence if e not in summed_up]
    asked = asked_words(question)
    return [
        e
        for e in evidence
        if e not in summed_up or not any(_answers_too(b, e, asked) for b in body)
    ]


def is_summary(evidence: Evidence, spans: Sequence[Span]) -> bool:
    """Whether a sentence is part of a machine-made summary, of which its page has these spans."""
    headings = evidence.passage.chunk.heading.split(HEADING_SEPARATOR)
    return any(map(is_label, headings)) or any(a <= evidence.start < b for a, b in spans)


def summary_spans(pages: Sequence[Page], number: int) -> list[Span]:
    """Where a page of a document has machine-made summaries; nowhere without such a page."""
    page = next((page for page in pages if page.number == number), None)
    if page is None:
        return []
    return labelled_spans(page) + (restating_spans(pages) if page is pages[-1] else [])


def is_label(line: str) -> bool:
    """Whether a line only says that a machine's summary follows."""
    return len(line) <= LONGEST_LABEL and bool(_LABEL.search(line))


def labelled_spans(page: Page) -> list[Span]:
    """Where a page has summaries behind a label, each the next paragraph, a few lines at most."""
    headings = {heading.start for heading in page.headings}
    lines = _lines(page.text)
    found = []
    for n, (start, end) in enumerate(lines):
        line = page.text[start:end]
        lead = _LEAD.match(line)
        if lead and is_label(lead.group()) and line[lead.end() :].strip():
            found.append((start, end))
        elif is_label(line):
            found.append(
                (start, _end_of_paragraph(page.text, lines[n : n + LABELLED_LINES + 1], headings))
            )
    return found


def _end_of_paragraph(text: str, lines: Sequence[Span], headings: Collection[int]) -> int:
    """Where the paragraph behind the first line ends."""
    end = lines[0][1]
    for n, (start, stop) in enumerate(lines[1:], 1):
        is_new = n > 1 and "\n\n" in text[end : start + 1]
        if start in headings or is_new:
            break
        end = stop
    return end


def restating_spans(pages: Sequence[Page]) -> list[Span]:
    """Lines at the end of the last page that say again what stands above, one sentence each."""
    page = pages[-1]
    if sum(len(p.text) for p in pages) > LONGEST_DOCUMENT:
        return []
    headings = {heading.start for heading in page.headings}
    lines = _lines(page.text)
    block: list[Span] = []
    for start, end in reversed(lines):
        line = page.text[start:end]
        is_point = (
            len(line.split()) >= LEAST_WORDS
            and bool(_STATEMENT.fullmatch(line.strip()))
            and len(sentence_spans(line)) == 1
        )
        if start in headings or not is_point:
            break
        block.insert(0, (start, end))
    while len(block) >= LEAST_LINES:
        above = " ".join(p.text for p in pages[:-1]) + page.text[: block[0][0]]
        known = set(terms(above))
        if all(_share(page.text[start:end], known) >= RESTATED for start, end in block):
            return block
        block.pop(0)
    return []


def _share(line: str, known: set[str]) -> float:
    own = content_terms(line)
    return sum(term in known for term in own) / len(own) if own else 0.0


def _answers_too(body: Evidence, summary: Evidence, asked: Sequence[str]) -> bool:
    """Whether a sentence of the same document says as much of what is asked, but for a word."""
    return (
        body.passage.document == summary.passage.document
        and body.log_odds >= summary.log_odds - MARGIN
        and body.features.has_type >= summary.features.has_type
        and len(held(asked, body.text)) >= len(held(asked, summary.text)) - 1
    )


def _lines(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"[^\n]+", text)]
