"""Indicator tables: the signs of a threshold document, as YAML, CSV or a workbook, strictly read."""
