"""At every question the same commands are understood, and whatever else is typed is told plainly."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from threshold.interview.asking import Asker, Back, Change, Danger, NotKept, Passed, Stopped, tells_of_danger
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


@pytest.mark.parametrize("text", ["  \n", "skip\n", "Pass."])
def test_skipped(text: str) -> None:
    assert Line(text).ask() is Passed.SKIPPED


def test_where_an_answer_is_needed_enter_is_none() -> None:
    line = Line("\n", "skip\n", "yes\n")
    assert line.ask(replace(PROMPT, needed="Nothing was typed.")) == "yes"
    assert line.said.count("  Nothing was typed.\n") == 2


@pytest.mark.parametrize("text", ["!", " !\n", "! he has a knife", "Danger", "999", "danger!", "!\x1b[D"])
def test_danger_is_heard_at_every_prompt_of_a_call(text: str) -> None:
    line = Line(text, "yes")
    asker = Asker(line.say, line.hear, Screen, danger=True)
    with pytest.raises(Danger):
        asker.ask(PROMPT, line.read)


def test_an_exclamation_at_the_end_is_none() -> None:
    assert not tells_of_danger("They were glad!")


def test_what_could_not_be_kept_is_behind_the_arrow_and_off_the_line() -> None:
    line = Line("kept for later", "yes", "yes")
    given = list[tuple[str, str]]()

    def mend(prompt: str, text: str, refused: str) -> str:
        given.append((text, refused))
        return line.hear(prompt)

    asker = Asker(line.say, line.hear, Screen, mend=mend)
    assert asker.ask(PROMPT, line.read, given="") == "yes"
    assert given == [("", ""), ("", "kept for later")]
    assert "kept for later" not in line.said
    assert "It is none of the answers. Type 1 or yes. Arrow up brings it back." in line.said
    assert asker.ask(PROMPT, line.read, given="from before", refused="older") == "yes"
    assert given[2:] == [("from before", "older")]


def test_what_is_not_kept_is_said_in_its_own_words() -> None:
    def read(text: str) -> str:
        if text == "no":
            raise NotKept("Looks like a name: take it out.")
        return text

    line = Line("no", "", "x")
    assert line.asker.ask(PROMPT, read, given="") == "x"
    told = line.said.partition("Answer: ")[2].partition("Answer: ")
    assert told[0] == "  Looks like a name: take it out. Type it anew.\n"
    assert "Enter again leaves it out." in told[2]
    again = Line("no", "", "")
    assert again.asker.ask(PROMPT, read, given="") is Passed.SKIPPED


def test_what_is_wanted_is_said_once() -> None:
    line = Line("", "")
    assert line.ask(replace(PROMPT, wanted="It is wanted.")) is Passed.SKIPPED
    assert line.said.count("It is wanted.") == 1
    assert Line("", "yes").ask(replace(PROMPT, wanted="It is wanted.")) == "yes"


def test_a_text_may_be_longer_than_an_answer() -> None:
    line = Line("yes" * 300)
    assert line.asker.ask(PROMPT, str, longest=900) == "yes" * 300


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
