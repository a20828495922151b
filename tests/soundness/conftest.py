"""The small policy of the tests of meaning serves these tests too."""

from ..semantics.conftest import nothing_remembered, rules, small

__all__ = ["nothing_remembered", "rules", "small"]
