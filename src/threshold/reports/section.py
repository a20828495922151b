"""Titled parts of a report, whose lines know how soon they give way where there is no room."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report.

    `gives_way` says how soon it is left out where there is no room: 0 never, the highest number first. `who`
    acts is named even so.
    """

    text: str
    gives_way: int = 0
    who: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part. `left_out` are lines that there was no room for."""

    title: str
    lines: tuple[Line, ...] = ()
    left_out: tuple[Line, ...] = field(default=())

    @property
    def heading(self) -> str:
        """The title, with how many lines are left out, and who acts by them."""
        return f"{self.title} (and {len(self.left_out)} more{self._who})" if self.left_out else self.title

    @property
    def not_shown(self) -> str:
        """The title of a part of which nothing is left, with how many lines it had, and who acts by them."""
        return f"{self.title} ({len(self.left_out)}{self._who})"

    @property
    def _who(self) -> str:
        who = ", ".join(dict.fromkeys(line.who for line in self.left_out if line.who))
        return f": {who}" if who else ""
