"""What identifies a child is recognised, and nothing else is taken for it."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from threshold.privacy import identifying_reference, identifying_text
from threshold.privacy.birth import holds_birth_date
from threshold.privacy.dates import dates_in
from threshold.privacy.disguises import spelt_out, undisguised
from threshold.privacy.numbers import identifying_numbers
from threshold.privacy.text import _MAY_DATE, _MAY_NUMBER

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("943 476 5919", "an NHS number"),
        ("no 943-476-5919.", "an NHS number"),
        ("A123456789012", "a unique pupil number"),
        ("x_a12345678901z", "a unique pupil number"),
        ("SW1A 1AA", "a postcode"),
        ("near n1 9gu", "a postcode"),
        ("020 7946 0018", "a telephone number"),
        ("(0161) 496 0018", "a telephone number"),
        ("+44 (0)20 7946 0018", "a telephone number"),
        ("00447700900123", "a telephone number"),
        ("07700-900-123", "a telephone number"),
        ("ada@kestrel.example", "an e-mail address"),
        ("dob 3/5/10", "a date of birth"),
        ("Date of birth: 3 May", "a date of birth"),
        ("14/08/2010", "a date of birth"),
        ("14.8.2010", "a date of birth"),
        ("2010-08-14", "a date of birth"),
    ],
)
def test_text_that_identifies(text: str, kind: str) -> None:
    assert kind in list(identifying_text(text, TODAY))
    assert kind in list(identifying_text(f"some words ({text}) and more", TODAY))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Level 4, section 47, 15 of 45 working days",
        "943 476 5918",
        "1234567890",
        "agreed with the manager at 10:30",
        "version 2.0.28 of 2024",
        "plan 3/4 done",
        "C-0412 and F-118",
        "Step 12 B",
        "a@b",
        "£1,000,000.00",
    ],
)
def test_text_that_identifies_nobody(text: str) -> None:
    assert list(identifying_text(text, TODAY)) == []


@given(st.integers(0, 999_999_999))
def test_nhs_numbers_are_known_by_their_check_digit(number: int) -> None:
    digits = f"{number:09}"
    check = -sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
    taken = [last for last in range(10) if "an NHS number" in identifying_text(f"x {digits}{last}")]
    assert taken == ([] if check == 10 else [check])


CORPORA = ("corpus.yaml", "corpus-blind.yaml", "corpus-blind-2.yaml", "corpus-blind-3.yaml")


def phrases(corpus: str, identifying: bool) -> list[str]:
    rows = yaml.safe_load((Path(__file__).parent / corpus).read_text(encoding="utf-8"))
    return [row["text"] for row in rows if row["identifies"] is identifying]


@pytest.mark.parametrize("corpus", CORPORA)
def test_of_what_identifies_nearly_all_is_refused(corpus: str) -> None:
    texts = phrases(corpus, True)
    passed = [text for text in texts if not any(identifying_text(text, TODAY))]
    assert len(texts) >= 120
    assert len(passed) / len(texts) <= 0.05, passed


@pytest.mark.parametrize("corpus", CORPORA)
def test_of_what_identifies_nobody_nearly_all_is_passed(corpus: str) -> None:
    texts = phrases(corpus, False)
    refused = [text for text in texts if any(identifying_text(text, TODAY))]
    assert len(texts) >= 120
    assert len(refused) / len(texts) <= 0.03, refused


def test_the_corpus_is_large_enough() -> None:
    assert sum(len(phrases(corpus, each)) for corpus in CORPORA for each in (True, False)) >= 300


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("14/05/2014", True),
        ("14/05/2026", False),
        ("seen on 14/05/2014", False),
        ("child (14/05/2014) seen", True),
        ("born at 32 weeks; reviewed on 14/05/2026", False),
        ("born at 32 weeks on 14/05/2026", True),
    ],
)
def test_an_old_date_of_which_nothing_is_said_is_taken_for_one_of_birth(text: str, found: bool) -> None:
    assert ("a date of birth" in identifying_text(text, TODAY)) is found


@pytest.mark.parametrize("corpus", CORPORA)
def test_what_needs_no_closer_look_holds_no_date_and_no_number(corpus: str) -> None:
    """Most texts are passed at a glance; a closer look at those finds nothing either."""
    for phrase in (*phrases(corpus, True), *phrases(corpus, False)):
        text = spelt_out(undisguised(phrase))
        if not _MAY_DATE.search(text):
            assert not holds_birth_date(text, list(dates_in(text, TODAY)), TODAY), phrase
            assert _MAY_NUMBER.search(text) or not list(identifying_numbers(text)), phrase


PIECES = (
    "a",
    "0",
    "a.",
    "1 ",
    "@",
    "a@",
    "(",
    "born ",
    "+44 0",
    "A ",
    "Aa ",
    "A B ",
    "1-",
    "1/",
    "lives at ",
    "12 Acacia ",
    "a_b",
    "zero one ",
    "14 May ",
    "2014 ",
    "double ",
    "called ",
    "http://a?",
    "Aa's ",
    "\u200b",
    "\u0663",
    "::",
    "turned 4 on ",
    "S m i t ",
    "(at) ",
    "Aa Street ",
    "room 1 Aa ",
    "seven ",
    "0 7",
    "&#48;",
    "%20",
    "mum: Aa",
    "SW Aa ",
    "rang Aa ",
    "Mr A ",
    "A. ",
    "AAAA ",
    "name is aa ",
    "snap ",
    "insta name ",
    "a.b/",
    "a at b dot ",
    "flat 1 a",
    "plot 1 a ",
    "twenty one a ",
    "1 2 . ",
    "S-h",
    "passport ",
    "ni AB",
    "7700 900 ",
    "dob the first ",
    "1/2/3 on the ",
    "Aa-",
    "\n",
    "delivered by ",
    "had c section ",
    "name of child ",
    "http://a/",
    "mosaic/",
    "cad 1",
    "case no 1/",
    "attends Aa ",
    "Aa pupil ",
    "gp is Aa ",
    "duty on ",
    "child AA ",
    "name is spelt ",
    "the Aas want ",
    "dob 1*",
    "reg AA*1",
    "Grace is ",
    "Grace and ",
    ",Aa Aa,",
    "Lily not so ",
    "AAA AA ",
    "AA, y",
    "AA (",
    "he is at Aa ",
    "pupil of Aa ",
    "born 03.0",
)


@pytest.mark.parametrize("look", [identifying_text, identifying_reference])
@pytest.mark.parametrize("piece", PIECES)
def test_text_of_four_times_the_length_takes_about_four_times_as_long(
    piece: str, look: Callable[..., Any]
) -> None:
    def taken(length: int) -> float:
        text, begun = (piece * length)[:length], time.process_time()
        list(look(text, TODAY))
        return time.process_time() - begun

    taken(1_000)
    short, long = (min(taken(length) for _ in range(2)) for length in (5_000, 20_000))
    assert long < 9 * short + 0.05
