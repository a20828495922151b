"""The schemas of vocabulary.yaml and indicators.yaml of a pack: what the program takes, and no more."""

import pytest

from threshold.policy import rules_directory
from threshold.policy.indicators.entries import IndicatorsFile
from threshold.reading import BadInput, parse_yaml
from threshold.reading.validate import validate
from threshold.schemas.words import indicators_schema, words_schema
from threshold.vocabulary.pack_entries import PackWords

RULES = rules_directory()
PACKS = (RULES / "template" / "our-town", RULES / "examples" / "eastmarsh" / "eastmarsh")
FILES = {"vocabulary": PackWords, "indicators": IndicatorsFile}
WRONG = {
    "vocabulary": (
        "colour: red",
        "prefix: Our Town",
        "levels: {One: 1}",
        'hours: {mash: {opens: nine, closes: "17:00"}}',
        'hours: {MASH: {opens: "09:00", closes: "17:00"}}',
        "roles: {Manager: {counts: [Early Help]}}",
        "events: {our_panel: {}}",
        "facts: {our: {made: {type: maybe}}}",
        "episodes: {our_plan: {opens: our_started}}",
        "extend: {support.in_place: {more: {between: [early_help]}}}",
    ),
    "indicators": (
        "domain: {}",
        "combine: [{id: X-1, is: High, at_least: 0, of: Low, because: so}]",
        "combine: [{id: X-1, is: High, at_least: 2, of: Low}]",
        "signs: [{id: X-1, colour: red}]",
    ),
}
RIGHT = {
    "vocabulary": (
        "levels: [One, Two, Three]",
        "roles: {Manager: [Boss], Head: {counts_as: Social Worker}, Chair: []}",
        "extend: {support.in_place: {more: {between: [early_help, child_in_need]}}}",
        "events: {our_panel: {asks: When, belongs_to: referral, timed: true}}",
        "facts: {our: {kind: {type: choice, values: [a, b]}, n: {type: number, at_least: 1}}}",
        "facts: {our: {kind: {type: list, of: {a: [A, an a]}}, d: {type: date, timeline: {first: our_x}}}}",
    ),
    "indicators": (
        "domains: {health: {title: Health}, home: {}}",
        "signs: [{id: X-1, level: 2, domain: health, asks: A sign, ages: 5, protection: true}]",
        "combine: [{id: X-1, is: Top, all: [{at_least: 2, of: [Low, Middle], in_domains: 2}], because: so}]",
        "otherwise: 1",
    ),
}


def test_the_fact_to_which_choices_can_be_added_is_offered():
    assert list(words_schema()["properties"]["extend"]["properties"]) == ["support.in_place"]
    assert indicators_schema()["title"]


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_what_is_shipped_suits_it(checks, kind: str, pack):
    assert checks(kind)((pack / f"{kind}.yaml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind in RIGHT for text in RIGHT[kind]])
def test_what_the_program_takes_it_takes(checks, kind: str, text: str):
    validate(FILES[kind], parse_yaml(text, "f")[0], "f")
    assert checks(kind)(text) == []


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind in WRONG for text in WRONG[kind]])
def test_what_the_program_refuses_it_marks(checks, kind: str, text: str):
    with pytest.raises(BadInput):
        validate(FILES[kind], parse_yaml(text, "f")[0], "f")
    assert checks(kind)(text) != []
