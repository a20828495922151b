"""Every screen of every example: nothing twice, only clauses in brackets, as many questions as said."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from threshold.decisions import Decision
from threshold.decisions.asking import questions
from threshold.policy import load_policy
from threshold.reports.markdown import as_markdown
from threshold.reports.section import Section
from threshold.reports.sections import sections
from threshold.reports.text import as_text, closing, on_a_screen

from .conftest import PACKS, decisions

pytestmark = pytest.mark.slow

NO_END = 10**6  # rows
SCREENS = [(60, 24), (80, 24), (120, 24), (80, 1)]

# Brackets


def screens(decision: Decision) -> Iterator[str]:
    """As text and as Markdown, as much as there is room for, as there is, and as there is with everything."""
    for everything in (False, True):
        yield as_text(decision, everything, height=NO_END)
        yield as_markdown(decision, everything)
    yield as_text(decision)


@pytest.mark.parametrize("pack", PACKS)
def test_square_brackets_hold_nothing_but_clauses_that_the_packs_list(pack: str) -> None:
    policy = load_policy(pack).at(date(2026, 8, 14))
    listed = {clause for each in policy.packs for clause in each.clauses}
    for decision in decisions(pack):
        for screen in screens(decision):
            text = " ".join(screen.split())
            held = {name for names in re.findall(r"\[([^\[\]]*)\]", text) for name in names.split(", ")}
            assert held <= listed, f"{decision.case}: {held - listed}"
            assert text.count("[") == len(re.findall(r"\[[^\[\]]+\]", text)), decision.case


def test_there_are_clauses_and_tensions_on_the_screens() -> None:
    texts = " ".join(as_text(decision, height=NO_END) for pack in PACKS for decision in decisions(pack))
    texts = " ".join(texts.split())
    assert len(set(re.findall(r"\[[^]]+\]", texts))) > 200
    assert re.search(r" \(T\d+, at [A-Z][^ ]*\)", texts)


# Twice

# The first line says first what stands beneath it: when, who, what contradicts itself and what to ask.
BENEATH = ("To do", "By when", "Contradictions", "Not known")
# What is not told of a sentence: its number, its mark, its values, and where it comes from.
MARKS = re.compile(
    r"^(\d+\. )?((Find out|Ask first|because|met|not met|not so|cannot tell|does not apply): )?"
)
ENDS = re.compile(r"( \([^()]*(\([^()]*\)[^()]*)*\)| \[[^\]]*\])*[.]?$")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a line as they are said; not the marks of one word."""
    for each in re.split(r"(?<=[.?!]) (?=[A-Z])", ENDS.sub("", MARKS.sub("", text))):
        said = ENDS.sub("", MARKS.sub("", each)).casefold()
        if len(said.split()) > 1:
            yield said


@pytest.mark.parametrize("pack", PACKS)
def test_no_sentence_is_said_twice_on_a_screen(pack: str) -> None:
    for decision in decisions(pack):
        told = sections(decision)
        first = [*sentences(decision.recommendation.headline)]
        lines = [
            (section.title, each)
            for section in told
            for line in section.lines
            for each in sentences(line.text)
        ]
        said = Counter(each for _, each in lines)
        assert [each for each, times in said.items() if times > 1] == [], decision.case
        assert [each for title, each in lines if title not in BENEATH and each in first] == [], decision.case
        assert len(set(first)) == len(first), decision.case


@pytest.mark.parametrize("pack", PACKS)
def test_no_line_is_told_twice_with_everything(pack: str) -> None:
    for decision in decisions(pack):
        told = Counter(line.text for section in sections(decision, True) for line in section.lines)
        assert [text for text, times in told.items() if times > 1] == [], decision.case


def test_the_marks_of_a_sentence_are_none_of_it() -> None:
    line = "3. not met: It is so. He says (a: 1; b: 2 (3 May)). Is it? [T-1, T-2]"
    assert [*sentences(line)] == ["it is so", "he says", "is it?"]
    assert [*sentences("URGENT. Find out: Is it? [T-1]")] == ["is it?"]
    assert [*sentences("They differ. Here it is (T01, at R)")] == ["they differ", "here it is"]


# Numbers


def listed(told: list[Section], title: str) -> tuple[int, int]:
    """How many lines of a part are shown, and how many are said not to be."""
    found = next((section for section in told if section.title == title), Section(title))
    shown = re.search(rf"^{re.escape(title)} \(and (\d+) more", found.heading)
    hidden = re.search(rf"{re.escape(title)} \((\d+)", closing(told))
    return len(found.lines), int(shown[1]) if found.lines and shown else int(hidden[1]) if hidden else 0


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize(("columns", "rows"), SCREENS)
def test_the_first_line_counts_the_questions_that_are_asked(pack: str, columns: int, rows: int) -> None:
    """Those listed, those said not to be shown, and those that somebody is to find out; as far as shown."""
    for decision in decisions(pack):
        counted = re.search(r"\b(\d+) things? (?:is|are) not known", decision.recommendation.headline)
        if counted is None:
            continue
        told = on_a_screen(decision, columns, rows)
        shown, hidden = listed(told, "Not known")
        to_do = " ".join(line.text for section in told if section.title == "To do" for line in section.lines)
        # One thing to find out may be told as two questions, of which another asks the first alone.
        put = " ".join(re.findall(r"Find out: ([^\[]*)", to_do))
        found = sum(question in put for question in questions(decision.missing))
        not_shown = listed(told, "To do")[1]
        number = int(counted[1])
        assert number - not_shown <= shown + hidden + found <= number, decision.case


def test_the_examples_hold_what_is_counted() -> None:
    made = [decision for pack in PACKS for decision in decisions(pack)]
    counting = [each for each in made if " not known" in each.recommendation.headline]
    assert len(counting) > 50
    assert any(action.do.startswith("Find out: ") for each in counting for action in each.actions)
    assert any(listed(on_a_screen(each), "Not known")[1] for each in counting)


def test_danger_always_says_what_it_is() -> None:
    """Neither nobody nor nothing."""
    first = [decision.recommendation.headline for pack in PACKS for decision in decisions(pack)]
    assert sum(each.startswith("Immediate danger: call 999, then ") for each in first) > 3
    assert sum(" now: " in each for each in first) > 30
    assert not [each for each in first if ": none" in each or "  " in each or ".." in each]
