"""What is asked of a policy that changes with time, whether files say it or it is put together."""

from datetime import date
from pathlib import Path
from typing import Protocol

from threshold.conditions import Moment
from threshold.policy.model import Policy
from threshold.vocabulary import Vocabulary


class DatedPolicy(Protocol):
    """A policy on every date: its files, or some of what differs between two of them."""

    @property
    def path(self) -> Path:
        """Where it is written."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What may be known. Raises BadInput where it cannot be read."""

    @property
    def change_dates(self) -> list[date]:
        """The date on which it begins, and those on which it changes, in order."""

    def at(self, as_at: Moment, trial: tuple[str, ...] = ()) -> Policy:
        """The policy in force on a date, the same object each time. Raises BadInput where there is none."""

    def texts(self) -> dict[str, str]:
        """Every file that it comes from, by its place. Raises BadInput where it has none."""
