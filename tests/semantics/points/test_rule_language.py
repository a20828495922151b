"""docs/rule-language.md: every test and reading is explained, what is quoted is shipped, its pack works."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from threshold.casefiles import read_case
from threshold.conditions import Context, Operator, parse_condition
from threshold.consultation import open_line
from threshold.consultation.soundness import Looked, script_findings
from threshold.engine import Engine
from threshold.examples import run_examples
from threshold.layout.text import laid_out
from threshold.policy import load_policy, rules_directory
from threshold.policy.script_file import NextEntry, OutcomeEntry, QuestionEntry
from threshold.reading import parse_yaml, plain, read_text
from threshold.reports.text import as_text
from threshold.vocabulary.load import load_vocabulary
from threshold.vocabulary.model import Take

from ...soundness.making import problems

TEXT = (Path(__file__).parents[3] / "docs" / "rule-language.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
QUOTED = [block for block in BLOCKS if block.startswith("# rules/")]
TESTS = dict(re.findall(r"^\| `(\w+)` \| `([a-z_.]+: \{\w+: .+?\})` \| ", TEXT, re.MULTILINE))
# A case of the page, and what is said of it where that is shown below.
CASES = dict(re.findall(r"^```yaml\n# cases/(\S+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL))
SAID = {
    first.split("/")[1]: said
    for first, said in re.findall(
        r"^```yaml\n# (cases/\S+)\n[^`]*```\n\n```text\n([^`]*)```", TEXT, re.MULTILINE
    )
}
# What is answered in a call of the page, and what that comes to.
CALLS = re.findall(r"^\| ((?:yes|no)[a-z, ]*) \| `([a-z-]+)` \|$", TEXT, re.MULTILINE)
FORMS = (
    "scope",
    "groups",
    "definitions",
    "requirements",
    "grounds",
    "deadlines",
    "routes",
    "conflicts",
    "protection",
)


def read(text: str) -> Any:
    """A block or a file as plain values, read as the program reads it."""
    (node,) = parse_yaml(text, "example")
    return plain(node)


def beginning(word: str) -> str:
    """The one block that begins with a word."""
    (block,) = [block for block in BLOCKS if block.startswith(word)]
    return block


def pieces() -> Iterator[tuple[str, Any]]:
    """The pieces of the page's own pack, each with the file that it belongs to."""
    for block in BLOCKS:
        first, _, rest = block.partition("\n")
        if first.startswith("# our-guide/"):
            yield first.removeprefix("# "), read(rest)


@pytest.fixture(scope="module")
def our_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy with the pack that the page writes, piece by piece."""
    folder = tmp_path_factory.mktemp("our-town")
    files: dict[str, dict[str, Any]] = {}
    for name, piece in pieces():
        files.setdefault(name, {}).update(piece)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    policy = folder / "our-town.yaml"
    policy.write_text(beginning("# our-town.yaml"), encoding="utf-8")
    return policy


def test_every_test_is_explained():
    assert set(TESTS) == {*get_args(Operator), "not"} - {"is"}


@pytest.mark.parametrize("operator", sorted(TESTS))
def test_every_example_of_a_test_can_be_read(operator):
    vocabulary = load_vocabulary(rules_directory() / "vocabulary.yaml")
    (node,) = parse_yaml(f"{{{TESTS[operator]}}}", "example")
    assert operator in TESTS[operator]
    parse_condition(node, Context(vocabulary, {}, "example"))


def test_every_reading_is_explained():
    # Nobody writes what counting events reads.
    takes = {*get_args(Take)} - {"all_recorded", "days"}
    assert all(re.search(rf"^\|.*`{take}: ", TEXT, re.MULTILINE) for take in takes)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.partition("\n")[0])
def test_every_block_is_yaml(block):
    assert read(block)


@pytest.mark.parametrize("block", QUOTED, ids=lambda block: block.partition("\n")[0])
def test_what_is_quoted_is_what_is_shipped(block):
    path = rules_directory().parent / block.partition("\n")[0].removeprefix("# ")
    shipped = read(read_text(path, str(path)))
    assert contained(read(block), shipped if contained(read(block), shipped) else shipped["facts"])


def contained(quoted: Any, shipped: Any) -> bool:
    """Whether all that is quoted stands in what is shipped; of a list some entries may be left out."""
    if isinstance(quoted, dict):
        return all(key in shipped and contained(quoted[key], shipped[key]) for key in quoted)
    if isinstance(quoted, list):
        return all(any(contained(item, other) for other in shipped) for item in quoted)
    return bool(quoted == shipped)


def test_the_pack_of_the_page_is_sound_and_shows_every_form(our_town: Path):
    assert not list(problems(load_policy(str(our_town))))
    assert {key for name, piece in pieces() if "/rules/" in name for key in piece} == set(FORMS)


def test_the_script_of_the_page_is_sound(our_town: Path):
    looked: list[Looked] = []
    assert not list(script_findings(load_policy(str(our_town)), looked))
    assert [each.whole for each in looked] == [True]


@pytest.mark.parametrize(("answers", "outcome"), CALLS)
def test_a_call_of_the_page_comes_to_what_it_says(answers: str, outcome: str, our_town: Path):
    line = open_line(load_policy(str(our_town)), date(2026, 8, 14))
    talk = line.begin()
    for said in answers.split(", "):
        asked = talk.next
        assert asked is not None
        values = {choice.words: choice.value for choice in asked.choices} | {"not known": None}
        talk = talk.answered(asked.fact, values[said])
    assert talk.next is None
    assert line.advised(talk).outcome == outcome


def test_the_calls_of_the_page_come_to_every_outcome(our_town: Path):
    (script,) = load_policy(str(our_town)).at(date(2026, 8, 14)).scripts
    assert {outcome for _, outcome in CALLS} == {outcome.id for outcome in script.outcomes}


def test_every_key_of_a_script_is_explained():
    section = TEXT.partition("## Script: the call")[2].partition("\n## ")[0]
    explained = set(re.findall(r"`(\w+):?`", section)) | {"id"}
    assert {*QuestionEntry.model_fields, *OutcomeEntry.model_fields, *NextEntry.model_fields} <= explained


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_case_of_the_page_comes_to_what_it_expects(name: str, our_town: Path, tmp_path: Path):
    (tmp_path / name).write_text(CASES[name], encoding="utf-8")
    (result,) = run_examples([str(tmp_path / name)], str(our_town))
    assert result.passed, result


@pytest.mark.parametrize("name", sorted(SAID))
def test_what_is_said_of_a_case_is_what_the_page_shows(name: str, our_town: Path):
    policy = load_policy(str(our_town))
    (node,) = parse_yaml(CASES[name], name)
    decision = Engine(policy).decide(read_case(node, name, policy.vocabulary))
    printed = [" ".join(line.split()) for line in unwrapped(as_text(decision)).splitlines()]
    for line in SAID[name].splitlines():
        assert any(" ".join(line.split()) in each for each in printed), (line, printed)


def unwrapped(text: str) -> str:
    """The text with continued lines joined to those that they continue."""
    return re.sub(r"\n {4,}(?=\S)", " ", re.sub(r"(?<=[^\]\n])\n(?=\S)", " ", text))


def test_most_cases_of_the_page_say_something():
    assert len(SAID) >= 4
    assert set(SAID) <= set(CASES)


def test_the_example_policy_loads(tmp_path):
    path = tmp_path / "our-town.yaml"
    path.write_text(beginning("policy: our-town"))
    policy = load_policy(str(path)).at(date(2026, 8, 14))
    assert [(pack.name, pack.role) for pack in policy.packs][:2] == [
        ("national", "overlay"),
        ("step-up-step-down", "lead"),
    ]
    set_here = policy.pack("step-up-step-down").parameters["cin_meeting_within"]
    assert (set_here.shown, set_here.set_by) == ("7 working days", "policy")


def test_the_example_case_passes(tmp_path):
    path = tmp_path / "example.yaml"
    path.write_text(beginning("case: EX-01"))
    (result,) = run_examples([str(path)])
    assert result.passed, result


@pytest.mark.parametrize(
    "block",
    [block for block in BLOCKS if block.startswith("# our-")],
    ids=lambda block: block.partition("\n")[0],
)
def test_the_pack_of_the_page_has_the_one_layout(block: str):
    assert laid_out(block, "example") == block
