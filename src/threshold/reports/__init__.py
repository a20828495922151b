"""Renderings of decisions (text, Markdown, JSON, CSV), of questions and of policies."""

from threshold.reports.csv import csv_headings, csv_row
from threshold.reports.json import as_data, as_json, as_json_list
from threshold.reports.markdown import as_markdown
from threshold.reports.policy import policy_as_text
from threshold.reports.questions import danger_as_text, questions_as_json, questions_as_text
from threshold.reports.text import Paint, as_text, in_colour, plainly

__all__ = [
    "Paint",
    "as_data",
    "as_json",
    "as_json_list",
    "as_markdown",
    "as_text",
    "csv_headings",
    "csv_row",
    "danger_as_text",
    "in_colour",
    "plainly",
    "policy_as_text",
    "questions_as_json",
    "questions_as_text",
]
