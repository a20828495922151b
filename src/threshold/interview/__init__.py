"""Asking what matters, one question after another, and filling the case file in with the answers."""

from threshold.interview.conversation import Interview

__all__ = ["Interview"]
