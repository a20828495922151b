"""Threshold puts a children's services policy to a case and says what it recommends, and why."""

__version__ = "0.2.0.dev0"
