"""The shape of `indicators.yaml`: what is not known, or of another kind, is refused at its line."""

import pytest

from threshold.policy.indicators.entries import IndicatorsFile
from threshold.reading import parse_yaml
from threshold.reading.validate import validate

from .making import told


def read(text: str) -> IndicatorsFile:
    (root,) = parse_yaml(text, "indicators.yaml")
    return validate(IndicatorsFile, root, "indicators.yaml")


def test_a_level_alone_needs_no_brackets_and_numbers_are_numbers() -> None:
    (one, two) = read(
        "combine:\n- {id: C-1, is: 4, at_least: 3, of: 3, because: so}\n"
        "- {id: C-2, is: 4, of: [2, 3], in_every_domain: true, because: so}\n"
    ).combine
    assert (one.level, one.at_least, one.of) == ("4", 3, ["3"])
    assert (two.of, two.in_every_domain) == (["2", "3"], True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sings: []", 'line 1, column 1: this key is not known here; did you mean "signs"?'),
        (
            "signs:\n- {domian: home}",
            'line 2, column 4, signs.1: this key is not known here; did you mean "domain"?',
        ),
        ("signs: [one]", "line 1, column 9, signs.1: must be a mapping of keys to values"),
        ("signs: {}", "line 1, column 8, signs: must be a list"),
        ("signs:\n- {id: [1]}", "line 2, column 8, signs.1.id: must be text"),
        ("domains: {home: {tittle: x}}", 'this key is not known here; did you mean "title"?'),
        ("combine:\n- {is: 4, of: 3, because: so}", '"id" is missing'),
        ("combine:\n- {id: C, is: 4, of: 3, at_least: 0, because: so}", "must be a whole number from 1 on"),
        (
            "combine:\n- {id: C, is: 4, of: 3, at_least: 12345, because: so}",
            "must be a whole number from 1 on",
        ),
        ("combine:\n- {id: C, is: 4, of: 3, in_every_domain: maybe, because: so}", "write true or false"),
    ],
)
def test_what_does_not_fit_is_refused(text: str, says: str) -> None:
    (found,) = told(lambda: read(text))
    assert says in found
