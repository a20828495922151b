"""The small policy of the tests of meaning serves these tests too."""

from ..semantics.conftest import small

__all__ = ["small"]
