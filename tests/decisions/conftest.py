"""The small policy of the tests of meaning serves these tests too."""

from ..semantics.conftest import nothing_remembered, rules, small, supported, supported_rules

__all__ = ["nothing_remembered", "rules", "small", "supported", "supported_rules"]
