"""A checked policy as text and as JSON: the verdict first, what it would do, and what was not looked at."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.soundness import Unexamined
from threshold.soundness.checked import Checked, checked
from threshold.soundness.report import SCHEMA, as_json, as_text

from .making import LEVELS, RULE


@pytest.fixture
def found(small) -> Checked:
    return checked("p", load_policy(str(small.tiny(LEVELS).write())))


def test_the_verdict_comes_first_then_what_it_would_do(found: Checked):
    first, *rest = as_text(found, 80).splitlines()
    assert first.startswith("p: 1 finding; 2 packs, ")
    assert all(len(line) <= 80 for line in rest if "/" not in line and "threshold policy" not in line)
    text = " ".join(line.strip() for line in rest)
    assert "may be told to be below level 3. (level-without-protection)" in text
    assert "To see it in a case: threshold policy check p --witness FOLDER" in text
    assert "threshold policy check --explain level-without-protection" in text
    assert "--witness" not in as_text(found, 80, written=[Path("case.yaml")])


def test_a_sound_one_says_so(small):
    sound = checked("p", load_policy(str(small.tiny(RULE).write())))
    assert as_text(sound, 80).startswith("p: sound; ")
    assert "--explain" not in as_text(sound, 80)


def test_what_was_not_looked_at_is_counted_or_named(found: Checked):
    left = replace(found, unexamined=(Unexamined("gap", "R", "too many ways"), Unexamined("gap", "S", "so")))
    assert "Not looked at: 2 things (gap 2); --all says which, and why" in as_text(left, 80)
    whole = as_text(left, 80, whole=True)
    assert "Not looked at: R, too many ways (gap)" in whole
    assert "Not looked at: S, so (gap)" in whole


def test_json_tells_the_same(found: Checked):
    left = replace(found, unexamined=(Unexamined("gap", "R", "too many ways"),))
    data = json.loads(as_json([left]))
    assert data["schema"] == SCHEMA
    (policy,) = data["policies"]
    assert (policy["policy"], policy["sound"]) == ("p", False)
    (finding,) = policy["findings"]
    assert finding["code"] == "level-without-protection"
    assert finding["case_can_show_it"] is True
    assert (finding["field"], finding["line"]) == ("D", 3)
    assert policy["not_examined"] == [{"code": "gap", "what": "R", "why": "too many ways"}]
