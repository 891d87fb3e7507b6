"""The conversations that are kept, each its user's alone.

Every method takes the user, who is empty where nobody logs in, and sees no other's conversation.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from retrieval.answer_json import answer_from_json, answer_to_json
from retrieval.database import Connection, Database, DatabaseError, Row
from retrieval.errors import LibraryFull, NotKept
from retrieval.records import Conversation, Edition, Exchange

LONGEST_TITLE = 60  # characters of those that are cut from a question
LONGEST_NAME = 200  # characters of those that people give
LISTED = 100
GONE = "That conversation is not there any more, or is not yours."
_Row = tuple[str, str | None]  # question, answer
_SAID = "SELECT question, answer FROM exchanges WHERE conversation = ? ORDER BY position"
_PUT = """
    INSERT INTO exchanges VALUES (?, ?, ?, ?, ?) ON CONFLICT (conversation, position) DO UPDATE
    SET question = excluded.question, answer = excluded.answer, kept = excluded.kept
    WHERE question <> excluded.question OR answer IS NOT excluded.answer
"""
# What was said is read only where it is searched: answers are long.
_LIST = """
    SELECT c.*, count(e.position) AS questions, CASE WHEN ?2 THEN coalesce(group_concat(
        e.question || ' ' || CASE WHEN json_valid(e.answer)
        THEN json_extract(e.answer, '$.answer.text') ELSE '' END, ' '), '') ELSE '' END AS said
    FROM conversations c LEFT JOIN exchanges e ON e.conversation = c.id
    WHERE c.user = ?1 GROUP BY c.id ORDER BY c.updated DESC, c.id
"""
_OPEN = """
    SELECT c.edition, e.* FROM conversations c JOIN exchanges e ON e.conversation = c.id
    WHERE c.id = ? AND c.user = ? ORDER BY e.position
"""


class Conversations(Database):
    """The tables of the conversations; each method raises :class:`NotKept` where it cannot."""

    def keep(self, user: str, edition: Edition | None, exchanges: Sequence[Exchange]) -> Edition:
        """Make a conversation what a page shows of it.

        Where it is new, is gone, or was changed elsewhere since that edition, the page's becomes
        a conversation of its own, so that no page overwrites what it does not show. A title that
        nobody gave is the beginning of the first question.

        Args:
            edition: the one that the page shows, None for a new conversation.
            exchanges: all of them; at least one.

        Returns:
            The edition that is kept now.
        """
        rows = [_row(each) for each in exchanges]
        with self._kept() as db:
            if edition and self._edition(user, edition.conversation) == edition:
                before = self._rows(_SAID, edition.conversation)
                if [tuple(row) for row in before] == rows:
                    return edition
                kept = Edition(edition.conversation, edition.number + 1)
                self._entitle(db, kept.conversation, before[0]["question"], rows[0][0])
            else:
                kept = Edition(secrets.token_urlsafe(9), 1)
                now = _now()
                row = (kept.conversation, user, title_of(exchanges[0].question), now, now, 1)
                db.execute("INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?)", row)
            _put(db, kept, rows)
        return kept

    def conversations(self, user: str, words: str = "", limit: int = LISTED) -> list[Conversation]:
        """The user's conversations, the one last changed first.

        Args:
            words: of title, questions or answers, all of which must occur; capitals do not matter.
        """
        wanted = words.casefold().split()
        rows = self._read(_LIST, user, bool(wanted))
        # Not LIKE, which knows capitals of the English alphabet alone.
        found = [
            Conversation(row["id"], row["title"], row["updated"], row["questions"])
            for row in rows
            if all(word in f"{row['title']} {row['said']}".casefold() for word in wanted)
        ]
        return found[:limit]

    def conversation(self, user: str, id_: str) -> tuple[Edition, list[Exchange]]:
        """A conversation with all its exchanges, in order."""
        rows = self._read(_OPEN, id_, user)
        if not rows:
            raise NotKept(GONE)
        edition = Edition(id_, rows[0]["edition"])
        return edition, [
            Exchange(
                row["question"],
                answer_from_json(row["answer"]) if row["answer"] else None,
                row["kept"],
            )
            for row in rows
        ]

    def rename_conversation(self, user: str, id_: str, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing."""
        title = _storable(" ".join(title.split()))[:LONGEST_NAME]
        with self._kept() as db:
            if self._edition(user, id_) is None:
                raise NotKept(GONE)
            if title:
                db.execute("UPDATE conversations SET title = ? WHERE id = ?", (title, id_))

    def remove_conversation(self, user: str, id_: str, only: Edition | None = None) -> None:
        """Delete a conversation with all that was said; one that is gone is ignored.

        Args:
            only: the edition to delete, if any other is to stay.
        """
        with self._kept() as db:
            kept = self._edition(user, id_)
            if kept and only in (None, kept):
                db.execute("DELETE FROM exchanges WHERE conversation = ?", (id_,))
                db.execute("DELETE FROM conversations WHERE id = ?", (id_,))

    def remove_conversations_of(self, user: str) -> None:
        """Delete all that a user kept: whoever gets the name later must not read it."""
        with self._kept() as db:
            db.execute(
                "DELETE FROM exchanges WHERE conversation IN "
                "(SELECT id FROM conversations WHERE user = ?)",
                (user,),
            )
            db.execute("DELETE FROM conversations WHERE user = ?", (user,))

    def _entitle(self, db: Connection, id_: str, before: str, now: str) -> None:
        """Let a title that nobody gave follow the first question."""
        db.execute(
            "UPDATE conversations SET title = ? WHERE id = ? AND title = ?",
            (title_of(now), id_, title_of(before)),
        )

    def _edition(self, user: str, id_: str) -> Edition | None:
        rows = self._rows("SELECT * FROM conversations WHERE id = ? AND user = ?", id_, user)
        return Edition(id_, rows[0]["edition"]) if rows else None

    def _read(self, sql: str, *values: object) -> list[Row]:
        with _said():
            return self._rows(sql, *values)

    @contextmanager
    def _kept(self) -> Iterator[Connection]:
        with _said(), self._transaction() as db:
            yield db


@contextmanager
def _said() -> Iterator[None]:
    """What fails is a sentence for the page."""
    try:
        yield
    except LibraryFull as error:
        raise NotKept("The disk of the library is full.") from error
    except DatabaseError as error:
        raise NotKept(f"The library's state.sqlite cannot be used ({error}).") from error


def title_of(question: str) -> str:
    """A title from a question: its first words, as many as fit."""
    line = _storable(" ".join(question.split()))
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line[:LONGEST_TITLE]
    # Where the cut is within a word, the word goes; one that is as long as a title is cut.
    whole = cut if line[LONGEST_TITLE] == " " else cut.rpartition(" ")[0]
    return f"{(whole or cut).rstrip(' ,;:')} …"


def _row(exchange: Exchange) -> _Row:
    answer = _storable(answer_to_json(exchange.answer)) if exchange.answer else None
    return _storable(exchange.question), answer


def _put(db: Connection, kept: Edition, rows: Sequence[_Row]) -> None:
    id_, now = kept.conversation, _now()
    db.execute(
        "UPDATE conversations SET edition = ?, updated = ? WHERE id = ?", (kept.number, now, id_)
    )
    db.execute("DELETE FROM exchanges WHERE conversation = ? AND position >= ?", (id_, len(rows)))
    db.executemany(_PUT, [(id_, position, *row, now) for position, row in enumerate(rows)])


def _storable(text: str) -> str:
    """The text without halves of surrogate pairs, which SQLite refuses."""
    return text.encode("utf-8", "replace").decode()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
