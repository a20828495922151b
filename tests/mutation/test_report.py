"""Survivors are told by file and line, with the share of changes that examples notice."""

import json
from dataclasses import replace
from datetime import date

from threshold.casefiles import Case, Entry
from threshold.mutation.changes import Change
from threshold.mutation.report import as_json, as_text, share_noticed
from threshold.mutation.run import Mutated
from threshold.mutation.trial import Fate, Outcome
from threshold.policy import load_policy

VOCABULARY = load_policy().vocabulary


def change(what: str, item: str = "") -> Change:
    return Change("number", "deadline", "R", item, what, "/away/rules.yaml", 7, (), None)


def mutated(pack: str, *fates: Fate) -> Mutated:
    outcomes = tuple(Outcome(change(f"{n} → {n + 1}"), fate) for n, fate in enumerate(fates))
    return Mutated(pack, 2, (), VOCABULARY, outcomes)


def test_text_names_every_survivor_and_counts_the_rest() -> None:
    found = mutated("tiny", "noticed", "survived", "noticed", "noticed", "does not load", "equivalent")
    listed = replace(found.outcomes[-1], because="nobody can see it")
    found = replace(found, outcomes=(*found.outcomes[:-1], listed))
    assert as_text([found]).splitlines() == [
        "/away/rules.yaml:7: R: number: 1 → 2",
        "/away/rules.yaml:7: R: number: 5 → 6: nobody can see it",
        "tiny: 6 changes tried on 2 examples, 1 do not load, 1 make no difference; 3 of 4",
        "  are noticed (75 in 100), 1 by no example: deadline 1",
    ]
    both = as_text([found, mutated("other", "survived")])
    assert both.splitlines()[-1] == "All packs: 3 of 5 are noticed (60 in 100), 2 by no example"


def test_a_row_is_named_beside_its_rule() -> None:
    found = Mutated("tiny", 1, (), VOCABULARY, (Outcome(change("5 → 6", "W-1"), "survived"),))
    assert as_text([found]).startswith("/away/rules.yaml:7: R: W-1 number: 5 → 6\n")


def test_the_smallest_case_stands_below_and_is_data_in_json() -> None:
    case = Case("C-1", {"need.level": 3}, (Entry(date(2026, 3, 2), "cin_meeting"),), about="another")
    outcome = Outcome(change("5 → 6"), "survived", case=case, policy="default")
    found = Mutated("tiny", 1, (), VOCABULARY, (outcome,))
    told = as_text([found]).partition("tiny: ")[0].splitlines()[1:]
    assert " ".join(line.strip() for line in told) == (
        "told apart under default by {need: {level: 3}, timeline: [{on: 2026-03-02, event: cin_meeting}]}"
    )
    assert max(map(len, told)) <= 80
    ((survivor,),) = (pack["survivors"] for pack in json.loads(as_json([found], None))["packs"])
    assert survivor["policy"] == "default"
    assert survivor["case"] == {
        "need": {"level": 3},
        "timeline": [{"on": "2026-03-02", "event": "cin_meeting"}],
    }


def test_json_holds_the_same() -> None:
    data = json.loads(as_json([mutated("tiny", "noticed", "survived")], 5))
    (pack,) = data.pop("packs")
    assert data == {"schema": "threshold/mutation/2", "seed": 5, "share_noticed": 50.0}
    (survivor,) = pack.pop("survivors")
    within = dict.fromkeys(("ground", "deciding part", "deadline", "definition", "route", "other"), 0)
    assert pack == {
        "pack": "tiny",
        "examples": 2,
        "noticed": 1,
        "survived": 1,
        "equivalent": 0,
        "does_not_load": 0,
        "survived_within": {**within, "deadline": 1},
        "examples_left_out": [],
        "listed_as_equivalent": [],
    }
    expected = {
        "rule": "R",
        "item": None,
        "within": "deadline",
        "policy": None,
        "case": None,
        "kind": "number",
        "what": "1 → 2",
        "file": "/away/rules.yaml",
        "line": 7,
        "cell": None,
    }
    assert survivor == expected


def test_examples_that_tell_nothing_are_named() -> None:
    found = replace(mutated("tiny", "noticed"), left_out=("C-7", "cases/broken.yaml"))
    told = "Left out, because they do not pass as the rules stand: C-7, cases/broken.yaml"
    assert " ".join(as_text([found]).split()).endswith(told)
    (pack,) = json.loads(as_json([found], None))["packs"]
    assert pack["examples_left_out"] == ["C-7", "cases/broken.yaml"]


def test_where_nothing_was_tried_nothing_was_missed() -> None:
    assert share_noticed([]) == 100
