"""A line for each contact, with every key there; what it must look like is in the schema."""

import json

from threshold.worklist.model import Response
from threshold.worklist.render.json import as_data, as_json

from .conftest import HOSTILE, row


def test_every_key_is_there_whatever_is_known() -> None:
    full, bare = as_data(row()), as_data(row(response=Response(), rank=None, why=(), missing=(), ask=""))
    assert list(full) == list(bare)
    assert list(full)[:4] == ["schema", "act", "reference", "place"]
    assert list(full["response"]) == ["rule", "due", "within", "state", "minutes", "left"]


def test_values_are_what_they_are() -> None:
    told = json.loads(as_json(row()))
    assert told["schema"] == "threshold/worklist/1"
    assert (told["from"], told["to"], told["rank"], told["level"]) == ("child_in_need", "The MASH", 1, 3)
    assert told["missing"] == ["support.in_place", "consent.to_support"]
    assert told["response"]["minutes"] == 60
    assert json.loads(as_json(row(rank=None, at_least=2, level=None)))["rank"] is None


def test_a_contact_is_one_line_that_gives_back_what_was_put_in() -> None:
    text = as_json(row(reference=HOSTILE, why=(HOSTILE,)))
    assert text.startswith('{"schema":"threshold/worklist/1","act":"find_out",')
    assert text.isprintable()
    assert json.loads(text)["reference"] == HOSTILE
    assert json.loads(text)["why"] == [HOSTILE]
