"""What the user of an evaluation may meet, beside the errors of retrieval/errors.py.

::

    EnergyChatError
    └── EvaluationError    a test set, a floors file or an earlier run cannot be used
"""

from retrieval.errors import EnergyChatError


class EvaluationError(EnergyChatError):
    """A test set, a floors file or an earlier run cannot be used; the message says why."""
