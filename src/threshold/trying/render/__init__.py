"""A trial as text, JSON, Markdown and one page."""
