"""`indicators.yaml` read whole: domains, signs, combinations, and what is left out."""

from pathlib import Path

import pytest

from threshold.policy.indicators.document import Document, read_document
from threshold.policy.indicators.model import Combination, Count, Place

from .making import told

TEXT = """\
domains:
  health: {title: Health and growth, asks: Is there a worry about health?}
  home:
signs:
  - {id: EM-1, level: 2, domain: health, asks: "Is the child
      unwell?", protection: true}
  - id: EM-2
    level: Family Help
combine:
  - {id: EM-C-1, is: 4, at_least: 3, of: 3, in_domains: 2, because: Section 4}
  - {id: EM-C-2, is: 4, all: [{at_least: 2, of: [2, 3]}, {of: 2, in_every_domain: true}], because: So}
otherwise: Universal
"""


def read(folder: Path, text: str) -> Document:
    path = folder / "indicators.yaml"
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def test_everything_is_read_with_its_line(tmp_path: Path) -> None:
    document = read(tmp_path, TEXT)
    name = str(tmp_path / "indicators.yaml")
    assert [(each.key, each.title, each.place.line) for each in document.domains] == [
        ("health", "Health and growth", 2),
        ("home", "Home", 3),
    ]
    one, two = document.signs
    assert {key: cell.text for key, cell in one.cells.items()} == {
        **{
            "id": "EM-1",
            "level": "2",
            "domain": "health",
            "asks": "Is the child unwell?",
            "protection": "true",
        }
    }
    assert (one.place.line, two.place.line, two.cells["level"].place.line) == (5, 7, 8)
    assert document.combinations == (
        Combination("EM-C-1", "4", (Count(3, ("3",), 2),), "Section 4", Place(name, 10)),
        Combination("EM-C-2", "4", (Count(2, ("2", "3")), Count(1, ("2",), 1, True)), "So", Place(name, 11)),
    )
    assert (document.otherwise, document.problems) == ("Universal", ())


def test_two_domains_alone_make_at_least_two_signs(tmp_path: Path) -> None:
    text = "combine:\n- {id: C-1, is: 4, of: 3, in_domains: 2, because: so}\n"
    assert read(tmp_path, text).combinations[0].counts == (Count(2, ("3",), 2),)
    said = read(tmp_path, text.replace("in_domains", "at_least: 2, in_domains"))
    assert (said.combinations[0].counts, said.problems) == ((Count(2, ("3",), 2),), ())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("domains: {At Home: {}}", "line 1, domains: a domain's key is small letters"),
        ("domains: {home: {title: a\u200bb}}", "line 1, domains.home: holds a character"),
        ("otherwise: a\u200bb", "line 1, otherwise: holds a character"),
        ("combine:\n- {id: 1, is: 4, at_least: 2, of: 3, because: so}", "line 2, combine: an id begins"),
        ('combine:\n- {id: C, is: "", at_least: 2, of: 3, because: so}', "does not say which level"),
        ('combine:\n- {id: C, is: 4, at_least: 2, of: 3, because: " "}', "does not say why"),
        ("combine:\n- {id: C, is: 4, at_least: 2, because: so}", "does not say signs of which level"),
        ("combine:\n- {id: C, is: 4, of: 3, because: so}", "does not say how many signs"),
        (
            "combine:\n- {id: C, is: 4, of: 3, at_least: 2, in_domains: 3, because: so}",
            "more domains than signs",
        ),
        (
            "combine:\n- {id: C, is: 4, of: 3, in_every_domain: true, in_domains: 3, because: so}",
            "says in_domains and in_every_domain",
        ),
        (
            "combine:\n- {id: C, is: 4, of: 3, all: [{at_least: 2, of: 3}], because: so}",
            "says `all` and a count beside it",
        ),
        ("combine:\n- {id: C, is: 4, all: [{of: 3}], because: so}", "does not say how many signs"),
    ],
)
def test_what_does_not_hold_together_is_told_at_its_line(tmp_path: Path, text: str, says: str) -> None:
    (problem,) = read(tmp_path, text).problems
    assert says in str(problem)


@pytest.mark.parametrize("text", ["", "---\na: 1\n---\nb: 1\n", "- a\n", "just words\n", "signs: [\n"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, text: str) -> None:
    assert told(lambda: read(tmp_path, text))
