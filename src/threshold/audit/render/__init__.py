"""An audit rendered: text, Markdown, page, workbook, CSV and JSON, each in a module of its name."""
