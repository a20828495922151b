"""A policy to be read: what its rules, facts and parameters say, on the screen and as one page."""

from threshold.handbook.book import Book
from threshold.handbook.find import found, page
from threshold.handbook.html import as_html
from threshold.handbook.text import as_text

__all__ = ["Book", "as_html", "as_text", "found", "page"]
