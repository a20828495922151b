"""What an analyst is asked every month: an export's compliance by rule, team and month, as reports."""

from threshold.audit.model import SCHEMA, Audit

__all__ = ["SCHEMA", "Audit"]
