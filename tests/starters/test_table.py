"""What speaks of signs is made anew from the table: the domains, and an example for each level."""

from pathlib import Path

from threshold.starters.names import Name
from threshold.starters.signs import read_signs
from threshold.starters.table import with_table
from threshold.starters.template import template_texts

NAME = Name("a-place", "a_place", "A Place", "AP")


def test_domains_and_examples_are_those_of_the_table(tmp_path: Path):
    path = tmp_path / "signs.csv"
    path.write_text("id,level,domain,asks,ages\nS-1,2,home life,Cold,unborn\nS-2,3,School,Late,7 or over\n")
    texts = with_table(template_texts(NAME), read_signs(path, ()), NAME)
    assert (
        'home_life: {title: Home life, asks: "Is there any worry about home life?"}'
        in (texts["a-place/indicators.yaml"])
    )
    assert "age: unborn" in texts["cases/sign-s-1.yaml"]
    assert "age: 7" in texts["cases/sign-s-2.yaml"]
    assert "level: Early Help" in texts["cases/sign-s-1.yaml"]
    assert "cases/up-at-family-help.yaml" not in texts
    assert "cases/contact-late.yaml" in texts
    assert len({text.splitlines()[0] for place, text in texts.items() if place.startswith("cases/")}) == sum(
        place.startswith("cases/") for place in texts
    )
