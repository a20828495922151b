"""A policy kept in the register: its files as one text, and an engine made of them again."""

import pytest

from threshold.engine import Engine
from threshold.reading import BadInput


def test_a_policy_that_changes_while_it_is_used_is_noticed(record, step_down, tmp_path, engine):
    from threshold.register.policies import write_policy

    policy = write_policy(engine.policy.texts(), tmp_path / "rules")
    using = Engine(policy)
    using.decide(step_down)
    changed = policy.path.read_text().replace("title: ", "title: Another ")
    policy.path.write_text(changed)
    with pytest.raises(BadInput, match="changed while it was used"):
        record(step_down, using=using)
