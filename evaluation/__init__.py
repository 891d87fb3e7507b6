"""Measures the product's answers with a test set: no judge model, and nothing random."""

from evaluation.compare import Comparison, compare
from evaluation.errors import EvaluationError
from evaluation.records import GoldQuestion, Result
from evaluation.report import render_report
from evaluation.run import absent_documents, answer_all
from evaluation.run_file import (
    Run,
    comparison_json,
    make_run,
    read_results,
    read_run,
    run_json,
    write_run,
)
from evaluation.suggest import suggest
from evaluation.testset import QuestionSet, question_set, read_questions
from evaluation.testset_file import USER_SET, append_questions, question_row

__all__ = [
    "USER_SET",
    "Comparison",
    "EvaluationError",
    "GoldQuestion",
    "QuestionSet",
    "Result",
    "Run",
    "absent_documents",
    "answer_all",
    "append_questions",
    "compare",
    "comparison_json",
    "make_run",
    "question_row",
    "question_set",
    "read_questions",
    "read_results",
    "read_run",
    "render_report",
    "run_json",
    "suggest",
    "write_run",
]
