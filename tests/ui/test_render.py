"""HTML of answers, sources and documents."""

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from html_reader import HOSTILE, Reader
from markdown_it import MarkdownIt

from retrieval.records import (
    Answer,
    Chunk,
    Citation,
    Passage,
    Source,
    SourceChange,
    StatedValue,
    Unsupported,
)
from retrieval.writer import WRITING
from ui.render import (
    answer_html,
    document_link,
    escape_markdown,
    original_link,
)
from ui.source_cards import sources_html

BEFORE, AFTER = "It began before. ", " It went on after."
SOURCE = Source("a b/<i>ü</i>?#.md", "p.md", "md", "<b>Title</b> & 'more'", "<u>Press</u>", "2025")


@pytest.fixture
def citation() -> Citation:
    """A citation of the hostile sentence, which stands at 100 in its page."""
    text = BEFORE + HOSTILE + AFTER
    start = 100 + len(BEFORE)
    chunk = Chunk(1, 100, 100 + len(text), "", text)
    passage = Passage("id", SOURCE, chunk, 0.9)
    return Citation(1, SOURCE, 1, start, start + len(HOSTILE), HOSTILE, passage)


@pytest.fixture
def answer(citation: Citation) -> Answer:
    """An answer of one sentence."""
    return Answer(
        question="What?",
        standalone_question="What?",
        text=f"{HOSTILE} [1]",
        answered=True,
        short_answer=HOSTILE,
        confidence=0.9,
        note="",
        citations=(citation,),
        passages=(citation.passage,),
        seconds=0.1,
    )


@pytest.fixture
def unanswered(answer: Answer) -> Answer:
    """An answer that says that there is none."""
    return replace(answer, text="None.", answered=False, short_answer="", citations=())


def test_the_sentence_of_an_answer_shows_as_it_is(answer: Answer) -> None:
    read = Reader(answer_html(answer))
    assert read.text == f"{HOSTILE} [1]"
    assert {tag for tag, _ in read.tags} <= {"p", "span", "a"}


def test_text_survives_a_markdown_reader() -> None:
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for text in (HOSTILE, "# No heading", "1. no list", "- no list", "| a |\n|---|", "~~no~~ ***"):
        read = Reader(markdown.render(escape_markdown(text)))
        assert read.text.strip() == text
        assert [tag for tag, _ in read.tags] == ["p"]


def test_the_marker_links_to_the_cited_words(answer: Answer, citation: Citation) -> None:
    assert Reader(answer_html(answer), "a").inside == "[1]"
    assert Reader(answer_html(answer)).links() == [
        document_link(SOURCE, 1, citation.start, citation.end, citation.passage.revision)
    ]


def test_a_marker_leads_to_where_the_words_stand_now(answer: Answer) -> None:
    moved = seen(answer, SourceChange("2026-01-02", is_gone=False, place=(2, 5, 9)))
    assert Reader(answer_html(moved)).links() == [document_link(SOURCE, 2, 5, 9)]
    assert "Source changed on 2026-01-02; these words are still in it." in sources_html(moved)


def test_a_marker_leads_to_the_document_where_the_words_are_gone(answer: Answer) -> None:
    changed = seen(answer, SourceChange("", is_gone=False))
    (link,) = Reader(answer_html(changed)).links()
    assert unquote(link) == f"document/{SOURCE.document}"
    said = "Source changed since this answer was given; these words are no longer in it"
    assert said in sources_html(changed)


def test_of_a_document_that_is_gone_the_quote_is_shown_without_a_link(answer: Answer) -> None:
    gone = seen(answer, SourceChange("2026-01-02", is_gone=True))
    assert Reader(answer_html(gone)).text == f"{HOSTILE} [1]"
    assert Reader(sources_html(gone)).inside == HOSTILE
    assert "Source no longer in the library: it left on 2026-01-02." in sources_html(gone)
    assert Reader(answer_html(gone) + sources_html(gone)).links() == []


def seen(answer: Answer, change: SourceChange) -> Answer:
    """The answer as it is shown after its source changed."""
    (citation,) = answer.citations
    return replace(
        answer,
        citations=(replace(citation, passage=replace(citation.passage, change=change)),),
    )


def test_the_words_that_answer_are_bold(answer: Answer) -> None:
    html = answer_html(replace(answer, short_answer="<script>alert('x')</script>"))
    assert Reader(html, "strong").inside == "<script>alert('x')</script>"
    assert Reader(html).text == f"{HOSTILE} [1]"


def test_a_note_is_shown(answer: Answer) -> None:
    assert "Check <it>!" in Reader(answer_html(replace(answer, note="Check <it>!"))).text


@pytest.fixture
def written(answer: Answer) -> Answer:
    """An answer of a language model, two sentences of which were left out."""
    return replace(
        answer,
        text=f"A model <b>says</b> [sic] so. [1] {HOSTILE} [1]",
        short_answer="says",
        written_by="gguf:<i>model</i>",
        unsupported=(Unsupported("It is <b>12 GW</b>.", "12 GW is not in the source"),) * 2,
    )


def test_a_models_sentences_show_as_they_are_with_linked_markers(
    written: Answer, citation: Citation
) -> None:
    read = Reader(answer_html(written))
    assert written.text in read.text
    place = 1, citation.start, citation.end
    assert read.links() == [document_link(SOURCE, *place, citation.passage.revision)] * 2
    assert Reader(answer_html(written), "strong").inside == "says"


def test_who_wrote_the_answer_is_shown(written: Answer, answer: Answer) -> None:
    assert "Written by gguf:<i>model</i>" in Reader(answer_html(written)).text
    assert "Written by" not in Reader(answer_html(answer)).text


def test_sentences_that_were_left_out_are_shown_on_demand(written: Answer) -> None:
    html = answer_html(written)
    assert "2 sentences were left out: not supported by the documents" in (
        Reader(html, "summary").inside
    )
    assert Reader(html, "s").inside == "It is <b>12 GW</b>." * 2
    assert "12 GW is not in the source" in Reader(html, "details").inside


def test_quotes_say_too_what_a_model_had_to_leave_out(written: Answer) -> None:
    quoted = replace(written, text=f"{HOSTILE} [1]", written_by="")
    assert Reader(answer_html(quoted), "s").inside
    assert "Written by" not in Reader(answer_html(quoted)).text


def test_how_a_follow_up_was_read_is_shown(answer: Answer) -> None:
    html = answer_html(replace(answer, standalone_question="What? (<b>topic</b>)"))
    assert "What? (<b>topic</b>)" in Reader(html).text


def test_a_question_that_was_read_as_it_is_is_not_repeated(answer: Answer) -> None:
    assert "What?" not in Reader(answer_html(replace(answer, question=" What?\n"))).text


def test_a_list_shows_each_sentence_on_a_line_of_its_own(answer: Answer) -> None:
    second = replace(answer.citations[0], marker=2)
    listed = replace(answer, is_list=True, citations=(*answer.citations, second))
    read = Reader(answer_html(listed), "li")
    assert [tag for tag, _ in read.tags if tag == "li"] == ["li", "li"]
    assert read.inside == f"{HOSTILE} [1]{HOSTILE} [2]"


def test_an_older_sentence_says_so_before_it(answer: Answer, citation: Citation) -> None:
    older = replace(citation, lead="Older, as of <2024>:")
    html = answer_html(replace(answer, text=older.said, citations=(older,)))
    assert Reader(html).text == f"Older, as of <2024>: {HOSTILE} [1]"


def test_values_that_disagree_are_shown_with_links_and_dates(
    answer: Answer, citation: Citation
) -> None:
    values = (StatedValue("<b>12</b> GW", 1, "2025-03"), StatedValue("13 GW", 2, ""))
    shown = replace(
        answer,
        citations=(citation, replace(citation, marker=2)),
        disagreement=values,
    )
    read = Reader(answer_html(shown), "p")
    said = "Sources disagree: <b>12</b> GW (2025-03) [1]; 13 GW (no date) [2]."
    assert read.inside == f"{HOSTILE} [1]{said}"  # the second quote is not part of the text
    assert [about.get("class") for tag, about in read.tags if tag == "a"] == ["marker"] * 3


def test_an_unanswered_question_gets_no_marker(unanswered: Answer) -> None:
    assert Reader(answer_html(unanswered)).text == "None."
    assert Reader(answer_html(unanswered)).links() == []


def test_passages_that_a_model_still_reads_are_not_said_to_be_no_answer(
    unanswered: Answer, citation: Citation
) -> None:
    passages = (citation.passage,)
    writing = sources_html(replace(unanswered, note=WRITING, passages=passages))
    assert "These passages are being read." in writing
    assert "These do not answer." not in writing
    assert "These do not answer." in sources_html(replace(unanswered, passages=passages))


def test_a_source_names_title_publisher_date_and_format(answer: Answer) -> None:
    text = Reader(sources_html(answer)).text
    for part in ("[1] <b>Title</b> & 'more'", "<u>Press</u>", "2025", "MD"):
        assert part in text


def test_a_source_marks_the_cited_sentence_in_its_passage(answer: Answer) -> None:
    read = Reader(sources_html(answer))
    assert read.inside == HOSTILE
    assert BEFORE + HOSTILE + AFTER in read.text


def test_a_source_without_publisher_or_date_says_so(answer: Answer, citation: Citation) -> None:
    bare = replace(citation, source=replace(SOURCE, publisher="", published=""))
    text = Reader(sources_html(replace(answer, citations=(bare,)))).text
    assert "no publisher" in text
    assert "no date" in text


def test_a_source_links_the_documents_that_say_the_same(answer: Answer, citation: Citation) -> None:
    passage = replace(citation.passage, duplicates=("a b.md", "<c>.md"))
    shown = sources_html(replace(answer, citations=(replace(citation, passage=passage),)))
    assert "Also in " in shown
    assert 'href="document/a%20b.md"' in shown
    assert "&lt;c&gt;.md</a>" in shown
    assert "Also in" not in sources_html(answer)


def test_a_pdf_is_cited_and_opened_at_its_page(answer: Answer, citation: Citation) -> None:
    pdf = replace(citation, source=replace(SOURCE, format="pdf"), page=7)
    read = Reader(sources_html(replace(answer, citations=(pdf,))))
    assert "PDF, page 7" in read.text
    assert urlsplit(read.links()[1]).fragment == "page=7"


def test_the_sources_bring_no_tags_of_the_documents(answer: Answer, unanswered: Answer) -> None:
    html = sources_html(answer) + sources_html(unanswered)
    assert {tag for tag, _ in Reader(html).tags} == {
        *("section", "h2", "h3", "article", "p", "blockquote", "mark", "a", "span")
    }


def test_the_closest_passages_are_set_apart_from_sources(unanswered: Answer) -> None:
    read = Reader(sources_html(unanswered))
    assert "Closest passages" in read.text
    assert BEFORE + HOSTILE + AFTER in read.text
    assert read.inside == ""


def test_the_panel_without_sources_shows_no_passage(unanswered: Answer) -> None:
    assert not Reader(sources_html(replace(unanswered, passages=()))).links()


@pytest.mark.parametrize("name", ["a b/c.md", "<i>ü</i>?#&%41.md", "배터리/문서.pdf", "'\".md"])
def test_a_link_leads_back_to_document_and_place(name: str) -> None:
    parts = urlsplit(document_link(replace(SOURCE, document=name), 3, 14, 159))
    assert unquote(parts.path) == f"document/{name}"
    assert parse_qs(parts.query) == {"page": ["3"], "start": ["14"], "end": ["159"]}
    assert parts.fragment == "cited"
    assert unquote(urlsplit(original_link(replace(SOURCE, document=name), 3)).path) == (
        f"original/{name}"
    )
