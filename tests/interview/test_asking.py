"""At every question the same commands are understood, and whatever else is typed is told plainly."""

from collections.abc import Iterator

import pytest

from threshold.interview.asking import Asker, Back, Change, Passed, Stopped
from threshold.interview.prompts import Prompt, Screen

PROMPT = Prompt("Is it so?", "Type 1 or yes.", options=("yes",), explained=("It means what it says.",))
LONG = Prompt("Who?", "Type a number.", options=tuple(f"role {n}" * 5 for n in range(1, 60)))


class Line:
    """A conversation of one question."""

    def __init__(self, *answers: str) -> None:
        self.said = ""
        self.answers: Iterator[str] = iter(answers)
        self.asker = Asker(self.say, self.hear, Screen)

    def say(self, text: str) -> None:
        self.said += text

    def hear(self, prompt: str) -> str:
        self.said += prompt
        for answer in self.answers:
            return answer
        raise EOFError

    def ask(self, prompt: Prompt = PROMPT) -> str | Passed:
        return self.asker.ask(prompt, self.read)

    @staticmethod
    def read(text: str) -> str:
        if text != "yes":
            raise ValueError("is none of the answers")
        return text


def test_it_asks_until_it_understands() -> None:
    line = Line("no\n", "\x1b[D\n", "x" * 1_000_000, " yes \r\n")
    assert line.ask() == "yes"
    assert line.said == (
        "\nIs it so?\n  1 yes\n"
        "Answer:   It is none of the answers. Type 1 or yes.\n"
        "Answer:   It holds keys or signs that are no text. Type 1 or yes.\n"
        "Answer:   It is too long for an answer. Type 1 or yes.\n"
        "Answer: "
    )


@pytest.mark.parametrize(
    "text", ["u", "U", "unknown", "Unknown.", "don't know", "don\u2019t know", "DONT KNOW", "not sure"]
)
def test_not_known(text: str) -> None:
    assert Line(text).ask() is Passed.UNKNOWN


def test_skipped() -> None:
    assert Line("  \n").ask() is Passed.SKIPPED


@pytest.mark.parametrize(
    ("text", "raised"),
    [("b", Back), ("Back", Back), ("c", Change), ("change", Change), ("q", Stopped), ("QUIT", Stopped)],
)
def test_what_is_wanted_instead(text: str, raised: type[Exception]) -> None:
    with pytest.raises(raised):
        Line(text).ask()


def test_the_end_of_the_input() -> None:
    with pytest.raises(EOFError):
        Line("?", "what").ask()


def test_an_explanation_tells_what_is_meant_and_what_can_be_typed() -> None:
    line = Line("?", "yes")
    assert line.ask() == "yes"
    assert "  It means what it says.\n  Type 1 or yes.\n  ? explains, b goes back" in line.said


def test_question_marks_lead_through_a_long_list() -> None:
    pages = LONG.pages(Screen())
    assert pages > 2
    line = Line(*["?"] * pages, "yes")
    line.ask(LONG)
    shown = line.said.split("Answer: ")
    # The first stands with the question; after the last it starts again.
    for number, page in enumerate([*range(pages), 0]):
        assert LONG.page(Screen(), page) in shown[number]
    assert line.said.count("? explains") == 1


def test_what_is_told_is_wrapped() -> None:
    line = Line()
    line.asker.tell("\n" + "word " * 40)
    assert line.said.startswith("\nword")
    assert max(map(len, line.said.splitlines())) < 80
    line.asker.tell_as_it_is("as it is")
    assert line.said.endswith("as it is")
