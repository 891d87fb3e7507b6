"""Reads HTML back in tests, and the text that no rendering may let through as markup."""

from html.parser import HTMLParser

HOSTILE = (
    "Then <script>alert('x')</script> & \"quotes\" with *stars*, _lines_, `code`, # signs, "
    "[a link](javascript:alert(1)), $money$ and &lt;entities&gt;."
)


class Reader(HTMLParser):
    """The tags of a piece of HTML, its text, and the text inside one kind of tag."""

    def __init__(self, html: str, inside: str = "mark") -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.inside = ""
        self._wanted, self._depth = inside, 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._depth += tag == self._wanted

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == self._wanted

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._depth:
            self.inside += data

    def links(self) -> list[str]:
        return [about["href"] or "" for tag, about in self.tags if tag == "a"]
