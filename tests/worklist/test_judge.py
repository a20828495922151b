"""What is to be done about a contact: worked out from the document, not from what the program prints."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.worklist.conftest import AT, NOTHING, Rows, contact, engine

from threshold.exports.contacts import Contact
from threshold.semantics.deadlines import running_clocks
from threshold.semantics.status import conclude
from threshold.worklist.judge import judged

UNKNOWN = dict.fromkeys(("concern", "harm_suspected"), False)
YES = {**NOTHING, "concern": True, "harm_suspected": True}
AT_ODDS = {**NOTHING, "harm_suspected": True}


@pytest.mark.parametrize(
    ("made", "act", "to"),
    [
        # BAR-1-4: green, and early help is needed.
        (contact(), "pass_on", "CAF Team duty"),
        # BAR-4.2: red and amber go on to Intake and Assessment.
        (contact(colour="amber"), "pass_on", "The appropriate Intake and Assessment team"),
        (
            contact(colour="green", referral={"suggests_child_in_need": True}),
            "pass_on",
            "The appropriate Intake and Assessment team",
        ),
        # A concern goes before everything, whatever the colour and whatever the family said.
        (contact(child_protection=YES), "refer_now", "The appropriate Intake and Assessment team"),
        (
            contact(
                child_protection=YES, colour="blue", consent={"to_support": "refused", "to_share": "refused"}
            ),
            "refer_now",
            "The appropriate Intake and Assessment team",
        ),
        (
            contact(child_protection=YES, contact={"allocated_social_worker": True}),
            "refer_now",
            "Allocated Social Worker",
        ),
        # No concern, and yet harm: the more dangerous reading is acted on, and where to is told all the same.
        (contact(child_protection=AT_ODDS), "refer_now", "The appropriate Intake and Assessment team"),
        # One of the three questions is open: nothing is as it seems until it is asked.
        (contact(child_protection=UNKNOWN), "ask_first", ""),
        (
            contact(child_protection=None, colour="red"),
            "ask_first",
            "The appropriate Intake and Assessment team",
        ),
        (contact(child_protection=None, colour="blue"), "ask_first", ""),
        # A refusal keeps a green contact from the CAF Team, and hides nothing.
        (contact(consent={"to_support": "refused"}), "hold", ""),
        (contact(consent=None), "find_out", ""),
        # Neither ground holds: blue, and no need.
        (contact(colour="blue", contact={"needs_early_help": False, "brag": "blue"}), "hold", ""),
        # Nobody has rated it, nor said whether early help is needed.
        (contact(contact={}), "find_out", ""),
    ],
)
def test_what_to_do(rows: Rows, made: dict[str, Any], act: str, to: str) -> None:
    (row,) = rows(made)
    assert (row.act, row.to) == (act, to), row


def test_what_contradicts_danger_is_said(rows: Rows) -> None:
    calm, red, green, blue, amber = rows(
        contact(),
        contact(colour="red"),
        contact(colour="green", child_protection=YES),
        contact(colour="blue", child_protection=AT_ODDS),
        contact(colour="amber", child_protection=YES),
    )
    assert (calm.conflicts, amber.conflicts) == ((), ())
    assert red.conflicts == (
        "It is rated red, and all that is asked about danger is answered no: look at both again",
    )
    assert green.conflicts == ("It is rated green, yet danger is told of: the danger goes before the colour",)
    assert "It is rated blue, yet danger is told of: the danger goes before the colour" in blue.conflicts
    assert any("also that there is danger or suspected harm" in each for each in blue.conflicts)


def test_a_row_says_why_and_what_to_ask(rows: Rows) -> None:
    passed, refused, open_, danger = rows(
        contact(),
        contact(consent={"to_support": "refused"}),
        contact(child_protection=UNKNOWN, contact={"brag": "green"}),
        contact(child_protection=YES),
    )
    assert passed.why == ("A green contact that needs a CAF or early help is for CAF Team duty [BAR-1-4]",)
    assert (passed.missing, passed.ask) == ((), "")
    assert refused.why[0].endswith("[BAR-OV-1, BAR-OV-3, BAR-3A, BAR-1B-c]")
    assert open_.missing[0] == "child_protection.immediate_danger"
    assert "contact.needs_early_help" in open_.missing
    assert open_.ask == "Is there an immediate or urgent safeguarding concern?"
    assert danger.why[0].startswith("Protect the child first: it is said that there is a concern")


@pytest.mark.parametrize("policy", ["caf-team", "default"])
def test_a_row_says_what_decide_says(rows: Rows, read: Callable[..., list[Contact]], policy: str) -> None:
    made = [
        contact(child_protection=danger, colour=colour, support=support, consent=consent)
        for danger in (NOTHING, YES, AT_ODDS, UNKNOWN, None)
        for colour in ("red", "amber", "green", "blue")
        for support in ({"in_place": "early_help"}, {"in_place": "child_protection"}, None)
        for consent in ({"to_support": "refused"}, None)
    ]
    for row, each in zip(rows(*made, policy=policy), read(*made), strict=True):
        assert each.case is not None
        decision = engine(policy).decide(each.case, AT)
        recommended = decision.recommendation
        assert (row.status, row.direction) == (decision.status, recommended.direction)
        assert row.missing == tuple(missing.fact for missing in decision.missing)
        assert row.ask == (decision.missing[0].question if decision.missing else "")
        assert {*recommended.because} <= {*row.why}
        assert [*row.conflicts][: len(decision.conflicts)] != [] or not decision.conflicts
        assert (row.act == "refer_now") == decision.safeguarding_now
        assert (row.act == "ask_first") == (not decision.safeguarding_now and not decision.protection.known)
        assert row.from_ == (recommended.from_ or "")


def test_what_is_told_to_do_is_urgent_or_helps(read: Callable[..., list[Contact]]) -> None:
    told = []
    for each in read(contact(), contact(consent={"to_support": "refused"}), contact(child_protection=YES)):
        assert each.case is not None
        findings = engine("caf-team").findings(each.case, AT)
        told.append(judged(conclude(findings), list(running_clocks(findings)), findings).do)
    nothing, ending, danger = told
    assert nothing == ()
    assert [line.partition(": ")[0] for line in ending] == ["MASH"]
    assert danger[0].startswith("Whoever has the concern: Call 999")
    assert danger[1].endswith("(to The appropriate Intake and Assessment team)")


def test_what_was_said_of_danger_is_told_the_most_serious(rows: Rows) -> None:
    told = rows(
        contact(),
        contact(child_protection={"concern": True}),
        contact(child_protection={**NOTHING, "harm_suspected": True}),
        contact(child_protection={"concern": True, "immediate_danger": True}),
    )
    assert [row.danger for row in told] == ["", "concern", "harm", "immediate"]
    # Whether it is immediate is asked of a child who is to be protected, and of nobody of whom it is known.
    assert told[1].missing[0] == "child_protection.immediate_danger"
    assert [row.missing for row in told[2:]] == [(), ()]


def test_where_the_way_hangs_on_what_is_missing_there_is_no_tray_yet(rows: Rows) -> None:
    (open_,) = rows(contact(referral=None))
    assert (open_.act, open_.to, open_.status) == ("find_out", "", "permitted")
    assert open_.missing == ("referral.suggests_child_in_need",)


def test_what_came_in_after_the_moment_of_the_list_says_so(rows: Rows) -> None:
    later = {"brag": "amber", "needs_early_help": True, "received": "2026-11-30T09:01"}
    now, ahead = rows(contact(), contact(contact=later))
    assert now.conflicts == ()
    assert ahead.conflicts == ("It is said to have come in after the time of this list: look at both",)
