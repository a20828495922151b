"""How a file looks."""

import pytest

from threshold.layout import laid_out
from threshold.layout.emit import WIDTH, lines_of
from threshold.layout.tree import read

LOOSE = """\
# What this file is about.

requirements:
- {title: Consent is given, id: A-1, block: [{else: Ask for consent, must: {consent.to_share: given},
    by: Social Worker, do: Ask}], carries: [A-1]}
# Why there is a second.
- # and more of why
  title: 'The plan is made'   # beside it
  id: A-2
  # what is wanted
  block:
    - must: {any: [{plan.made: true}, {plan.made_by: [Social Worker, Team Manager,
        Allocated Social Worker, Lead]}]}
      else: "Make the plan; it says who does what, by when, and how everybody will know that it has been done"
    # at the end


scope: {bears_on: [close]}
# the end
"""
TIDY = """\
# What this file is about.

scope:
  bears_on: [close]

requirements:
  - id: A-1
    title: Consent is given
    carries: [A-1]
    block:
      - must: {consent.to_share: given}
        else: Ask for consent
        do: Ask
        by: Social Worker

  # Why there is a second.
  # and more of why
  - id: A-2
    title: The plan is made  # beside it
    # what is wanted
    block:
      - must:
          any:
            - {plan.made: true}
            - {plan.made_by: [Social Worker, Team Manager, Allocated Social Worker, Lead]}
        else: >-
          Make the plan; it says who does what, by when, and how everybody will know that it has
          been done
      # at the end

# the end
"""


def test_a_file_of_rules() -> None:
    assert laid_out(LOOSE, "f") == TIDY


@pytest.mark.parametrize(
    ("text", "new"),
    [
        # Rows stand in a line where they fit.
        ("a:\n  rows:\n    - is: x\n      when: {b: y}\n", "a:\n  rows:\n    - {is: x, when: {b: y}}\n"),
        ("a:\n  rows: [{is: x}]\n", "a:\n  rows:\n    - {is: x}\n"),
        ("a: {steps: [{is: x}]}", "a:\n  steps:\n    - is: x\n"),
        ("a: [[x, y], [z]]", "a: [[x, y], [z]]\n"),
        ("- - {a: x}", "- - a: x\n"),
        ("a: {}\nb: []\nc:\n", "a: {}\nb: []\nc: null\n"),
        ("{a: [{}], x: }", "a:\n  - {}\n\nx: null\n"),
        # A comment within makes lines of it.
        ("a: [x, # c\n y]", "a:\n  - x  # c\n  - y\n"),
        ("a: {b: x, # c\n d: y}", "a:\n  b: x  # c\n  d: y\n"),
        ("a: [x,\n # c\n ]", "a:\n  - x\n  # c\n"),
        # What is long has a blank line before it, and behind it.
        ("a: x\nb:\n  presets: {c: x}\nd: y", "a: x\n\nb:\n  presets:\n    c: x\n\nd: y\n"),
        ("a: x\n\nb: y\n\n\nc: z\n", "a: x\nb: y\nc: z\n"),
        # A comment goes with its key.
        ("# t\ntitle: x\n# p\npack: y # q\n", "# p\npack: y  # q\n# t\ntitle: x\n"),
        ("- title: x\n", "- title: x\n"),
        ("routes:\n- title: x\n  # i\n  id: y\n", "routes:\n  # i\n  - id: y\n    title: x\n"),
        ("- {a: x} # c\n", "# c\n- a: x\n"),
        ("a: [{b: x}] # c\n", "a:  # c\n  - b: x\n"),
        ("a: [x # 1\n ] # 2\n", "a:  # 2\n  - x  # 1\n"),
        ("a: [ # 1\n x ] # 2\n", "# 1\n# 2\na: [x]\n"),
    ],
)
def test_a_piece(text: str, new: str) -> None:
    assert laid_out(text, "f") == new
    assert laid_out(new, "f") == new


@pytest.mark.parametrize("over", [0, 1])
def test_a_line_is_as_wide_as_a_page_and_no_wider(over: int) -> None:
    wide = "x" * (WIDTH - len("k: [y, ]") + over)
    assert lines_of(read(f"k: [y, {wide}]")) == (
        [f"k: [y, {wide}]"] if not over else ["k:", "  - y", f"  - {wide}"]
    )
    words = "y " + "x" * (WIDTH - len("k: y ") + over)
    assert lines_of(read(f"k: {words}")) == ([f"k: {words}"] if not over else ["k: >-", f"  {words}"])
    beside = "# " + "x" * (WIDTH - len("k: y  # ") + over)
    text = f"k: y {beside}"
    assert laid_out(text, "f").splitlines() == ([f"k: y  {beside}"] if not over else [beside, "k: y"])


def test_a_comment_stands_beside_folded_text_and_above_text_in_quotation_marks() -> None:
    long = "y " * 60 + "y"
    assert laid_out(f"k: {long} # c\n", "f").startswith("k: >-  # c\n  y y")
    assert laid_out(f'k: " {long}" # c\n', "f").startswith('# c\nk: "\\\n  \\ y y')


def test_what_cannot_be_parted_stays_in_its_line() -> None:
    key = "k" * 99
    assert laid_out(f"{key}: {{}}\n", "f") == f"{key}: {{}}\n"
    assert laid_out(f"{key}: ''\n", "f") == f'{key}: ""\n'
    assert laid_out(f"{key}:\n", "f") == f"{key}: null\n"
