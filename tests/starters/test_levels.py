"""Other levels in the place of the template's: in lists, tables, conditions and sentences."""

from threshold.starters.levels import quoted, with_levels

TEXT = """\
levels: [Universal, Early Help, Family Help, Protection]
      is:
        Universal: {lowest: universal}
        Early Help: {lowest: early_help}
        Family Help: {lowest: family_help}
        Protection: {lowest: child_in_need}
when: {need.level: {at_most: Early Help}}
and: {need.level: Protection}
else: A Family Help Manager is told that the child is above the Early Help level
"""


def test_each_takes_the_place_of_the_one_like_it():
    five = ("One", "Two", "Three", "Four", "Five")
    assert with_levels({"p/x.yaml": TEXT}, five)["p/x.yaml"] == (
        "levels: [One, Two, Three, Four, Five]\n"
        "      is:\n"
        "        One: {lowest: universal}\n"
        "        Two: {lowest: early_help}\n"
        "        Three: {lowest: early_help}\n"
        "        Four: {lowest: family_help}\n"
        "        Five: {lowest: child_in_need}\n"
        "when: {need.level: {at_most: Two}}\n"
        "and: {need.level: Five}\n"
        "else: A Family Help Manager is told that the child is above the Two level\n"
    )


def test_three_levels_are_enough_and_a_colon_is_quoted():
    told = with_levels({"p/x.yaml": TEXT}, ("1: low", "2: middle", "3: high"))["p/x.yaml"]
    assert 'levels: ["1: low", "2: middle", "3: high"]' in told
    assert '        "2: middle": {lowest: family_help}\n        "3: high": {lowest: child_in_need}' in told
    assert "above the 2 middle level" in told


def test_examples_and_tables_are_left_alone():
    texts = {"cases/x.yaml": TEXT, "p/x.csv": TEXT}
    assert with_levels(texts, ("One", "Two", "Three")) == texts


def test_a_name_is_quoted_where_it_has_to_be():
    assert [quoted(each) for each in ("Early Help", "Level 2: x", "2", "a #b")] == [
        *("Early Help", '"Level 2: x"', '"2"', '"a #b"'),
    ]
