"""docs/rule-language.md: every test and reading is explained, and what is quoted is what is shipped."""

import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from threshold.conditions import Context, Operator, parse_condition
from threshold.examples import run_examples
from threshold.policy import load_policy, rules_directory
from threshold.reading import parse_yaml, plain, read_text
from threshold.vocabulary.load import load_vocabulary
from threshold.vocabulary.model import Take

TEXT = (Path(__file__).parents[3] / "docs" / "rule-language.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
QUOTED = [block for block in BLOCKS if block.startswith("# rules/")]
TESTS = dict(re.findall(r"^\| `(\w+)` \| `([a-z_.]+: \{\w+: .+?\})` \| ", TEXT, re.MULTILINE))


def read(text: str) -> Any:
    """A block or a file as plain values, read as the program reads it."""
    (node,) = parse_yaml(text, "example")
    return plain(node)


def beginning(word: str) -> str:
    """The one block that begins with a word."""
    (block,) = [block for block in BLOCKS if block.startswith(word)]
    return block


def test_every_test_is_explained():
    assert set(TESTS) == {*get_args(Operator), "not"} - {"is"}


@pytest.mark.parametrize("operator", sorted(TESTS))
def test_every_example_of_a_test_can_be_read(operator):
    vocabulary = load_vocabulary(rules_directory() / "vocabulary.yaml")
    (node,) = parse_yaml(f"{{{TESTS[operator]}}}", "example")
    assert operator in TESTS[operator]
    parse_condition(node, Context(vocabulary, {}, "example"))


def test_every_reading_is_explained():
    assert all(re.search(rf"^\|.*`{take}: ", TEXT, re.MULTILINE) for take in get_args(Take))


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.partition("\n")[0])
def test_every_block_is_yaml(block):
    assert read(block)


@pytest.mark.parametrize("block", QUOTED, ids=lambda block: block.partition("\n")[0])
def test_what_is_quoted_is_what_is_shipped(block):
    path = rules_directory().parent / block.partition("\n")[0].removeprefix("# ")
    shipped = read(read_text(path, str(path)))
    assert contained(read(block), shipped.get("facts", shipped))


def contained(quoted: Any, shipped: Any) -> bool:
    """Whether all that is quoted stands in what is shipped; of a list some entries may be left out."""
    if isinstance(quoted, dict):
        return all(key in shipped and contained(quoted[key], shipped[key]) for key in quoted)
    if isinstance(quoted, list):
        return all(any(contained(item, other) for other in shipped) for item in quoted)
    return bool(quoted == shipped)


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
