"""Who does what: what is to be done now, the papers, and the steps of the way."""

from collections.abc import Iterable
from dataclasses import replace

from threshold.decisions import Decision
from threshold.decisions.model import Departure, Document
from threshold.reports.doing import actions, papers, steps
from threshold.reports.doing import ways as packs_with_steps
from threshold.reports.section import Line

from .making import SOURCE, action, decided, step


def texts(lines: Iterable[Line]) -> list[str]:
    return [line.text for line in lines]


def ways(lines: Iterable[Line]) -> list[int]:
    return [line.gives_way for line in lines]


# What is to be done


def test_an_action_says_who_does_it_for_whom_and_whether_it_cannot_or_has_to_wait() -> None:
    made = decided(
        actions=(
            action("S", urgent=True, by="", to="Team Manager"),
            action("R"),
            action("Q", afterwards=True),
        )
    )
    assert texts(actions(made)) == [
        "URGENT. Do S (to: Team Manager) [T-1]",
        "Anyone: Do R [T-1]",
        "Afterwards. Anyone: Do Q [T-1]",
    ]


def test_an_action_names_every_place_that_asks_for_it_each_clause_once() -> None:
    also = (replace(SOURCE, clauses=("T-2", "T-1")), replace(SOURCE, clauses=("T-3",)))
    assert texts(actions(decided(actions=(action("R", also=also),)))) == ["Anyone: Do R [T-1, T-2, T-3]"]


def test_of_many_actions_the_first_and_the_urgent_stay_and_whoever_acts_is_known() -> None:
    many = tuple(action(f"R{number}", by=f"Role {number}") for number in range(6))
    made = decided(actions=(*many, action("LAST", urgent=True, by="")))
    assert ways(actions(made)) == [0, 0, 0, 0, 2, 2, 0]
    assert [line.who for line in actions(made)] == [*(f"Role {number}" for number in range(6)), ""]


# Papers


def test_a_paper_says_whether_it_is_there_and_what_is_there_gives_way_first() -> None:
    made = decided(
        documents=tuple(Document(state, state, SOURCE) for state in ("attached", "absent", "unknown"))
    )
    assert texts(papers(made)) == [
        "attached: attached [T-1]",
        "absent: MISSING [T-1]",
        "unknown: not known [T-1]",
    ]
    assert ways(papers(made)) == [8, 1, 4]


# The way


def route(*parts: dict[str, object]) -> Decision:
    return decided(route=tuple(step(number, **each) for number, each in enumerate(parts, 1)))


def test_a_step_says_who_takes_it_where_it_goes_and_what_is_not_certain() -> None:
    made = route(
        {
            "step": "Start",
            "sent_to": "Manager",
            "via": "email",
            "says": "at once",
            "done": "2026-08-01",
        },
        {"added_by": "", "sent_to": "self", "step": "Write"},
        {"sent_to": "none", "certain": False},
        {"available": False, "says": "it is closed"},
        {"available": False, "says": "not available for Locality"},
        {"done": "unknown"},
        {"departs": (Departure("tiny.by", "team_manager", "none"),)},
        {"step": "Start", "sent_to": "none"},
        {"step": "Start", "sent_to": "Manager", "kind": "request"},
        {"step": "Start", "sent_to": "", "kind": "task"},
        # What is done there is assigned to nobody.
        {"step": "Start", "sent_to": "self", "kind": "task", "says": "by hand"},
    )
    assert texts(steps(made)) == [
        "1. Social Worker: add “Write” on Start, sent to Manager by email; at once; done 1 Aug 2026 [T-1]",
        "2. Write, assigned to themselves [T-1]",
        "3. Social Worker: Write; not certain that it applies [T-1]",
        "4. Write: not available; it is closed [T-1]",
        "5. Write: not available for Locality [T-1]",
        "6. Social Worker: Write; already done [T-1]",
        "7. Social Worker: Write; team manager here, none in the document [T-1]",
        "8. Social Worker: add “Write” on Start, sent to nobody (N/A) [T-1]",
        "9. Social Worker: add the request “Write” on Start, sent to Manager [T-1]",
        "10. Social Worker: “Write” on Start [T-1]",
        "11. Social Worker: “Write” on Start; by hand [T-1]",
    ]


def test_the_next_step_stays_what_is_over_goes_first_and_who_takes_the_others_is_known() -> None:
    made = route(
        {"action": "A", "done": "2026-08-01"},
        {"action": "B", "available": False},
        {"action": "C"},
        {"action": "D", "added_by": "Team Manager"},
    )
    assert ways(steps(made)) == [6, 6, 0, 4]
    assert [line.who for line in steps(made)] == ["", "", "Social Worker", "Team Manager"]


def test_a_step_that_stands_among_what_is_to_be_done_is_not_told_again() -> None:
    made = replace(
        route({"action": "do r", "added_by": "Anyone"}, {"action": "do r"}, {"action": "Visit"}),
        actions=(action("R"),),
    )
    # The same by another is another step.
    assert texts(steps(made)) == ["1. Social Worker: do r [T-1]", "2. Social Worker: Visit [T-1]"]
    assert len(texts(steps(made, everything=True))) == 3


def test_a_step_that_stands_in_two_rows_is_told_once_with_the_clauses_of_both() -> None:
    other = replace(SOURCE, clauses=("T-2",))
    made = route({}, {"action": "Visit"}, {"source": other}, {"done": "2026-08-01"})
    assert texts(steps(made)) == [
        "1. Social Worker: Write [T-1, T-2]",
        "2. Social Worker: Visit [T-1]",
        # What has been done once is not what is still to be done.
        "3. Social Worker: Write; done 1 Aug 2026 [T-1]",
    ]
    assert ways(steps(made)) == [0, 4, 6]


def test_the_steps_of_one_pack_can_be_told_alone() -> None:
    other = replace(SOURCE, pack="other", clauses=("O-1",))
    made = route({}, {"action": "Meet", "source": other})
    assert packs_with_steps(made) == ["tiny", "other"]
    assert texts(steps(made, pack="other")) == ["1. Social Worker: Meet [O-1]"]
    assert len(texts(steps(made))) == 2
