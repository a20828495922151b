"""A policy with none of the changes is the old one, with all of them the new one, and else holds some."""

import random
from datetime import date
from pathlib import Path

import pytest

from threshold.casefiles import Case, read_cases
from threshold.engine import Engine
from threshold.engine.evaluators import PYTHON
from threshold.mutation.changeable import Changeable
from threshold.policy import PolicyFiles
from threshold.policy.places import pack_folders, rules_directory
from threshold.reading import BadInput
from threshold.versions import Versions
from threshold.versions.composed import Composed

from .conftest import PACK, PARAMETERS, POLICY, RULES, Made

DAY = date(2026, 8, 14)
CASES = Path(__file__).parents[2] / "cases"


def both_ends(versions: Versions, old: PolicyFiles, new: PolicyFiles) -> None:
    """Raises AssertionError where an end is not the policy itself, on any day."""
    for chosen, side in (((), old), (versions.changes, new)):
        made = versions.composed(chosen)
        for day in versions.days:
            assert made.at(day) == side.at(day)
        assert made.vocabulary == side.vocabulary


def test_both_ends_are_the_policies_themselves_whatever_is_changed(policy: Made) -> None:
    old = policy()
    new = policy(
        "new",
        head=POLICY.replace(
            "]\n", ", {pack: caf-team, role: lead}, {pack: continuum-of-need, role: compare}]\n"
        )
        + "set: {town.wait: [{is: 5 weeks, because: we, from: 2026-01-01}, {is: 6 weeks, because: we}]}\n",
        parameters=PARAMETERS.replace("is: 3,", "is: 4,"),
        rules=RULES.replace("warn:", "block:").replace("No consent", "None"),
    )
    both_ends(Versions(old, new), old, new)
    both_ends(Versions(new, old), new, old)


def test_one_change_to_any_pack_is_made_whole_by_itself() -> None:
    chance = random.Random()
    for folder in pack_folders():
        if not (rules_directory() / "policies" / f"{folder.name}.yaml").is_file():
            continue
        pack, files = Changeable(folder), PolicyFiles(folder.name)
        for change in chance.sample(pack.changes, 2):
            try:
                new = files.with_pack(folder.name, pack.changed(change))
                for day in new.change_dates:
                    new.at(day)
            except BadInput:
                continue
            both_ends(Versions(files, new), files, new)


def test_one_of_several_changes_is_taken_alone(policy: Made) -> None:
    old = policy()
    new = policy(
        "new", parameters=PARAMETERS.replace("3 months", "2 months"), rules=RULES.replace("warn:", "block:")
    )
    versions = Versions(old, new)
    wait, strength = versions.changes
    assert (wait.id, strength.id) == ("wait", "R2")
    for chosen, title, effect in (
        ([wait], "At least 2 months", "warn"),
        ([strength], "At least 3 months", "block"),
        ([wait, strength], "At least 2 months", "block"),
    ):
        held = versions.composed(chosen)
        rules = {rule.head.id: rule for rule in held.at(held.change_dates[-1]).pack("town").requirements}
        assert (rules["R1"].head.title, rules["R2"].effect) == (title, effect)


def test_what_it_says_of_a_case_is_what_the_engine_says_of_the_policy(policy: Made) -> None:
    old = policy()
    new = policy(
        "new", parameters=PARAMETERS.replace("3 months", "1 months"), rules=RULES.replace("warn:", "block:")
    )
    versions = Versions(old, new)
    cases = [each for each in read_cases([str(CASES / "national")], old.vocabulary) if isinstance(each, Case)]
    for chosen, side in (((), old), (versions.changes, new)):
        made, files = (Engine(each, using=(PYTHON,)) for each in (versions.composed(chosen), side))
        for case in random.sample(cases, 20):
            assert made.decide(case, DAY) == files.decide(case, DAY)


def test_a_rule_that_reads_what_only_another_change_works_out_cannot_stand_alone(policy: Made) -> None:
    words = "facts:\n  town:\n    fit: {type: boolean, derived: true, means: It fits}\n"
    more = RULES + (
        "  - {id: R3, carries: [T-3], title: Fit, block: [{must: {town.fit: true}, else: It does not fit}]}\n"
        "definitions:\n"
        "  - {id: D, carries: [T-3], title: What fits, fact: town.fit, hit: exactly_one, "
        "rows: [{when: {caf.open: true}, is: true, because: open}], otherwise: false}\n"
    )
    versions = Versions(policy(), policy("new", rules=more, vocabulary=words))
    rule = next(each for each in versions.changes if each.id == "R3")
    defined = next(each for each in versions.changes if each.id == "D")
    with pytest.raises(BadInput, match=r"nothing works out without D"):
        versions.composed([rule]).at(versions.days[-1])
    together = versions.composed([rule, defined]).at(versions.days[-1])
    assert "R3" in {each.head.id for each in together.requirements}


def test_it_has_no_files_and_tries_no_values(policy: Made) -> None:
    files = policy()
    made = Versions(files, files).composed(())
    assert isinstance(made, Composed)
    assert made.path == files.path
    with pytest.raises(BadInput, match="no files"):
        made.texts()
    with pytest.raises(BadInput, match="are compared"):
        made.at(files.change_dates[0], ("town.wait=1 days",))


def test_what_a_pack_leads_on_and_its_document_are_taken_alone_too(policy: Made) -> None:
    head = POLICY.replace("{pack: town, role: lead}", "{pack: town, role: lead, leads_on: [step_down]}")
    new = policy("new", head=head, pack=PACK.replace("Town rules", "Town rules again"))
    versions = Versions(policy(), new)
    leads, source = versions.changes
    assert (leads.id, source.kind) == ("leads_on", "source")
    for chosen, held in (
        ([leads], (("step_down",), "Town rules")),
        ([source], ((), "Town rules again")),
    ):
        pack = versions.composed(chosen).at(versions.days[-1]).pack("town")
        assert (pack.leads_on, pack.source.document) == held
