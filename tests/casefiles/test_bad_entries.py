"""Whatever rubbish stands in a key of an entry: it is told with its place, and never said again."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.casefiles import Entry
from threshold.casefiles.read import REFERENCE, read_case
from threshold.policy import load_policy
from threshold.reading import BadInput, parse_json

Files = Any  # the class in conftest.py

VOCABULARY = load_policy().vocabulary
NO_REFERENCE = "must be a made-up reference"
NO_REFERENCES = ("[zqx]", "{zqx: 1}", "zqx zqx", "", "''", "~", "zqxé", "-zqx", "z" * 65, '"zqx\\nzqx"')
NO_ROLE = "is not a role that the vocabulary knows"
NO_DATE = "must be a date written as year-month-day"
NO_SINGLE = "must be a single value"
NOT_KNOWN = "this key is not known here"


def entry(written: str, event: str = "cin_review") -> str:
    on = "" if written.startswith("on:") else "on: 2026-08-01, "
    return f"case: C-1\ntimeline:\n  - {{{on}event: {event}, {written}}}\n"


@pytest.mark.parametrize(
    ("written", "field", "says"),
    [
        *(
            (f"{key}: {wrong}", f".{key}", NO_REFERENCE)
            for key in ("ref", "of")
            for wrong in NO_REFERENCES
        ),
        *(
            (f"{key}: {wrong}", f".{key}", f"looks like {what}; use a made-up reference")
            for key in ("ref", "of")
            for wrong, what in (
                ("9434765919", "an NHS number"),
                ("943-476-5919", "an NHS number"),
                ("SW1A1AA", "a postcode"),
                ("14-08-2010", "a date of birth"),
                ("20100814", "a date of birth"),
                ("02079460018", "a telephone number"),
            )
        ),
        ("ref: request", ".ref", '"request" stands for what the file asks for'),
        ("of: zqx", ".of", "names no reference of this file"),
        ("of: Request", ".of", "names no reference of this file"),
        *(
            (f"{key}: {wrong}", f".{key}", says)
            for key in ("by", "to")
            for wrong, says in (
                ("zqxmann", NO_ROLE),
                ("17", NO_ROLE),
                ("true", NO_ROLE),
                ("[Social Worker]", NO_SINGLE),
                ("{zqx: 1}", NO_SINGLE),
                ("", "is empty"),
                ("Socal Worker", 'did you mean "Social Worker"?'),
            )
        ),
        *(
            (f"on: {wrong}", ".on", says)
            for wrong, says in (
                ("unknwon", NO_DATE),
                ("Unknown", NO_DATE),
                ("not known", NO_DATE),
                ("17", NO_DATE),
                ("2025-07", NO_DATE),
                ("2026-08-XX", NO_DATE),
                ("yesterday zqx", NO_DATE),
                ("2026-02-30", "is not a day in the calendar"),
                ("9999-12-31", "lies outside the years"),
                ("2026-08-01T25:00", "must be a date and time"),
                ("2026-08-01T09:30", "must be a date, without a time of day"),
                ("[2026-08-01]", NO_SINGLE),
                ("{zqx: 1}", NO_SINGLE),
                ("", "is empty"),
            )
        ),
        ("at: 2026-08-01T09:30", "", NOT_KNOWN),
        ("reff: zqx", "", 'did you mean "ref"?'),
        ("REF: zqx", "", NOT_KNOWN),
        ("from: zqx", "", NOT_KNOWN),
        ("zqx: 1", "", NOT_KNOWN),
        ("surname: zqx", "", "a name identifies a child"),
    ],
)  # fmt: skip
def test_it_is_told_with_its_place_and_not_said_again(
    files: Files, written: str, field: str, says: str
) -> None:
    (told,) = files.told(entry(written))
    assert told.startswith(f"case.yaml, line 3, timeline.1{field}: ")
    assert says in told
    value = written.partition(":")[2].strip(" []{}'\"")
    assert len(value) < 3 or value in ("request", "2026-08-01", "true") or value not in told
    assert "zqx" not in told


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("ref: !!python/object zqx", "tags (!) are not used here"),
        ("ref: &zqx r", "anchors and aliases (& and *) are not used here"),
        ("ref: *zqx", "anchors and aliases (& and *) are not used here"),
        ("ref: a, ref: zqx", "this key stands twice"),
        ("on: 2026-08-02, on: 2026-08-03", "this key stands twice"),
    ],
)
def test_what_is_no_plain_yaml_is_told_at_its_line(files: Files, written: str, says: str) -> None:
    (told,) = files.told(entry(written))
    assert told.startswith("case.yaml, line 3, column ")
    assert says in told
    assert "zqx" not in told


def test_a_time_that_is_given_by_hand_is_no_key_even_of_what_has_a_time(files: Files) -> None:
    (told,) = files.told(entry("at: 2026-08-01T09:30", "contact_response"))
    assert NOT_KNOWN in told


def test_an_entry_without_a_day_says_what_to_write(files: Files) -> None:
    (told,) = files.told("case: C-1\ntimeline:\n  - {event: cin_review}\n")
    assert told.startswith('case.yaml, line 3, timeline.1: needs "on"')
    assert "`on: unknown`" in told


def test_an_empty_day_says_what_to_write(files: Files) -> None:
    (told,) = files.told(entry("on: "))
    assert "unknown" in told


@pytest.mark.parametrize("word", ["unknwon", "Unknown"])
def test_a_misspelt_unknown_is_hinted_at(files: Files, word: str) -> None:
    (told,) = files.told(entry(f"on: {word}"))
    assert 'did you mean "unknown"?' in told


WORDS = st.text(st.characters(categories=("L", "N", "P", "Zs"), codec="utf-8"), max_size=14)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(WORDS, inner, max_size=2)),
    max_leaves=4,
)


def read(**entry: object) -> Entry | str:
    """The entry as it is read, or what is told about it."""
    text = json.dumps({"case": "C-1", "timeline": [{"on": "2026-08-01", "event": "cin_review", **entry}]})
    try:
        return read_case(parse_json(text, "case.json"), "case.json", VOCABULARY).timeline[0]
    except BadInput as error:
        return str(error)


@given(st.sampled_from(["on", "event", "status", "ref", "of", "by", "to", "at"]), ANYTHING)
def test_anything_at_all_in_a_key_is_read_or_told_and_never_more(key: str, value: object) -> None:
    found = read(**{key: value})
    if isinstance(found, Entry):
        assert key != "at"
    else:
        assert "line 1, timeline.1" in found
        assert not (isinstance(value, str) and len(value) > 11 and value in found)


@given(st.from_regex(REFERENCE, fullmatch=True))
def test_what_is_taken_as_a_reference_is_kept_as_it_is_written(reference: str) -> None:
    found = read(ref=reference)
    assert found.ref == reference if isinstance(found, Entry) else "use a" in found
