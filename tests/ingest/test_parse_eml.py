"""Mails made with the standard library."""

from collections.abc import Callable
from email.message import EmailMessage

from ingest.parse import Document
from retrieval.records import Page, Source

Lines = Callable[[str, str | bytes], list[str]]
Read = Callable[..., tuple[Source, list[Page]]]


def mail(body: str = "The plant delivers heat.", subtype: str = "plain") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Kim Ji-won <press@kier.example>"
    message["To"] = "reader@example.org"
    message["Subject"] = "전력 소식: prices"
    message["Date"] = "Fri, 04 Jul 2025 09:30:00 +0900"
    message.set_content(body, subtype=subtype)
    return message


def test_headers_give_the_metadata(read: Read) -> None:
    source, _ = read("a.eml", mail("The plant delivers heat to the whole city.").as_bytes())
    assert (source.title, source.publisher, source.published) == (
        "전력 소식: prices",
        "Kim Ji-won",
        "2025-07-04",
    )


def test_subject_sender_and_body_are_the_text(lines: Lines) -> None:
    assert lines("a.eml", mail().as_bytes()) == [
        "전력 소식: prices",
        "From: Kim Ji-won <press@kier.example>; To: reader@example.org; "
        "Date: Fri, 04 Jul 2025 09:30:00 +0900",
        "The plant delivers heat.",
    ]


def test_an_html_body_is_read_where_there_is_no_other(lines: Lines) -> None:
    body = "<html><body><p>Wind &amp; sun.</p><script>alert(1)</script></body></html>"
    assert lines("a.eml", mail(body, "html").as_bytes())[2:] == ["Wind & sun."]


def test_the_plain_body_goes_before_the_html_one(lines: Lines) -> None:
    message = mail("Plain.")
    message.add_alternative("<p>Rich.</p>", subtype="html")
    assert lines("a.eml", message.as_bytes())[2:] == ["Plain."]


def test_a_body_in_korean_code_is_read(lines: Lines) -> None:
    message = mail()
    message.set_content("전력 가격이 내렸다.", charset="euc-kr")
    assert lines("a.eml", message.as_bytes())[2:] == ["전력 가격이 내렸다."]


def test_attachments_are_named_in_the_text_and_in_a_warning(
    read_file: Callable[..., Document],
) -> None:
    message = mail()
    message.add_attachment(
        b"%PDF-1.7", maintype="application", subtype="pdf", filename="보고서.pdf"
    )
    found = read_file("a.eml", message.as_bytes())
    assert found.pages[0].text.endswith("Attachments: 보고서.pdf")
    assert found.warnings == (
        "its attachments are named, not read; save them beside it to have them read",
    )
