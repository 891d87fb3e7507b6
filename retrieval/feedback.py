"""What people thought of answers, and the questions that found no good one."""

from datetime import UTC, datetime

from retrieval.database import Database
from retrieval.records import Gap

GAPS = 100
# What was not answered, and what was answered badly; each question once, the latest time first.
_GAPS = """
    SELECT question, max(asked) AS asked, max(comment) AS comment, max(is_bad) AS is_bad FROM (
        SELECT question, kept AS asked, '' AS comment, 0 AS is_bad FROM exchanges
        WHERE json_valid(answer) AND NOT json_extract(answer, '$.answer.answered')
        UNION ALL
        SELECT question, given, comment, 1 FROM verdicts WHERE NOT is_good
    ) GROUP BY question ORDER BY asked DESC LIMIT ?
"""


class Feedback(Database):
    """The table of verdicts on answers, beside that of the conversations."""

    def add_verdict(self, user: str, question: str, answer: str, *, is_good: bool) -> int:
        """Keep a thumbs-up or a thumbs-down; returns its number, for a comment."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._transaction() as db:
            cursor = db.execute(
                "INSERT INTO verdicts (given, user, question, answer, is_good) "
                "VALUES (?, ?, ?, ?, ?)",
                (now, user, question, answer, is_good),
            )
            return int(cursor.lastrowid or 0)

    def comment(self, user: str, verdict: int, text: str) -> None:
        """Say what was good or bad about an answer; another's verdict stays as it is."""
        with self._transaction() as db:
            db.execute(
                "UPDATE verdicts SET comment = ? WHERE number = ? AND user = ?",
                (text, verdict, user),
            )

    def take_back(self, user: str, question: str, answer: str) -> None:
        """Forget what a user thought of an answer."""
        with self._transaction() as db:
            db.execute(
                "DELETE FROM verdicts WHERE user = ? AND question = ? AND answer = ?",
                (user, question, answer),
            )

    def gaps(self, limit: int = GAPS) -> list[Gap]:
        """The questions that were not answered or answered badly, the latest first.

        Whose questions they are is not told.
        """
        return [
            Gap(row["question"], row["asked"], bool(row["is_bad"]), row["comment"])
            for row in self._rows(_GAPS, limit)
        ]
