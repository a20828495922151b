"""Every example case under its own policy, as text and Markdown: one screen, in order, with its clauses."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from threshold.casefiles import Case, read_cases
from threshold.decisions import Decision
from threshold.engine import Engine, evaluators
from threshold.policy import load_policy, rules_of
from threshold.reports import as_markdown, as_text
from threshold.reports.sections import sections

CASES = Path(__file__).parents[2] / "cases"
PACKS = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())
ORDER = [
    "Why",
    "Need",
    "Warnings",
    "By when",
    "To do",
    "Papers",
    "Next steps",
    "Not known: ask",
    "Contradictions",
    "Left open by the sources",
]
# What these say comes from a rule, so every line of them names a clause of some pack.
CITED = ("Why", "Warnings", "To do", "Papers", "Next steps")
CITATION = re.compile(r"\[([^\]]+)\]$")
# Said about the policy or the list itself, not by a rule.
UNCITED = (
    "No rule of this policy says",
    "The policy's maps do not cover",
    "This action is not among those of this step",
)
MORE = re.compile(r"and \d+ more; ")


@cache
def decisions(pack: str) -> list[Decision]:
    engine = Engine(load_policy(pack), using=evaluators()[:1])
    cases = list(read_cases([str(CASES / pack)], engine.policy.vocabulary))
    assert all(isinstance(case, Case) for case in cases)
    return [engine.decide(case) for case in cases if isinstance(case, Case)]


@cache
def clauses(pack: str) -> set[str]:
    policy = load_policy(pack).at(date(2026, 8, 14))
    found = {clause for each in policy.packs for clause in each.clauses}
    return found | {rule.head.id for each in policy.packs for rule in rules_of(each)}


@pytest.mark.parametrize("pack", PACKS)
def test_one_screen(pack: str) -> None:
    for decision in decisions(pack):
        lines = as_text(decision).splitlines()
        assert len(lines) <= 60, decision.case
        assert max(map(len, lines)) <= 100, decision.case


@pytest.mark.parametrize("pack", PACKS)
def test_everything_fits_the_width_too(pack: str) -> None:
    for decision in decisions(pack)[::5]:
        # A name of a parameter or a list of places is never broken.
        words = max(map(len, as_text(decision, everything=True).split()))
        assert max(map(len, as_text(decision, everything=True).splitlines())) <= max(100, words + 4)


@pytest.mark.parametrize("pack", PACKS)
def test_what_to_do_comes_first_and_the_rest_in_order(pack: str) -> None:
    for decision in decisions(pack):
        text = as_text(decision)
        assert " ".join(text.split()).startswith(" ".join(decision.recommendation.headline.split()))
        assert text.endswith("Advice only: a person decides.\n")
        titles = [section.title for section in sections(decision)]
        assert titles == [title for title in ORDER if title in titles]


@pytest.mark.parametrize("pack", PACKS)
def test_nothing_is_said_twice(pack: str) -> None:
    for decision in decisions(pack):
        lines = [line for section in sections(decision) for line in section.lines]
        assert len(lines) == len(set(lines)), decision.case


@pytest.mark.parametrize("pack", PACKS)
def test_every_line_that_states_a_rule_names_its_clause(pack: str) -> None:
    for decision in decisions(pack):
        for section in sections(decision):
            for line in section.lines if section.title in CITED else ():
                if MORE.match(line) or line.startswith(UNCITED):
                    continue
                cited = CITATION.search(line)
                assert cited, f"{decision.case}: {line}"
                assert set(cited[1].split(", ")) <= clauses(pack), f"{decision.case}: {line}"
            for row in section.table.rows if section.table else ():
                assert CITATION.search(row[-1]), decision.case


@pytest.mark.parametrize("pack", PACKS)
def test_no_codes_but_clauses(pack: str) -> None:
    """No name of a fact, status or parameter as the program writes it reaches a reader."""
    for decision in decisions(pack):
        for section in sections(decision):
            for line in section.lines:
                said = CITATION.sub("", line)
                assert "_" not in said, f"{decision.case}: {line}"
                assert not re.search(r"\b(true|false|null)\b", said), f"{decision.case}: {line}"


@pytest.mark.parametrize("pack", PACKS)
def test_where_a_child_is_in_danger_only_that_is_asked_for(pack: str) -> None:
    for decision in decisions(pack):
        asks = [each for each in sections(decision) if each.title == "Not known: ask"]
        if decision.recommendation.direction == "safeguarding_now" and decision.status == "blocked":
            assert asks == []


@pytest.mark.parametrize("pack", PACKS)
def test_markdown_holds_the_same_and_stays_in_its_shape(pack: str) -> None:
    for decision in decisions(pack)[::3]:
        lines = as_markdown(decision).splitlines()
        assert lines[0].startswith("## ")
        titles = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
        assert titles == [section.title for section in sections(decision)]
        said = sum(len(section.lines) for section in sections(decision))
        assert sum(line.startswith("- ") for line in lines) == said
        for section in sections(decision):
            if section.table:
                rows = [line for line in lines if line.startswith("|")]
                bars = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
                assert bars == {len(section.table.headings) + 1}
