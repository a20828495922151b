"""What keeps a case from an answer that holds more back: single facts, each tried."""

from threshold.semantics.status import conclude
from threshold.why.keeps import keeps

from .cases import PERMITTED, engine, example, found, moment, stating, trees


def test_each_fact_is_told_with_the_value_that_would_block() -> None:
    case = example(PERMITTED)
    findings, _ = found(case)
    told = [*keeps(engine(), conclude(findings), findings, trees(case).origins, "blocked")]
    assert told[0].fact == "child_protection.concern"
    shared = next(each for each in told if each.fact == "consent.to_share")
    assert (shared.told, shared.otherwise) == ("given; stated", "if it were refused")
    refused = stating(case, consent__to_share="refused")
    assert engine().decide(refused, moment(case)).status == "blocked"
