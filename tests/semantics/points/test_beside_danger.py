"""S175 of docs/semantics.md: where a child is to be protected now, nothing makes way for what is refused."""

from pathlib import Path

from threshold.casefiles import Unreadable, read_cases
from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.semantics.status import refused

ROOT = Path(__file__).parents[3]


def test_s175_under_danger_no_check_that_decides_a_refused_request_is_told_unless_it_is_urgent():
    using = {name: Engine(load_policy(name)) for name in ("caf-team", "step-up-step-down")}
    looked_at = 0
    for origin in sorted(ROOT.glob("cases/*/*.yaml")):
        text = origin.read_text(encoding="utf-8")
        pack = origin.parent.name
        if pack not in using or "request:" not in text or "child_protection:" not in text:
            continue
        if not any(word in text for word in ("safeguarding_now", "urgent:")):
            continue
        (case,) = read_cases([str(origin)], using[pack].policy.vocabulary)
        assert not isinstance(case, Unreadable)
        decision = using[pack].decide(case)
        if not decision.safeguarding_now or not refused(decision.status):
            continue
        looked_at += 1
        deciding = {check.rule for check in decision.checks if check.decides}
        for line in decision.actions:
            assert line.rule not in deciding or line.urgent, (origin.name, line.do)
    assert looked_at > 5
