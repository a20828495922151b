"""A document's own list of clauses: groups, what is missing or left out, and every fault at its line."""

import pytest

from threshold.policy.clauses import read_clauses
from threshold.policy.model import Clause
from threshold.reading import BadInput, parse_yaml

LIST = """\
core:
  T-1: section 1, one thing
  T-2: {place: section 2, in_part: the day is not told}
staff:
  T-3:
    place: section 3
    left_out: A rota is no case
"""


def read(text: str) -> dict[str, Clause]:
    (root,) = parse_yaml(text, "clauses.yaml")
    return read_clauses(root, "clauses.yaml")


def test_each_clause_has_its_place_its_group_and_its_line():
    assert [*read(LIST).values()] == [
        Clause("T-1", "section 1, one thing", "core", line=2),
        Clause("T-2", "section 2", "core", in_part="the day is not told", line=3),
        Clause("T-3", "section 3", "staff", left_out="A rota is no case", line=6),
    ]


def test_a_clause_may_say_whether_it_is_in_force():
    found = read(
        LIST.replace("T-1: section 1, one thing", "T-1: {place: section 1, standing: not_confirmed}")
    )
    assert found["T-1"].standing == "not_confirmed"
    assert found["T-1"].placed == "section 1 (not confirmed to be in force)"
    assert (found["T-2"].standing, found["T-2"].placed) == ("", "section 2")
    with pytest.raises(BadInput, match="must be one of in_force, not_confirmed or not_yet_in_force"):
        read(LIST.replace("T-1: section 1, one thing", "T-1: {place: section 1, standing: maybe}"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            LIST + "context: {T-1: again}\n",
            "line 8, column 16, T-1: this clause is listed under core already",
        ),
        (
            LIST.replace("left_out:", "in_part: Half, left_out:")
            .replace("place: section 3", "place: section 3\n    in_part: half")
            .replace("in_part: Half, ", ""),
            "T-3: says in_part and left_out",
        ),
        (LIST.replace("staff:", "stuff:"), 'did you mean "staff"?'),
        (LIST.replace("place: section 2, ", ""), '"place" is missing'),
    ],
)
def test_what_is_wrong_with_it(text: str, told: str):
    with pytest.raises(BadInput) as caught:
        read(text)
    assert told in "\n".join(map(str, caught.value.problems))
