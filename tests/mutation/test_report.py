"""Survivors are told by file and line, with the share of changes that examples notice."""

import json

from threshold.mutation.changes import Change
from threshold.mutation.report import as_json, as_text, share_noticed
from threshold.mutation.run import Mutated
from threshold.mutation.trial import Outcome


def change(what: str, item: str = "") -> Change:
    return Change("number", "R", item, what, "/away/rules.yaml", 7, (), None)


def mutated(pack: str, *fates: str) -> Mutated:
    return Mutated(pack, 2, tuple(Outcome(change(f"{n} → {n + 1}"), fate) for n, fate in enumerate(fates)))


def test_text_names_every_survivor_and_counts_the_rest() -> None:
    found = mutated("tiny", "noticed", "survived", "noticed", "noticed", "does not load")
    assert as_text([found]).splitlines() == [
        "/away/rules.yaml:7: R: number: 1 → 2",
        "tiny: 5 changes tried on 2 examples, 1 do not load; 3 of 4 are noticed (75 in 100), 1 by no example",
    ]
    both = as_text([found, mutated("other", "survived")])
    assert both.splitlines()[-1] == "All packs: 3 of 5 are noticed (60 in 100), 2 by no example"


def test_a_row_is_named_beside_its_rule() -> None:
    found = Mutated("tiny", 1, (Outcome(change("5 → 6", "W-1"), "survived"),))
    assert as_text([found]).startswith("/away/rules.yaml:7: R W-1: number: 5 → 6\n")


def test_json_holds_the_same() -> None:
    data = json.loads(as_json([mutated("tiny", "noticed", "survived")], 5))
    (pack,) = data.pop("packs")
    assert data == {"schema": "threshold/mutation/1", "seed": 5, "share_noticed": 50.0}
    (survivor,) = pack.pop("survivors")
    assert pack == {"pack": "tiny", "examples": 2, "noticed": 1, "survived": 1, "does_not_load": 0}
    expected = {
        "rule": "R",
        "item": None,
        "kind": "number",
        "what": "1 → 2",
        "file": "/away/rules.yaml",
        "line": 7,
    }
    assert survivor == expected


def test_where_nothing_was_tried_nothing_was_missed() -> None:
    assert share_noticed([]) == 100
