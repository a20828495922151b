"""The characters of a timeline as text: those that draw well, and those that every terminal has."""

from dataclasses import astuple, dataclass

UNDATED = "?"


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One character for each sign."""

    start: str
    end: str
    body: str
    short: str  # a bar that begins and ends in one place
    goes_on: str
    next: str
    unsure: str
    on_bar: str  # where a lane stands on its bar
    held: str
    planned: str
    clock_start: str
    clock: str
    due: str
    done: str
    over: str
    stopped: str
    today: str
    pointer: str  # from the words to today's line
    current: str
    cut: str  # where words were too long

    def sign(self, name: str) -> str:
        """How a sign of the legend looks."""
        return {
            "run": f"{self.start}{self.body}{self.end}",
            "goes_on": self.goes_on,
            "next": self.next,
            "unsure": self.unsure * 2,
            "held": self.held,
            "planned": self.planned,
            "undated": UNDATED,
            "clock": f"{self.clock_start}{self.clock}",
            "due": self.due,
            "done": self.done,
            "over": self.over,
            "stopped": self.stopped,
            "today": self.today,
        }[name]


BOX = Glyphs(
    start="┣",
    end="┫",
    body="━",
    short="╋",
    goes_on="▶",
    next="│",
    unsure="╍",
    on_bar="·",
    held="●",
    planned="○",
    clock_start="├",
    clock="─",
    due="◇",
    done="■",
    over="┄",
    stopped="╳",  # noqa: RUF001
    today="┊",
    pointer="▼",
    current="»",
    cut="…",
)
PLAIN = Glyphs(
    start="[",
    end="]",
    body="=",
    short="#",
    goes_on=">",
    next="/",
    unsure="~",
    on_bar=".",
    held="*",
    planned="o",
    clock_start="|",
    clock="-",
    due="D",
    done="X",
    over="+",
    stopped="x",
    today=":",
    pointer="v",
    current="@",
    cut=".",
)


def glyphs_for(encoding: str | None) -> Glyphs:
    """Those that text in this encoding can hold."""
    try:
        "".join(astuple(BOX)).encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return PLAIN
    return BOX
