"""One case as its file gives it, and everything that is wrong with it, without a word of what it holds."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from threshold.casefiles import Case, Entry, Override
from threshold.casefiles.read import MAX_ENTRIES, MAX_PROBLEMS, is_empty, read_case
from threshold.reading import BadInput, parse_yaml
from threshold.vocabulary import Fact, ValueType

Files = Any  # the class in conftest.py


def test_everything_that_a_case_can_say(files: Files) -> None:
    case = files.case(
        """
        case: C-0412
        family: F-118
        about: An example
        as_at: 2026-08-14T09:30
        request: {direction: step_down, to: early_help, made: 2026-08-12}
        need: {complex: true, emerging: }
        safety: {scale: {parent: 6, social worker: 4}}
        professionals: {involved: [Deputy Team Manager, Family]}
        covers: {cin_review: 2026-08-14}
        overrides: {need.level: {is: 3, by: social worker, reason: Judged so in supervision}}
        timeline:
          - {on: 2026-05-15, event: cin_plan_started}
          - {on: 2026-08-20, event: cin_review, status: planned}
          - {on: 2026-05-20, event: consent_given, for: sharing}
        expect: {status: blocked}
        """
    )
    assert (case.reference, case.family, case.about) == ("C-0412", "F-118", "An example")
    assert case.as_at == datetime(2026, 8, 14, 9, 30)
    assert case.given == {
        "request.direction": "step_down",
        "request.to": "early_help",
        "request.made": date(2026, 8, 12),
        "need.complex": True,
        "safety.scale": (("parent", 6), ("Social Worker", 4)),
        "safety.rated_by": ("parent", "Social Worker"),
        "professionals.involved": ("CAF Deputy Team Manager", "Family"),
    }
    assert case.timeline == (
        Entry(date(2026, 5, 15), "cin_plan_started"),
        Entry(date(2026, 8, 20), "cin_review", "planned"),
        Entry(date(2026, 5, 20), "consent_given", "held", {"for": "sharing"}),
    )
    assert case.covers == {"cin_review": date(2026, 8, 14)}
    assert case.overrides == {"need.level": Override(3, "Social Worker", "Judged so in supervision")}
    assert case.expect == {"status": "blocked"}
    assert case.origin == str(files.folder / "case.yaml")


def test_everything_that_an_entry_can_say(files: Files) -> None:
    case = files.case(
        """
        case: C-1
        timeline:
          - {on: 2026-05-01, event: referral, ref: r1}
          - {on: unknown, event: caf_started, ref: c/1, of: r1, by: Social Worker, to: DTM}
          - {on: 2026-05-20, event: tac_meeting, of: c/1, status: planned}
          - {on: 2026-05-21T16:30, event: contact_response, by: Team Manager}
          - {on: 2026-05-22, event: contact_response, of: request}
        """
    )
    by, to = "Social Worker", "CAF Deputy Team Manager"
    assert case.timeline == (
        Entry(date(2026, 5, 1), "referral", ref="r1"),
        Entry(None, "caf_started", "held", {"by": by, "to": to}, ref="c/1", of="r1"),
        Entry(date(2026, 5, 20), "tac_meeting", "planned", of="c/1"),
        Entry(
            date(2026, 5, 21),
            "contact_response",
            "held",
            {"at": datetime(2026, 5, 21, 16, 30), "by": "Team Manager"},
        ),
        Entry(date(2026, 5, 22), "contact_response", of="request"),
    )


def test_a_reference_is_enough(files: Files) -> None:
    assert files.case("case: 0412") == Case("0412", {}, origin=str(files.folder / "case.yaml"))


@pytest.mark.parametrize("text", ["need:", "timeline:", "covers: ~", "overrides:", "need: {complex: null}"])
def test_what_is_left_empty_says_nothing(files: Files, text: str) -> None:
    case = files.case(f"case: C-1\n{text}\n")
    assert (case.given, case.timeline, case.covers, case.overrides) == ({}, (), {}, {})


def test_problems_are_told_in_the_order_of_lines(files: Files) -> None:
    told = files.told("as_at: soon\nneed: {complex: 1}\nneed: {}\ncovers: {x: 1}\nzzz: 1\n")
    assert told[0].startswith("case.yaml, line 1, case: needs a reference")
    assert [line.split(",")[1].split(":")[0].strip() for line in told[1:]] == [
        "line 1",
        "line 2",
        "line 3",
        "line 4",
        "line 5",
    ]


def test_an_unknown_key_is_named_only_through_what_it_resembles(files: Files) -> None:
    (told,) = files.told("case: C-1\nAda Kestrel: x\n")
    assert "Kestrel" not in told
    assert told.startswith("case.yaml, line 2: this key is not known here; known are ")
    (told,) = files.told("case: C-1\ntimelines: []\n")
    assert told == 'case.yaml, line 2: this key is not known here; did you mean "timeline"?'


def test_a_fact_read_off_the_timeline_names_the_event_to_add(files: Files) -> None:
    (told,) = files.told("case: C-1\nassessment: {planning_held: 2026-08-01}\n")
    assert told.endswith("is read off the timeline; add an entry there with event: assessment_planning")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("need: {level: 3}", "is worked out by the rules"),
        ("need: complex", "must be a mapping of facts"),
        ("need: {complex: maybe}", "line 2, need.complex"),
        ("as_at: soon", "line 2, as_at"),
        ("as_at: [2026-08-14]", "must be a single value"),
        ("about: [one]", "must be text"),
        ("about: rang 020 7946 0018", "a telephone number"),
        ("family: the smiths", "must be a made-up reference"),
        ("family: F-14082010", "looks like a date of birth"),
        ("timeline: {on: 2026-08-01}", "must be a list of entries"),
        ("timeline: [visit]", "an entry is written {on: date, event: name}"),
        ("timeline: [{on: 2026-08-01}]", "needs the kind of event"),
        ("timeline: [{event: cin_review}]", 'needs "on"'),
        ("timeline: [{on: 2026-08-01, event: cin_reviews}]", 'did you mean "cin_review"'),
        (
            "timeline: [{on: 2026-08-01, event: cin_review, status: done}]",
            "must be held, planned or cancelled",
        ),
        ("timeline: [{on: 2026-08-01, event: consent_given}]", 'needs "for"'),
        ("timeline: [{on: , event: cin_review}]", "is empty; write the date, or unknown"),
        ("covers: [cin_review]", "must map kinds of event to dates"),
        ("covers: {cin_reviews: 2026-08-01}", 'did you mean "cin_review"'),
        ("overrides: [need.level]", "must map facts to"),
        (
            "overrides: {need.complex: {is: true, by: Social Worker, reason: x}}",
            "only a fact that the rules derive",
        ),
        ("overrides: {need.level: {is: 3, by: Social Worker}}", "needs exactly: is, by (a role) and reason"),
        ("overrides: {need.level: {is: 9, by: Social Worker, reason: x}}", "overrides.need.level.is"),
        (
            "overrides: {protection.concern: {is: false, by: Social Worker, reason: x}}",
            "cannot be overridden",
        ),
        ("safety: {scale: {Dad born 3/5/10: 4}}", "who by something else than a part or a role"),
        ("safety: {scale: {Jane Smith: 4}}", "such as mother or social worker"),
        ("safety: {scale: {mum: 4, mother: 6}}", "two numbers to one person"),
        ("dob: 2010-05-03", "a date of birth identifies a child"),
    ],
)
def test_what_is_wrong_is_told_in_its_place(files: Files, text: str, says: str) -> None:
    (told,) = files.told(f"case: C-1\n{text}\n")
    assert says in told
    assert told.startswith("case.yaml, line 2")


def test_everything_that_is_wrong_is_told_at_once(files: Files) -> None:
    told = files.told("case: C-1\nneed: {complex: 1, level: 2}\ntimeline: [{event: x}]\ncovers: {x: y}\n")
    assert len(told) == 5


@pytest.mark.parametrize("reference", ["C-0412", "0412", "LA/118.2", "a", "x" * 64])
def test_a_made_up_reference_is_taken(files: Files, reference: str) -> None:
    assert files.case(f"case: '{reference}'").reference == reference


@pytest.mark.parametrize("reference", ["", "-C", "C 1", "C_é", "x" * 65, "C\\n1"])
def test_another_reference_is_not(files: Files, reference: str) -> None:
    (told,) = files.told(f'case: "{reference}"')
    assert "must be a made-up reference" in told
    assert reference not in told or not reference


@pytest.mark.parametrize("number", [MAX_ENTRIES, MAX_ENTRIES + 1])
def test_no_case_has_more_entries_than_so_many(files: Files, number: int) -> None:
    entry = "{on: 2026-08-01, event: cin_review}"
    text = f"{{case: C-1, timeline: [{', '.join([entry] * number)}]}}"
    if number > MAX_ENTRIES:
        (told,) = files.told(text)
        assert f"more than {MAX_ENTRIES} entries" in told
    else:
        assert len(files.case(text).timeline) == number


def test_what_is_no_mapping_is_no_case(files: Files) -> None:
    (node,) = parse_yaml("hello", "it")
    with pytest.raises(BadInput, match="a case is a mapping"):
        read_case(node, "it", files.vocabulary)
    (told,) = files.told("need: {complex: true}\n")
    assert "needs a reference" in told


def test_a_case_that_stands_among_others_knows_where(files: Files) -> None:
    (node,) = parse_yaml("case: C-1", "it")
    assert read_case(node, "it", files.vocabulary).origin == "it"
    assert read_case(node, "it", files.vocabulary, "it, line 7").origin == "it, line 7"


def test_problems_beyond_so_many_are_not_looked_for(files: Files) -> None:
    (node,) = parse_yaml("case: C-1\n" + "".join(f"x{number}: 1\n" for number in range(500)), "it")
    with pytest.raises(BadInput) as refused:
        read_case(node, "it", files.vocabulary)
    assert len(refused.value.problems) == MAX_PROBLEMS + 1


@pytest.mark.parametrize(
    ("text", "empty"), [("", True), ("~", True), ("''", False), ("[]", False), ("0", False)]
)
def test_only_what_was_never_written_is_empty(text: str, empty: bool) -> None:
    (node,) = parse_yaml(f"x: {text}", "it")
    assert is_empty(node.entries["x"]) is empty


def test_whatever_was_written_freely_is_looked_through(files: Files) -> None:
    for text in (
        "request: {step: rang 020 7946 0018}",
        "overrides: {need.level: {is: 3, by: Social Worker, reason: rang 020 7946 0018}}",
    ):
        (told,) = files.told(f"case: C-1\n{text}\n")
        assert "seems to hold a telephone number" in told
        assert "7946" not in told


def test_what_an_entry_carries_in_free_text_is_looked_through(files: Files) -> None:
    events = dict(files.vocabulary.events)
    events["cin_review"] = replace(events["cin_review"], carries={"notes": ValueType("text")})
    vocabulary = replace(files.vocabulary, events=events)
    entry = "case: C-1\ntimeline: [{on: 2026-08-01, event: cin_review, notes: %s}]"
    (good,) = parse_yaml(entry % "all went well", "it")
    assert read_case(good, "it", vocabulary).timeline[0].carries == {"notes": "all went well"}
    (wrong,) = parse_yaml(entry % "rang 020 7946 0018", "it")
    with pytest.raises(BadInput, match=r"timeline\.1\.notes: seems to hold a telephone number"):
        read_case(wrong, "it", vocabulary)


def test_of_an_entry_of_no_known_kind_only_what_would_identify_is_told_besides(files: Files) -> None:
    told = files.told("case: C-1\ntimeline: [{on: 2026-08-01, event: x, outcome: good, surname: y}]\n")
    assert len(told) == 2
    assert any("a name identifies a child" in line for line in told)


def test_a_dozen_of_the_keys_that_are_known_are_named_and_no_more(files: Files) -> None:
    (told,) = files.told("case: C-1\nqqq: 1\n")
    named = told.partition("known are ")[2].split(", ")
    assert len(named) == 13
    assert named[-1] == "..."
    assert named[:-1] == sorted(named[:-1])
    (told,) = files.told("case: C-1\ntimeline: [{on: 2026-08-01, event: cin_review, qqq: 1}]\n")
    assert told.endswith("known are by, event, of, on, ref, status, to")


def test_a_list_of_words_that_were_typed_freely_is_looked_through(files: Files) -> None:
    facts = dict(files.vocabulary.facts)
    facts["t.notes"] = Fact("t.notes", ValueType("list", of="text"), asks="Which notes?")
    vocabulary = replace(files.vocabulary, facts=facts)
    (good,) = parse_yaml("{case: C-1, t: {notes: [all went well]}}", "it")
    assert read_case(good, "it", vocabulary).given == {"t.notes": ("all went well",)}
    (wrong,) = parse_yaml("{case: C-1, t: {notes: [all went well, rang 020 7946 0018]}}", "it")
    with pytest.raises(BadInput) as refused:
        read_case(wrong, "it", vocabulary)
    assert "t.notes: seems to hold a telephone number" in str(refused.value)
    assert "7946" not in str(refused.value)


def test_each_item_of_a_list_that_is_none_of_the_choices_is_told_at_its_line(files: Files) -> None:
    told = files.told(
        """\
        case: C-1
        consultation:
          log_fields:
            - conversation
            - Ottilie Quill
            - D.O.B.
            - dat of birth
        """
    )
    assert [line.partition(": must be one of ")[0] for line in told] == [
        "case.yaml, line 5, consultation.log_fields.2",
        "case.yaml, line 7, consultation.log_fields.4",
    ]
    assert all("child_date_of_birth" in line for line in told)
    assert told[1].endswith('did you mean "child_date_of_birth"?')
    assert "Ottilie" not in told[0]


def test_a_case_holds_the_names_that_are_used_however_they_are_spelled(files: Files) -> None:
    case = files.case(
        """\
        case: C-1
        consultation: {log_fields: [Notes of the call, d.o.b.], logged_in: log-book}
        consent: {to_share: Not asked}
        timeline: [{on: 2026-08-01, event: consent_given, for: Step-up}]
        """
    )
    assert case.given == {
        "consultation.log_fields": ("conversation", "child_date_of_birth"),
        "consultation.logged_in": "CAF Log book",
        "consent.to_share": "not_asked",
    }
    assert case.timeline[0].carries == {"for": "step_up"}


def test_a_list_of_people_takes_them_from_the_ratings_too(files: Files) -> None:
    rated = files.case("{case: C-1, safety: {scale: {mum: 3, SENCO: 7}, rated_by: [child, mother]}}")
    assert rated.given["safety.rated_by"] == ("child", "mother", "SENCO")
    assert files.case("{case: C-1, safety: {scale: {}}}").given["safety.rated_by"] == ()
    assert "safety.rated_by" not in files.case("{case: C-1}").given


def test_what_an_entry_says_of_its_own_run(files: Files) -> None:
    start = "{on: 2026-08-03, event: section_47_started, ref: E1, child_protection.conference_needed: false}"
    case = files.case(f"case: C-1\ntimeline: [{start}]\n")
    assert dict(case.timeline[0].carries) == {"child_protection.conference_needed": False}
    for wrong, message in (
        (start.replace("ref: E1, ", ""), "is said of what has a reference"),
        (start.replace("section_47_started", "cp_review"), "is not known here"),
        (start.replace("needed: false", "needed: perhaps"), "must be true or false"),
    ):
        with pytest.raises(BadInput, match=message):
            read_case(
                parse_yaml(f"case: C-1\ntimeline: [{wrong}]\n", "c.yaml")[0], "c.yaml", files.vocabulary
            )
