"""A policy kept in the register: its files as one text, and an engine made of them again."""

import json
from datetime import date

import pytest

from threshold.engine import Engine
from threshold.reading import BadInput
from threshold.register.policies import KeptPolicies, policy_text, write_policy


def test_a_policy_that_changes_while_it_is_used_is_noticed(record, step_down, tmp_path, engine):
    policy = write_policy(engine.policy.texts(), tmp_path / "rules")
    using = Engine(policy)
    using.decide(step_down)
    changed = policy.path.read_text().replace("title: ", "title: Another ")
    policy.path.write_text(changed)
    with pytest.raises(BadInput, match="changed while it was used"):
        record(step_down, using=using)


def test_a_policy_is_one_line_of_its_files_in_the_order_of_their_places(engine):
    text = policy_text(engine.policy)
    assert "\n" not in text
    files = json.loads(text)
    assert list(files) == sorted(files)
    assert files == engine.policy.texts()


def test_a_policy_in_a_file_whose_name_cannot_be_kept_is_refused(engine, tmp_path):
    named = {
        place.replace("policies/s", "policies/\udcff"): text for place, text in engine.policy.texts().items()
    }
    with pytest.raises(BadInput, match="--policy: the name of a file of the policy is no text"):
        policy_text(write_policy(named, tmp_path))


def test_a_policy_that_was_kept_is_the_same_policy(engine, tmp_path):
    again = write_policy(json.loads(policy_text(engine.policy)), tmp_path)
    assert policy_text(again) == policy_text(engine.policy)
    day = date(2026, 3, 20)
    assert again.at(day).digest == engine.policy.at(day).digest


def test_line_breaks_are_kept_as_they_were(engine, tmp_path):
    texts = {place: text.replace("\n", "\r\n") for place, text in engine.policy.texts().items()}
    write_policy(texts, tmp_path)
    found = {place: (tmp_path / place).read_bytes().decode() for place in texts}
    assert found == texts


@pytest.mark.parametrize("place", ["../outside.yaml", "policies/../../outside.yaml", "/outside.yaml"])
def test_a_file_outside_the_folder_is_refused(tmp_path, place):
    files = {place: "policy: p\n", "policies/p.yaml": "policy: p\n"}
    with pytest.raises(BadInput, match="names a file outside its folder"):
        write_policy(files, tmp_path / "folder")
    assert not (tmp_path / "outside.yaml").exists()


def test_an_engine_is_made_once_for_each_policy(engine, tmp_path):
    kept, files = KeptPolicies(tmp_path), engine.policy.texts()
    first = kept.engine("a" * 64, files)
    assert kept.engine("a" * 64, {}) is first
    assert kept.engine("b" * 64, files) is not first
    assert len(list(tmp_path.iterdir())) == 2
