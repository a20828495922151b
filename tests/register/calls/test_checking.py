"""What somebody wrote of a call is looked at before it is kept: the field is named, never what it holds."""

from dataclasses import replace
from datetime import date

import pytest

from threshold.register.calls.checking import follow_up_problems, problems
from threshold.register.calls.model import NOT_NAMED, Answered, Caller

from .conftest import CALL, followed

OF_A_CHILD = {
    "Jane Smith is missing school": "a name",
    "her son was born on 3 May 2014": "a date of birth",
    "NHS number 943 476 5919": "an NHS number",
    "UPN H801200001001": "a unique pupil number",
    "they live at 12 Acacia Road, N3 2AB": "a postcode",
    "he is in Year 5 at Heybrook Primary School": "a school",
    "ring the mother on 07700 900123": "a telephone number",
}
FREE = ("why", "summary", "differs_because", "follow_up_about")


def told(call) -> list[tuple[str, str]]:
    return [(problem.field, problem.message) for problem in problems(call)]


@pytest.mark.parametrize("field", FREE)
@pytest.mark.parametrize("text", OF_A_CHILD)
def test_a_childs_details_are_challenged_in_every_free_text(field, text):
    advised = {"advice_given": "neither", "differs_because": "The school rang back"}
    found = told(replace(CALL, **{**advised, field: text}))
    assert {each for each, _ in found} == {field}
    assert any(OF_A_CHILD[text] in message for _, message in found)
    words = [word for word in text.split() if word[0].isupper() or word[0].isdigit()]
    words = [word for word in words if word not in ("NHS", "UPN")]
    assert not [word for word in words if any(word in message.split() for _, message in found)]


@pytest.mark.parametrize("name", ["Ms A Okafor", "Heybrook School", "Jane Smith"])
def test_the_callers_own_details_are_for_their_fields(name):
    assert told(replace(CALL, caller=Caller(name, name))) == []
    found = told(replace(CALL, summary=f"{name} asks about support at home"))
    assert [field for field, _ in found] == ["summary"]
    assert "write `the caller`" in found[0][1]


@pytest.mark.parametrize(
    "telephone", ["020 8359 2000", "+44 20 8359 2000 ext. 12", "07700 900123 or 020 8359 2000 (work)", ""]
)
def test_a_telephone_number_is_kept(telephone):
    assert told(replace(CALL, caller=Caller(telephone=telephone))) == []


@pytest.mark.parametrize(
    ("part", "text", "kind"),
    [
        ("telephone", "943 476 5919", "an NHS number"),
        ("telephone", "her mother's, 07700 900123", "must be a telephone number"),
        ("name", "Ms Okafor, NHS number 943 476 5919", "an NHS number"),
        ("name", "Jane Smith DOB 03/05/2014", "a date of birth"),
        ("role", "UPN H801200001001", "a unique pupil number"),
        ("agency", "12 Acacia Road, N3 2AB", "a postcode"),
        ("agency", "a\nb", "must be one line"),
        ("agency", "x" * 201, "must be one line"),
        ("name", "a\x1b[31m", "cannot be seen"),
        ("name", "a\udcff", "no text in UTF-8"),
    ],
)
def test_what_would_be_a_childs_is_challenged_beside_a_caller_too(part, text, kind):
    ((field, message),) = told(replace(CALL, caller=Caller(**{part: text})))
    assert field == f"caller.{part}"
    assert kind in message
    assert "--reason-file" not in message


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"summary": "x" * 4001}, "summary"),
        ({"summary": "a\u202eb"}, "summary"),
        ({"advice_given": "close"}, "advice_given"),
        ({"advice_given": "neither"}, "differs_because"),
        ({"differs_because": "Because"}, "differs_because"),
        ({"adviser": ""}, "adviser"),
        ({"adviser": "amy_smith"}, "adviser"),
        ({"follow_up": "2026-03-31"}, "follow_up"),
        ({"follow_up": "2027-04-15"}, "follow_up"),
        ({"follow_up": "tomorrow"}, "follow_up"),
        ({"follow_up": ""}, "follow_up"),
    ],
    ids=str,
)
def test_each_field_is_looked_at_by_itself(changed, field):
    assert {each for each, _ in told(replace(CALL, **changed))} == {field}


@pytest.mark.parametrize("unseen", ["\U000e0054\U000e006f\U000e006d", "\u00ad", "\u3164", "\ue000", "\u2060"])
def test_what_nobody_sees_is_not_stored(unseen):
    for changed in (
        {"why": f"Call about {unseen} help"},
        {"caller": Caller(agency=f"Heybrook School{unseen}")},
    ):
        ((_, message),) = told(replace(CALL, **changed))
        assert message == "holds characters that cannot be seen; write plain text"


def test_less_than_is_advised_of_danger_is_looked_at_again():
    less = {"advice_given": "neither", "differs_because": "The school rang back", "follow_up_about": ""}
    ((field, message),) = told(replace(CALL, advice="refer_now", follow_up="", **less))
    assert field == "follow_up"
    assert "This is less than what is advised for a child who may be in danger" in message
    assert told(replace(CALL, advice="refer_now", **less)) == []
    assert told(replace(CALL, advice="start_caf", follow_up="", **less)) == []
    assert told(replace(CALL, advice="refer_now", follow_up="", broken_off=True, **less)) == []


def test_a_call_that_was_broken_off_need_not_name_its_adviser():
    assert told(replace(CALL, broken_off=True, adviser="")) == []


def test_what_is_in_order_is_not_challenged():
    assert told(CALL) == []
    assert list(follow_up_problems(followed(next="2026-04-20", about="Ask again"), date(2026, 4, 1))) == []


@pytest.mark.parametrize("field", ["what", "about"])
def test_a_follow_up_is_challenged_as_well(field):
    wrong = followed(**{"next": "2026-04-20", field: "Jane Smith has a CAF"})
    assert [each.field for each in follow_up_problems(wrong, date(2026, 4, 1))] == [field]


@pytest.mark.parametrize("part", ["name", "agency", "telephone"])
def test_of_a_caller_who_is_no_professional_nothing_is_kept_that_tells_who_the_child_is(part):
    text = "020 8359 2000" if part == "telephone" else "Somebody"
    for answer in NOT_NAMED:
        answered = (Answered("consultation.caller", answer),)
        ((field, message),) = told(replace(CALL, answers=answered, caller=Caller(**{part: text})))
        assert field == f"caller.{part}"
        assert "is kept of a professional only" in message
        assert told(replace(CALL, answers=answered, caller=Caller(role="neighbour"))) == []
    for role in ("Mother", "grandmother of the child", "pupil"):
        ((field, _),) = told(replace(CALL, caller=Caller(role=role, **{part: text})))
        assert field == f"caller.{part}"


@pytest.mark.parametrize(
    ("caller", "part", "message"),
    [
        (Caller(name="Jane Smith (mum)"), "name", "is the professional's own field"),
        (Caller(agency="Heybrook School, year 4"), "agency", "is the professional's own field"),
        (Caller(agency="Heybrook School, Tommy Smith"), "agency", "seems to hold somebody's name"),
        (Caller(agency="12 Acacia Road, N3 2AB"), "agency", "a postcode"),
        (Caller(role="SENCO, about the twins"), "role", "is the professional's own field"),
        (Caller(role="teacher of Tommy Smith"), "role", "a name; say only what they do"),
        (Caller(role="SENCO at Heybrook Primary School"), "role", "a school; say only what they do"),
        (Caller(role="grandmother of Tommy"), "role", "says whose; say only what they are"),
    ],
)
def test_a_child_beside_the_caller_is_challenged_in_each_field(caller, part, message):
    ((field, said),) = told(replace(CALL, caller=caller))
    assert field == f"caller.{part}"
    assert message in said
    assert "Tommy" not in said


@pytest.mark.parametrize("role", ["Foster carer", "childminder", "adoption worker", "Head of Year 9"])
def test_a_professional_is_kept_with_name_and_agency(role):
    caller = Caller("Ms A Okafor", "Watling Medical Centre, HA8 0NN", role, "020 8359 2000")
    assert told(replace(CALL, caller=caller)) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Anwen Pryce", "Pryce is known to us"),
        ("Anwen Pryce", "Asked about the Pr\u00fdce boy again"),
        ("Dr Ng", "About the Ng boy"),
        ("Jo O'Dowd", "The O'Dowd girl, again"),
    ],
)
def test_the_callers_own_name_is_kept_in_its_field_alone(name: str, text: str) -> None:
    call = replace(CALL, caller=Caller(name=name, role="SENCO"))
    (problem,) = problems(replace(call, summary=text))
    assert problem.field == "summary"
    assert name.rpartition(" ")[2] not in problem.message
    assert list(problems(replace(call, summary="Advice on early help, in May"))) == []


def test_a_name_that_is_a_title_or_a_month_keeps_no_text_out() -> None:
    call = replace(CALL, caller=Caller(name="Dr May", role="GP"))
    assert list(problems(replace(call, summary="Dr and nurse agree; to be looked at in May"))) == []
