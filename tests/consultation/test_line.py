"""The line of a policy: the one script of its packs, or a word that there is none or more than one."""

import re
import shutil
from datetime import date

import pytest

from threshold.consultation import open_line
from threshold.policy import PolicyFiles, load_policy
from threshold.reading import BadInput

from .changed import script_with

DAY = date(2026, 11, 30)


def test_the_line_of_a_policy_begins_with_nothing_known():
    line = open_line(load_policy("default"), DAY)
    assert line.script.pack == "caf-team"
    assert line.begin().given == {}
    assert line.begin().day == DAY


def test_a_policy_without_a_script_has_no_line():
    with pytest.raises(BadInput, match="no pack that leads in this policy has a script"):
        open_line(load_policy("national"), DAY)


def test_two_scripts_are_one_too_many(tmp_path):
    policy = script_with(tmp_path, policy="default")
    other = policy.rules / "mosaic-cin"
    script = other / "consultation.yaml"
    shutil.copy(policy.rules / "caf-team" / "consultation.yaml", script)
    clauses = load_policy("mosaic-cin").at(DAY).pack("mosaic-cin").clauses
    text = script.read_text(encoding="utf-8")
    lines = [
        re.sub(r"carries: \[.*\]", f"carries: [{next(iter(clauses))}]", line) for line in text.splitlines()
    ]
    told = (
        "\n".join(lines)
        .replace("{shareable_without_consent}", "nothing")
        .replace("{consultation_log}", "log")
    )
    script.write_text(told + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match="more than one pack has a script"):
        open_line(PolicyFiles(str(policy.path)), DAY)
