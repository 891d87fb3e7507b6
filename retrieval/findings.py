"""What the reader's sentences come to: which leads, which are older, and which disagree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.conflicts import Statement, conflicting
from retrieval.followup import StandaloneQuestion
from retrieval.reader import Evidence
from retrieval.recency import asks_for_present, newest_first


@dataclass(frozen=True)
class Findings:
    """The sentences that may answer, best first; those of older documents that give other values
    where the present state was asked for; else those that disagree, none where all agree.
    """

    evidence: tuple[Evidence, ...]
    older: tuple[Evidence, ...] = ()
    conflict: tuple[Statement, ...] = ()

    def only(self, is_kept: Callable[[Evidence], bool]) -> "Findings":
        """The same without some of the sentences; a single statement is in no conflict."""
        conflict = tuple(s for s in self.conflict if is_kept(s.evidence))
        return Findings(
            tuple(e for e in self.evidence if is_kept(e)),
            tuple(e for e in self.older if is_kept(e)),
            conflict if len(conflict) > 1 else (),
        )


def find(asked: StandaloneQuestion, evidence: Sequence[Evidence]) -> Findings:
    """Judge the sentences together.

    Args:
        evidence: what the reader found, best first.
    """
    if not evidence:
        return Findings(())
    if asks_for_present(asked.question):
        newest = newest_first(asked, evidence)
        return Findings(newest.evidence, older=newest.older)
    return Findings(tuple(evidence), conflict=conflicting(asked, evidence))
