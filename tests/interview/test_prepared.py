"""A call told in a file is put to the script; what is amiss is named with its line, nothing is guessed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.interview.phone import BEGAN, LINE

from threshold.consultation.call import begin
from threshold.interview.prepared import Prepared, read_prepared
from threshold.reading import BadInput

DANGER = "answers:\n  child_protection.immediate_danger: yes\nadviser: TM-07\n"
FAMILY = """answers:
  child_protection.immediate_danger: no
  child_protection.harm_suspected: no
  child_protection.concern: No
  consultation.caller: family
adviser: TM-07
"""

Read = Callable[..., Prepared]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str, adviser: str = "") -> Prepared:
        path = tmp_path / "call.yaml"
        path.write_text(text, encoding="utf-8")
        return read_prepared(str(path), LINE, begin(LINE, BEGAN), adviser)

    return read


def test_answers_and_notes(read: Read) -> None:
    told = read(
        DANGER
        + "caller: {name: Jo Brown, agency: an agency, role: SENCO, telephone: 020 7946 0000}\n"
        + "why: worries\nsummary: a talk\nfollow_up: 4 December\nfollow_up_about: ring\n"
    )
    notes = told.call.notes
    assert told.call.conversation.next is None
    assert (notes.caller.name, notes.caller.role, notes.why) == ("Jo Brown", "SENCO", "worries")
    assert (notes.follow_up, notes.follow_up_about, notes.adviser) == ("2026-12-04", "ring", "TM-07")
    assert told.not_asked == ()


def test_the_adviser_of_the_option_where_the_file_names_none(read: Read) -> None:
    assert read(DANGER.replace("TM-07", "TM-08"), "TM-09").call.notes.adviser == "TM-08"
    assert read(DANGER.replace("adviser: TM-07\n", ""), "TM-09").call.notes.adviser == "TM-09"


@pytest.mark.parametrize("text", ["unknown", "not known", "u", "don't know", "Not sure"])
def test_what_nobody_knew_is_said(read: Read, text: str) -> None:
    told = read(FAMILY.replace("concern: No", f"concern: {text}").replace("family", "public"))
    assert told.call.conversation.answers["child_protection.concern"] is None


def test_an_answer_that_is_not_asked_for_is_told(read: Read) -> None:
    told = read(FAMILY.replace("adviser", "  caf.open: yes\nadviser"))
    assert told.not_asked == ("caf.open",)
    assert "caf.open" not in told.call.conversation.answers


def test_other_advice_in_its_words(read: Read) -> None:
    told = read(FAMILY + "advice_given: refer to the MASH\ndiffers_because: It may be more\n")
    assert told.call.notes.advice_given == "refer_to_mash"


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (
            FAMILY.replace("concern: No", "concern: perhaps"),
            "line 4",
            "is none of the answers; write yes, no or",
        ),
        (FAMILY.replace("concern: No", "concern: 2"), "line 4", "is the number of an answer"),
        (FAMILY.replace("concern: No", "concern:"), "line 4", "must be text"),
        (FAMILY.replace("concern: No", "worry: no"), "line 4", "the script does not ask for this"),
        (
            FAMILY.replace(".caller: family", ".caler: family"),
            "line 5",
            'did you mean "consultation.caller"?',
        ),
        (FAMILY.replace("  consultation.caller: family\n", ""), "line 2", '"Who is calling?" is asked, and'),
        ("answers: {}\nadviser: TM-07\n", "line 1", "is asked, and child_protection.immediate_danger is not"),
        (FAMILY.replace("adviser: TM-07\n", ""), "line 1", "is missing; name who advised"),
        (FAMILY.replace("TM-07", "Jane Smith"), "line 6", "must be a made-up reference"),
        (FAMILY + "caller: {name: Jo Brown}\n", "line 7", "could tell who the child is"),
        (FAMILY + "why: born 3 May 2019\n", "line 7", "seems to hold a date of birth"),
        (FAMILY + "follow_up: soon\n", "line 7", "must be a date"),
        (FAMILY + "follow_up: 01/02/2020\n", "line 7", "lies in the past"),
        (FAMILY + "follow_up_about: ring\n", "line 1", "is needed, since it is said what the follow-up"),
        (FAMILY + "advice_given: neither of it\n", "line 7", "is none of the answers: refer_now,"),
        (FAMILY + "advice_given: start a CAF\n", "line 1", "is needed where other advice was given"),
        (FAMILY + "child: Amelia\n", "line 7", "this key is not known here"),
        (FAMILY + "caller: {address: here}\n", "line 7", "this key is not known here"),
        (DANGER + "---\n" + DANGER, "", "must tell of one call"),
        ("- one\n", "line 1", "must be a mapping"),
        ("", "", "must tell of one call"),
    ],
)
def test_what_is_amiss_is_told_with_its_place_and_never_repeated(
    read: Read, text: str, place: str, says: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    told = str(refused.value)
    assert says in told
    assert f"call.yaml{', ' if place else ''}{place}" in told
    assert not [word for word in ("Jane", "Amelia", "2019", "perhaps", "Jo Brown") if word in told]


def test_everything_is_told_at_once(read: Read) -> None:
    with pytest.raises(BadInput) as refused:
        read(FAMILY.replace("TM-07", "Jane Smith") + "why: born 3 May 2019\ncaller: {name: Jo}\n")
    assert len(refused.value.problems) == 3


def test_the_example_of_the_documentation_is_one(read: Read) -> None:
    page = Path(__file__).parents[2] / "docs" / "desk.md"
    (example,) = re.findall(
        r"^```yaml\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    told = read(example)
    assert told.not_asked == ()
    assert told.call.notes.differs_because
