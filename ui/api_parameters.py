"""What programs may give the functions of :mod:`ui.api_tools`: types, bounds and descriptions."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from ui.answering import LONGEST_QUESTION

MOST_PASSAGES = 100
MOST_EVALUATED = 50  # questions of one request, each of which is searched and answered

Asked = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION)
]
Question = Annotated[Asked, Field(description="A question in words, in any language.")]
History = Annotated[
    list[str] | None,
    Field(description="The earlier questions of the conversation, oldest first."),
]
Publishers = Annotated[
    list[str] | None, Field(description="Search only documents of these publishers.")
]
Languages = Annotated[
    list[str] | None, Field(description="Search only these languages, such as en or ko.")
]
Documents = Annotated[
    list[str] | None,
    Field(description="Search only these documents: their ids, or patterns such as kier-*."),
]
Since = Annotated[
    str, Field(description="Search only what was published then or later: 2025, 2025-08 or a day.")
]
Until = Annotated[str, Field(description="Search only what was published by then.")]
Limit = Annotated[int, Field(ge=1, le=MOST_PASSAGES, description="Most passages to return.")]
Name = Annotated[str, Field(description="The id of a document, as other replies give it.")]
OnePage = Annotated[int, Field(ge=0, description="Only this page, counted from 1; 0 means all.")]
# The bound is checked where it can be said in a sentence; here it is for whoever reads the schema.
TestRows = Annotated[
    list[dict[str, Any]],
    Field(
        min_length=1,
        json_schema_extra={"maxItems": MOST_EVALUATED},
        description=(
            "Rows of a test set, each with question and what a good answer holds: answers "
            "(alternatives, any of which is right), documents (ids), passages; or answerable = "
            "false. Also kind, language, history and id."
        ),
    ),
]
