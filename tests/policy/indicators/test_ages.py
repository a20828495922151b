"""Ages as people write them: read where they can only mean one thing, refused where they could mean more."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from threshold.policy.indicators.ages import OLDEST, ages_text, parse_ages
from threshold.policy.indicators.model import Ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("", Ages()),
        ("All ages", Ages()),
        ("5 to 16", Ages(5, 16)),
        ("5-16", Ages(5, 16)),
        ("5 \u2013 16 years", Ages(5, 16)),
        ("aged between 5 and 16", Ages(5, 16)),
        ("from 5 to 16 years old", Ages(5, 16)),
        ("birth to 5", Ages(0, 5)),
        ("under 13", Ages(None, 12)),
        ("Under 5s", Ages(None, 4)),
        ("under 1", Ages(None, 0)),
        ("13 or over", Ages(13, None)),
        ("13+", Ages(13, None)),
        ("13 years and older", Ages(13, None)),
        ("from 13", Ages(13, None)),
        ("up to 16", Ages(None, 16)),
        ("16 and under", Ages(None, 16)),
        ("16", Ages(16, 16)),
        ("unborn", Ages(unborn=True)),
        ("Pre-birth", Ages(unborn=True)),
        ("unborn to 2", Ages(None, 2, unborn=True)),
        ("unborn and under 1", Ages(None, 0, unborn=True)),
    ],
)
def test_what_can_only_mean_one_thing(text: str, ages: Ages) -> None:
    assert parse_ages(text) == ages


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("over 13", 'write "13 or over"'),
        ("0-6 months", "ages are whole years"),
        ("16 to 5", "write the lower one first"),
        ("under 0", 'write "unborn"'),
        ("5 to 30", "beyond 25 years"),
        ("5 to 160", "cannot be read"),
        ("teenagers", 'write "5 to 16"'),
        ("5, 7 and 9", "cannot be read"),
        ("unborn and 13+", "needs its last age"),
        ("unborn and 5 to 16", "needs its last age"),
        ("unborn and unborn", "needs its last age"),
        ("\u0665 to \u0666", "cannot be read"),
    ],
)
def test_what_is_not_clear_is_refused_with_what_to_write(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_ages(text)


numbers = some.integers(0, OLDEST)
kinds = some.one_of(
    some.just(Ages()),
    some.just(Ages(unborn=True)),
    numbers.map(lambda age: Ages(age, None)),
    some.builds(Ages, some.none(), numbers, some.booleans()),
    some.tuples(numbers, numbers).map(lambda pair: Ages(min(pair), max(pair))),
)


@given(kinds)
def test_what_is_written_back_is_read_the_same(ages: Ages) -> None:
    assert parse_ages(ages_text(ages)) == ages


@given(some.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        ages = parse_ages(text)
    except ValueError:
        return
    assert parse_ages(ages_text(ages)) == ages
